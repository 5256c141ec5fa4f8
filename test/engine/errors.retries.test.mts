import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startSandbox } from '../sandbox/index.mjs';
import { BillingTest } from './support/billingTest.mjs';
import { apiRequest, newAccounts, outputOf, recordStep, runStep } from './support/oneNode.mjs';
import { Tap } from './support/tap.mjs';
import { billing, chain, entity, mappedAutomatically, start } from './support/workflows.mjs';

let billingTest: BillingTest;
let tap: Tap;

beforeEach(async () => {
	billingTest = await BillingTest.create();
	tap = new Tap(billingTest.vendor);
});
afterEach(async () => {
	expect(billingTest.books().openSessions).toBe(0);
	await billingTest.stop();
});

const create = (records: IDataObject[], options: INodeParameters = {}) =>
	recordStep('create', 'ACCOUNT', { parameters: { ...mappedAutomatically(), options }, records });
const upsert = (records: IDataObject[], options: INodeParameters = {}) =>
	recordStep('upsert', 'ACCOUNT', {
		parameters: { ...mappedAutomatically('C_CrmId'), options },
		records,
	});
const newRows = () => billingTest.vendor.rows('ACCOUNT').slice(40);
const keysOf = (rows: IDataObject[]) => rows.map(({ C_CrmId }) => C_CrmId);
const add: BillingTest['vendor']['faults']['add'] = (...rules) =>
	billingTest.vendor.faults.add(...rules);

describe('a write whose answer comes too late', () => {
	test('is not sent again when it is a create: the error says that it may have happened', async () => {
		add({ match: { kind: 'create' }, do: { type: 'delayAfterWork', ms: 3000 } });
		const { error } = await runStep(billingTest, create(newAccounts(3), { timeout: 600 }));
		expect(error?.message).toMatch(/^127\.0\.0\.1:\d+ did not answer within 600 ms \[item 0\]$/);
		expect(error?.description).toContain('The option Timeout sets how long to wait.');
		expect(error?.description).toContain(
			'May have been committed, look before you send them again: item 0–2.',
		);
		expect(keysOf(newRows())).toEqual(['T-1', 'T-2', 'T-3']);
		expect(billingTest.books()).toMatchObject({ callsBy: { create: 1 }, logins: 1 });
	});

	test('is sent once more when it is an upsert, and its records are there once', async () => {
		add({ match: { kind: 'upsert' }, do: { type: 'delayAfterWork', ms: 3000 } });
		const output = await outputOf(billingTest, upsert(newAccounts(3), { timeout: 300 }));
		expect(output.map(({ Id }) => Id)).toEqual(newRows().map(({ Id }) => Id));
		expect(keysOf(newRows())).toEqual(['T-1', 'T-2', 'T-3']);
		expect(billingTest.books()).toMatchObject({ callsBy: { upsert: 2 }, rowsCreated: 3 });
	});

	test('is not waited for a third time', async () => {
		add({ match: { kind: 'upsert' }, do: { type: 'delayAfterWork', ms: 3000 }, times: 'always' });
		const { error } = await runStep(billingTest, upsert(newAccounts(3), { timeout: 200 }));
		expect(error?.description).toContain('May have been committed');
		expect(billingTest.books()).toMatchObject({ callsBy: { upsert: 2 }, rowsCreated: 3 });
	});
});

describe('a server that is not there', () => {
	test('is told with its address, and nothing is sent', async () => {
		await billingTest.sandbox.stop();
		const { error } = await runStep(billingTest, create(newAccounts(3), { retries: 0 }));
		expect(error?.message).toMatch(/No connection to 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/);
		expect(error?.description).not.toContain('May have been committed');
		billingTest = await BillingTest.create();
	});

	test('and comes back is found again, also in the middle of a create', async () => {
		const port = Number(new URL(billingTest.sandbox.url).port);
		await billingTest.sandbox.stop();
		const running = runStep(billingTest, create(newAccounts(3)));
		await new Promise((resolve) => setTimeout(resolve, 200));
		const back = await startSandbox({ port });
		const { error } = await running;
		expect(error).toBeUndefined();
		expect(back.billingPlatform.rows('ACCOUNT')).toHaveLength(43);
		expect(back.billingPlatform.books()).toMatchObject({ logins: 1, logouts: 1, rowsCreated: 3 });
		await back.stop();
		billingTest = await BillingTest.create();
	});
});

describe('a call that comes too often (429)', () => {
	const tooMany = (headers: Record<string, string> = {}) =>
		({ type: 'status', code: 429, headers }) as const;

	test('is sent again after the pause that the vendor asks for', async () => {
		add({ match: { kind: 'create' }, do: tooMany({ 'retry-after': '1' }) });
		const begun = Date.now();
		await outputOf(billingTest, create(newAccounts(3)));
		expect(Date.now() - begun).toBeGreaterThanOrEqual(1000);
		expect(billingTest.books()).toMatchObject({ callsBy: { create: 2 }, rowsCreated: 3 });
	});

	test('is sent again after a pause of our own that grows, where the vendor names none', async () => {
		add({ match: { kind: 'create' }, do: tooMany(), times: 2 });
		const begun = Date.now();
		await outputOf(billingTest, create(newAccounts(3)));
		expect(Date.now() - begun).toBeGreaterThanOrEqual(0.75 * (500 + 1000));
		expect(billingTest.books()).toMatchObject({ callsBy: { create: 3 }, rowsCreated: 3 });
	});

	test('is given up after as many tries as Retries allows, and nothing was done', async () => {
		add({ match: { kind: 'create' }, do: tooMany({ 'retry-after': '0' }), times: 'always' });
		const { error } = await runStep(billingTest, create(newAccounts(3), { retries: 2 }));
		expect(error?.message).toBe('Status 429 as ordered [item 0]');
		expect(error?.description).toMatch(/too many requests.*Committed: none. Failed: item 0–2.$/);
		expect(billingTest.books()).toMatchObject({ callsBy: { create: 3 }, rowsCreated: 0 });
	});
});

