import type { INodeProperties } from 'n8n-workflow';

import { optionsCollection, retries } from '../../items/commonFields';

/** Fields that several operations show, each defined once. */

/** No limit of the service is documented. */
export const DEFAULT_TIMEOUT_MS = 300_000;
export const DEFAULT_MEGABYTES = 50;

const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT_TIMEOUT_MS,
	description: 'How long to wait for an answer, in milliseconds',
};

const maxSize: INodeProperties = {
	displayName: 'Largest Answer (MB)',
	name: 'maxSize',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT_MEGABYTES,
	description: 'Longer answers are refused before they are read',
};

/** What every call has among its options. */
export const requestOptions = [maxSize, retries, timeout];

/** An Options collection: an operation's own entries and those that every call has. */
export function options(...own: INodeProperties[]): INodeProperties {
	return optionsCollection(...own, ...requestOptions);
}

export const keepMetadataLists: INodeProperties = {
	displayName: 'Keep Metadata Lists',
	name: 'keepMetadataLists',
	type: 'boolean',
	default: false,
	description:
		'Whether to leave StringValues, NumericValues and DateValues as lists of names and values instead of giving each value a column of its own, e.g. StringValues_Segment',
};

export const customerCode: INodeProperties = {
	displayName: 'Customer Code',
	name: 'customerCode',
	type: 'string',
	default: '',
	placeholder: 'e.g. 101001',
};

export const productLabel: INodeProperties = {
	displayName: 'Product Label',
	name: 'productLabel',
	type: 'string',
	default: '',
	description: 'Exactly this label',
};

export const reason: INodeProperties = {
	displayName: 'Reason',
	name: 'reason',
	type: 'string',
	default: '',
	required: true,
	description: 'Kept by CloudBilling with the change',
};

/** Two dates that bound a search; the description says whether the bounds count. */
export function dateRange(
	from: { name: string; label: string; description: string },
	to: { name: string; label: string; description: string },
): INodeProperties[] {
	return [from, to].map(({ name, label, description }) => ({
		displayName: label,
		name,
		type: 'dateTime',
		default: '',
		description,
	}));
}

/** Optional search fields in one collection. */
export function filters(...entries: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [...entries].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}
