import { defineSystem } from '../system';
import { connectInRun, connectPoll } from './connection';
import { customerChanged } from './events/customers';
import { documentCreated } from './events/documents';
import { invoiceApproved, invoiceRecalculated } from './events/invoices';
import { purchaseUnmapped } from './events/purchases';
import { invoiceColumns, parameterColumns, purchaseColumns } from './methods/columns';
import { searchOperations, searchUploadOperations } from './methods/lists';
import { getCustomer } from './operations/customer/get.operation';
import { getManyCustomers } from './operations/customer/getAll.operation';
import { downloadDocument } from './operations/document/download.operation';
import { getManyDocuments } from './operations/document/getAll.operation';
import { closeInvoices } from './operations/invoice/close.operation';
import { createInvoices } from './operations/invoice/create.operation';
import { getInvoice } from './operations/invoice/get.operation';
import { getManyInvoices } from './operations/invoice/getAll.operation';
import { callOperation } from './operations/operation/call.operation';
import { getManyPricingRules } from './operations/pricingRule/getAll.operation';
import { createProduct } from './operations/product/create.operation';
import { deletePurchases } from './operations/purchase/delete.operation';
import { getManyPurchases } from './operations/purchase/getAll.operation';
import { getImportStatistics } from './operations/purchase/getImportStatistics.operation';
import { getManyUnmapped } from './operations/purchase/getUnmapped.operation';
import { uploadPurchases } from './operations/purchase/upload.operation';

/** CloudBilling: SOAP 1.1 with an ApiToken, driven by the service's own WSDL. */
export const cloudBilling = defineSystem({
	option: {
		name: 'CloudBilling',
		value: 'cloudBilling',
		description: "Customers, purchases, invoices and any operation of the service's WSDL over SOAP",
	},

	credentials: [{ name: 'cloudBillingApi', required: true }],

	resources: [
		{
			option: { name: 'Customer', value: 'customer' },
			operations: [getCustomer, getManyCustomers],
		},
		{
			option: { name: 'Document', value: 'document' },
			operations: [downloadDocument, getManyDocuments],
		},
		{
			option: { name: 'Invoice', value: 'invoice' },
			operations: [closeInvoices, createInvoices, getInvoice, getManyInvoices],
		},
		{ option: { name: 'Operation', value: 'operation' }, operations: [callOperation] },
		{ option: { name: 'Pricing Rule', value: 'pricingRule' }, operations: [getManyPricingRules] },
		{ option: { name: 'Product', value: 'product' }, operations: [createProduct] },
		{
			option: { name: 'Purchase', value: 'purchase' },
			operations: [
				deletePurchases,
				getImportStatistics,
				getManyPurchases,
				getManyUnmapped,
				uploadPurchases,
			],
		},
	],

	events: [
		customerChanged,
		documentCreated,
		invoiceApproved,
		invoiceRecalculated,
		purchaseUnmapped,
	],

	methods: {
		listSearch: {
			cloudBillingSearchOperations: searchOperations,
			cloudBillingSearchUploadOperations: searchUploadOperations,
		},
		resourceMapping: {
			cloudBillingInvoiceColumns: invoiceColumns,
			cloudBillingParameters: parameterColumns,
			cloudBillingPurchaseColumns: purchaseColumns,
		},
	},

	connect: connectInRun,
	connectPoll,
});
