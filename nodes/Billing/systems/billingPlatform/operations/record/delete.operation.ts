import { batchSize } from '../../../../items/commonFields';
import { emptyRecycleBin, entity, options, recordIdField } from '../../fields';
import type { BillingPlatformOperation } from '../context';
import { byIds } from './byId';

export const deleteRecords: BillingPlatformOperation = {
	option: {
		name: 'Delete',
		value: 'delete',
		description: 'Delete records by their ID',
		action: 'Delete a record',
	},

	properties: [entity, recordIdField, options(batchSize, emptyRecycleBin)],

	async execute(run) {
		const { parameters, client } = run;
		const forGood = (item: number) => parameters.boolean('options.emptyRecycleBin', item);
		return await byIds(run, {
			writes: true,
			group: (item) => String(forGood(item)),
			async send(name, ids, { item }) {
				const results = await client.delete(name, ids, forGood(item));
				return results.map((result) =>
					result.json ? { ...result, json: { ...result.json, deleted: true } } : result,
				);
			},
		});
	},
};
