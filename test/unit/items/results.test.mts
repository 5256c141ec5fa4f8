import { BillingError, InputError } from '../../../nodes/Billing/errors.js';
import {
	type Committed,
	describeCommitted,
	errorItem,
} from '../../../nodes/Billing/items/results.js';
import { fakeContext } from '../fakeContext.mjs';

const range = (from: number, to: number, firstId?: number): Committed[] =>
	Array.from({ length: to - from + 1 }, (_, index) => ({
		item: from + index,
		...(firstId !== undefined && { id: String(firstId + index) }),
	}));

describe('naming committed records', () => {
	test.each<[string, Committed[], string]>([
		['one', range(4, 4, 9), 'item 4 (Id 9)'],
		['one without an Id', range(4, 4), 'item 4'],
		['neighbours with rising Ids', range(0, 99, 7509), 'item 0–99 (Id 7509–7608)'],
		['neighbours without Ids', range(0, 9), 'item 0–9'],
		[
			'a gap in the items',
			[...range(0, 1, 5), ...range(3, 4, 7)],
			'item 0–1 (Id 5–6), item 3–4 (Id 7–8)',
		],
		[
			'a gap in the Ids',
			[...range(0, 1, 5), ...range(2, 2, 9)],
			'item 0–1 (Id 5–6), item 2 (Id 9)',
		],
		['falling Ids', [...range(0, 0, 9), ...range(1, 1, 8)], 'item 0 (Id 9), item 1 (Id 8)'],
		['an Id missing in between', [...range(0, 0, 9), ...range(1, 1)], 'item 0 (Id 9), item 1'],
		['nothing', [], ''],
	])('draws together %s', (_, committed, text) => {
		expect(describeCommitted(committed)).toBe(text);
	});

	test('stays readable with very many runs, and says how many are not shown', () => {
		const scattered = Array.from({ length: 500 }, (_, index) => ({ item: index * 2 }));
		const text = describeCommitted(scattered);
		expect(text.startsWith('item 0, item 2, item 4')).toBe(true);
		expect(text.endsWith('item 398 and 300 more')).toBe(true);
	});
});

describe('an error item', () => {
	const { ctx } = fakeContext();

	test("carries the vendor's text, code and field, and is paired", () => {
		const error = new BillingError('Name is taken', { code: '12', field: 'Name' });
		expect(errorItem(ctx, error, 5)).toEqual({
			json: { error: 'Name is taken', details: { code: '12', field: 'Name' } },
			pairedItem: { item: 5 },
		});
	});

	test('says when the work may have been done all the same', () => {
		const error = new BillingError('no answer', { outcome: 'unknown' });
		expect(errorItem(ctx, error, 0).json).toEqual({
			error: 'no answer',
			details: { mayHaveHappened: true },
		});
	});

	test('names the field of input that could not be sent', () => {
		const { json } = errorItem(ctx, new InputError('it is empty', undefined, 'Id'), 0);
		expect(json).toEqual({ error: 'Id: it is empty', details: { field: 'Id' } });
	});

	test.each([
		['an error', new Error('odd'), 'odd'],
		['a text', 'odd', 'odd'],
	])('has no more than the text of %s', (_, thrown, error) => {
		expect(errorItem(ctx, thrown, 0).json).toEqual({ error });
	});

	test('has no key but its text where n8n is too old to know an error by more', () => {
		const error = new BillingError('Name is taken', { code: '12' });
		const old = fakeContext({ endOfRun: false });
		expect(errorItem(old.ctx, error, 0).json).toEqual({ error: 'Name is taken' });
	});
});
