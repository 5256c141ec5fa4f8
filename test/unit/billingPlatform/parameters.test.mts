import fc from 'fast-check';
import { bindParameters } from '../../../nodes/Billing/systems/billingPlatform/sql.js';

describe('bound parameters', () => {
	test('stand where their placeholders stood, in quotes', () => {
		const sql = 'SELECT Id FROM A WHERE n = $1 AND m > $2 AND f = $3';
		expect(bindParameters(sql, ["O'Neill", 5, true])).toBe(
			"SELECT Id FROM A WHERE n = 'O''Neill' AND m > 5 AND f = '1'",
		);
	});

	test('may be used more than once and in any order', () => {
		expect(bindParameters('$2 $1 $2', ['a', 'b'])).toBe("'b' 'a' 'b'");
	});

	test('are counted beyond nine', () => {
		const values = Array.from({ length: 11 }, (_, index) => `v${index + 1}`);
		const sql = values.map((_, index) => `$${index + 1}`).join(' ');
		expect(bindParameters(sql, values)).toBe(values.map((value) => `'${value}'`).join(' '));
	});

	test('that are lists fit IN', () => {
		expect(bindParameters('Id IN ($1)', [['a', "b'c", 3]])).toBe("Id IN ('a', 'b''c', 3)");
	});

	test('that are negative do not begin a comment', () => {
		expect(bindParameters('a = 5-$1 AND b = 1', [-1])).toBe('a = 5- -1 AND b = 1');
	});

	test('that are empty lists are refused', () => {
		expect(() => bindParameters('Id IN ($1)', [[]])).toThrow('the list of values is empty');
	});

	test.each([
		["n = '$1' AND m = $1", "n = '$1' AND m = 'x'"],
		["n = 'it''s $1' AND m = $1", "n = 'it''s $1' AND m = 'x'"],
		['m = $1 -- $2 and $3', "m = 'x' -- $2 and $3"],
		['m = $1 /* $2\n$3 */', "m = 'x' /* $2\n$3 */"],
		['"a$1" = $1', `"a$1" = 'x'`],
		["n = q'[it's $1]' AND m = $1", "n = q'[it's $1]' AND m = 'x'"],
	])('are not put into text, names or comments: %j', (sql, bound) => {
		expect(bindParameters(sql, ['x'])).toBe(bound);
	});

	test.each(['$2', "', $2, '", "' -- ", '/*', "$'", '$&', '$`', '$$'])(
		'hold %j as plain text, which neither binds nor ends anything',
		(text) => {
			const quoted = `'${text.replaceAll("'", "''")}'`;
			expect(bindParameters('a = $1 AND b = $2', [text, 'y'])).toBe(`a = ${quoted} AND b = 'y'`);
		},
	);

	test('hold any text as plain text', () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (one, two) => {
				const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
				expect(bindParameters('$1,$2', [one, two])).toBe(`${quote(one)},${quote(two)}`);
			}),
		);
	});

	test.each([
		['$1 $2', ['a'], 'there is no value for $2'],
		['$1 $3', ['a', 'b'], 'there is no value for $3'],
		['$1', [], 'there is no value for $1'],
		['$0', ['a'], 'there is no value for $0'],
		['$1', ['a', 'b'], 'there are more values than placeholders'],
		['no placeholder', ['a'], 'there are more values than placeholders'],
		["'$1'", ['a'], 'there are more values than placeholders'],
		['$1 $1', ['a', 'b'], 'there are more values than placeholders'],
	])('that do not fit the placeholders of %j are refused: %j', (sql, values, message) => {
		expect(() => bindParameters(sql, values)).toThrow(
			expect.objectContaining({ message, field: 'Query Parameters' }),
		);
	});

	test('are none in a statement without placeholders', () => {
		expect(bindParameters('SELECT Id FROM A', [])).toBe('SELECT Id FROM A');
	});

	test('leave names alone that hold a dollar sign', () => {
		expect(bindParameters('SELECT A$1 FROM B WHERE c = $1', ['x'])).toBe(
			"SELECT A$1 FROM B WHERE c = 'x'",
		);
	});
});
