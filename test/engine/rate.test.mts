import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { setTimeout } from 'node:timers/promises';
import type { LoggedRequest } from '../sandbox/index.mjs';
import { BillingTest } from './support/billingTest.mjs';
import { cloudStep } from './support/cloudTest.mjs';
import { draftOn, SEARCH_ENTITIES } from './support/draft.mjs';
import { byId, ids, outputOf, recordStep, runStep, type Step } from './support/oneNode.mjs';
import { TriggerTest, watchRecords } from './support/triggers.mjs';

let billingTest: BillingTest;

beforeEach(async () => {
	// Answers take their time, so that the runs are at work together.
	billingTest = await BillingTest.create({ latencyMs: 150 });
});
afterEach(async () => {
	expect(billingTest.books().openSessions).toBe(0);
	await billingTest.stop();
});

const someIds: IDataObject[] = ids(1, 2);

/** A login, a call for each item, a logout. */
const get = (options: INodeParameters = {}): Step =>
	recordStep('get', 'ACCOUNT', {
		parameters: { ...byId, options: { batchSize: 1, ...options } },
		records: someIds,
	});

const times = async <T,>(n: number, work: () => Promise<T>): Promise<T[]> =>
	await Promise.all(Array.from({ length: n }, work));

const beganAt = ({ at }: LoggedRequest): number => Date.parse(at);
const endedAt = (request: LoggedRequest): number => beganAt(request) + request.milliseconds;

/** How many requests came in the busiest second of a log. */
function busiestSecond(log: readonly LoggedRequest[]): number {
	const arrivals = log.map(beganAt);
	const within = (from: number): number =>
		arrivals.filter((at) => at >= from && at < from + 1000).length;
	return Math.max(...arrivals.map(within));
}

describe('ten runs at once', () => {
	test('send at most 15 requests in any second and 8 at the same time, logins and logouts included', async () => {
		await times(10, async () => await outputOf(billingTest, get({ maxRequestsPerSecond: 15 })));
		const log = billingTest.vendor.log.read();
		expect(log).toHaveLength(10 * 4);
		expect(busiestSecond(log)).toBeLessThanOrEqual(15);
		expect(billingTest.books().peakConcurrency).toBeLessThanOrEqual(8);
	});

	test('send as they come with 0', async () => {
		await times(10, async () => await outputOf(billingTest, get({ maxRequestsPerSecond: 0 })));
		expect(busiestSecond(billingTest.vendor.log.read())).toBeGreaterThan(15);
		expect(billingTest.books().peakConcurrency).toBeGreaterThan(8);
	});
});

test('a trigger and a run share the limit', async () => {
	const options = { maxRequestsPerSecond: 6 };
	const trigger = new TriggerTest(
		billingTest,
		watchRecords('recordCreatedOrUpdated', 'ACCOUNT', { options }),
	);
	await Promise.all([trigger.poll(), outputOf(billingTest, get(options))]);
	const log = billingTest.vendor.log.read();
	expect(log.filter(({ kind }) => kind === 'login')).toHaveLength(2);
	expect(busiestSecond(log)).toBeLessThanOrEqual(6);
});

test.each([-1, 0.5])('a limit of %p is refused before anything is sent', async (limit) => {
	const { error } = await runStep(billingTest, get({ maxRequestsPerSecond: limit }));
	expect(error?.message).toContain('Max Requests per Second: expected a whole number');
	expect(billingTest.books().calls).toBe(0);
});

describe('a run that waits for its turn', () => {
	test('ends at once when it is cancelled, and logs out', async () => {
		const step = get({ maxRequestsPerSecond: 1 });
		const result = await runStep(billingTest, { ...step, run: { cancelWhen: 400 } });
		expect(result.status).toBe('canceled');
		expect(billingTest.books()).toMatchObject({ calls: 2, logins: 1, logouts: 1 });
		// The logout keeps to the limit too.
		expect(result.durationMs).toBeLessThan(2000);
	});
});

/** No request came while the pause lasted that an answer had asked for, and some came after it. */
function expectPauseAfter(refused: LoggedRequest, log: readonly LoggedRequest[], ms: number): void {
	const told = endedAt(refused);
	// Those that left before the answer was there do not count. Without a pause each run would send more.
	const later = log.map(beganAt).filter((at) => at > told + 200);
	expect(later.filter((at) => at < told + ms - 10)).toEqual([]);
	expect(later).not.toHaveLength(0);
}

describe('a 429', () => {
	/** @returns once it is there */
	async function refusal(): Promise<LoggedRequest> {
		const begun = Date.now();
		for (;;) {
			const refused = billingTest.vendor.log.read().find(({ status }) => status === 429);
			if (refused) return refused;
			if (Date.now() - begun > 10_000) throw new Error('Nothing was refused');
			await setTimeout(10);
		}
	}

	beforeEach(() => {
		billingTest.vendor.faults.add({
			match: { kind: 'retrieve', nth: 3 },
			do: { type: 'status', code: 429, headers: { 'retry-after': '1' } },
		});
	});

	test('to one run makes the other runs wait too', async () => {
		await times(4, async () => await outputOf(billingTest, get()));
		expectPauseAfter(await refusal(), billingTest.vendor.log.read(), 1000);
	});

	test('makes triggers and lists of the editor wait too', async () => {
		const run = outputOf(billingTest, { ...get(), records: ids(1, 2, 3) });
		const told = await refusal();
		await setTimeout(20);
		const trigger = new TriggerTest(billingTest, watchRecords('recordCreated', 'ACCOUNT'));
		await Promise.all([
			trigger.poll(),
			billingTest.engine.editor.listSearch(draftOn(''), SEARCH_ENTITIES, {}),
		]);
		await run;
		const log = billingTest.vendor.log.read();
		expectPauseAfter(told, log, 1000);
		expect(billingTest.books().logins).toBe(3);
	});
});

describe('CloudBilling', () => {
	const customers = cloudStep('customer', 'get', { customerCode: '101001' });
	const THROTTLED = 'Too many requests. Please try again later.';

	test.each([
		['429', { type: 'status', code: 429, headers: { 'retry-after': '1' } }, 1000],
		['a Fault that says so', { type: 'soapFault', status: 500, text: THROTTLED }, 500],
	] as const)('%s makes the other runs wait too', async (_, fault, ms) => {
		const { cloud } = billingTest;
		const kind = 'CustomerGetByCode';
		cloud.faults.add({ match: { kind, nth: 3 }, do: fault });
		const step = { ...customers, records: [{}, {}, {}] };
		await times(3, async () => await runStep(billingTest, step));
		const log = cloud.log.read();
		const told = log.filter((request) => request.kind === kind)[2];
		expect(told.fault).toBe(fault.type);
		expectPauseAfter(told, log, ms);
	});
});
