import type { INodeProperties, ResourceMapperTypeOptions } from 'n8n-workflow';

import { optionsCollection, retries } from '../../items/commonFields';
import { recordData } from '../../items/recordData';
import { REQUESTS_PER_SECOND } from './pace';
import { LARGEST_PAGE } from './reader';

/** Fields that several operations show, each defined once. */

/** Above the vendor's own global limit of 400 s [DOC], so that its answer always comes first. */
export const DEFAULT_TIMEOUT_MS = 420_000;

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
			// No validation by n8n: it gives a regular expression 250 ms of clock time, and a run that begins on a busy
			// machine fails for that. The name is checked before it is sent.
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

const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT_TIMEOUT_MS,
	description:
		'How long to wait for an answer, in milliseconds. BillingPlatform itself gives up after 400 seconds; with less, work may go on there unseen.',
};

const maxRequestsPerSecond: INodeProperties = {
	displayName: 'Max Requests per Second',
	name: 'maxRequestsPerSecond',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: REQUESTS_PER_SECOND,
	description:
		'How many requests the org may get in a second from all workflows of this n8n process together. BillingPlatform asks for at most 15, and 8 at the same time. Use 0 for no limit of either kind.',
};

/** What every request has among its options. */
export const requestOptions = [maxRequestsPerSecond, retries, timeout];

/** An Options collection: an operation's own entries and those that every request has. */
export function options(...own: INodeProperties[]): INodeProperties {
	return optionsCollection(...own, ...requestOptions);
}

/** Until there is an entity the editor could only show an error in place of its fields. */
export const untilEntityIsChosen = { entity: [''] };

/** The values of a record of the chosen entity. */
export function entityData(
	mapper: { mode: ResourceMapperTypeOptions['mode']; resourceMapperMethod: string },
	description: string,
): INodeProperties[] {
	const sample = { name: 'e.g. Name', record: '{"Name": "Account 1", "Status": "ACTIVE"}' };
	const fields = recordData(mapper, description, ['entity.value', 'authentication'], sample);
	return fields.map((field) =>
		field.type === 'resourceMapper'
			? { ...field, displayOptions: { ...field.displayOptions, hide: untilEntityIsChosen } }
			: field,
	);
}

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
