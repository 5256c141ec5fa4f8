import type { Fault } from '../sandbox/index.mjs';
import { BillingTest } from './support/billingTest.mjs';
import { bothOutputsOf, errorOf, newAccounts, outputOf, recordStep } from './support/oneNode.mjs';
import { mappedAutomatically } from './support/workflows.mjs';

let billingTest: BillingTest;

beforeEach(async () => {
	billingTest = await BillingTest.create();
});
afterEach(async () => {
	expect(billingTest.books().openSessions).toBe(0);
	await billingTest.stop();
});

describe('an answer', () => {
	const getMany = recordStep('getAll', 'ACCOUNT', { parameters: { limit: 3 } });
	const create = recordStep('create', 'ACCOUNT', {
		parameters: { ...mappedAutomatically(), options: { batchSize: 2, retries: 0 } },
		records: newAccounts(6),
	});
	const ANSWERS: Array<[string, Fault, RegExp]> = [
		['that is a web page', { type: 'html' }, /web page came back.*Check the base URL/],
		['that is empty', { type: 'empty' }, /sent an empty answer/],
		['cut in the middle', { type: 'truncate', how: 'short' }, /is not complete JSON/],
		['that is no JSON', { type: 'garbage' }, /is not complete JSON/],
	];

	test.each(ANSWERS)('%s to a read is told', async (_, fault, reason) => {
		billingTest.vendor.faults.add({ match: { kind: 'retrieve' }, do: fault, times: 'always' });
		expect(await errorOf(billingTest, getMany)).toMatch(reason);
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1 });
	});

	test.each(ANSWERS)('%s to the login is told', async (_, fault, reason) => {
		billingTest.vendor.faults.add({ match: { kind: 'login' }, do: fault, times: 'always' });
		expect(await errorOf(billingTest, getMany)).toMatch(reason);
		expect(billingTest.books()).toMatchObject({ callsBy: { login: 1, retrieve: 0 } });
		billingTest.vendor.expireSessions();
	});

	test.each([
		...ANSWERS,
		['with one result too few', { type: 'dropResult' }, /sent 1 results for 2 records/] as const,
	])(
		'%s to a write stops the run, which says what was written, what may be and what was not sent',
		async (_, fault, reason) => {
			billingTest.vendor.faults.add({ match: { kind: 'create', nth: 2 }, do: fault });
			const text = await errorOf(billingTest, create);
			expect(text).toMatch(reason);
			expect(text).toContain('Committed: item 0–1 (Id 41–42).');
			expect(text).toContain('May have been committed, look before you send them again: item 2–3.');
			expect(text).toContain('Not sent: item 4–5.');
			expect(billingTest.books()).toMatchObject({ callsBy: { create: 2 } });
		},
	);

	test.each([
		...ANSWERS,
		['with one result too few', { type: 'dropResult' }, /sent 1 results/] as const,
	])(
		'%s to a write fails its records alone where the node goes on, and says that they may be written',
		async (_, fault) => {
			billingTest.vendor.faults.add({ match: { kind: 'create', nth: 2 }, do: fault });
			const { good, failed } = await bothOutputsOf(billingTest, create);
			expect(good).toHaveLength(4);
			expect(failed).toMatchObject([
				{ C_CrmId: 'T-3', details: { mayHaveHappened: true } },
				{ C_CrmId: 'T-4', details: { mayHaveHappened: true } },
			]);
		},
	);

	test('with one result too many is an error with the reply attached', async () => {
		billingTest.vendor.faults.add({ match: { kind: 'create' }, do: { type: 'extraResult' } });
		const text = await errorOf(billingTest, create);
		expect(text).toContain('sent 3 results for 2 records');
		expect(text).toContain('"createResponse"');
	});

	test('that says it is no JSON, and is, is read', async () => {
		billingTest.vendor.faults.add({ match: { kind: 'retrieve' }, do: { type: 'badContentType' } });
		expect(await outputOf(billingTest, getMany)).toHaveLength(3);
	});
});
