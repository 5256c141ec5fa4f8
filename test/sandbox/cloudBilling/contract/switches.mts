import type { SwitchTable, SwitchValues } from '../../switches.mjs';

const ON_OFF = ['on', 'off'] as const;

/** What is unknown about the contract itself. Each of these changes the WSDL and the wire together. */
export const CONTRACT_SWITCHES = {
	serviceNamespace: {
		default: 'http://tempuri.org/',
		row: '8.4',
		says: 'The namespace of the operations.',
	},
	contractsNamespace: {
		default: 'http://schemas.datacontract.org/2004/07/Kolonel.Public.Service.API.Contracts.V1_1',
		row: '8.4',
		says: 'The namespace of the data contracts.',
	},
	contractName: {
		default: 'IPublicApi',
		row: '8.3',
		says: 'The name of the WCF contract, which is part of every SOAPAction.',
	},
	resultShape: {
		default: 'flatFiles',
		values: ['flatFiles', 'nested', 'flat'],
		row: '8.5',
		says: 'What lies directly in the result element: the members of files only, a Result, or any payload.',
	},
	resultMembers: {
		default: 'oneClass',
		values: ['oneClass', 'inherited'],
		row: '3.2',
		says: 'Whether ResultCode and ResultMessage come from a base type, and so before Result.',
	},
	fileResult: {
		default: 'object',
		values: ['object', 'list'],
		row: '8.5',
		says: 'Whether GetInvoiceTransformationResultFile answers one object or a list.',
	},
	purchaseUploadName: {
		default: 'UploadPurchases',
		row: '8.8',
		says: 'The name of the operation that uploads purchases (unverified).',
	},
	purchaseUploadResult: {
		default: 'boolean',
		values: ['boolean', 'bulk'],
		row: '8.8',
		says: 'Whether a purchase upload answers a Boolean or errors and references one by one.',
	},
	customerUploadName: {
		default: 'UploadCustomers',
		row: '8.8',
		says: 'The name of the operation that inserts and updates customers (unverified).',
	},
	unverifiedOperations: {
		default: 'on',
		values: ON_OFF,
		row: '8.8',
		says: 'Whether operations exist whose names no public page gives.',
	},
	customersPageParameter: {
		default: 'page',
		mayBeBlank: true,
		row: '8.9',
		says: 'The name of the page parameter of CustomersGetAll; blank is none.',
	},
	invoiceDetailsParameter: {
		default: 'invoiceId',
		row: '8.10',
		says: 'The name of the parameter of GetInvoiceDetails.',
	},
	extraMembers: {
		default: 'none',
		values: ['none', 'some'],
		row: '8.11',
		says: 'Whether types have members beyond those that public pages list.',
	},
	nameValuePairs: {
		default: 'one',
		values: ['one', 'three'],
		row: '8.11',
		says: 'Whether the metadata lists share one type of pair or have one each.',
	},
	enumSpelling: {
		default: 'pascal',
		values: ['pascal', 'upper'],
		row: '8.12',
		says: 'How the enums are spelled whose values no page lists as they are sent.',
	},
	login: {
		default: 'on',
		values: ON_OFF,
		row: '8.13',
		says: 'Whether the deprecated Login still exists.',
	},
	purchasesPaging: {
		default: 'none',
		values: ['none', 'page'],
		row: '8.15',
		says: 'Whether GetPurchases has a page parameter.',
	},
	totals: {
		default: 'double',
		values: ['double', 'string'],
		row: '8.17',
		says: 'The type of the totals of an invoice header.',
	},
	customerId: {
		default: 'string',
		values: ['string', 'int'],
		row: '8.17',
		says: 'The type of the CustomerId of an unmapped item.',
	},
	reopening: {
		default: 'off',
		values: ON_OFF,
		row: '8.18',
		says: 'Whether invoices can be reopened, with the statuses that came with it (unverified names).',
	},
	currencies: {
		default: 'on',
		values: ON_OFF,
		row: '5.1',
		says: 'Whether amounts have a currency member beside them, as since 2025.',
	},
	olderOperations: {
		default: 'on',
		values: ON_OFF,
		row: '7.2',
		says: 'Whether the older names of the document operations still exist.',
	},
} as const satisfies SwitchTable;

export type ContractSwitches = Readonly<SwitchValues<typeof CONTRACT_SWITCHES>>;
