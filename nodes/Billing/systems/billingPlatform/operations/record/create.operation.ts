import { batchSize } from '../../../../items/commonFields';
import { entity, ignoreUnknownFields, options, entityData, returnFullRecord } from '../../fields';
import type { BillingPlatformOperation } from '../context';
import { writeRecords } from './write';

export const create: BillingPlatformOperation = {
	option: {
		name: 'Create',
		value: 'create',
		description: 'Create records',
		action: 'Create a record',
	},

	properties: [
		entity,
		...entityData(
			{ mode: 'add', resourceMapperMethod: 'billingPlatformColumnsForCreate' },
			'The fields of the new record. A field left alone keeps the default of your org.',
		),
		options(batchSize, ignoreUnknownFields, returnFullRecord),
	],

	async execute(run) {
		return await writeRecords(run, {
			complete: (job) => job,
			send: async (jobs) =>
				await run.client.create(
					jobs[0].entity,
					jobs.map(({ record }) => record),
				),
		});
	},
};
