import type { IDataObject } from 'n8n-workflow';
import { ItemParameters } from '../../../nodes/Billing/items/parameters.js';
import {
	readColumns,
	readMatchColumn,
	recordData,
} from '../../../nodes/Billing/items/recordData.js';
import { fakeContext } from '../fakeContext.mjs';

function parametersOf(written: Record<string, unknown>): ItemParameters {
	return new ItemParameters(fakeContext({ parameters: written }).ctx);
}

const read = (written: Record<string, unknown>, json: IDataObject = {}): Record<string, unknown> =>
	readColumns(parametersOf(written), { json }, 0);

describe('mapped columns', () => {
	const mapped = (value: unknown) => ({ columns: { mappingMode: 'defineBelow', value } });

	test('give their values; one left alone is left out, an emptied one clears the field', () => {
		const value = { Name: 'x', Status: null, City: '', Flag: false, Rate: 0 };
		expect(read(mapped(value))).toEqual({ Name: 'x', City: '', Flag: false, Rate: 0 });
	});

	test.each([null, undefined, {}, { Name: null }])(
		'that are all left alone give none: %j',
		(value) => {
			expect(read(mapped(value))).toEqual({});
		},
	);

	test('taken from the item are the item as it is, nulls included', () => {
		const columns = { mappingMode: 'autoMapInputData', value: { Name: 'not this' } };
		const item = { Name: 'x', City: null, Zip: '00123' };
		expect(read({ columns }, item)).toEqual(item);
	});

	test('that are missing are an error that names them', () => {
		expect(() => read({})).toThrow(expect.objectContaining({ field: 'Columns' }));
	});
});

describe('fields by name', () => {
	const named = (...values: unknown[]) => ({ dataMode: 'fields', fieldValues: { values } });

	test('give their values, names without blanks', () => {
		expect(read(named({ name: ' Name ', value: 'x' }, { name: 'City', value: '' }))).toEqual({
			Name: 'x',
			City: '',
		});
	});

	test('may be none', () => {
		expect(read(named())).toEqual({});
		expect(read({ dataMode: 'fields' })).toEqual({});
	});
});

describe('a record as JSON', () => {
	const json = (record: unknown) => ({ dataMode: 'json', record });

	test.each([['{"Name": "x"}'], [{ Name: 'x' }]])('may be text or an object: %j', (value) => {
		expect(read(json(value))).toEqual({ Name: 'x' });
	});

	test.each(['[{"Name": "x"}]', '"x"', '5', 'null', [{ Name: 'x' }], 5])(
		'that is no object is refused: %j',
		(value) => {
			expect(() => read(json(value))).toThrow(
				expect.objectContaining({ message: 'this is not a JSON object', field: 'Record' }),
			);
		},
	);

	test.each(['{', '', "{'a': 1}"])('that is no JSON is refused: %j', (value) => {
		expect(() => read(json(value))).toThrow('this is not valid JSON');
	});
});

describe('the column to match by', () => {
	const match = (written: Record<string, unknown>): string =>
		readMatchColumn(parametersOf(written), 0, 'keyField');

	test('is the one chosen among mapped columns', () => {
		const columns = { matchingColumns: ['ContractNumber'], value: {} };
		expect(match({ columns, keyField: 'not this' })).toBe('ContractNumber');
	});

	test.each(['fields', 'json'])('is named by hand with %s', (dataMode) => {
		const columns = { matchingColumns: ['not this'] };
		expect(match({ dataMode, columns, keyField: ' ContractNumber ' })).toBe('ContractNumber');
	});

	test.each([{}, { columns: {} }, { columns: { matchingColumns: [] } }, { dataMode: 'json' }])(
		'may be missing: %j',
		(written) => expect(match(written)).toBe(''),
	);
});

test('the fields show the sample of the system that has them', () => {
	const sample = { name: 'e.g. Colour', record: '{"Colour": "red"}' };
	const fields = recordData({ mode: 'add', resourceMapperMethod: 'm' }, 'Colours', [], sample);
	const shown = JSON.stringify(fields);
	expect(shown).toContain('"placeholder":"e.g. Colour"');
	expect(fields.find(({ name }) => name === 'record')).toMatchObject({
		placeholder: 'e.g. {"Colour": "red"}',
	});
});
