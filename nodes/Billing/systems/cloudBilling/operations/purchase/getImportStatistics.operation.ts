import type { INodeProperties } from 'n8n-workflow';

import { runPerItem } from '../../../../items/perItem';
import { customerCode, dateRange, keepMetadataLists, options } from '../../fields';
import { requiredText, toItems, wireDate } from '../../items';
import type { CloudBillingOperation } from '../context';

const range: INodeProperties[] = dateRange(
	{ name: 'importedFrom', label: 'Imported After', description: 'Imports after this time' },
	{ name: 'importedTo', label: 'Imported Before', description: 'Imports before this time' },
).map((property) => ({ ...property, required: true }));

const fetchUnmapped: INodeProperties = {
	displayName: 'Fetch Unmapped',
	name: 'fetchUnmapped',
	type: 'boolean',
	default: true,
	description: 'Whether to list the purchases that belong to no known product or customer',
};

export const getImportStatistics: CloudBillingOperation = {
	option: {
		name: 'Get Import Statistics',
		value: 'getImportStatistics',
		description: 'Get the counts of an import, and its unmapped purchases',
		action: 'Get import statistics of purchases',
	},

	properties: [...range, customerCode, fetchUnmapped, options(keepMetadataLists)],

	async execute({ ctx, parameters, client }) {
		const dateOf = (name: string, item: number, label: string): unknown => {
			requiredText(parameters, name, item, label);
			return wireDate(parameters.value(name, item));
		};
		return await runPerItem(ctx, async (item) => {
			const rows = await client.many('GetPurchaseImportStats', {
				importedFrom: dateOf('importedFrom', item, 'Imported After'),
				importedTo: dateOf('importedTo', item, 'Imported Before'),
				customerCode: parameters.string('customerCode', item).trim(),
				fetchUnmapped: parameters.boolean('fetchUnmapped', item, true),
			});
			return toItems(rows, parameters, item);
		});
	},
};
