import fc from 'fast-check';
import { InputError } from '../../../nodes/Billing/errors.js';
import {
	allOf,
	entityName,
	fieldName,
	limitsRows,
	literal,
	literalList,
	ordersRows,
	page,
	recordId,
	selectStatement,
} from '../../../nodes/Billing/systems/billingPlatform/sql.js';

describe('the name of an entity', () => {
	test.each(['ACCOUNT', 'account', 'C_NOTE', 'CV_My_View2'])('may be %s', (name) => {
		expect(entityName(name)).toBe(name);
	});

	test.each([
		'ACCOUNT/../x',
		'ACCOUNT/1',
		'../ACCOUNT',
		'ACCOUNT ',
		'ACCOUNT?a=b',
		'ACCOUNT%2F',
		'ACCOUNT; DROP',
		"ACCOUNT'",
		'ACCOUNT\n',
		'1ACCOUNT',
		'_ACCOUNT',
		'A.B',
		'ÄCCOUNT',
	])('may not be %j', (name) => {
		expect(() => entityName(name)).toThrow(
			expect.objectContaining({
				message: `"${name}" is not the name of an entity`,
				field: 'Entity',
			}),
		);
	});

	test.each(['login', 'LOGOUT', 'Query', 'delete', 'undelete', 'files'])(
		'may not be a command of the vendor: %s',
		(name) => expect(() => entityName(name)).toThrow('is not the name of an entity'),
	);

	test('must be chosen', () => {
		expect(() => entityName('')).toThrow('choose an entity');
	});
});

describe('the name of a field', () => {
	test.each(['Id', 'C_Region', 'AccountIdObj.Name', 'AccountIdObj.TypeObj.Name'])(
		'may be %s',
		(name) => expect(fieldName(name)).toBe(name),
	);

	test.each([
		'',
		'a b',
		'a.',
		'.a',
		'a..b',
		"a'",
		'a,b',
		'a)',
		'COUNT(a)',
		'*',
		'a--',
		'1a',
		'a\n',
	])('may not be %j', (name) => {
		expect(() => fieldName(name)).toThrow(expect.objectContaining({ field: 'Field' }));
	});
});

describe('an Id', () => {
	test.each([
		['7509', '7509'],
		[7509, '7509'],
		[' 7509\n', '7509'],
	])('may be %j', (value, id) => expect(recordId(value)).toBe(id));

	test.each(['', '  ', null, undefined])('may not be empty (%j)', (value) => {
		expect(() => recordId(value)).toThrow(
			expect.objectContaining({ message: 'the Id is empty', field: 'Record ID' }),
		);
	});

	test.each([
		'abc',
		'7509 OR 1=1',
		'1,2',
		'-1',
		'7.5',
		7.5,
		'1e3',
		1e21,
		NaN,
		{},
		['a'],
		true,
		'٣',
	])('may not be %p', (value) => {
		expect(() => recordId(value)).toThrow(expect.objectContaining({ field: 'Record ID' }));
	});
});

describe('a literal', () => {
	test.each([
		['text', 'Account 001', "'Account 001'"],
		['text with a quote', "O'Neill", "'O''Neill'"],
		['text that tries to get out', "' OR '1'='1", "''' OR ''1''=''1'"],
		['text with a comment', "x' -- ", "'x'' -- '"],
		['text with a backslash', "\\' x", "'\\'' x'"],
		['empty text', '', "''"],
		['digits as text', '00123', "'00123'"],
		['a number', 12.5, '12.5'],
		['a negative number', -1, '-1'],
		['yes', true, "'1'"],
		['no', false, "'0'"],
		['null', null, 'NULL'],
		['nothing', undefined, 'NULL'],
		['a date', new Date('2026-01-31T00:00:00Z'), "'2026-01-31T00:00:00.000Z'"],
		['a time with an offset', '2026-01-31T10:00:00.000+01:00', "'2026-01-31T09:00:00.000Z'"],
		['midnight with an offset', '2026-01-31T00:00:00.000+01:00', "'2026-01-31'"],
		['no number', NaN, "'NaN'"],
		['an object', { a: "it's" }, `'{"a":"it''s"}'`],
	])('of %s', (_, value, sql) => expect(literal(value)).toBe(sql));

	test('of any text is one quoted text that means the same', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				fc.pre(!text.includes('\0'));
				const inside = literal(text).slice(1, -1);
				expect(literal(text)).toBe(`'${inside}'`);
				// No single quote is left that would end the text.
				expect(inside.replaceAll("''", '')).not.toContain("'");
				expect(inside.replaceAll("''", "'")).toBe(text);
			}),
		);
	});

	test('of text with a NUL is refused', () => {
		expect(() => literal('a\0b')).toThrow('NUL');
	});

	test('list joins its values and is never empty', () => {
		expect(literalList(["a'b", 2, true])).toBe("'a''b', 2, '1'");
		expect(() => literalList([])).toThrow(InputError);
	});
});

