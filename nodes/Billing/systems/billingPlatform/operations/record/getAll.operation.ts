import { BillingError } from '../../../../errors';
import { returnAllAndLimit } from '../../../../items/commonFields';
import { runPerItem } from '../../../../items/perItem';
import { Progress } from '../../../../items/progress';
import { convertRows } from '../../convert';
import { convertValues, entity, options, pageSize } from '../../fields';
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
			if (rows.length === 0 && !(await client.knows(selection.entity))) {
				throw new BillingError(`BillingPlatform knows no entity ${selection.entity}`, {
					description: 'Choose it from the list, or check its name and the org in the credential.',
				});
			}
			if (parameters.boolean('options.convertValues', item)) {
				convertRows(rows, await client.fields(selection.entity));
			}
			return toJson(rows);
		});
	},
};
