import fc from 'fast-check';
import {
	columnsToMetadata,
	metadataToColumns,
	pairsOf,
} from '../../../nodes/Billing/systems/cloudBilling/metadata.js';

const pair = (Name: string, Value: unknown): unknown => ({ Name, Value });

describe('metadata as columns', () => {
	test('a pair becomes a column named after its list and itself', () => {
		expect(
			metadataToColumns({
				CustomerCode: '1',
				StringValues: [pair('Segment', 'SMB'), pair('Cost centre', null)],
				NumericValues: [pair('Seats', 3)],
				DateValues: [],
			}),
		).toEqual({
			CustomerCode: '1',
			StringValues_Segment: 'SMB',
			'StringValues_Cost centre': null,
			NumericValues_Seats: 3,
		});
	});

	test('the same name in several lists, or of a member of the record, does not collide', () => {
		const record = {
			Name: 'member',
			StringValues: [pair('Name', 'text')],
			NumericValues: [pair('Name', 1)],
		};
		const columns = metadataToColumns(record);
		expect(columns).toEqual({ Name: 'member', StringValues_Name: 'text', NumericValues_Name: 1 });
		expect(columnsToMetadata(columns)).toEqual(record);
	});

	test('what cannot be a column stays in its list', () => {
		const odd = [
			pair('Twice', 'a'),
			pair('Twice', 'b'),
			{ Name: 'Typed', Value: 'x', Type: 'y' },
			{ Name: 'NoValue' },
			pair('', 'z'),
			null,
		];
		expect(metadataToColumns({ StringValues: [...odd, pair('Plain', 'p')] })).toEqual({
			StringValues_Plain: 'p',
			StringValues: odd,
		});
		expect(metadataToColumns({ StringValues_A: 'member', StringValues: [pair('A', 1)] })).toEqual({
			StringValues_A: 'member',
			StringValues: [pair('A', 1)],
		});
	});

	test('a pair whose name is no text stays in its list, whatever it holds', () => {
		const record = { StringValues: [pair('', 1), { Name: { toString: '1' }, Value: 1 }] };
		expect(metadataToColumns(record)).toEqual(record);
	});

	test('a list that is none is left as it is', () => {
		expect(metadataToColumns({ StringValues: 'text', DateValues: null })).toEqual({
			StringValues: 'text',
		});
	});
});

describe('columns as metadata', () => {
	test('columns are gathered after the pairs that are there already; undefined is left out', () => {
		expect(
			columnsToMetadata({
				Id: '1',
				StringValues_Segment: 'SMB',
				StringValues: [pair('Old', 'o')],
				NumericValues_Seats: 3,
				DateValues_End: undefined,
				StringValues_: 'no name',
			}),
		).toEqual({
			Id: '1',
			StringValues: [pair('Old', 'o'), pair('Segment', 'SMB')],
			NumericValues: [pair('Seats', 3)],
			StringValues_: 'no name',
		});
	});

	test('metadata that becomes columns comes back whole', () => {
		const value = fc.oneof(fc.string(), fc.double(), fc.constant(null));
		const pairs = fc.array(fc.record({ Name: fc.string(), Value: value }), { minLength: 1 });
		const record = fc.record(
			{ Id: fc.string(), StringValues: pairs, NumericValues: pairs, DateValues: pairs },
			{ requiredKeys: [] },
		);
		const sorted = (entries: unknown): unknown =>
			Array.isArray(entries) ? entries.map((entry) => JSON.stringify(entry)).sort() : entries;
		fc.assert(
			fc.property(record, (original) => {
				const back = columnsToMetadata(metadataToColumns(original));
				expect(Object.keys(back).sort()).toEqual(Object.keys(original).sort());
				for (const [name, entries] of Object.entries(original)) {
					expect(sorted(back[name])).toEqual(sorted(entries));
				}
			}),
		);
	});
});

describe('a list of metadata', () => {
	test.each([
		[
			'names with their values',
			{ Segment: 'SMB', Seats: 3 },
			[pair('Segment', 'SMB'), pair('Seats', 3)],
		],
		['a single pair', { Name: 'Segment', Value: 'SMB' }, [pair('Segment', 'SMB')]],
		['nothing', {}, []],
	])('may be given as %s', (_, given, pairs) => {
		expect(pairsOf(given)).toEqual(pairs);
	});

	test.each([
		['the list as it is', [pair('Segment', 'SMB')]],
		['the list as WCF names its entries', { NameValuePair: [pair('Segment', 'SMB')] }],
		['a text', 'SMB'],
		['null', null],
	])('may be %s', (_, given) => {
		expect(pairsOf(given)).toBe(given);
	});
});
