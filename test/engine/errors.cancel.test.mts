import { setTimeout } from 'node:timers/promises';
import { BillingTest } from './support/billingTest.mjs';
import {
	byId,
	CONTINUE,
	ids,
	newAccounts,
	query,
	recordStep,
	runStep,
} from './support/oneNode.mjs';
import { Tap } from './support/tap.mjs';
import { billing, chain, entity, mappedAutomatically, start } from './support/workflows.mjs';

let billingTest: BillingTest;
let tap: Tap;

beforeEach(async () => {
	billingTest = await BillingTest.create();
	tap = new Tap(billingTest.vendor);
});
afterEach(async () => {
	expect(billingTest.books()).toMatchObject({ openSessions: 0, logins: 1, logouts: 1 });
	await billingTest.stop();
});

/** Stops the run just when the n-th call of a kind arrives at the vendor. */
const atCall = (kind: string, nth: number): Promise<void> =>
	new Promise((resolve) => tap.before(kind, nth, () => resolve()));

/** Stops the run a moment after the first fault has done its work. */
async function inThePause(): Promise<void> {
	while (billingTest.vendor.faults.read()[0].fired === 0) await setTimeout(10);
	await setTimeout(200);
}

const newRows = () => billingTest.vendor.rows('ACCOUNT').slice(40);
const options = { batchSize: 50 };

describe('a write that is stopped in the middle', () => {
	const create = recordStep('create', 'ACCOUNT', {
		parameters: { ...mappedAutomatically(), options },
		records: newAccounts(1000),
	});

	test.each([
		['stops', {}],
		['goes on after errors', CONTINUE],
	])('sends nothing more and tells what was committed, where the node %s', async (_, node) => {
		const result = await runStep(billingTest, {
			...create,
			node,
			run: { cancelWhen: atCall('create', 3) },
		});
		expect(result.status).toBe('canceled');
		expect(result.runsOf('Billing')[0].error?.description).toBe(
			'Committed: item 0–99 (Id 41–140). May have been committed, look before you send them again: item 100–149. Not sent: item 150–999.',
		);
		expect(billingTest.books()).toMatchObject({ callsBy: { create: 3 } });
		expect(newRows().map(({ C_CrmId }) => C_CrmId)).toEqual(
			newAccounts(150).map(({ C_CrmId }) => C_CrmId),
		);
	});

	test('does not wait for the end of a pause between two tries', async () => {
		billingTest.vendor.faults.add({
			match: { kind: 'create' },
			do: { type: 'status', code: 429, headers: { 'retry-after': '60' } },
		});
		const result = await runStep(billingTest, { ...create, run: { cancelWhen: inThePause() } });
		expect(result.status).toBe('canceled');
		expect(result.durationMs).toBeLessThan(10_000);
		expect(result.runsOf('Billing')[0].error?.description).toBe(
			'Committed: none. Failed: item 0–49. Not sent: item 50–999.',
		);
		expect(newRows()).toEqual([]);
	});

	test('keeps the Ids of what it has written, also while it reads the records back', async () => {
		billingTest.vendor.set({ readAfterWriteLagMs: 60_000 });
		const parameters = { ...create.parameters, options: { ...options, returnFullRecord: true } };
		const result = await runStep(billingTest, {
			...create,
			parameters,
			run: { cancelWhen: atCall('retrieve', 1) },
		});
		expect(result.status).toBe('canceled');
		expect(result.runsOf('Billing')[0].error?.description).toContain(
			'Committed: item 0–49 (Id 41–90).',
		);
		expect(newRows()).toHaveLength(50);
	});

	test.each([
		['delete', 'delete'],
		['restore', 'undelete'],
	])('is the same for %s', async (operation, kind) => {
		billingTest.vendor.seedMany('ACCOUNT', 260);
		const step = recordStep(operation, 'ACCOUNT', {
			parameters: { ...byId, options },
			records: ids(...Array.from({ length: 300 }, (_, n) => n + 1)),
			run: { cancelWhen: atCall(kind, 2) },
		});
		const result = await runStep(billingTest, { ...step, node: CONTINUE });
		expect(result.status).toBe('canceled');
		expect(billingTest.books().callsBy[kind]).toBe(2);
		expect(result.runsOf('Billing')[0].error?.description).toMatch(
			/May have been committed.*item 50–99. Not sent: item 100–299/,
		);
	});
});

describe('a read that is stopped in the middle', () => {
	test.each([
		['Get Many', recordStep('getAll', 'ACCOUNT'), 'retrieve'],
		['Query', query('SELECT Id FROM ACCOUNT ORDER BY Id'), 'query'],
	])('asks for no further page: %s', async (_, step, kind) => {
		billingTest.vendor.seedMany('ACCOUNT', 1000);
		const result = await runStep(billingTest, {
			...step,
			parameters: { ...step.parameters, returnAll: true, options: { pageSize: 100 } },
			run: { cancelWhen: atCall(kind, 3) },
		});
		expect(result.status).toBe('canceled');
		expect(billingTest.books().callsBy[kind]).toBe(3);
		expect(result.items('Billing')).toEqual([]);
	});

	test('cuts off an answer that hangs', async () => {
		billingTest.vendor.faults.add({
			match: { kind: 'retrieve' },
			do: { type: 'delay', ms: 30_000 },
		});
		const step = recordStep('getAll', 'ACCOUNT', { run: { cancelWhen: inThePause() } });
		const result = await runStep(billingTest, step);
		expect(result.status).toBe('canceled');
		expect(result.durationMs).toBeLessThan(10_000);
	});
});

test('no other node of a stopped run sends anything', async () => {
	const getMany = (name: string) =>
		billing(name, 'record', 'getAll', entity('ACCOUNT'), { onError: 'continueRegularOutput' });
	const cancelWhen = atCall('retrieve', 1);
	const result = await billingTest.run(chain(start, getMany('A'), getMany('B')), [{}, {}, {}], {
		cancelWhen,
	});
	expect(result.status).toBe('canceled');
	expect(result.runsOf('B')).toEqual([]);
	expect(billingTest.books()).toMatchObject({ calls: 3, callsBy: { retrieve: 1 } });
});
