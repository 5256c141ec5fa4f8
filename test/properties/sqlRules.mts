import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import fc from 'fast-check';

import { InputError } from '../../nodes/Billing/errors.js';
import { dateText, withoutOffset } from '../../nodes/Billing/systems/billingPlatform/dates.js';
import {
	buildCondition,
	operatorOptions,
} from '../../nodes/Billing/systems/billingPlatform/filters.js';
import {
	bindParameters,
	entityName,
	fieldName,
	hasComment,
	literal,
	recordId,
	selectStatement,
} from '../../nodes/Billing/systems/billingPlatform/sql.js';
import { toText } from '../../nodes/Billing/values.js';
import { rule, type Rule, unlessRefused } from './rule.mjs';
import { type Token, tokensOf } from './sqlTokens.mjs';
import { hostileText, scalar } from './values.mjs';

/** What a value has to be read as, wherever it was put. */
function valueTokens(value: unknown): Token[] {
	if (value === null || value === undefined) return [{ kind: 'word', value: 'NULL' }];
	if (typeof value === 'number' && Number.isFinite(value)) {
		const sign: Token[] = value < 0 ? [{ kind: 'symbol', value: '-' }] : [];
		return [...sign, { kind: 'number', value: String(Math.abs(value)) }];
	}
	if (typeof value === 'boolean') return [{ kind: 'text', value: value ? '1' : '0' }];
	return [{ kind: 'text', value: dateText(value) ?? withoutOffset(toText(value)) }];
}

function listTokens(value: unknown): Token[] {
	if (!Array.isArray(value)) return valueTokens(value);
	return value.flatMap((entry, index) => [
		...(index > 0 ? [{ kind: 'symbol' as const, value: ',' }] : []),
		...valueTokens(entry),
	]);
}

/** A stretch of a statement, what it is read as, and the number of the value it takes. */
type Part = { sql: string; tokens: Token[]; takes?: number };

const parts: fc.Arbitrary<Part> = fc.oneof(
	fc.constantFrom('a', 'FROM', '=', '(', ')', ',').map((sql): Part => {
		return { sql, tokens: [{ kind: /\w/.test(sql) ? 'word' : 'symbol', value: sql }] };
	}),
	hostileText.map((value): Part => {
		return { sql: `'${value.split("'").join("''")}'`, tokens: [{ kind: 'text', value }] };
	}),
	hostileText.map((text): Part => {
		const value = text.replaceAll('"', '');
		return { sql: `"${value}"`, tokens: [{ kind: 'quotedName', value }] };
	}),
	hostileText.map((text): Part => {
		const value = text.replaceAll("'", '').replaceAll(']', '') + "' $1 '";
		return { sql: `q'[${value}]'`, tokens: [{ kind: 'text', value }] };
	}),
	hostileText.map((text): Part => ({ sql: `--${text.replaceAll('\n', '')}\n`, tokens: [] })),
	hostileText.map((text): Part => ({ sql: `/*${text.replaceAll('*', '')}*/`, tokens: [] })),
	fc.constantFrom(1, 2, 3).map((takes): Part => ({ sql: `$${takes}`, tokens: [], takes })),
	fc.constantFrom(1, 2, 3).map((takes): Part => {
		return { sql: `-$${takes}`, tokens: [{ kind: 'symbol', value: '-' }], takes };
	}),
);

const bound = fc.record({
	parts: fc.array(parts, { maxLength: 8 }),
	values: fc.tuple(
		scalar,
		fc.oneof(scalar, fc.array(scalar, { minLength: 1, maxLength: 3 })),
		scalar,
	),
});

const filters = fc.array(
	fc.record({
		field: fc.oneof(
			{ weight: 9, arbitrary: fc.constantFrom('Name', 'AccountIdObj.Name') },
			hostileText,
		),
		operator: fc.constantFrom(...operatorOptions.map(({ value }) => String(value))),
		value: fc.oneof({ weight: 3, arbitrary: scalar }, fc.array(scalar, { maxLength: 3 })),
	}),
	{ minLength: 1, maxLength: 3 },
);

