import type { IDataObject } from 'n8n-workflow';
import { Client } from '../../sandbox/client.mjs';
import { BillingTest } from '../support/billingTest.mjs';
import { TriggerTest, watchRecords } from '../support/triggers.mjs';
import { filteredBy } from '../support/workflows.mjs';

let org: BillingTest;
/** Someone else who works with the same org. */
let colleague: Client;

beforeEach(async () => {
	org = await BillingTest.create();
	colleague = new Client(org.vendor);
	await colleague.login();
});

afterEach(async () => {
	const { openSessions } = org.books();
	await org.stop();
	// The colleague's own.
	expect(openSessions).toBe(1);
});

function create(count: number, more: IDataObject = {}): string[] {
	const account = { Status: 'ACTIVE', AccountTypeId: 1, ...more };
	return org.vendor.insert(
		'ACCOUNT',
		Array.from({ length: count }, (_, index) => ({ Name: `Account ${index}`, ...account })),
	);
}

/** What the vendor was asked for while `work` was done, by kind. */
async function callsOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
	const before = org.books().callsBy;
	await work();
	const now = Object.entries(org.books().callsBy).map(([kind, count]) => [
		kind,
		count - (before[kind] ?? 0),
	]);
	return Object.fromEntries(now.filter(([, count]) => count)) as Record<string, number>;
}

