import type { INodeProperties } from 'n8n-workflow';

import { readLimit, returnAllAndLimit } from '../../../../items/commonFields';
import { runPerItem } from '../../../../items/perItem';
import { filters, keepMetadataLists, options } from '../../fields';
import { filterValue, toItems } from '../../items';
import type { CloudBillingOperation } from '../context';
import { PURCHASE_FILTERS, purchaseFilters } from './filters';

const includeUnmapped: INodeProperties = {
	displayName: 'Include Unmapped',
	name: 'includeUnmapped',
	type: 'boolean',
	default: false,
	description: 'Whether to return purchases that belong to no known product or customer, too',
};

export const getManyPurchases: CloudBillingOperation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		description: 'Get the purchases that match filters',
		action: 'Get many purchases',
	},

	properties: [
		...returnAllAndLimit,
		filters(...purchaseFilters, includeUnmapped),
		options(keepMetadataLists),
	],

	async execute({ ctx, parameters, client }) {
		return await runPerItem(ctx, async (item) => {
			const values = PURCHASE_FILTERS.map((name) => [name, filterValue(parameters, name, item)]);
			const call = {
				...Object.fromEntries(values),
				includeUnmapped: filterValue(parameters, 'includeUnmapped', item) === true,
			};
			// No page is documented for it; a service whose WSDL has one is read page by page.
			const limit = readLimit(parameters, item);
			const rows = await client.pages('GetPurchases', call, limit, () => undefined);
			return toItems(rows, parameters, item);
		});
	},
};
