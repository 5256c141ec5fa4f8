import { addProductCluster, findPriceRuleWithValidity, uploadPricingRules } from './catalogue.mjs';
import {
	addCustomerCluster,
	customerGetByCode,
	customersGetAll,
	uploadCustomers,
} from './customers.mjs';
import {
	olderResultsForCustomers,
	olderResultsForInvoices,
	resultFile,
	resultsForCustomers,
	resultsForInvoices,
} from './documents.mjs';
import {
	closeInvoices,
	getInvoiceDetails,
	getInvoiceHeaders,
	reopenInvoices,
	uploadInvoices,
	uploadInvoices2,
} from './invoices.mjs';
import {
	deletePurchases,
	getPurchaseImportStats,
	getPurchases,
	getUnmappedPurchases,
	uploadPurchases,
} from './purchases.mjs';
import type { Method } from './work.mjs';

/** By the id of the operation in the contract. Login is not here: it belongs to the tokens. */
export const METHODS: Readonly<Record<string, Method>> = {
	CustomerGetByCode: customerGetByCode,
	CustomersGetAll: customersGetAll,
	GetPurchases: getPurchases,
	GetUnmappedPurchases: getUnmappedPurchases,
	GetPurchaseImportStats: getPurchaseImportStats,
	DeletePurchases: deletePurchases,
	AddProductCluster: addProductCluster,
	FindPriceRuleWithValidity: findPriceRuleWithValidity,
	GetInvoiceHeaders: getInvoiceHeaders,
	GetInvoiceDetails: getInvoiceDetails,
	UploadInvoices: uploadInvoices,
	UploadInvoices2: uploadInvoices2,
	CloseInvoices: closeInvoices,
	GetTransformationResultsForInvoices: resultsForInvoices,
	GetTransformationResultsForCustomers: resultsForCustomers,
	GetInvoiceTransformationResultsForInvoices: olderResultsForInvoices,
	GetInvoiceTransformationResultsForCustomers: olderResultsForCustomers,
	GetInvoiceTransformationResultFile: resultFile,
	UploadPurchases: uploadPurchases,
	UploadCustomers: uploadCustomers,
	UploadPricingRules: uploadPricingRules,
	AddCustomerCluster: addCustomerCluster,
	ReopenInvoices: reopenInvoices,
};
