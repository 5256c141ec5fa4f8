import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../../errors';
import { batchSize } from '../../../../items/commonFields';
import { readMatchColumn } from '../../../../items/recordData';
import { entity, ignoreUnknownFields, options, entityData, returnFullRecord } from '../../fields';
import { keyOf } from '../../records';
import { fieldName } from '../../sql';
import type { BillingPlatformOperation } from '../context';
import { writeRecords } from './write';

const keyField: INodeProperties = {
	displayName: 'External Key Field',
	name: 'keyField',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. ContractNumber',
	displayOptions: { show: { dataMode: ['fields', 'json'] } },
	description:
		'The field that is an external key of the entity: a record with the same value is changed',
};

export const upsert: BillingPlatformOperation = {
	option: {
		name: 'Create or Update',
		value: 'upsert',
		description: 'Create a new record, or update the current one if it already exists (upsert)',
		action: 'Create or update a record',
	},

	properties: [
		entity,
		...entityData(
			{ mode: 'upsert', resourceMapperMethod: 'billingPlatformColumnsForUpsert' },
			'The external key field to match on and the values of the record. A field left alone keeps its value; an emptied one is cleared.',
		),
		keyField,
		options(batchSize, ignoreUnknownFields, returnFullRecord),
	],

	async execute(run) {
		return await writeRecords(run, {
			complete(job, itemIndex) {
				const name = readMatchColumn(run.parameters, itemIndex, 'keyField');
				if (name === '') {
					throw new InputError(
						'choose the field to match on',
						'It must be an external key of the entity, e.g. ContractNumber of CONTRACT.',
						'External Key Field',
					);
				}
				const key = keyOf(job.record, fieldName(name));
				return { ...job, keyField: name, identity: key.toLowerCase() };
			},
			send: async (jobs) =>
				await run.client.upsert(
					jobs[0].entity,
					String(jobs[0].keyField),
					jobs.map(({ record }) => record),
				),
		});
	},
};
