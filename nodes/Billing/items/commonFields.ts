import type { INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from './parameters';

/** Fields that operations of every system show, each defined once, and what reading them gives. */

export const DEFAULT_BATCH_SIZE = 100;
export const DEFAULT_RETRIES = 4;

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

/** Rows at most; undefined where all were asked for. */
export function readLimit(parameters: ItemParameters, item: number): number | undefined {
	if (parameters.boolean('returnAll', item)) return undefined;
	return parameters.count('limit', item, 50);
}

/** An Options collection with its entries in alphabetical order. */
export function optionsCollection(...entries: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...entries].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

export const retries: INodeProperties = {
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
