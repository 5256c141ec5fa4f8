import { readLimit, returnAllAndLimit } from '../../../../items/commonFields';
import { runPerItem } from '../../../../items/perItem';
import { Progress } from '../../../../items/progress';
import { keepMetadataLists, options } from '../../fields';
import { toItems } from '../../items';
import type { CloudBillingOperation } from '../context';

export const getManyCustomers: CloudBillingOperation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		description: 'Get all customers, page by page',
		action: 'Get many customers',
	},

	properties: [...returnAllAndLimit, options(keepMetadataLists)],

	async execute({ ctx, parameters, client }) {
		const progress = new Progress(ctx.logger, 'customers');
		return await runPerItem(ctx, async (item) => {
			const limit = readLimit(parameters, item);
			const rows = await client.customers(limit, (count) => progress.add(count));
			return toItems(rows, parameters, item);
		});
	},
};
