import type { Shape } from './documentedTypes';

export interface DocumentedOperation {
	/** In documented order, which is the order of the wire. */
	readonly parameters: Readonly<Record<string, Shape>>;
	readonly required?: readonly string[];
	readonly result: Shape;
	readonly documentation?: string;
}

const RESULT_DATES = { createdFromDate: 'dateTime', createdToDate: 'dateTime' };

/** The methods of CloudBilling as its public documentation has them, with their exact names. */
export const DOCUMENTED_OPERATIONS: Readonly<Record<string, DocumentedOperation>> = {
	Login: {
		parameters: { emailAddress: 'string', password: 'string', environment: 'string' },
		required: ['emailAddress', 'password', 'environment'],
		result: 'string',
		documentation: 'Deprecated. Gives a token for the header of later calls.',
	},
	CustomerGetByCode: {
		parameters: { customerCode: 'string' },
		required: ['customerCode'],
		result: 'Customer',
	},
	CustomersGetAll: {
		// The parameter exists since December 2024; its name is inferred from GetUnmappedPurchases.
		parameters: { page: 'int' },
		result: 'Customer[]',
		documentation: 'At most 1000 customers a page; the first page if none is asked for.',
	},
	GetPurchases: {
		parameters: {
			customerCode: 'string',
			includeUnmapped: 'boolean',
			productLabel: 'string',
			dateFrom: 'dateTime',
			dateTo: 'dateTime',
		},
		result: 'Purchase[]',
	},
	GetUnmappedPurchases: {
		parameters: {
			customerCode: 'string',
			productLabel: 'string',
			dateFrom: 'dateTime',
			dateTo: 'dateTime',
			page: 'int',
		},
		result: 'Purchase[]',
	},
	GetPurchaseImportStats: {
		parameters: {
			importedFrom: 'dateTime',
			importedTo: 'dateTime',
			customerCode: 'string',
			fetchUnmapped: 'boolean',
		},
		result: 'PurchaseImportStats',
	},
	DeletePurchases: {
		parameters: { reason: 'string', purchaseReferences: 'string[]' },
		required: ['purchaseReferences'],
		result: 'BulkDeleteResult',
	},
	AddProductCluster: {
		parameters: {
			tagName: 'string',
			parentTagName: 'string',
			aliases: 'string[]',
			billingOutputTags: 'string[]',
			showInProductPlan: 'boolean',
		},
		required: ['tagName'],
		result: 'boolean',
	},
	FindPriceRuleWithValidity: {
		parameters: {
			customerCode: 'string',
			productClusterTagName: 'string',
			fromDate: 'dateTime',
			toDate: 'dateTime',
		},
		result: 'PricingRule[]',
	},
	GetInvoiceHeaders: {
		parameters: {
			billingPeriodDate: 'dateTime',
			customerCode: 'string',
			calculatedSinceDate: 'dateTime',
			includedStatuses: 'InvoiceStatusEnum[]',
			billingPeriodEndFrom: 'dateTime',
			billingPeriodEndTo: 'dateTime',
		},
		result: 'InvoiceHeader[]',
	},
	// Its page was not found: any parameter is accepted, and the result comes as it is.
	GetInvoiceDetails: { parameters: {}, result: 'any' },
	UploadInvoices: {
		parameters: { invoices: 'Invoice[]' },
		required: ['invoices'],
		result: 'boolean',
	},
	UploadInvoices2: {
		parameters: { invoices: 'Invoice2[]' },
		required: ['invoices'],
		result: 'boolean',
	},
	CloseInvoices: {
		parameters: { invoiceIds: 'string[]', reason: 'string' },
		required: ['invoiceIds'],
		result: 'BulkInvoiceCloseResult',
	},
	GetTransformationResultsForInvoices: {
		parameters: { invoiceIds: 'string[]', ...RESULT_DATES, transformationName: 'string' },
		required: ['invoiceIds'],
		result: 'TransformationResult[]',
	},
	GetTransformationResultsForCustomers: {
		parameters: { customerCodes: 'string[]', ...RESULT_DATES, transformationName: 'string' },
		required: ['customerCodes'],
		result: 'TransformationResult[]',
	},
	GetInvoiceTransformationResultsForInvoices: {
		parameters: { invoiceIds: 'string[]', ...RESULT_DATES, invoiceTransformationName: 'string' },
		required: ['invoiceIds'],
		result: 'InvoiceTransformationResult[]',
	},
	GetInvoiceTransformationResultsForCustomers: {
		parameters: { customerCodes: 'string[]', ...RESULT_DATES, invoiceTransformationName: 'string' },
		required: ['customerCodes'],
		result: 'InvoiceTransformationResult[]',
	},
	GetInvoiceTransformationResultFile: {
		parameters: { invoiceTransformationResultId: 'string' },
		required: ['invoiceTransformationResultId'],
		result: 'InvoiceTransformationResultFile',
	},
};
