import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../../errors';
import { readLimit } from '../../../../items/commonFields';
import type { ItemParameters } from '../../../../items/parameters';
import { toText } from '../../../../values';
import { untilEntityIsChosen } from '../../fields';
import { buildCondition, operatorOptions, valueless } from '../../filters';
import { LARGEST_PAGE, type Selection } from '../../reader';
import { allOf, fieldName, hasComment } from '../../sql';

/** A field chosen from the entity's list, or typed where the list may not be read. */
function fieldLocator(name: string): INodeProperties {
	return {
		displayName: 'Field',
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'billingPlatformSearchFields', searchable: true },
			},
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. AccountIdObj.Name',
			},
		],
	};
}

export const fieldsToReturn: INodeProperties = {
	displayName: 'Field Names or IDs',
	name: 'fields',
	type: 'multiOptions',
	typeOptions: {
		loadOptionsMethod: 'billingPlatformGetFields',
		loadOptionsDependsOn: ['entity.value', 'authentication'],
	},
	default: [],
	displayOptions: { hide: untilEntityIsChosen },
	description:
		'The fields to return; none for whole records. An expression may give names separated by commas, also looked-up ones such as AccountIdObj.Name. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

export const filters: INodeProperties[] = [
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Filter',
		default: {},
		description: 'Which records to get; none for all',
		options: [
			{
				displayName: 'Condition',
				name: 'conditions',
				values: [
					fieldLocator('field'),
					{
						displayName: 'Operator',
						name: 'operator',
						type: 'options',
						default: 'equals',
						options: operatorOptions,
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						displayOptions: { hide: { operator: valueless } },
						description:
							'Several values for Is One Of are separated by commas. In Contains, Starts With and Ends With, % stands for any text and _ for any character.',
					},
				],
			},
		],
	},
	{
		displayName: 'Must Match',
		name: 'combine',
		type: 'options',
		default: 'all',
		options: [
			{ name: 'All Filters', value: 'all' },
			{ name: 'Any Filter', value: 'any' },
		],
		description: 'Whether a record must pass all filters or one of them',
	},
];

export const sort: INodeProperties = {
	displayName: 'Sort',
	name: 'sort',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Sort Rule',
	default: {},
	description: 'The order of the records; without a rule it is up to BillingPlatform',
	options: [
		{
			displayName: 'Rule',
			name: 'rules',
			values: [
				fieldLocator('field'),
				{
					displayName: 'Direction',
					name: 'direction',
					type: 'options',
					default: 'ASC',
					options: [
						{ name: 'Ascending', value: 'ASC' },
						{ name: 'Descending', value: 'DESC' },
					],
				},
			],
		},
	],
};

export const whereOption: INodeProperties = {
	displayName: 'WHERE (Expert)',
	name: 'where',
	type: 'string',
	default: '',
	placeholder: "e.g. Status = 'CLOSED' AND DueDate < '2026-01-31'",
	description:
		"A condition in BillingPlatform's query language, sent as it is and added to the filters. Put text into single quotes.",
};

/** Reads what to select for one item. @throws InputError */
export function readSelection(parameters: ItemParameters, item: number): Selection {
	const conditions = parameters.rows('filters', 'conditions', item).map((row) => ({
		field: locatorValue(row.field),
		operator: toText(row.operator) || 'equals',
		value: row.value,
	}));
	const rules = parameters.rows('sort', 'rules', item).map(({ field, direction }) => {
		return fieldName(locatorValue(field)) + (direction === 'DESC' ? ' DESC' : '');
	});
	const filter = buildCondition(conditions, parameters.string('combine', item, 'all'));
	return {
		entity: parameters.locator('entity', item),
		fields: parameters.list('fields', item).map((name) => fieldName(name)),
		where: allOf([filter, readWhere(parameters, item)]) || undefined,
		orderBy: rules.join(', ') || undefined,
		limit: readLimit(parameters, item),
		pageSize: Math.min(parameters.count('options.pageSize', item, LARGEST_PAGE), LARGEST_PAGE),
	};
}

function readWhere(parameters: ItemParameters, item: number): string {
	const where = parameters.string('options.where', item).trim();
	if (!hasComment(where)) return where;
	throw new InputError('a condition cannot hold comments', undefined, 'WHERE (Expert)');
}

/** n8n extracts the value of a locator at the top of a node, not of one inside a collection. */
function locatorValue(locator: unknown): string {
	const value: unknown =
		typeof locator === 'object' && locator !== null && 'value' in locator ? locator.value : locator;
	return toText(value).trim();
}
