import { DateTime } from 'luxon';
import { InputError } from '../../../nodes/Billing/errors.js';
import {
	idOf,
	keyOf,
	toBrmObject,
} from '../../../nodes/Billing/systems/billingPlatform/records.js';

describe('a value', () => {
	test.each([
		['text', 'Account 001', 'Account 001'],
		['text with leading zeros', '00123', '00123'],
		['blanks', '  ', '  '],
		['a number', 0.25, 0.25],
		['zero', 0, 0],
		['yes', true, '1'],
		['no', false, '0'],
		['null, which clears the field', null, null],
		['empty text, which clears the field', '', ''],
		['a date', new Date('2026-01-31T10:00:00Z'), '2026-01-31T10:00:00.000Z'],
		[
			"a date of n8n's expressions",
			DateTime.fromISO('2026-01-31T10:00:00.000Z', { zone: 'utc' }),
			'2026-01-31T10:00:00.000Z',
		],
		[
			"a date of n8n's expressions in another zone",
			DateTime.fromISO('2026-01-31T10:00:00', { zone: 'Europe/Berlin' }),
			'2026-01-31T09:00:00.000Z',
		],
		['a time with an offset', '2026-01-31T10:00:00.000+01:00', '2026-01-31T09:00:00.000Z'],
		['midnight with an offset', '2026-01-31T00:00:00.000+01:00', '2026-01-31'],
	])('may be %s', (_, value, sent) => {
		expect(toBrmObject({ Field: value })).toEqual({ Field: sent });
	});

	test.each([
		['an object', { a: 1 }],
		['a list', ['a']],
		['no number', NaN],
		['an endless number', Infinity],
	])('may not be %s; the field is named', (_, value) => {
		expect(() => toBrmObject({ Name: 'x', Status: value })).toThrow(
			expect.objectContaining({ name: 'InputError', field: 'Status' }),
		);
	});

	test.each([
		['a date that is none', new Date('no date')],
		["a date of n8n's expressions that is none", DateTime.invalid('test')],
	])('may not be %s; the field is named and not cleared', (_, value) => {
		expect(() => toBrmObject({ Due: value })).toThrow(
			expect.objectContaining({ name: 'InputError', field: 'Due' }),
		);
	});

	test('that is undefined is left out', () => {
		expect(toBrmObject({ Name: 'x', Status: undefined })).toEqual({ Name: 'x' });
	});
});

describe('a lookup by key', () => {
	test('is a path and becomes a nested object', () => {
		expect(toBrmObject({ 'AccountIdObj.C_CrmId': 'crm-1', Name: 'x' })).toEqual({
			AccountIdObj: { C_CrmId: 'crm-1' },
			Name: 'x',
		});
	});

	test('may have two keys', () => {
		expect(toBrmObject({ 'AObj.K1': 'a', 'AObj.K2': true })).toEqual({
			AObj: { K1: 'a', K2: '1' },
		});
	});

	test('may come as the object it becomes', () => {
		expect(toBrmObject({ AObj: { K: 'a' } })).toEqual({ AObj: { K: 'a' } });
	});

	test('takes no object as its key', () => {
		expect(() => toBrmObject({ 'AObj.K': { a: 1 } })).toThrow(
			expect.objectContaining({ field: 'AObj.K' }),
		);
	});

	test.each(['Account.Name', 'AObj.B.C', 'AObj.', '.K'])('is no path like %s', (name) => {
		expect(() => toBrmObject({ [name]: 'x' })).toThrow('this is not the name of a field');
	});
});

test.each(['first name', '', '1st', "Na'me", '__proto__', 'ü'])(
	'%j is no name of a field',
	(name) => {
		expect(() => toBrmObject(Object.fromEntries([[name, 'x']]))).toThrow(
			expect.objectContaining({ message: 'this is not the name of a field', field: name }),
		);
	},
);

test.each([{}, { Name: undefined }])('a record without fields is refused: %j', (columns) => {
	expect(() => toBrmObject(columns)).toThrow('the record has no fields');
});

describe('the Id of a record', () => {
	test.each(['Id', 'id', 'ID'])('is found as %s', (name) => {
		expect(idOf({ Name: 'x', [name]: 7509 })).toBe('7509');
	});

	test.each([{}, { AccountId: '1' }, { Id: '' }, { Id: null }])(
		'may not be missing: %j',
		(record) => {
			expect(() => idOf(record)).toThrow('the Id is empty');
		},
	);

	test('may not be anything else', () => {
		expect(() => idOf({ Id: 'x1' })).toThrow(InputError);
	});
});

describe('the key of an upsert', () => {
	test.each([
		['C-1', 'C-1'],
		[' C-1 ', 'C-1'],
		[12, '12'],
		[0, '0'],
	])('may be %j', (value, key) => expect(keyOf({ Key: value }, 'Key')).toBe(key));

	test.each([{}, { Key: '' }, { Key: '  ' }, { Key: null }])('may not be empty: %j', (record) => {
		expect(() => keyOf(record, 'Key')).toThrow(
			expect.objectContaining({ message: 'the key to match on is empty', field: 'Key' }),
		);
	});

	test('is found in any casing, as field names are not case sensitive', () => {
		expect(keyOf({ contractnumber: 'C-1' }, 'ContractNumber')).toBe('C-1');
	});
});