/** Everything a condition is made of: names, operators, and values that are one token each. */
const CONDITION =
	/^(?:F(?:(?:=|<>|>=|<=|<|>)V|LIKE V|IS (?:NOT )?NULL|(?:NOT )?IN\(V(?:,V)*\))(?: (?:AND|OR) (?!$)|$))+$/;

function shapeOf(condition: string): string {
	const words: Record<string, string> = {
		AND: ' AND ',
		OR: ' OR ',
		LIKE: 'LIKE ',
		IS: 'IS ',
		NOT: 'NOT ',
	};
	return tokensOf(condition)
		.map(({ kind, value }) => {
			if (kind === 'text' || kind === 'number') return 'V';
			return kind === 'word' ? (words[value] ?? value) : value;
		})
		.join('')
		.replace(/(?:Name|AccountIdObj\.Name)/g, 'F')
		.replace(/-V/g, 'V')
		.replace(/(?<=[=<>,(])NULL/g, 'V');
}

export const sqlRules: Rule[] = [
	rule('a value is one literal, which is read as that value', 150_000, scalar, (value) => {
		const sql = unlessRefused(() => literal(value), InputError);
		if (sql !== undefined) deepStrictEqual(tokensOf(sql), valueTokens(value));
	}),

	rule(
		'values go into their places and nothing else changes',
		100_000,
		bound,
		({ parts, values }) => {
			const all: Part[] = [
				...parts,
				...[1, 2, 3].map((takes) => ({ sql: `$${takes}`, tokens: [], takes })),
			];
			const sql = all.map((part) => part.sql).join(' ');
			const result = unlessRefused(() => bindParameters(sql, values), InputError);
			if (result === undefined) return;
			const expected = all.flatMap(({ tokens, takes }) => [
				...tokens,
				...(takes ? listTokens(values[takes - 1]) : []),
			]);
			deepStrictEqual(tokensOf(result), expected);
		},
	),

	rule(
		'what is accepted as a query is one closed SELECT',
		80_000,
		fc
			.array(parts, { maxLength: 5 })
			.chain((some) =>
				hostileText.map((text) => `SELECT ${some.map(({ sql }) => sql).join(' ')}${text}`),
			),
		(text) => {
			const sql = unlessRefused(() => selectStatement(text), InputError);
			if (sql === undefined) return;
			const tokens = tokensOf(sql);
			strictEqual(tokens[0].value.toUpperCase(), 'SELECT');
			ok(!tokens.some(({ kind, value }) => kind === 'symbol' && value === ';'));
			ok(!tokens.some(({ kind, value }) => kind === 'unclosed' && value !== '/*'));
		},
	),

	rule(
		'a condition is made of the chosen fields and closed values only',
		100_000,
		filters,
		(given) => {
			for (const combine of ['all', 'any']) {
				const condition = unlessRefused(() => buildCondition(given, combine), InputError);
				if (condition === undefined) continue;
				const plain = given.every(({ field }) => ['Name', 'AccountIdObj.Name'].includes(field));
				if (plain) ok(CONDITION.test(shapeOf(condition)), condition);
				ok(!hasComment(condition.replace(/'(?:[^']|'')*'/g, '')));
			}
		},
	),

	rule('names and Ids are plain letters and digits', 60_000, hostileText, (text) => {
		const entity = unlessRefused(() => entityName(text), InputError);
		const field = unlessRefused(() => fieldName(text), InputError);
		const id = unlessRefused(() => recordId(text), InputError);
		if (entity !== undefined)
			strictEqual(
				[...entity].every((c) => c < '{' && /\w/.test(c)),
				true,
			);
		if (field !== undefined)
			strictEqual(
				[...field].every((c) => c < '{' && /[\w.]/.test(c)),
				true,
			);
		if (id !== undefined) strictEqual(id, String(BigInt(text.trim())));
	}),
];
