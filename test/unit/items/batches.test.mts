import type { IDataObject } from 'n8n-workflow';
import fc from 'fast-check';
import { BillingError } from '../../../nodes/Billing/errors.js';
import { runBatches } from '../../../nodes/Billing/items/batches.js';
import { fakeContext } from '../fakeContext.mjs';
import { FakeVendor, type Job } from './plan.mjs';

const records = (count: number): IDataObject[] => Array.from({ length: count }, () => ({}));

async function run(items: IDataObject[], batchSize?: number, continueOnFail = true) {
	const vendor = new FakeVendor(items, { batchSize });
	const { ctx } = fakeContext({ items, continueOnFail });
	return { output: await runBatches(ctx, vendor.plan()), calls: vendor.calls };
}

describe('cutting items into calls', () => {
	test('sends many records in few calls, in their order', async () => {
		const { calls } = await run(records(7), 3);
		expect(calls).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
	});

	test('sends one call where all records fit, and none without items', async () => {
		expect((await run(records(3), 3)).calls).toEqual([[0, 1, 2]]);
		expect(await run([])).toEqual({ output: [], calls: [] });
	});

	test('reads all items before the first call', async () => {
		const items = records(3);
		const vendor = new FakeVendor(items, { batchSize: 1 });
		const plan = vendor.plan();
		const order: string[] = [];
		vendor.onCall = () => order.push('sent');
		await runBatches(fakeContext({ items }).ctx, {
			...plan,
			prepare(item) {
				order.push('read');
				return plan.prepare(item);
			},
		});
		expect(order).toEqual(['read', 'read', 'read', 'sent', 'sent', 'sent']);
	});

	test('keeps records of different groups out of one call, groups in order of appearance', async () => {
		const items = ['b', 'a', 'b', 'a', 'c'].map((group) => ({ group }));
		expect((await run(items)).calls).toEqual([[0, 2], [1, 3], [4]]);
	});

	test('keeps two records with the same key out of one call, in their order', async () => {
		const items = ['k', 'l', 'k', 'm', 'k'].map((key) => ({ key }));
		expect((await run(items)).calls).toEqual([[0, 1], [2, 3], [4]]);
	});

	test('makes no more calls than the keys demand', async () => {
		const items = ['k', 'l', 'k', 'l'].map((key) => ({ key }));
		expect((await run(items)).calls).toEqual([
			[0, 1],
			[2, 3],
		]);
	});

	test('keeps records without a key together, however many', async () => {
		const items = [{}, { key: 'k' }, {}, {}];
		expect((await run(items)).calls).toEqual([[0, 1, 2, 3]]);
	});

	test('lets the same key stand in two groups', async () => {
		const items = [
			{ group: 'a', key: 'k' },
			{ group: 'b', key: 'k' },
			{ group: 'a', key: 'l' },
		];
		expect((await run(items)).calls).toEqual([[0, 2], [1]]);
	});

	test('sends every record once, whatever the mix of keys, groups and sizes', async () => {
		const item = fc.record({
			key: fc.option(fc.constantFrom('k', 'l', 'm'), { nil: undefined }),
			group: fc.constantFrom('a', 'b'),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(item), fc.integer({ min: 1, max: 5 }), async (items, size) => {
				const { calls, output } = await run(items, size);
				expect(calls.flat().sort((a, b) => a - b)).toEqual(items.map((_, index) => index));
				for (const call of calls) {
					expect(call.length).toBeLessThanOrEqual(size);
					expect(new Set(call.map((index) => items[index].group)).size).toBe(1);
					const keys = call.map((index) => items[index].key).filter((key) => key !== undefined);
					expect(new Set(keys).size).toBe(keys.length);
				}
				// Records of one group and key are sent in the order of the items.
				for (const { group, key } of items.filter((entry) => entry.key !== undefined)) {
					const same = calls.flat().filter((i) => items[i].group === group && items[i].key === key);
					expect(same).toEqual([...same].sort((a, b) => a - b));
				}
				expect(output.map(({ json }) => json.Id)).toEqual(items.map((_, i) => String(100 + i)));
			}),
		);
	});
});

describe('results', () => {
	test('come one per item, in the order of the items, paired with them', async () => {
		const items = ['b', 'a', 'b'].map((group) => ({ group }));
		const { output } = await run(items);
		expect(output).toEqual([
			{ json: { Id: '100' }, pairedItem: { item: 0 } },
			{ json: { Id: '101' }, pairedItem: { item: 1 } },
			{ json: { Id: '102' }, pairedItem: { item: 2 } },
		]);
	});
});

describe('On Error: continue', () => {
	test('lets the others go on past a refused record, which says code and field', async () => {
		const { output, calls } = await run([{}, { bad: true }, {}, {}], 2);
		expect(calls).toEqual([
			[0, 1],
			[2, 3],
		]);
		expect(output.map(({ json }) => json.Id ?? json.error)).toEqual([
			'100',
			'Name is taken',
			'102',
			'103',
		]);
		expect(output[1]).toEqual({
			json: { error: 'Name is taken', details: { code: '12', field: 'Name' } },
			pairedItem: { item: 1 },
		});
	});

	test('lets the others go on past an item that cannot be sent', async () => {
		const { output, calls } = await run([{ invalid: true }, {}]);
		expect(calls).toEqual([[1]]);
		expect(output[0]).toMatchObject({
			json: { error: 'Id: it is no Id', details: { field: 'Id' } },
		});
		expect(output[1].json).toEqual({ Id: '101' });
	});

	test('marks every record of a call that failed as a whole, and goes on', async () => {
		const items = records(6);
		const vendor = new FakeVendor(items, { batchSize: 2 });
		vendor.faults.set(1, new BillingError('no answer', { outcome: 'unknown' }));
		const { ctx } = fakeContext({ items, continueOnFail: true });
		const output = await runBatches(ctx, vendor.plan());
		expect(output.map(({ json }) => json)).toEqual([
			{ Id: '100' },
			{ Id: '101' },
			{ error: 'no answer', details: { mayHaveHappened: true } },
			{ error: 'no answer', details: { mayHaveHappened: true } },
			{ Id: '104' },
			{ Id: '105' },
		]);
	});
});

test('one result too few is an error item and never the result of another item', async () => {
	const items = records(2);
	const plan = new FakeVendor(items).plan();
	const { ctx } = fakeContext({ items, continueOnFail: true });
	const output = await runBatches<Job>(ctx, {
		...plan,
		send: async (jobs) => (await plan.send(jobs)).slice(0, 1),
	});
	expect(output[0].json).toEqual({ Id: '100' });
	expect(output[1]).toMatchObject({ json: { error: 'The record was not sent' } });
});

test('long work says in the log how far it is', async () => {
	jest.useFakeTimers();
	const items = records(30);
	const vendor = new FakeVendor(items, { batchSize: 10 });
	vendor.onCall = () => jest.advanceTimersByTime(6000);
	const { ctx, log } = fakeContext({ items });
	await runBatches(ctx, vendor.plan());
	jest.useRealTimers();
	expect(log.map(({ message }) => message)).toEqual([
		'Billing: 10 of 30 records done',
		'Billing: 20 of 30 records done',
		'Billing: 30 of 30 records done',
	]);
});
