import { batchSize } from '../../../../items/commonFields';
import { entity, ignoreUnknownFields, options, entityData, returnFullRecord } from '../../fields';
import { idOf } from '../../records';
import type { BillingPlatformOperation } from '../context';
import { writeRecords } from './write';

export const update: BillingPlatformOperation = {
	option: {
		name: 'Update',
		value: 'update',
		description: 'Change records by their ID',
		action: 'Update a record',
	},

	properties: [
		entity,
		...entityData(
			{ mode: 'update', resourceMapperMethod: 'billingPlatformColumnsForUpdate' },
			'The Id of the record and the fields to change. A field left alone keeps its value; an emptied one is cleared.',
		),
		options(batchSize, ignoreUnknownFields, returnFullRecord),
	],

	async execute(run) {
		return await writeRecords(run, {
			complete(job) {
				const Id = idOf(job.record);
				return { ...job, identity: Id, record: { ...withoutId(job.record), Id } };
			},
			send: async (jobs) =>
				await run.client.update(
					jobs[0].entity,
					jobs.map(({ record }) => record),
				),
		});
	},
};

/** The Id may come in any casing; it travels in the documented one. */
function withoutId(record: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(record).filter(([name]) => name.toLowerCase() !== 'id'));
}
