import { BillingError } from '../../../nodes/Billing/errors.js';
import { type HttpAnswer, NetworkError } from '../../../nodes/Billing/http/http.js';
import { pause } from '../../../nodes/Billing/http/pause.js';
import { type RetryPolicy, sendWithRetries } from '../../../nodes/Billing/http/retry.js';
import { passTime } from '../clock.mjs';

type Reply = HttpAnswer | Error;

const answer = (status: number, headers: Record<string, string> = {}): HttpAnswer => ({
	status,
	headers,
	body: '',
});
const ok = answer(200);
const refused = new NetworkError('no connection', { code: 'ECONNREFUSED', outcome: 'refused' });
const reset = new NetworkError('broke', { code: 'ECONNRESET', outcome: 'unknown' });
const timedOut = new NetworkError('slow', { code: 'ETIMEDOUT', outcome: 'unknown' });

beforeEach(() => {
	jest.useFakeTimers();
	jest.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
	jest.restoreAllMocks();
	jest.useRealTimers();
});

/** Gives one reply after the other, the last one for ever. */
function server(...replies: Reply[]): { send: () => Promise<HttpAnswer>; calls: number[] } {
	const calls: number[] = [];
	const send = async (): Promise<HttpAnswer> => {
		const reply = replies[Math.min(calls.length, replies.length - 1)];
		calls.push(Date.now());
		if (reply instanceof Error) throw reply;
		return await Promise.resolve(reply);
	};
	return { send, calls };
}

async function run(replies: Reply[], policy: Partial<RetryPolicy> = {}) {
	const { send, calls } = server(...replies);
	const sent = sendWithRetries(send, { safety: 'once', retries: 4, ...policy });
	const outcome = sent.catch((error: unknown) => error);
	const { result, waited } = await passTime(outcome);
	const gaps = calls.slice(1).map((at, index) => at - calls[index]);
	return { result, waited, tries: calls.length, gaps };
}

describe('a write that may happen only once', () => {
	test.each([
		['the connection was never made', refused],
		['there were too many requests', answer(429)],
		['the vendor was away and said when to come back', answer(503, { 'retry-after': '1' })],
	])('is sent again when %s', async (_, reply) => {
		expect(await run([reply, ok])).toMatchObject({ result: ok, tries: 2 });
	});

	test.each([
		['a time-out', timedOut],
		['a broken connection', reset],
	])('is not sent again after %s', async (_, reply) => {
		expect(await run([reply, ok])).toMatchObject({ result: reply, tries: 1 });
	});

	test.each([400, 401, 404, 500, 502, 503, 504])(
		'is not sent again after status %d',
		async (status) => {
			expect(await run([answer(status), ok])).toMatchObject({ result: { status }, tries: 1 });
		},
	);

	test('is not sent again after a 503 whose Retry-After means nothing', async () => {
		const reply = answer(503, { 'retry-after': 'soon' });
		expect(await run([reply, ok])).toMatchObject({ result: reply, tries: 1 });
	});
});

describe.each(['read', 'repeatable'] as const)('a request that is %s', (safety) => {
	test.each([
		['a broken connection', reset],
		['a time-out', timedOut],
		['no connection', refused],
		['status 502', answer(502)],
		['status 503', answer(503)],
		['status 504', answer(504)],
		['status 429', answer(429)],
	])('is sent again after %s', async (_, reply) => {
		expect(await run([reply, ok], { safety })).toMatchObject({ result: ok, tries: 2 });
	});

	test.each([400, 401, 403, 404, 500])('is not sent again after status %d', async (status) => {
		expect(await run([answer(status), ok], { safety })).toMatchObject({ tries: 1 });
	});

	test('waits for one time-out more and no further', async () => {
		expect(await run([timedOut], { safety })).toMatchObject({ result: timedOut, tries: 2 });
	});
});

test('an answer that is good is not asked for twice', async () => {
	expect(await run([ok], { safety: 'read' })).toMatchObject({ tries: 1, waited: 0 });
});

test('gives the last answer when all tries are used up', async () => {
	expect(await run([answer(429)], { retries: 2 })).toMatchObject({
		result: { status: 429 },
		tries: 3,
	});
	expect(await run([refused], { retries: 2 })).toMatchObject({ result: refused, tries: 3 });
});

test('with no retries allowed sends once', async () => {
	expect(await run([answer(429), ok], { retries: 0 })).toMatchObject({ tries: 1 });
});

test('an error that is not about the network is passed on at once', async () => {
	const error = new BillingError('The run is over');
	expect(await run([error, ok], { safety: 'read' })).toMatchObject({ result: error, tries: 1 });
});

