import type { INodeProperties, ResourceMapperTypeOptions } from 'n8n-workflow';

import { LARGEST_PAGE } from './reader';

/** Fields that several operations show, each defined once. */

export const DEFAULT_BATCH_SIZE = 100;
/** Above the vendor's own global limit of 400 s [DOC], so that its answer always comes first. */
export const DEFAULT_TIMEOUT_MS = 420_000;
export const DEFAULT_RETRIES = 4;

export const entity: INodeProperties = {
	displayName: 'Entity',
	name: 'entity',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The kind of record, e.g. ACCOUNT, INVOICE or an entity of your own org',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'billingPlatformSearchEntities', searchable: true },
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. ACCOUNT',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^[A-Za-z][A-Za-z0-9_$#]*$',
						errorMessage: 'A name has letters, digits and underscores only',
					},
				},
			],
		},
	],
};

export const recordIdField: INodeProperties = {
	displayName: 'Record ID',
	name: 'recordId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 7509',
	description: 'The ID of the record',
};

export const returnAllAndLimit: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { returnAll: [false] } },
		description: 'Max number of results to return',
	},
];

const dataMode: INodeProperties = {
	displayName: 'Data',
	name: 'dataMode',
	type: 'options',
	default: 'columns',
	description: 'How to say which values the record gets',
	options: [
		{
			name: 'Columns',
			value: 'columns',
			description: "Choose from the entity's fields, or take the input items as they are",
		},
		{
			name: 'Fields by Name',
			value: 'fields',
			description: 'Type names and values; works where the user may not read the list of fields',
		},
		{ name: 'JSON', value: 'json', description: 'One JSON object for each record' },
	],
};

const byName: INodeProperties = {
	displayName: 'Fields',
	name: 'fieldValues',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Field',
	default: {},
	displayOptions: { show: { dataMode: ['fields'] } },
	options: [
		{
			displayName: 'Field',
			name: 'values',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. Name, C_Region or AccountIdObj.C_CrmId',
				},
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
			],
		},
	],
};

const asJson: INodeProperties = {
	displayName: 'Record',
	name: 'record',
	type: 'json',
	default: '{}',
	displayOptions: { show: { dataMode: ['json'] } },
	placeholder: 'e.g. {"Name": "Harbour Bakery", "Status": "ACTIVE"}',
	description: 'A JSON object with the fields of the record',
};

/** The three ways to give the values of a record: mapped columns, names typed by hand, JSON. */
export function recordData(
	mapper: { mode: ResourceMapperTypeOptions['mode']; resourceMapperMethod: string },
	description: string,
): INodeProperties[] {
	return [
		dataMode,
		{
			displayName: 'Columns',
			name: 'columns',
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'defineBelow', value: null },
			required: true,
			displayOptions: { show: { dataMode: ['columns'] } },
			description,
			typeOptions: {
				loadOptionsDependsOn: ['entity.value', 'authentication'],
				resourceMapper: {
					...mapper,
					fieldWords: { singular: 'field', plural: 'fields' },
					addAllFields: false,
					multiKeyMatch: false,
					supportAutoMap: true,
					allowEmptyValues: true,
				},
			},
		},
		byName,
		asJson,
	];
}

/** An Options collection: an operation's own entries and those that every request has, in alphabetical order. */
export function options(...own: INodeProperties[]): INodeProperties {
	const entries = [...own, retries, timeout];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: entries.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT_TIMEOUT_MS,
	description:
		'How long to wait for an answer, in milliseconds. BillingPlatform itself gives up after 400 seconds; with less, work may go on there unseen.',
};

const retries: INodeProperties = {
	displayName: 'Retries',
	name: 'retries',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: DEFAULT_RETRIES,
	description:
		'How often a request is sent again after a passing fault. Writes are repeated only where nothing can be done twice.',
};

export const batchSize: INodeProperties = {
	displayName: 'Batch Size',
	name: 'batchSize',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT_BATCH_SIZE,
	description: 'How many records travel in one call',
};

export const pageSize: INodeProperties = {
	displayName: 'Page Size',
	name: 'pageSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: LARGEST_PAGE },
	default: LARGEST_PAGE,
	description: 'How many rows to ask for at a time',
};

export const returnFullRecord: INodeProperties = {
	displayName: 'Return Full Record',
	name: 'returnFullRecord',
	type: 'boolean',
	default: false,
	description:
		'Whether to read the whole records back, one more call for each batch. BillingPlatform itself returns only the ID.',
};

export const ignoreUnknownFields: INodeProperties = {
	displayName: 'Ignore Unknown Fields',
	name: 'ignoreUnknownFields',
	type: 'boolean',
	default: false,
	description:
		'Whether to leave out what is no field of the entity, e.g. when items are mapped automatically and carry more than the record needs',
};

export const convertValues: INodeProperties = {
	displayName: 'Convert Values',
	name: 'convertValues',
	type: 'boolean',
	default: false,
	description:
		'Whether to turn numbers and flags into their own types. BillingPlatform sends all values as text; types come from the metadata of your org.',
};

export const emptyRecycleBin: INodeProperties = {
	displayName: 'Empty Recycle Bin',
	name: 'emptyRecycleBin',
	type: 'boolean',
	default: false,
	description: 'Whether to delete for good: the records cannot be restored',
};
