import type { IDataObject, NodeApiError } from 'n8n-workflow';
import { BillingError, CancelledError } from '../../../nodes/Billing/errors.js';
import { runBatches } from '../../../nodes/Billing/items/batches.js';
import { type FakeContext, fakeContext } from '../fakeContext.mjs';
import { FakeVendor } from './plan.mjs';

const records = (count: number): IDataObject[] => Array.from({ length: count }, () => ({}));

async function stop(
	items: IDataObject[],
	batchSize: number,
	prepare: (vendor: FakeVendor, node: FakeContext) => void = () => undefined,
	continueOnFail = false,
): Promise<{ error: NodeApiError; calls: number[][] }> {
	const vendor = new FakeVendor(items, { batchSize });
	const node = fakeContext({ items, continueOnFail });
	prepare(vendor, node);
	const error: unknown = await runBatches(node.ctx, vendor.plan()).then(
		() => new Error('it did not stop'),
		(thrown: unknown) => thrown,
	);
	return { error: error as NodeApiError, calls: vendor.calls };
}

const withBad = (count: number, ...bad: number[]): IDataObject[] =>
	records(count).map((record, index) => (bad.includes(index) ? { bad: true } : record));

describe('a refused record', () => {
	test('stops the node after the call it was in', async () => {
		const { error, calls } = await stop(withBad(6, 2), 2);
		expect(calls).toEqual([
			[0, 1],
			[2, 3],
		]);
		expect(error).toMatchObject({
			message: 'Name is taken [item 2]',
			context: { itemIndex: 2 },
		});
	});

	test('leaves a full account: what was committed with Ids, what failed, what was not sent', async () => {
		const { error } = await stop(withBad(8, 2), 4);
		expect(error.description).toBe(
			'Committed: item 0–1 (Id 100–101), item 3 (Id 103). Failed: item 2. Not sent: item 4–7.',
		);
	});

	test('leaves the committed records in the data of the error', async () => {
		const { error } = await stop(withBad(3, 1), 3);
		expect(error.context.committed).toEqual([
			{ item: 0, id: '100' },
			{ item: 2, id: '102' },
		]);
	});

	test('is named first when several failed in one call', async () => {
		const { error } = await stop(withBad(4, 1, 3), 4);
		expect(error.message).toBe('Name is taken [item 1]');
		expect(error.description).toContain('Failed: item 1, item 3.');
	});

	test('says that nothing was committed where nothing was', async () => {
		const { error } = await stop(withBad(3, 0), 1);
		expect(error.description).toBe('Committed: none. Failed: item 0. Not sent: item 1–2.');
	});
});

describe('a call that failed as a whole', () => {
	const lost = new BillingError('no answer', { outcome: 'unknown', description: 'Wait longer' });

	test('is said to have perhaps happened when its answer was lost', async () => {
		const { error } = await stop(records(6), 2, ({ faults }) => faults.set(1, lost));
		expect(error.message).toBe('no answer [item 2]');
		expect(error.description).toBe(
			'Wait longer. Committed: item 0–1 (Id 100–101). May have been committed, look before you send them again: item 2–3. Not sent: item 4–5.',
		);
	});

	test('is said to have failed when the vendor refused it', async () => {
		const refused = new BillingError('too many requests', { status: 429 });
		const { error } = await stop(records(4), 2, ({ faults }) => faults.set(1, refused));
		expect(error.description).toContain('Failed: item 2–3.');
		expect(error.description).not.toContain('May have been');
	});
});

test('an item that cannot be sent stops the node before anything is sent', async () => {
	const { error, calls } = await stop([{}, { invalid: true }, {}], 1);
	expect(calls).toEqual([]);
	expect(error).toMatchObject({
		message: 'Id: it is no Id',
		description: 'Ids are numbers.',
		context: { itemIndex: 1 },
	});
});

describe.each([true, false])('a stop of the run (On Error: continue = %s)', (continueOnFail) => {
	test('ends the work after the call under way and accounts for everything', async () => {
		const cancelling = (vendor: FakeVendor, node: FakeContext): void => {
			vendor.onCall = () => vendor.calls.length === 2 && node.cancel();
		};
		const { error, calls } = await stop(records(8), 2, cancelling, continueOnFail);
		expect(calls).toHaveLength(2);
		expect(error.message).toBe('The run was stopped [item 4]');
		expect(error.description).toContain('Committed: item 0–3 (Id 100–103).');
		expect(error.description).toContain('item 6–7');
	});

	test('that cut a call off says that it may have happened', async () => {
		const cancelling = (vendor: FakeVendor, node: FakeContext): void => {
			vendor.onCall = () => node.cancel();
			vendor.faults.set(0, new CancelledError('unknown'));
		};
		const { error, calls } = await stop(records(4), 2, cancelling, continueOnFail);
		expect(calls).toHaveLength(1);
		expect(error.description).toContain('May have been committed');
		expect(error.description).toContain('item 0–1.');
		expect(error.description).toContain('Not sent: item 2–3.');
	});
});

describe('an operation that only reads', () => {
	async function stopReading(items: IDataObject[]): Promise<NodeApiError> {
		const vendor = new FakeVendor(items, { writes: false });
		const reading = runBatches(fakeContext({ items }).ctx, vendor.plan());
		return (await reading.catch((error: unknown) => error)) as NodeApiError;
	}

	test('has nothing to account for', async () => {
		const error = await stopReading(withBad(3, 1));
		expect(error.message).toBe('Name is taken [item 1]');
		expect(error.description).toBeFalsy();
		expect(error.context).not.toHaveProperty('committed');
	});

	test('and one item does not name it', async () => {
		expect((await stopReading(withBad(1, 0))).message).toBe('Name is taken');
	});
});

test('a stop is named as the reason also where a record had failed before', async () => {
	const cancelling = (vendor: FakeVendor, node: FakeContext): void => {
		vendor.onCall = () => vendor.calls.length === 2 && node.cancel();
	};
	const { error } = await stop(withBad(6, 0), 2, cancelling, true);
	expect(error.message).toContain('The run was stopped');
});
