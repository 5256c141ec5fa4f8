import { readLimit, returnAllAndLimit } from '../../../../items/commonFields';
import { runPerItem } from '../../../../items/perItem';
import { Progress } from '../../../../items/progress';
import { filters, keepMetadataLists, options } from '../../fields';
import { filterValue, toItems } from '../../items';
import type { CloudBillingOperation } from '../context';
import { PURCHASE_FILTERS, purchaseFilters } from './filters';

export const getManyUnmapped: CloudBillingOperation = {
	option: {
		name: 'Get Many Unmapped',
		value: 'getUnmapped',
		description: 'Get purchases that belong to no known product or customer, page by page',
		action: 'Get many unmapped purchases',
	},

	properties: [...returnAllAndLimit, filters(...purchaseFilters), options(keepMetadataLists)],

	async execute({ ctx, parameters, client }) {
		const progress = new Progress(ctx.logger, 'purchases');
		return await runPerItem(ctx, async (item) => {
			const values = PURCHASE_FILTERS.map((name) => [name, filterValue(parameters, name, item)]);
			// The size of a page is not documented, so only an empty one is the end.
			const rows = await client.pages(
				'GetUnmappedPurchases',
				Object.fromEntries(values),
				readLimit(parameters, item),
				(count) => progress.add(count),
			);
			return toItems(rows, parameters, item);
		});
	},
};
