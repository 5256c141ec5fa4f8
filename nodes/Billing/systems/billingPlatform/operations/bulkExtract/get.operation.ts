import { BillingError } from '../../../../errors';
import { runPerItem } from '../../../../items/perItem';
import { options, recordIdField } from '../../fields';
import { toJson } from '../../records';
import { recordId } from '../../sql';
import type { BillingPlatformOperation } from '../context';
import { BULK_REQUEST } from './create.operation';

export const getBulkExtract: BillingPlatformOperation = {
	option: {
		name: 'Get',
		value: 'get',
		description: 'Get a bulk extract request with its state',
		action: 'Get a bulk extract request',
	},

	properties: [
		{ ...recordIdField, displayName: 'Request ID', description: 'The Id that Create gave' },
		options(),
	],

	async execute({ ctx, parameters, client }) {
		return await runPerItem(ctx, async (item) => {
			const id = recordId(parameters.value('recordId', item), 'Request ID');
			const rows = await client.retrieveByIds(BULK_REQUEST, [id]);
			if (rows.length > 0) return toJson(rows);
			throw new BillingError(`There is no bulk extract request with Id ${id}`, { status: 404 });
		});
	},
};