describe('a statement', () => {
	test.each([
		['SELECT Id FROM ACCOUNT', 'SELECT Id FROM ACCOUNT'],
		['  select Id\nfrom ACCOUNT ;\n', 'select Id\nfrom ACCOUNT '],
		["SELECT Id FROM A WHERE n = ';'", "SELECT Id FROM A WHERE n = ';'"],
		["SELECT Id FROM A WHERE n = 'it''s'", "SELECT Id FROM A WHERE n = 'it''s'"],
		['/* all; of */ SELECT Id FROM A', '/* all; of */ SELECT Id FROM A'],
		["-- it's\nSELECT Id FROM A", "-- it's\nSELECT Id FROM A"],
		['SELECT "a;b" FROM A', 'SELECT "a;b" FROM A'],
		["SELECT q'[it's; x]' FROM A", "SELECT q'[it's; x]' FROM A"],
		["SELECT Nq'!it's!' FROM A", "SELECT Nq'!it's!' FROM A"],
		["SELECT q'xit's; X'x' FROM A", "SELECT q'xit's; X'x' FROM A"],
	])('may be %j', (sql, expected) => expect(selectStatement(sql)).toBe(expected));

	test.each([
		'DELETE FROM ACCOUNT',
		'UPDATE A SET b = 1',
		'INSERT INTO A VALUES (1)',
		'selection FROM A',
		"'SELECT' FROM A",
		'/* SELECT */ DROP TABLE A',
		'-- SELECT\nDELETE FROM A',
	])('must be a SELECT, which this is not: %j', (sql) => {
		expect(() => selectStatement(sql)).toThrow(
			expect.objectContaining({ message: 'only SELECT can be run', field: 'Query' }),
		);
	});

	test.each([
		'SELECT 1 FROM A; DELETE FROM A',
		"SELECT 'a' FROM A; SELECT 'b' FROM A",
		'SELECT 1;;',
	])('must be alone: %j', (sql) =>
		expect(() => selectStatement(sql)).toThrow('only one statement can be run'),
	);

	test.each([
		"SELECT 'a FROM A",
		'SELECT "a FROM A',
		"SELECT 'a''' FROM A WHERE b = 'c",
		"SELECT q'[a' FROM A WHERE b = 'c'",
	])('must close its quotes: %j', (sql) =>
		expect(() => selectStatement(sql)).toThrow('a quote is not closed'),
	);

	test.each(['', '  ', ';', '-- nothing', '/* nothing */'])('must not be empty: %j', (sql) => {
		expect(() => selectStatement(sql)).toThrow('the query is empty');
	});

	test('does not swallow the page that is put behind it', () => {
		const statement = selectStatement('SELECT Id FROM ACCOUNT -- all of them');
		expect(limitsRows(page(statement, 0, 10))).toBe(true);
	});
});

describe('the words of a statement', () => {
	test.each([
		'SELECT Id FROM A WHERE rownum < 5',
		'SELECT Id FROM A OFFSET 5 ROWS',
		'select id from a fetch next 3 rows only',
		'SELECT Id FROM A WHERE\nROWNUM<5',
	])('limit its rows: %j', (sql) => expect(limitsRows(sql)).toBe(true));

	test.each([
		'SELECT Id FROM A',
		"SELECT Id FROM A WHERE n = 'rownum'",
		'SELECT Id FROM A -- offset 5',
		'SELECT Id FROM A /* fetch */',
		'SELECT "OFFSET" FROM A',
		'SELECT RownumX, MyOffset, C_FETCH FROM A',
	])('do not limit its rows: %j', (sql) => expect(limitsRows(sql)).toBe(false));

	test.each(['SELECT Id FROM A ORDER BY Id', 'select id from a order\n by id'])(
		'order its rows: %j',
		(sql) => expect(ordersRows(sql)).toBe(true),
	);

	test.each([
		'SELECT Id FROM A',
		"SELECT Id FROM A WHERE n = 'order by'",
		'SELECT Id FROM A -- order by Id',
		'SELECT OrderById FROM A',
		'SELECT Id FROM ORDERS GROUP BY Id',
	])('do not order its rows: %j', (sql) => expect(ordersRows(sql)).toBe(false));
});

test('a page is asked for by OFFSET and FETCH', () => {
	expect(page('SELECT Id FROM A ORDER BY Id', 20, 10)).toBe(
		'SELECT Id FROM A ORDER BY Id\nOFFSET 20 ROWS FETCH NEXT 10 ROWS ONLY',
	);
});

test.each([
	[[], ''],
	[['a = 1'], 'a = 1'],
	[[undefined, 'a = 1 OR b = 2', ''], 'a = 1 OR b = 2'],
	[['a = 1 OR b = 2', undefined, 'Id > 5'], '(a = 1 OR b = 2) AND (Id > 5)'],
])('conditions %j are joined so that each keeps its meaning', (conditions, joined) => {
	expect(allOf(conditions)).toBe(joined);
});
