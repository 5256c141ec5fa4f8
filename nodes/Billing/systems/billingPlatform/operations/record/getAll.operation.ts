import { Progress } from '../../../../items/progress';
import { runPerItem } from '../../../../items/perItem';
import { convertRows } from '../../convert';
import { convertValues, entity, options, pageSize, returnAllAndLimit } from '../../fields';
import { readRecords } from '../../reader';
import { toJson } from '../../records';
import type { BillingPlatformOperation } from '../context';
import { fieldsToReturn, filters, readSelection, sort, whereOption } from './selection';

export const getAll: BillingPlatformOperation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		description: 'Get the records that match filters',
		action: 'Get many records',
	},

	properties: [
		entity,
		...returnAllAndLimit,
		...filters,
		sort,
		fieldsToReturn,
		options(convertValues, pageSize, whereOption),
	],

	async execute({ ctx, parameters, client }) {
		const progress = new Progress(ctx.logger, 'records');
		return await runPerItem(ctx, async (item) => {
			const selection = readSelection(parameters, item);
			const rows = await readRecords({ client, progress }, selection);
			if (parameters.boolean('options.convertValues', item)) {
				convertRows(rows, await client.fields(selection.entity));
			}
			return toJson(rows);
		});
	},
};
