import type { INodeProperties } from 'n8n-workflow';

import { readLimit, returnAllAndLimit } from '../../../../items/commonFields';
import { runPerItem } from '../../../../items/perItem';
import type { ItemParameters } from '../../../../items/parameters';
import { toText } from '../../../../values';
import type { Row } from '../../client';
import { ENUMERATIONS } from '../../documentedTypes';
import { customerCode, dateRange, filters, keepMetadataLists, options } from '../../fields';
import { filterValue, toItems } from '../../items';
import type { CloudBillingOperation } from '../context';

const statuses: INodeProperties = {
	displayName: 'Statuses',
	name: 'includedStatuses',
	type: 'multiOptions',
	default: [],
	options: ENUMERATIONS.InvoiceStatusEnum.map((name) => ({ name, value: name })).sort((a, b) =>
		a.name.localeCompare(b.name),
	),
	description: 'Only invoices in these statuses',
};

const dates = [
	{
		displayName: 'Billing Period Contains',
		name: 'billingPeriodDate',
		type: 'dateTime' as const,
		default: '',
		description: 'Only invoices whose period contains this time',
	},
	{
		displayName: 'Calculated Since',
		name: 'calculatedSinceDate',
		type: 'dateTime' as const,
		default: '',
		description: 'Only invoices calculated at this time or later',
	},
	...dateRange(
		{
			name: 'billingPeriodEndFrom',
			label: 'Period Ends From',
			description: 'Only invoices whose period ends at this time or later',
		},
		{
			name: 'billingPeriodEndTo',
			label: 'Period Ends Before',
			description: 'Only invoices whose period ends before this time',
		},
	),
];

const substring: INodeProperties = {
	displayName: 'Customer Code as Part',
	name: 'substring',
	type: 'boolean',
	default: false,
	description:
		'Whether to keep invoices whose customer code merely contains the given one, as CloudBilling itself finds them: "1" finds "12" too',
};

const FILTERS = [
	'billingPeriodDate',
	'customerCode',
	'calculatedSinceDate',
	'includedStatuses',
	'billingPeriodEndFrom',
	'billingPeriodEndTo',
];

export const getManyInvoices: CloudBillingOperation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		description: 'Get the headers of invoices',
		action: 'Get many invoices',
	},

	properties: [
		...returnAllAndLimit,
		filters(customerCode, statuses, ...dates),
		options(keepMetadataLists, substring),
	],

	async execute({ ctx, parameters, client }) {
		return await runPerItem(ctx, async (item) => {
			const values = FILTERS.map((name) => [name, filterValue(parameters, name, item)]);
			const found = await client.many('GetInvoiceHeaders', Object.fromEntries(values));
			const rows = found.filter((row) => isOfCustomer(row, parameters, item));
			return toItems(rows.slice(0, readLimit(parameters, item)), parameters, item);
		});
	},
};

/** CloudBilling matches any part of the code; people mean the whole one. */
function isOfCustomer(row: Row, parameters: ItemParameters, item: number): boolean {
	const wanted = toText(filterValue(parameters, 'customerCode', item)).trim();
	if (wanted === '' || parameters.boolean('options.substring', item)) return true;
	return toText(row.CustomerCode) === wanted;
}
