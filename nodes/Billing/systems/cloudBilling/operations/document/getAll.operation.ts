import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../../errors';
import { readLimit, returnAllAndLimit } from '../../../../items/commonFields';
import type { ItemParameters } from '../../../../items/parameters';
import { runPerItem } from '../../../../items/perItem';
import { type DocumentsOf, listDocuments } from '../../documents';
import { dateRange, filters, keepMetadataLists, options } from '../../fields';
import { filterValue, toItems } from '../../items';
import type { CloudBillingOperation } from '../context';

const of: INodeProperties[] = [
	{
		displayName: 'Documents Of',
		name: 'documentsOf',
		type: 'options',
		default: 'customers',
		description: 'Whose documents to list',
		options: [
			{ name: 'Customers', value: 'customers' },
			{ name: 'Invoices', value: 'invoices' },
		],
	},
	{
		displayName: 'Customer Codes',
		name: 'customerCodes',
		type: 'string',
		default: '',
		required: true,
		displayOptions: { show: { documentsOf: ['customers'] } },
		placeholder: 'e.g. 101001, 101002',
		description: 'Separated by commas, or a list given by an expression',
	},
	{
		displayName: 'Invoice IDs',
		name: 'invoiceIds',
		type: 'string',
		default: '',
		required: true,
		displayOptions: { show: { documentsOf: ['invoices'] } },
		placeholder: 'e.g. 538a521c749cd80cb461f0d8',
		description: 'Separated by commas, or a list given by an expression',
	},
];

const created = dateRange(
	{ name: 'createdFrom', label: 'Created From', description: 'Made at this time or later' },
	{ name: 'createdTo', label: 'Created Until', description: 'Made at this time or earlier' },
);

export const transformation: INodeProperties = {
	displayName: 'Transformation Name',
	name: 'transformationName',
	type: 'string',
	default: '',
	description: 'Only documents of this transformation, e.g. the one that makes PDFs',
};

export const getManyDocuments: CloudBillingOperation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		description: 'Get the list of documents made of invoices (transformation results)',
		action: 'Get many documents',
	},

	properties: [
		...of,
		...returnAllAndLimit,
		filters(...created, transformation),
		options(keepMetadataLists),
	],

	async execute({ ctx, parameters, client }) {
		return await runPerItem(ctx, async (item) => {
			const rows = await listDocuments(client, readWhose(parameters, item), {
				createdFromDate: filterValue(parameters, 'createdFrom', item),
				createdToDate: filterValue(parameters, 'createdTo', item),
				transformationName: filterValue(parameters, 'transformationName', item),
			});
			return toItems(rows.slice(0, readLimit(parameters, item)), parameters, item);
		});
	},
};

function readWhose(parameters: ItemParameters, item: number): DocumentsOf {
	const ofInvoices = parameters.string('documentsOf', item, 'customers') === 'invoices';
	const keys = parameters.list(ofInvoices ? 'invoiceIds' : 'customerCodes', item);
	if (keys.length === 0) {
		const label = ofInvoices ? 'Invoice IDs' : 'Customer Codes';
		throw new InputError('the list is empty', undefined, label);
	}
	return ofInvoices ? { invoiceIds: keys } : { customerCodes: keys };
}
