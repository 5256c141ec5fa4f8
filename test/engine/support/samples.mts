import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { byId, ids, newAccount, query, recordStep, type Step } from './oneNode.mjs';
import { entity, filteredBy, mappedAutomatically } from './workflows.mjs';

const REQUEST = { timeout: 60_000, retries: 1 };
const BATCH = { ...REQUEST, batchSize: 10 };
const WRITE = { ...BATCH, ignoreUnknownFields: true, returnFullRecord: true };

const inFields = (names: string[]): INodeParameters => ({
	dataMode: 'fields',
	fieldValues: { values: names.map((name) => ({ name, value: `={{ $json.${name} }}` })) },
});

/** Two records, by each of the three ways to give them, with all options and with none. */
function writes(
	operation: string,
	recordOf: (number: number) => IDataObject,
	more: INodeParameters = {},
): Step[] {
	const ways = [
		{ ...mappedAutomatically(operation === 'upsert' ? 'C_CrmId' : undefined) },
		{ ...inFields(Object.keys(recordOf(0))), ...more, options: REQUEST },
		{ dataMode: 'json', record: '={{ $json }}', ...more, options: WRITE },
	];
	return ways.map((parameters, way) => {
		const records = [recordOf(2 * way + 7), recordOf(2 * way + 8)];
		return recordStep(operation, 'ACCOUNT', { parameters, records });
	});
}

function ofIds(operation: string, options: INodeParameters, more: INodeParameters = {}): Step {
	const parameters = { ...byId, ...more, options };
	return recordStep(operation, 'INVOICE', { parameters, records: ids(3, 4) });
}

const sort = {
	rules: [{ field: { __rl: true, mode: 'name', value: 'Name' }, direction: 'DESC' }],
};
const filtered = { ...filteredBy('Name', 'notEquals', 'x'), combine: 'any', sort };

const extract = (parameters: INodeParameters): Step => ({
	resource: 'bulkExtract',
	operation: 'create',
	records: [{}, {}],
	parameters: { requestName: 'All', options: { ...BATCH, recordsPerBatch: 500 }, ...parameters },
});

const api = (parameters: INodeParameters): Step => ({
	resource: 'api',
	operation: 'request',
	parameters,
});

const file = { mimeType: 'text/plain', fileName: 'a.txt', data: 'YQ==' };

/**
 * A few good runs of every operation, by `resource/operation`, that together use every field. What has to
 * be there first, beside the demo company, is made by `before`.
 */
export const SAMPLES: Readonly<Record<string, { steps: Step[]; before?: Step[] }>> = {
	'record/create': { steps: writes('create', newAccount) },
	'record/upsert': { steps: writes('upsert', newAccount, { keyField: 'C_CrmId' }) },
	'record/update': { steps: writes('update', (id) => ({ Id: String(id), Name: `Renamed ${id}` })) },
	'record/delete': { steps: [ofIds('delete', { ...BATCH, emptyRecycleBin: true })] },
	'record/restore': { before: [ofIds('delete', {})], steps: [ofIds('restore', BATCH)] },
	'record/get': {
		steps: [
			ofIds('get', {}),
			ofIds('get', { ...BATCH, convertValues: true }, { fields: ['Id', 'Status', 'DueDate'] }),
		],
	},
	'record/getAll': {
		steps: [
			recordStep('getAll', 'ACCOUNT', { parameters: { limit: 2 } }),
			recordStep('getAll', 'ACCOUNT', {
				parameters: {
					...filtered,
					returnAll: true,
					fields: ['Id', 'Name', 'Status'],
					options: { ...REQUEST, convertValues: true, pageSize: 15, where: 'Id < 20' },
				},
			}),
		],
	},
	'query/execute': {
		steps: [
			query('SELECT Id, Name FROM ACCOUNT WHERE Status = $1', {
				queryParameters: { values: [{ value: 'ACTIVE' }] },
				returnAll: false,
				limit: 3,
				options: { ...REQUEST, pageSize: 2 },
			}),
		],
	},
	'file/upload': {
		steps: [
			{
				resource: 'file',
				operation: 'upload',
				parameters: {
					...entity('C_SUBSCRIPTION_NOTE'),
					recordId: '1',
					fieldName: 'C_Attachment',
					binaryPropertyName: 'data',
					options: { ...REQUEST, fileName: 'b.txt' },
				},
				run: { input: [{ json: {}, binary: { data: file } }] },
			},
		],
	},
	'bulkExtract/create': {
		steps: [
			extract({ requestBody: 'SELECT Id FROM ACCOUNT', responseFormat: 'CSV' }),
			extract({
				requestMethod: 'RETRIEVE',
				retrieveEntityName: 'ACCOUNT',
				condition: 'Id > 0',
				columnNames: 'Id, Name',
			}),
		],
	},
	'bulkExtract/get': {
		before: [extract({ requestBody: 'SELECT Id FROM ACCOUNT' })],
		steps: [
			{
				resource: 'bulkExtract',
				operation: 'get',
				parameters: { recordId: '1', options: REQUEST },
			},
		],
	},
	'api/request': {
		steps: [
			api({ method: 'GET', path: 'ACCOUNT/7' }),
			api({
				method: 'POST',
				path: 'bulk_upload_history',
				queryParameters: { values: [{ name: 'a', value: 'b' }] },
				body: JSON.stringify({ brmObjects: { ActivityCollectorId: '848' } }),
				options: { ...REQUEST, version: '2.1', splitIntoItems: false, repeatable: true },
			}),
		],
	},
};