describe('Record Created or Updated', () => {
	const watchAccounts = watchRecords('recordCreatedOrUpdated', 'ACCOUNT');

	test('hands on new and changed records, whole, and each once', async () => {
		const trigger = new TriggerTest(org, watchAccounts);
		expect(await trigger.poll()).toEqual([]);
		const [id] = create(1, { C_CrmId: 'CRM-900' });
		await colleague.update('ACCOUNT', { Id: '3', C_Region: 'Elsewhere' });
		const items = await trigger.poll();
		expect(items).toMatchObject([
			{ Id: id, Name: 'Account 0', Status: 'ACTIVE', C_CrmId: 'CRM-900' },
			{ Id: '3', C_Region: 'Elsewhere' },
		]);
		expect(items[1]).toHaveProperty('Created');
		expect(await trigger.poll()).toEqual([]);
	});

	test('costs one login, one read and one logout where nothing is new', async () => {
		const trigger = new TriggerTest(org, watchAccounts);
		await trigger.poll();
		create(1, { Updated: '2030-01-01T10:00:00.123Z' });
		await trigger.poll();
		const calls = await callsOf(async () => await trigger.poll());
		expect(calls).toEqual({ login: 1, query: 1, logout: 1 });
	});

	test('hands on the fields that were chosen, with nothing beside them', async () => {
		const fields = ['Name', 'AccountTypeIdObj.AccountType'];
		const trigger = new TriggerTest(org, { ...watchAccounts, fields });
		await trigger.poll();
		create(1);
		const calls = await callsOf(async () => {
			const [item] = await trigger.poll();
			expect(Object.keys(item).sort()).toEqual([...fields].sort());
		});
		expect(calls).toEqual({ login: 1, query: 1, logout: 1 });
	});

	test('hands on only records that pass the filters', async () => {
		const filters = filteredBy('C_Region', 'equals', 'North');
		const trigger = new TriggerTest(org, { ...watchAccounts, ...filters });
		await trigger.poll();
		create(2, { C_Region: 'South' });
		const [id] = create(1, { C_Region: 'North' });
		expect(await trigger.ids()).toEqual([id]);
	});

	test('turns values into their types where that is wanted', async () => {
		const options = { convertValues: true };
		const trigger = new TriggerTest(org, { ...watchAccounts, options });
		await trigger.poll();
		create(1, { C_CreditLimit: 2500, C_KeyAccount: 1 });
		expect(await trigger.poll()).toMatchObject([{ C_CreditLimit: 2500, C_KeyAccount: true }]);
	});

	test('shows the newest records as a test event and moves nothing', async () => {
		const trigger = new TriggerTest(org, watchAccounts);
		await trigger.poll();
		const ids = create(4);
		const saved = trigger.saved;
		const sample = await trigger.poll({ mode: 'manual' });
		expect(sample.map(({ Id }) => Id)).toEqual(ids.slice(1));
		expect(trigger.saved).toBe(saved);
		expect(await trigger.ids()).toEqual(ids);
	});

	test('starts from a date where one is given', async () => {
		create(1, { Updated: '2030-01-01T00:00:00.000Z' });
		const options = { startFrom: '2030-01-01T00:00:00' };
		const trigger = new TriggerTest(org, { ...watchAccounts, options });
		expect(await trigger.poll()).toHaveLength(1);
		expect(await trigger.poll()).toEqual([]);
	});

	test('hands on all that share a timestamp, wherever pages end', async () => {
		const options = { pageSize: 7 };
		const trigger = new TriggerTest(org, { ...watchAccounts, options });
		await trigger.poll();
		const first = create(5, { Updated: '2030-01-01T10:00:00.001Z' });
		const many = create(40, { Updated: '2030-01-01T10:00:00.002Z' });
		const last = create(5, { Updated: '2030-01-01T10:00:00.003Z' });
		expect(await trigger.ids()).toEqual([...first, ...many, ...last]);
		expect(await trigger.ids()).toEqual([]);
	});

	test('hands on as many as allowed, the others later, in order', async () => {
		const options = { maxChanges: 10 };
		const trigger = new TriggerTest(org, { ...watchAccounts, options });
		await trigger.poll();
		const ids = create(25);
		const told = [await trigger.ids(), await trigger.ids(), await trigger.ids()];
		expect(told.map((some) => some.length)).toEqual([10, 10, 5]);
		expect(told.flat()).toEqual(ids);
	});

	test.each(['query', 'retrieve', 'login'])('moves nothing when %s fails', async (kind) => {
		const options = { retries: 0 };
		const trigger = new TriggerTest(org, { ...watchAccounts, options });
		await trigger.poll();
		const ids = create(2);
		const saved = trigger.saved;
		org.vendor.faults.add({ match: { kind }, do: { type: 'status', code: 503 } });
		expect(await trigger.error()).toContain('503');
		expect(trigger.saved).toBe(saved);
		expect(await trigger.ids()).toEqual(ids);
	});

	test('does not mind a logout that fails', async () => {
		const trigger = new TriggerTest(org, watchAccounts);
		await trigger.poll();
		const ids = create(1);
		org.vendor.faults.add({
			match: { kind: 'logout' },
			do: { type: 'status', code: 500, afterWork: true },
		});
		expect(await trigger.ids()).toEqual(ids);
	});

	test('starts anew for another entity', async () => {
		const trigger = new TriggerTest(org, watchAccounts);
		await trigger.poll();
		trigger.parameters = watchRecords('recordCreatedOrUpdated', 'PRODUCT');
		expect(await trigger.ids()).toEqual([]);
		const [id] = org.vendor.insert('PRODUCT', [{ Name: 'New' }]);
		expect(await trigger.ids()).toEqual([id]);
	});

	test('says so where the entity has no such timestamp', async () => {
		const trigger = new TriggerTest(org, watchRecords('recordCreatedOrUpdated', 'LEDGER'));
		const error = await trigger.error();
		expect(error).toContain('LEDGER has no field Updated');
		expect(error).toContain('Timestamp Field');
	});

	test('says so where there is no such entity', async () => {
		const trigger = new TriggerTest(org, watchRecords('recordCreatedOrUpdated', 'NOTHING'));
		expect(await trigger.error()).toContain('NOTHING');
	});

	test('goes by another field where one is named', async () => {
		const options = { timestampField: 'Created' };
		const trigger = new TriggerTest(org, { ...watchAccounts, options });
		await trigger.poll();
		await colleague.update('ACCOUNT', { Id: '3', C_Region: 'Elsewhere' });
		expect(await trigger.ids()).toEqual([]);
		expect(await trigger.ids()).toEqual([]);
		const ids = create(1);
		expect(await trigger.ids()).toEqual(ids);
	});

	test.each([
		['functionOnly', 'timestamp'],
		['dateOnly', 'day'],
	] as const)(
		'finds changes where timestamps must be written %s',
		async (timestampLiterals, timestampFormat) => {
			org.vendor.set({ timestampLiterals });
			const options = { timestampFormat, pageSize: 7 };
			const trigger = new TriggerTest(org, { ...watchAccounts, options });
			await trigger.poll();
			const ids = create(20);
			expect(await trigger.ids()).toEqual(ids);
			expect(await trigger.ids()).toEqual([]);
		},
	);

	test('lets several triggers poll at once on one credential', async () => {
		const triggers = ['A', 'B', 'C'].map((name) => new TriggerTest(org, watchAccounts, name));
		for (const trigger of triggers) await trigger.poll();
		const ids = create(3);
		const told = await Promise.all(triggers.map(async (trigger) => await trigger.ids()));
		expect(told).toEqual([ids, ids, ids]);
		expect(org.books().peakOpenSessions).toBeGreaterThan(2);
	});

	test('drains a backlog of 50,000 changes in order', async () => {
		const trigger = new TriggerTest(org, { ...watchAccounts, fields: ['Id'] });
		await trigger.poll();
		org.vendor.seedMany('ACCOUNT', 50_000);
		const told: string[] = [];
		for (let polls = 0; polls < 5; polls += 1) {
			told.push(...(await trigger.ids()));
			expect(trigger.saved.length).toBeLessThan(64_000);
		}
		expect(told).toHaveLength(50_000);
		expect(new Set(told).size).toBe(50_000);
		expect(await trigger.ids()).toEqual([]);
	});
});

describe('Record Created', () => {
	test('does not tell of changes', async () => {
		const trigger = new TriggerTest(org, watchRecords('recordCreated', 'ACCOUNT'));
		await trigger.poll();
		await colleague.update('ACCOUNT', { Id: '3', C_Region: 'Elsewhere' });
		const ids = create(1);
		expect(await trigger.ids()).toEqual(ids);
	});
});

describe('Record Updated', () => {
	test('does not tell of new records before they change', async () => {
		const trigger = new TriggerTest(org, watchRecords('recordUpdated', 'ACCOUNT'));
		await trigger.poll();
		const [id] = create(1);
		expect(await trigger.ids()).toEqual([]);
		await colleague.update('ACCOUNT', { Id: id, C_Region: 'Elsewhere' });
		expect(await trigger.ids()).toEqual([id]);
	});

	test('passes a page that holds nothing but new records', async () => {
		const options = { pageSize: 7 };
		const trigger = new TriggerTest(org, { ...watchRecords('recordUpdated', 'ACCOUNT'), options });
		await trigger.poll();
		create(30);
		await colleague.update('ACCOUNT', { Id: '3', C_Region: 'Elsewhere' });
		expect(await trigger.ids()).toEqual(['3']);
	});
});
