import {
	buildCondition,
	operatorOptions,
	valueless,
} from '../../../nodes/Billing/systems/billingPlatform/filters.js';

const one = (operator: string, value?: unknown, field = 'Name'): string | undefined =>
	buildCondition([{ field, operator, value }], 'all');

const CONDITIONS: Array<[operator: string, value: unknown, sql: string]> = [
	['equals', 'A', "Name = 'A'"],
	['notEquals', 'A', "Name <> 'A'"],
	['greater', 5, 'Name > 5'],
	['greaterOrEqual', '5', "Name >= '5'"],
	['less', '2026-01-31', "Name < '2026-01-31'"],
	['lessOrEqual', 0, 'Name <= 0'],
	['contains', "a'b", "Name LIKE '%a''b%'"],
	['startsWith', 'a', "Name LIKE 'a%'"],
	['endsWith', 'a', "Name LIKE '%a'"],
	['empty', undefined, 'Name IS NULL'],
	['notEmpty', undefined, 'Name IS NOT NULL'],
	['in', "a, b'c,,d ", "Name IN ('a', 'b''c', 'd')"],
	['in', [1, 'b,c'], "Name IN (1, 'b,c')"],
	['notIn', 'a', "Name NOT IN ('a')"],
];

test.each(CONDITIONS)('operator %s with %j', (operator, value, sql) => {
	expect(one(operator, value)).toBe(sql);
});

test('every operator that is offered is tried above', () => {
	const tried = new Set(CONDITIONS.map(([operator]) => operator));
	expect(new Set(operatorOptions.map(({ value }) => value))).toEqual(tried);
});

test('a flag compares with the "0" and "1" of BillingPlatform', () => {
	expect(one('equals', false)).toBe("Name = '0'");
	expect(one('equals', true)).toBe("Name = '1'");
});

test.each(operatorOptions.map(({ value }) => String(value)).filter((o) => !valueless.includes(o)))(
	'operator %s without a value is refused, naming filter and field',
	(operator) => {
		for (const value of ['', undefined, null]) {
			expect(() => one(operator, value)).toThrow(
				expect.objectContaining({ message: 'filter 1 has no value', field: 'Name' }),
			);
		}
	},
);

test.each([',', ' , ', []])('a list of values that is empty (%j) is refused', (value) => {
	expect(() => one('in', value)).toThrow('has an empty list');
});

test.each(['', 'a b', "x' OR 1=1 --", 'COUNT(a)'])(
	'a field that is no name is refused: %j',
	(field) => {
		expect(() => one('equals', 'A', field)).toThrow('is not the name of a field');
	},
);

test('an operator that does not exist is refused, naming the filter', () => {
	const filters = [
		{ field: 'a', operator: 'empty' },
		{ field: 'b', operator: 'sounds', value: 'x' },
	];
	expect(() => buildCondition(filters, 'all')).toThrow('filter 2 has no operator "sounds"');
});

describe('several filters', () => {
	const filters = [
		{ field: 'a', operator: 'equals', value: 1 },
		{ field: 'AccountIdObj.Name', operator: 'empty' },
	];

	test('must all match', () => {
		expect(buildCondition(filters, 'all')).toBe('a = 1 AND AccountIdObj.Name IS NULL');
	});

	test('or any of them', () => {
		expect(buildCondition(filters, 'any')).toBe('a = 1 OR AccountIdObj.Name IS NULL');
	});

	test('that are none are no condition', () => {
		expect(buildCondition([], 'all')).toBeUndefined();
	});
});
