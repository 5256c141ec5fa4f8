import { batchSize } from '../../../../items/commonFields';
import { entity, options, recordIdField } from '../../fields';
import type { BillingPlatformOperation } from '../context';
import { byIds } from './byId';

export const restore: BillingPlatformOperation = {
	option: {
		name: 'Restore',
		value: 'restore',
		description: 'Bring deleted records back from the recycle bin (undelete)',
		action: 'Restore a record',
	},

	properties: [entity, recordIdField, options(batchSize)],

	async execute(run) {
		return await byIds(run, {
			writes: true,
			async send(name, ids) {
				const results = await run.client.undelete(name, ids);
				return results.map((result) =>
					result.json ? { ...result, json: { ...result.json, restored: true } } : result,
				);
			},
		});
	},
};
