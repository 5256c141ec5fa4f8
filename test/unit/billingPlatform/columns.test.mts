import type { IDataObject } from 'n8n-workflow';
import { ItemParameters } from '../../../nodes/Billing/items/parameters.js';
import { knownNames, readRecord } from '../../../nodes/Billing/systems/billingPlatform/columns.js';
import type { FieldInfo } from '../../../nodes/Billing/systems/billingPlatform/metadata.js';
import { fakeContext } from '../fakeContext.mjs';

function read(written: Record<string, unknown>, json: IDataObject = {}, known?: Set<string>) {
	const parameters = new ItemParameters(fakeContext({ parameters: written }).ctx);
	return readRecord(parameters, { json }, 0, known);
}

const mapped = (value: unknown) => ({ columns: { mappingMode: 'defineBelow', value } });
const auto = { columns: { mappingMode: 'autoMapInputData', value: null } };

test('columns become a record as BillingPlatform takes it', () => {
	const value = { 'AccountIdObj.C_CrmId': '7', Name: 'x', City: '', Status: null, Flag: false };
	expect(read(mapped(value))).toEqual({
		AccountIdObj: { C_CrmId: '7' },
		Name: 'x',
		City: '',
		Flag: '0',
	});
});

test('the null of an input item clears the field; that of a column left alone does not', () => {
	expect(read(auto, { Name: 'x', City: null })).toEqual({ Name: 'x', City: null });
	expect(read(mapped({ Name: 'x', City: null }))).toEqual({ Name: 'x' });
});

test.each([
	['mapped columns', mapped({ Name: null })],
	['fields by name', { dataMode: 'fields', fieldValues: { values: [] } }],
	['JSON', { dataMode: 'json', record: '{}' }],
])('%s without any field are no record', (_, written) => {
	expect(() => read(written)).toThrow('the record has no fields');
});

test('a name that is none is refused by name', () => {
	const values = [{ name: 'first name', value: 'x' }];
	expect(() => read({ dataMode: 'fields', fieldValues: { values } })).toThrow(
		expect.objectContaining({ field: 'first name' }),
	);
});

describe('with only what the entity knows', () => {
	const known = knownNames([{ name: 'Name' }, { name: 'AccountId' }] as FieldInfo[]);

	test('other fields are left out, whatever their names, and casing does not matter', () => {
		const item = {
			NAME: 'x',
			'first name': 'y',
			'AccountIdObj.CrmId': '7',
			'Other.x': 1,
			nested: {},
		};
		expect(read(auto, item, known)).toEqual({ NAME: 'x', AccountIdObj: { CrmId: '7' } });
	});

	test('an item that has none of it is no record', () => {
		expect(() => read(auto, { other: 1 }, known)).toThrow('the record has no fields');
	});
});
