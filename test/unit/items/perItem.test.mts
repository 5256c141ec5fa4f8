import type { IDataObject } from 'n8n-workflow';
import { BillingError } from '../../../nodes/Billing/errors.js';
import { runPerItem, runPerItemWithBinary } from '../../../nodes/Billing/items/perItem.js';
import { fakeContext } from '../fakeContext.mjs';

const rowsOf = async (item: number): Promise<IDataObject[]> =>
	await Promise.resolve(Array.from({ length: item }, (_, row) => ({ item, row })));

/** Works for all items but this one. */
const failsAt =
	(bad: number, error: Error = new BillingError('no', { description: 'Try later.' })) =>
	async (item: number): Promise<IDataObject[]> => {
		if (item === bad) throw error;
		return await Promise.resolve([{ item }]);
	};

test('gives every row of every item, in order, paired with its item', async () => {
	const { ctx } = fakeContext({ items: 3 });
	expect(await runPerItem(ctx, rowsOf)).toEqual([
		{ json: { item: 1, row: 0 }, pairedItem: { item: 1 } },
		{ json: { item: 2, row: 0 }, pairedItem: { item: 2 } },
		{ json: { item: 2, row: 1 }, pairedItem: { item: 2 } },
	]);
});

test('gives whole items with their binary data, paired with the item they came from', async () => {
	const binary = { data: { data: 'QQ==', mimeType: 'text/plain' } };
	const produce = async () => await Promise.resolve([{ json: { a: 1 }, binary }]);
	expect(await runPerItemWithBinary(fakeContext({ items: 2 }).ctx, produce)).toEqual([
		{ json: { a: 1 }, binary, pairedItem: { item: 0 } },
		{ json: { a: 1 }, binary, pairedItem: { item: 1 } },
	]);
});

test('works on one item after the other, never on two at once', async () => {
	let atWork = 0;
	let most = 0;
	await runPerItem(fakeContext({ items: 4 }).ctx, async () => {
		most = Math.max(most, ++atWork);
		await new Promise(setImmediate);
		atWork -= 1;
		return [];
	});
	expect(most).toBe(1);
});

test('with On Error: continue the others go on past an item that failed', async () => {
	const { ctx } = fakeContext({ items: 3, continueOnFail: true });
	const output = await runPerItem(ctx, failsAt(1));
	expect(output.map(({ json }) => json)).toEqual([{ item: 0 }, { error: 'no' }, { item: 2 }]);
	expect(output[1].pairedItem).toEqual({ item: 1 });
});

test('with On Error: stop it stops at the item that failed and names it', async () => {
	const done: number[] = [];
	const { ctx } = fakeContext({ items: 4 });
	const running = runPerItem(ctx, async (item) => {
		done.push(item);
		return await failsAt(2)(item);
	});
	await expect(running).rejects.toMatchObject({
		message: 'no',
		description: 'Try later.',
		context: { itemIndex: 2 },
	});
	expect(done).toEqual([0, 1, 2]);
});

test('a write that stops says which items were done before and which were not sent', async () => {
	const { ctx } = fakeContext({ items: 4 });
	await expect(runPerItem(ctx, failsAt(2), { writes: true })).rejects.toMatchObject({
		description: 'Try later. Done before: item 0–1. Not sent: item 3.',
	});
});

test('a write that stops at the first item claims nothing of the others but that they were not sent', async () => {
	const { ctx } = fakeContext({ items: 3 });
	await expect(runPerItem(ctx, failsAt(0), { writes: true })).rejects.toMatchObject({
		description: 'Try later. Not sent: item 1–2.',
	});
});

test.each([true, false])(
	'a stop of the run ends the work (continue = %s)',
	async (continueOnFail) => {
		const { ctx, cancel } = fakeContext({ items: 4, continueOnFail });
		const done: number[] = [];
		const running = runPerItem(ctx, async (item) => {
			done.push(item);
			if (item === 1) cancel();
			return await Promise.resolve([]);
		});
		await expect(running).rejects.toThrow('The run was stopped');
		expect(done).toEqual([0, 1]);
	},
);

test('a write whose answer was lost says plainly that it may have happened', async () => {
	const { ctx } = fakeContext({ items: 2 });
	const lost = new BillingError('no answer', { outcome: 'unknown' });
	await expect(runPerItem(ctx, failsAt(1, lost), { writes: true })).rejects.toMatchObject({
		description: expect.stringMatching(/may have (happened|been)/i),
	});
});

test('an item that failed under On Error: continue is not called done', async () => {
	const { ctx, cancel } = fakeContext({ items: 3, continueOnFail: true });
	const running = runPerItem(
		ctx,
		async (item) => {
			if (item === 1) cancel();
			return await failsAt(0)(item);
		},
		{ writes: true },
	);
	await expect(running).rejects.toMatchObject({
		description: expect.stringContaining('Done before: item 1.'),
	});
});
