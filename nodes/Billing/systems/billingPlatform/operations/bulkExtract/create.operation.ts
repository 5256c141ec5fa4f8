import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../../errors';
import { runBatches } from '../../../../items/batches';
import { batchSize, DEFAULT_BATCH_SIZE } from '../../../../items/commonFields';
import type { ItemParameters } from '../../../../items/parameters';
import { options } from '../../fields';
import type { BrmObject } from '../../records';
import { entityName, fieldName, selectStatement } from '../../sql';
import type { BillingPlatformOperation } from '../context';

/** The documented limit of RequestBody. */
const LONGEST_BODY = 4000;
export const BULK_REQUEST = 'BULK_API_REQUEST';

const properties: INodeProperties[] = [
	{
		displayName: 'Request Name',
		name: 'requestName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Open invoices of November',
	},
	{
		displayName: 'Method',
		name: 'requestMethod',
		type: 'options',
		default: 'QUERY',
		options: [
			{ name: 'Query', value: 'QUERY', description: 'The rows of a SELECT' },
			{
				name: 'Retrieve',
				value: 'RETRIEVE',
				description: 'The records of one entity that match a condition',
			},
		],
	},
	{
		displayName: 'Query',
		name: 'requestBody',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		displayOptions: { show: { requestMethod: ['QUERY'] } },
		placeholder: "e.g. SELECT Id, GrandTotalAmount FROM INVOICE WHERE Status = 'CLOSED'",
		description: 'At most 4,000 characters',
	},
	{
		displayName: 'Entity Name',
		name: 'retrieveEntityName',
		type: 'string',
		default: '',
		required: true,
		displayOptions: { show: { requestMethod: ['RETRIEVE'] } },
		placeholder: 'e.g. INVOICE',
	},
	{
		displayName: 'Condition',
		name: 'condition',
		type: 'string',
		default: '',
		displayOptions: { show: { requestMethod: ['RETRIEVE'] } },
		placeholder: "e.g. Status = 'CLOSED'",
		description: 'At most 4,000 characters',
	},
	{
		displayName: 'Columns',
		name: 'columnNames',
		type: 'string',
		default: '',
		displayOptions: { show: { requestMethod: ['RETRIEVE'] } },
		placeholder: 'e.g. Status, DueDate, GrandTotalAmount',
		description: 'Field names separated by commas',
	},
	{
		displayName: 'Format',
		name: 'responseFormat',
		type: 'options',
		default: 'JSON',
		options: [
			{ name: 'CSV', value: 'CSV' },
			{ name: 'JSON', value: 'JSON' },
		],
	},
];

const recordsPerBatch: INodeProperties = {
	displayName: 'Records per Batch',
	name: 'recordsPerBatch',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 10000,
	description: 'How many records BillingPlatform puts into one part of the result',
};

export const createBulkExtract: BillingPlatformOperation = {
	option: {
		name: 'Create',
		value: 'create',
		description: 'Ask for a bulk extract, which BillingPlatform makes in its own time',
		action: 'Create a bulk extract request',
	},

	properties: [...properties, options(batchSize, recordsPerBatch)],

	async execute({ ctx, parameters, client }) {
		return await runBatches<BrmObject>(ctx, {
			noun: 'requests',
			writes: true,
			prepare: (item) => readRequest(parameters, item),
			group: () => BULK_REQUEST,
			batchSize: (item) => parameters.count('options.batchSize', item, DEFAULT_BATCH_SIZE),
			send: async (requests) => await client.create(BULK_REQUEST, requests),
		});
	},
};

function readRequest(parameters: ItemParameters, item: number): BrmObject {
	const RequestName = parameters.string('requestName', item).trim();
	if (RequestName === '')
		throw new InputError('the request has no name', undefined, 'Request Name');
	const RequestMethod = parameters.string('requestMethod', item, 'QUERY');
	return {
		RequestName,
		RequestMethod,
		...(RequestMethod === 'QUERY' ? readQuery(parameters, item) : readRetrieve(parameters, item)),
		RecordsPerBatch: parameters.count('options.recordsPerBatch', item, 10_000),
		ResponseFormat: parameters.string('responseFormat', item, 'JSON'),
	};
}

function readQuery(parameters: ItemParameters, item: number): BrmObject {
	return { RequestBody: checkLength(selectStatement(parameters.string('requestBody', item))) };
}

function readRetrieve(parameters: ItemParameters, item: number): BrmObject {
	const columns = parameters.list('columnNames', item).map((name) => fieldName(name));
	return {
		RetrieveEntityName: entityName(parameters.string('retrieveEntityName', item).trim()),
		RequestBody: checkLength(parameters.string('condition', item).trim()),
		...(columns.length > 0 && { Columns: columns.join(',') }),
	};
}

function checkLength(body: string): string {
	if (body.length <= LONGEST_BODY) return body;
	throw new InputError(
		`the request has ${body.length} characters, ${LONGEST_BODY} are allowed`,
		undefined,
		'Query',
	);
}
