import type { INodePropertyOptions } from 'n8n-workflow';

import { InputError } from '../../errors';
import { toText } from '../../values';
import { fieldName, literal, literalList } from './sql';

export interface Filter {
	field: string;
	operator: string;
	value?: unknown;
}

interface Operator extends INodePropertyOptions {
	value: string;
	/** The condition in SQL. */
	build(field: string, value: unknown): string;
}

const compare = (symbol: string) => (field: string, value: unknown) =>
	`${field} ${symbol} ${literal(value)}`;
const like = (pattern: (text: string) => string) => (field: string, value: unknown) =>
	`${field} LIKE ${literal(pattern(toText(value)))}`;

/** In alphabetical order, as n8n's rules want lists of five and more. */
const OPERATORS: Operator[] = [
	{ name: 'Contains', value: 'contains', build: like((text) => `%${text}%`) },
	{ name: 'Ends With', value: 'endsWith', build: like((text) => `%${text}`) },
	{ name: 'Equals', value: 'equals', build: compare('=') },
	{ name: 'Greater Than', value: 'greater', build: compare('>') },
	{ name: 'Greater Than or Equal', value: 'greaterOrEqual', build: compare('>=') },
	{ name: 'Is Empty', value: 'empty', build: (field) => `${field} IS NULL` },
	{ name: 'Is Not Empty', value: 'notEmpty', build: (field) => `${field} IS NOT NULL` },
	{
		name: 'Is One Of',
		value: 'in',
		build: (field, value) => `${field} IN (${literalList(listOf(value))})`,
	},
	{ name: 'Less Than', value: 'less', build: compare('<') },
	{ name: 'Less Than or Equal', value: 'lessOrEqual', build: compare('<=') },
	{ name: 'Not Equals', value: 'notEquals', build: compare('<>') },
	{
		name: 'Not One Of',
		value: 'notIn',
		build: (field, value) => `${field} NOT IN (${literalList(listOf(value))})`,
	},
	{ name: 'Starts With', value: 'startsWith', build: like((text) => `${text}%`) },
];

export const operatorOptions: INodePropertyOptions[] = OPERATORS.map(({ name, value }) => ({
	name,
	value,
}));

/** Operators that take no value. */
export const valueless = ['empty', 'notEmpty'];

/** A condition out of filters. @throws InputError naming the filter that is incomplete */
export function buildCondition(filters: Filter[], combine: string): string | undefined {
	if (filters.length === 0) return undefined;
	const conditions = filters.map(buildFilter);
	return conditions.join(combine === 'any' ? ' OR ' : ' AND ');
}

function buildFilter({ field, operator, value }: Filter, index: number): string {
	const name = fieldName(field);
	const known = OPERATORS.find((candidate) => candidate.value === operator);
	if (!known) throw new InputError(`filter ${index + 1} has no operator "${operator}"`);
	if (!valueless.includes(operator) && toText(value) === '') {
		throw new InputError(
			`filter ${index + 1} has no value`,
			'To find records without a value, choose the operator Is Empty.',
			name,
		);
	}
	if (['in', 'notIn'].includes(operator) && listOf(value).length === 0) {
		throw new InputError(`filter ${index + 1} has an empty list`, undefined, name);
	}
	return known.build(name, value);
}

function listOf(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	return toText(value)
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}
