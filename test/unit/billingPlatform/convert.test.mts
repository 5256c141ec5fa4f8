import fc from 'fast-check';
import { convertRows } from '../../../nodes/Billing/systems/billingPlatform/convert.js';
import type { FieldInfo } from '../../../nodes/Billing/systems/billingPlatform/metadata.js';

const field = (name: string, dataType: string): FieldInfo => ({
	entityId: '1',
	name,
	label: name,
	dataType,
	required: false,
	externalKey: false,
	primaryKey: false,
	restrictCreate: false,
	ignoreOnEdit: false,
	hasDefault: false,
	system: false,
});

function convert(value: unknown, dataType: string): unknown {
	const row: Record<string, unknown> = { Field: value };
	convertRows([row], [field('Field', dataType)]);
	return row.Field;
}

describe('a number', () => {
	test.each([
		['5', 5],
		['-5', -5],
		['+5', 5],
		['.1', 0.1],
		['-.02', -0.02],
		['0', 0],
		['0.50', 0.5],
		['1234567890.12345', 1234567890.12345],
		['999999999999999', 999999999999999],
		[' 7 ', 7],
		[7, 7],
	])('becomes a number where nothing is lost: %j', (text, number) => {
		expect(convert(text, 'NUMBER')).toBe(number);
	});

	test.each([
		'00123',
		'-007',
		'1234567890123456',
		'0.1234567890123456',
		'12345678901234567890',
		'1,000',
		'1 000',
		'1e5',
		'0x10',
		'NaN',
		'Infinity',
		'.',
		'-',
		'1.2.3',
		'$0.00',
		'abc',
	])('stays text where something would be lost or it is none: %j', (text) => {
		expect(convert(text, 'NUMBER')).toBe(text);
	});

	test('keeps its digits: whatever becomes a number reads back as the same decimal', () => {
		const digits = fc.stringMatching(/^[-+]?[0-9]{0,20}\.?[0-9]{0,20}$/);
		fc.assert(
			fc.property(digits, (text) => {
				const value = convert(text, 'NUMBER');
				if (typeof value !== 'number') return;
				expect(decimal(String(value))).toBe(decimal(text));
			}),
			{ numRuns: 2000 },
		);
	});

	test.each(['NUMERIC', 'INTEGER', 'DECIMAL(10,2)', 'FLOAT', 'DOUBLE', 'CURRENCY', 'PERCENT'])(
		'is also what the org calls %s',
		(dataType) => expect(convert('5', dataType)).toBe(5),
	);
});

describe('a flag', () => {
	test.each(['1', 'true', 'TRUE', 'Y', 'yes', true])('is on: %j', (value) => {
		expect(convert(value, 'BOOLEAN')).toBe(true);
	});

	test.each(['0', 'false', 'N', 'no', false])('is off: %j', (value) => {
		expect(convert(value, 'FLAG')).toBe(false);
	});

	test.each(['2', 'maybe', '-1'])('that is neither stays as it is: %j', (value) => {
		expect(convert(value, 'CHECKBOX')).toBe(value);
	});
});

test.each(['TEXT', 'LOOKUP', 'DATE', 'TIMESTAMP', 'PHONENUMBER', ''])(
	'a value of type "%s" stays text',
	(dataType) => expect(convert('5', dataType)).toBe('5'),
);

test.each(['', ' ', null, undefined])('nothing stays nothing: %j', (value) => {
	expect(convert(value, 'NUMBER')).toBe(value);
	expect(convert(value, 'BOOLEAN')).toBe(value);
});

test('an Id stays text, as the lookups that point to it do', () => {
	const row: Record<string, unknown> = { Id: '5', Amount: '5' };
	const id = { ...field('Id', 'NUMBER'), primaryKey: true };
	convertRows([row], [id, field('Amount', 'NUMBER')]);
	expect(row).toEqual({ Id: '5', Amount: 5 });
});

test('fields are found in any casing; what the org does not list stays as it is', () => {
	const row: Record<string, unknown> = { AMOUNT: '5', Other: '5', 'AccountIdObj.Amount': '5' };
	convertRows([row], [field('Amount', 'NUMBER')]);
	expect(row).toEqual({ AMOUNT: 5, Other: '5', 'AccountIdObj.Amount': '5' });
});

/** One way to write each decimal: its digits without zeros at either end, and a power of ten. */
function decimal(text: string): string {
	const parts = /^([-+]?)(\d*)\.?(\d*)(?:e([-+]\d+))?$/.exec(text);
	const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts ?? [];
	const digits = (whole + fraction).replace(/^0+/, '');
	const short = digits.replace(/0+$/, '');
	const power = Number(exponent) - fraction.length + (digits.length - short.length);
	return short === '' ? '0' : `${sign === '-' ? '-' : ''}${short}e${power}`;
}