describe('the pause', () => {
	test('doubles from try to try', async () => {
		const { gaps } = await run([answer(429)], { retries: 4 });
		// The clock of the test moves in steps of 100 ms.
		expect(gaps.map((gap) => Math.round(gap / 500) * 500)).toEqual([500, 1000, 2000, 4000]);
	});

	test('never grows beyond half a minute', async () => {
		const { gaps } = await run([answer(429)], { retries: 10 });
		expect(Math.max(...gaps)).toBeLessThan(30_200);
		expect(gaps.at(-1)).toBeGreaterThanOrEqual(30_000);
	});

	test('differs by chance, so that parallel runs do not come back together', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(0);
		const [early] = (await run([answer(429), ok])).gaps;
		jest.spyOn(Math, 'random').mockReturnValue(0.999);
		const [late] = (await run([answer(429), ok])).gaps;
		expect(late - early).toBeGreaterThan(100);
	});

	test.each([429, 503])('is what Retry-After asks for in seconds (status %d)', async (status) => {
		const { gaps } = await run([answer(status, { 'retry-after': '7' }), ok]);
		expect(gaps[0]).toBeGreaterThanOrEqual(7000);
		expect(gaps[0]).toBeLessThan(7200);
	});

	test('is what Retry-After asks for as a date', async () => {
		jest.setSystemTime(new Date('2026-03-01T10:00:00Z'));
		const { gaps } = await run([
			answer(503, { 'retry-after': 'Sun, 01 Mar 2026 10:00:12 GMT' }),
			ok,
		]);
		expect(gaps[0]).toBeGreaterThanOrEqual(12_000);
		expect(gaps[0]).toBeLessThan(12_200);
	});

	test('is none where Retry-After names a date that is past', async () => {
		jest.setSystemTime(new Date('2026-03-01T10:00:00Z'));
		const { tries, waited } = await run([
			answer(503, { 'retry-after': 'Sun, 01 Mar 2026 09:00:00 GMT' }),
			ok,
		]);
		expect({ tries, waited }).toEqual({ tries: 2, waited: 0 });
	});

	test.each(['301', 'Sun, 01 Mar 2026 11:00:00 GMT'])(
		'is not waited for when it would last beyond five minutes (%s)',
		async (value) => {
			jest.setSystemTime(new Date('2026-03-01T10:00:00Z'));
			const { tries, waited } = await run([answer(429, { 'retry-after': value }), ok], {
				safety: 'read',
			});
			expect({ tries, waited }).toEqual({ tries: 1, waited: 0 });
		},
	);

	test('of exactly five minutes is waited for', async () => {
		expect(await run([answer(429, { 'retry-after': '300' }), ok])).toMatchObject({ tries: 2 });
	});

	test('ends with an error soon after the run was stopped', async () => {
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 1000);
		const { result, waited, tries } = await run([answer(429, { 'retry-after': '200' }), ok], {
			signal: stop.signal,
		});
		expect(result).toMatchObject({ name: 'CancelledError' });
		expect(tries).toBe(1);
		expect(waited).toBeLessThanOrEqual(1300);
	});

	test('does not get longer where the clock is set back meanwhile', async () => {
		let isOver = false;
		void pause(1000).then(() => (isOver = true));
		await jest.advanceTimersByTimeAsync(300);
		jest.setSystemTime(0);
		await jest.advanceTimersByTimeAsync(1000);
		expect(isOver).toBe(true);
	});

	test('that is over when the run was stopped does not go on to the next try', async () => {
		const stop = new AbortController();
		const waiting = pause(100, stop.signal);
		stop.abort();
		const { result } = await passTime(waiting.catch((error: unknown) => error));
		expect(result).toMatchObject({ name: 'CancelledError' });
	});
});

describe('what became of a write whose answer was lost', () => {
	test('stays unknown when the run is stopped before the next try', async () => {
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 100);
		const policy = { safety: 'repeatable', signal: stop.signal } as const;
		const { result } = await run([reset, ok], policy);
		expect(result).toMatchObject({ name: 'CancelledError', outcome: 'unknown' });
	});

	test('stays unknown when the next try finds no connection', async () => {
		const { result } = await run([reset, refused], { safety: 'repeatable', retries: 1 });
		expect(result).toMatchObject({ name: 'NetworkError', outcome: 'unknown' });
	});

	test('is told to who reads the answer to the next try', async () => {
		const refusal = answer(403);
		const policy = { safety: 'repeatable', retries: 1 } as const;
		expect((await run([reset, refusal], policy)).result).toEqual({
			...refusal,
			isAfterLostAnswer: true,
		});
		expect((await run([refusal], policy)).result).toEqual(refusal);
	});
});