describe('a session that the vendor kills in the middle of 1,000 upserts', () => {
	test.each([
		['before the call is done', 'before', 11],
		['when the call is done', 'after', 11],
	] as const)('%s: all 1,000 are there once, with 2 logins', async (_, when, upserts) => {
		add({ match: { kind: 'upsert', nth: 5 }, do: { type: 'expireSession', when } });
		const records = newAccounts(1000);
		const output = await outputOf(billingTest, upsert(records));
		expect(output).toHaveLength(1000);
		expect(keysOf(newRows())).toEqual(keysOf(records));
		expect(billingTest.books()).toMatchObject({
			logins: 2,
			logouts: 1,
			rowsCreated: 1000,
			rowsUpdated: 0,
			callsBy: { upsert: upserts },
		});
	});

	test('again and again: one new login and one more try, then the run stops', async () => {
		add({ match: { kind: 'upsert', nth: 5 }, do: { type: 'expireSession' }, times: 'always' });
		const { error } = await runStep(billingTest, upsert(newAccounts(1000)));
		expect(error?.message).toBe('Invalid session ID [item 400]');
		expect(error?.description).toContain('Committed: item 0–399 (Id 41–440).');
		expect(error?.description).toContain('Not sent: item 500–999.');
		expect(billingTest.books()).toMatchObject({ logins: 2, callsBy: { upsert: 6 } });
	});

	// Reported: a refused session is a refusal, yet it is told as "may have been committed".
	test('again and again: what was refused is told as not done', async () => {
		add({ match: { kind: 'upsert', nth: 5 }, do: { type: 'expireSession' }, times: 'always' });
		const { error } = await runStep(billingTest, upsert(newAccounts(1000)));
		expect(error?.description).toContain('Failed: item 400–499.');
	});
});

describe('a 500 without the mark of an ended session', () => {
	const failure = (afterWork: boolean) => ({ type: 'status', code: 500, afterWork }) as const;

	test.each([true, false])(
		'is no reason to log in again, nor to send a write again (work done: %s)',
		async (afterWork) => {
			add({ match: { kind: 'create', nth: 2 }, do: failure(afterWork) });
			const step = create(newAccounts(6), { batchSize: 2 });
			const { error } = await runStep(billingTest, step);
			expect(error?.message).toBe('Status 500 as ordered [item 2]');
			expect(error?.description).toBe(
				'Committed: item 0–1 (Id 41–42). May have been committed, look before you send them again: item 2–3. Not sent: item 4–5.',
			);
			expect(newRows()).toHaveLength(afterWork ? 4 : 2);
			expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1, callsBy: { create: 2 } });
		},
	);

	test('leaves the session to the next node', async () => {
		add({ match: { kind: 'retrieve' }, do: failure(false) });
		const node = (name: string) =>
			billing(name, 'record', 'getAll', entity('ACCOUNT'), { onError: 'continueRegularOutput' });
		const result = await billingTest.run(chain(start, node('A'), node('B')));
		expect(result.items('A')).toMatchObject([{ error: 'Status 500 as ordered' }]);
		expect(result.items('B')).toHaveLength(40);
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1 });
	});
});

describe('an API request whose answer is lost', () => {
	const body = { brmObjects: newAccounts(1) };

	test('is not sent again when it writes: the error says that it may have happened', async () => {
		add({ match: { kind: 'create' }, do: { type: 'resetAfter' } });
		const { error } = await runStep(billingTest, apiRequest('POST', 'ACCOUNT', body));
		expect(error?.description).toContain('This may have happened all the same');
		expect(billingTest.books()).toMatchObject({ callsBy: { create: 1 }, rowsCreated: 1 });
	});

	test('is sent again where the user says that it does no harm', async () => {
		add({ match: { kind: 'upsert' }, do: { type: 'resetAfter' } });
		const repeatable = { ...body, externalIDFieldName: 'C_CrmId' };
		const step = apiRequest('PATCH', 'ACCOUNT', repeatable, { repeatable: true });
		await outputOf(billingTest, step);
		expect(billingTest.books()).toMatchObject({ callsBy: { upsert: 2 }, rowsCreated: 1 });
	});

	test('is sent again when it reads', async () => {
		add({ match: { kind: 'retrieve' }, do: { type: 'resetAfter' } });
		expect(await outputOf(billingTest, apiRequest('GET', 'ACCOUNT/7'))).toHaveLength(1);
		expect(tap.callsOf('retrieve')).toHaveLength(2);
	});

	// Reported: an operation that reads speaks of a write.
	test('speaks of nothing that may have happened when it reads', async () => {
		add({ match: { kind: 'retrieve' }, do: { type: 'status', code: 500 } });
		const { error } = await runStep(billingTest, apiRequest('GET', 'ACCOUNT/7'));
		expect(error?.message).toBe('Status 500 as ordered');
		expect(error?.description ?? '').not.toContain('happened');
	});
});
