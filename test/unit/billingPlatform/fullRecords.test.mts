import { BillingError } from '../../../nodes/Billing/errors.js';
import type { RecordResult } from '../../../nodes/Billing/items/results.js';
import { withFullRecords } from '../../../nodes/Billing/systems/billingPlatform/fullRecords.js';
import { passTime } from '../clock.mjs';
import { accounts, FakeOrg, type OrgOptions } from './org.mjs';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const written = (...ids: string[]): RecordResult[] => ids.map((Id) => ({ id: Id, json: { Id } }));

async function complete(org: FakeOrg, results: RecordResult[]) {
	return await passTime(withFullRecords(org.client(), 'ACCOUNT', results));
}

/** An org where the rows can be read only from this call on. */
const lagging = (calls: number, options: OrgOptions = {}): FakeOrg =>
	new FakeOrg(0, {
		...options,
		before: (call, org) => {
			if (call === calls) org.rows = accounts(1, 3);
		},
	});

test('the whole records come back, each at the place of its result, by one call', async () => {
	const org = new FakeOrg(3);
	const { result, waited } = await complete(org, written('3', '1'));
	expect(result.map(({ json }) => json)).toEqual([
		{ Id: '3', Name: 'N0003', Status: 'CLOSED' },
		{ Id: '1', Name: 'N0001', Status: 'CLOSED' },
	]);
	expect(org.statements).toEqual(['ACCOUNT Id IN (3, 1)']);
	expect(waited).toBe(0);
});

test('what the write itself said is kept', async () => {
	const [result] = (await complete(new FakeOrg(1), [{ id: '1', json: { Id: '1', created: true } }]))
		.result;
	expect(result.json).toEqual({ Id: '1', Name: 'N0001', Status: 'CLOSED', created: true });
});

test('records that failed stay as they are and are not asked for', async () => {
	const error = new BillingError('no');
	const org = new FakeOrg(3);
	const { result } = await complete(org, [{ error }, ...written('2'), { json: {} }]);
	expect(result).toEqual([
		{ error },
		{ id: '2', json: { Id: '2', Name: 'N0002', Status: 'ACTIVE' } },
		{ json: {} },
	]);
	expect(org.statements).toEqual(['ACCOUNT/2']);
});

test('nothing is read where every record failed', async () => {
	const org = new FakeOrg(3);
	await complete(org, [{ error: new BillingError('no') }]);
	expect(org.statements).toEqual([]);
});

test('records that can be read only a moment later are waited for', async () => {
	const org = lagging(3);
	const { result, waited } = await complete(org, written('1'));
	expect(result[0].json).toHaveProperty('Name', 'N0001');
	expect(org.statements).toHaveLength(4);
	expect(waited).toBeGreaterThanOrEqual(3000);
	expect(waited).toBeLessThan(3500);
});

test('only those that are missing are asked for again', async () => {
	const org = new FakeOrg(accounts(1, 1), {
		before: (call, self) => {
			if (call === 1) self.rows = accounts(1, 3);
		},
	});
	await complete(org, written('1', '2', '3'));
	expect(org.statements).toEqual(['ACCOUNT Id IN (1, 2, 3)', 'ACCOUNT Id IN (2, 3)']);
});

test('the waiting has an end: then the Id alone comes back and the write stays good', async () => {
	const org = new FakeOrg(0);
	const { result, waited } = await complete(org, written('1'));
	expect(result).toEqual(written('1'));
	expect(waited).toBeLessThanOrEqual(5000);
});

test('a fault while reading back does not make the write look failed', async () => {
	const org = new FakeOrg(3, {
		before: () => {
			throw new BillingError('may not read', { status: 403 });
		},
	});
	expect((await complete(org, written('1'))).result).toEqual(written('1'));
});

test('a stop of the run while waiting does not hide what was written', async () => {
	const stop = new AbortController();
	const org = lagging(5, { signal: stop.signal });
	setTimeout(() => stop.abort(), 500);
	expect((await complete(org, written('1'))).result).toEqual(written('1'));
});
