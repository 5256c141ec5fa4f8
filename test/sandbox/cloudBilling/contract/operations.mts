import type { ContractSwitches } from './switches.mjs';

/** One operation as the vendor's pages list it: parameters in documented order, types as in the type table. */
export interface OperationSpec {
	readonly id: string;
	/** Where it differs from `id`. */
	readonly name?: string;
	readonly parameters: Readonly<Record<string, string>>;
	readonly result: string;
	/** Takes data out: part of the licence. */
	readonly isExtraction?: boolean;
	readonly unverified?: string;
}

const DOCUMENT_FILTER = { createdFromDate: 'string', createdToDate: 'string' };
const NAME_UNKNOWN = 'Unverified: no public page gives the name of this operation.';

export function operationSpecs(switches: ContractSwitches): readonly OperationSpec[] {
	return [
		...(switches.login === 'on' ? [LOGIN] : []),
		...customerOperations(switches),
		...purchaseOperations(switches),
		...CATALOGUE_OPERATIONS,
		...invoiceOperations(switches),
		...documentOperations(switches),
		...(switches.unverifiedOperations === 'on' ? unverifiedOperations(switches) : []),
	];
}

const LOGIN: OperationSpec = {
	id: 'Login',
	parameters: { emailAddress: 'string', password: 'string', environment: 'string' },
	result: 'string',
};

function customerOperations(switches: ContractSwitches): readonly OperationSpec[] {
	const page = switches.customersPageParameter;
	return [
		{
			id: 'CustomerGetByCode',
			parameters: { customerCode: 'string' },
			result: 'Customer',
			isExtraction: true,
		},
		{
			id: 'CustomersGetAll',
			// The paging is documented, the name of its parameter is not.
			parameters: page === '' ? {} : { [page]: 'int?' },
			result: 'Customer[]',
			isExtraction: true,
		},
	];
}

function purchaseOperations(switches: ContractSwitches): readonly OperationSpec[] {
	return [
		{
			id: 'GetPurchases',
			parameters: {
				customerCode: 'string',
				includeUnmapped: 'boolean',
				productLabel: 'string',
				dateFrom: 'string',
				dateTo: 'string',
				...(switches.purchasesPaging === 'page' && { page: 'int?' }),
			},
			result: 'Purchase[]',
			isExtraction: true,
		},
		{
			id: 'GetUnmappedPurchases',
			parameters: {
				customerCode: 'string',
				productLabel: 'string',
				dateFrom: 'string',
				dateTo: 'string',
				page: 'int?',
			},
			result: 'Purchase[]',
			isExtraction: true,
		},
		{
			id: 'GetPurchaseImportStats',
			parameters: {
				importedFrom: 'string',
				importedTo: 'string',
				customerCode: 'string',
				fetchUnmapped: 'boolean',
			},
			result: 'PurchaseImportStats',
		},
		{
			id: 'DeletePurchases',
			parameters: { reason: 'string', purchaseReferences: 'string[]' },
			result: 'BulkDeleteResult',
		},
	];
}

const CATALOGUE_OPERATIONS: readonly OperationSpec[] = [
	{
		id: 'AddProductCluster',
		parameters: {
			tagName: 'string',
			parentTagName: 'string',
			aliases: 'string[]',
			billingOutputTags: 'string[]',
			showInProductPlan: 'boolean',
		},
		result: 'boolean',
	},
	{
		id: 'FindPriceRuleWithValidity',
		parameters: {
			customerCode: 'string',
			productClusterTagName: 'string',
			fromDate: 'string',
			toDate: 'string',
		},
		result: 'PricingRule[]',
		isExtraction: true,
	},
];

function invoiceOperations(switches: ContractSwitches): readonly OperationSpec[] {
	return [
		{
			id: 'GetInvoiceHeaders',
			parameters: {
				billingPeriodDate: 'string',
				customerCode: 'string',
				calculatedSinceDate: 'string',
				includedStatuses: 'InvoiceStatusEnum[]',
				billingPeriodEndFrom: 'string',
				billingPeriodEndTo: 'string',
			},
			result: 'InvoiceHeader[]',
			isExtraction: true,
		},
		{
			id: 'GetInvoiceDetails',
			// One invoice id, unverified: the page was not found.
			parameters: { [switches.invoiceDetailsParameter]: 'string' },
			result: 'InvoiceResult',
			isExtraction: true,
		},
		{ id: 'UploadInvoices', parameters: { invoices: 'Invoice[]' }, result: 'boolean' },
		{ id: 'UploadInvoices2', parameters: { invoices: 'Invoice2[]' }, result: 'boolean' },
		{
			id: 'CloseInvoices',
			parameters: { invoiceIds: 'string[]', reason: 'string' },
			result: 'BulkInvoiceCloseResult',
		},
	];
}

function documentOperations(switches: ContractSwitches): readonly OperationSpec[] {
	const forInvoices = { invoiceIds: 'string[]', ...DOCUMENT_FILTER };
	const forCustomers = { customerCodes: 'string[]', ...DOCUMENT_FILTER };
	const current = { result: 'TransformationResult[]', isExtraction: true };
	const older = { result: 'InvoiceTransformationResult[]', isExtraction: true };
	const file = 'InvoiceTransformationResultFile';
	return [
		{
			id: 'GetTransformationResultsForInvoices',
			parameters: { ...forInvoices, transformationName: 'string' },
			...current,
		},
		{
			id: 'GetTransformationResultsForCustomers',
			parameters: { ...forCustomers, transformationName: 'string' },
			...current,
		},
		...(switches.olderOperations === 'on'
			? [
					{
						id: 'GetInvoiceTransformationResultsForInvoices',
						parameters: { ...forInvoices, invoiceTransformationName: 'string' },
						...older,
					},
					{
						id: 'GetInvoiceTransformationResultsForCustomers',
						parameters: { ...forCustomers, invoiceTransformationName: 'string' },
						...older,
					},
				]
			: []),
		{
			id: 'GetInvoiceTransformationResultFile',
			parameters: { invoiceTransformationResultId: 'string' },
			result: switches.fileResult === 'list' ? `${file}[]` : file,
			isExtraction: true,
		},
	];
}

/** That uploads of purchases, customers and pricing rules exist is documented, their names are not. */
function unverifiedOperations(switches: ContractSwitches): readonly OperationSpec[] {
	return [
		{
			id: 'UploadPurchases',
			name: switches.purchaseUploadName,
			parameters: { purchases: 'Purchase[]' },
			result: switches.purchaseUploadResult === 'bulk' ? 'BulkUploadResult' : 'boolean',
			unverified: NAME_UNKNOWN,
		},
		{
			id: 'UploadCustomers',
			name: switches.customerUploadName,
			parameters: { customers: 'Customer[]' },
			result: 'boolean',
			unverified: NAME_UNKNOWN,
		},
		{
			id: 'UploadPricingRules',
			parameters: {
				customerClusterTagName: 'string',
				productClusterTagName: 'string',
				pricingRules: 'PricingRule[]',
			},
			result: 'boolean',
			unverified: NAME_UNKNOWN,
		},
		{
			id: 'AddCustomerCluster',
			parameters: { tagName: 'string', parentTagName: 'string' },
			result: 'boolean',
			unverified: 'Unverified: likely, because AddProductCluster exists.',
		},
		...(switches.reopening === 'on'
			? [
					{
						id: 'ReopenInvoices',
						parameters: { invoiceIds: 'string[]', reason: 'string' },
						result: 'BulkInvoiceCloseResult',
						unverified: 'Unverified: only a status named Reopening is known.',
					},
				]
			: []),
	];
}
