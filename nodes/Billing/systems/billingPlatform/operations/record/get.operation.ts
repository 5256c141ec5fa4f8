import { BillingError } from '../../../../errors';
import { batchSize } from '../../../../items/commonFields';
import type { RecordResult } from '../../../../items/results';
import { type BillingPlatformClient, type Row } from '../../client';
import { convertRows } from '../../convert';
import { convertValues, entity, options, recordIdField } from '../../fields';
import { valueOf } from '../../metadata';
import { toJson } from '../../records';
import { fieldName } from '../../sql';
import type { BillingPlatformOperation } from '../context';
import { byIds } from './byId';
import { fieldsToReturn } from './selection';

export const get: BillingPlatformOperation = {
	option: {
		name: 'Get',
		value: 'get',
		description: 'Get records by their ID',
		action: 'Get a record',
	},

	properties: [entity, recordIdField, fieldsToReturn, options(batchSize, convertValues)],

	async execute(run) {
		const { parameters, client } = run;
		return await byIds(run, {
			writes: false,
			group: (item) => JSON.stringify(parameters.list('fields', item)),
			async send(name, ids, { item }) {
				const fields = parameters.list('fields', item).map((name) => fieldName(name));
				const rows = await readByIds(client, name, [...new Set(ids)], fields);
				if (parameters.boolean('options.convertValues', item)) {
					convertRows(rows, await client.fields(name));
				}
				return pairWithIds(name, ids, rows, fields);
			},
		});
	},
};

async function readByIds(
	client: BillingPlatformClient,
	entityName: string,
	ids: string[],
	fields: string[],
): Promise<Row[]> {
	if (fields.length === 0) return await client.retrieveByIds(entityName, ids);
	return await client.queryByIds(entityName, fields, ids);
}

function pairWithIds(
	entityName: string,
	ids: string[],
	rows: Row[],
	fields: string[],
): RecordResult[] {
	const found = new Map(rows.map((row) => [valueOf(row, 'Id'), row]));
	const addedId = fields.length > 0 && !fields.some((field) => field.toLowerCase() === 'id');
	return ids.map((id) => {
		const row = found.get(id);
		if (!row) {
			return {
				error: new BillingError(`${entityName} has no record with Id ${id}`, {
					status: 404,
					description: 'It does not exist, or the user of the credential may not see it.',
				}),
			};
		}
		const { Id, ...others } = row;
		return { id, json: toJson([addedId ? others : { Id, ...others }])[0] };
	});
}
