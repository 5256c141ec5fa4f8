import { CancelledError } from '../../../nodes/Billing/errors.js';
import {
	type HttpAnswer,
	type HttpRequest,
	NetworkError,
} from '../../../nodes/Billing/http/http.js';
import { Lanes } from '../../../nodes/Billing/http/lane.js';
import { type Pace, paced } from '../../../nodes/Billing/http/pace.js';

const ok: HttpAnswer = { status: 200, headers: {}, body: '' };
const refused = (status: number, retryAfter?: string): HttpAnswer => ({
	status,
	headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
	body: '',
});

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

let count = 0;

/** A server of its own for each test, that notes when requests arrive and answers after `latency` ms. */
class Server {
	readonly org = `https://billing.example.com/org${(count += 1)}`;
	readonly arrivals: Array<{ name: string; at: number }> = [];
	readonly begun = performance.now();
	latency = 20;
	/** Answers to the next requests; after them all is well. */
	readonly replies: Array<HttpAnswer | Error> = [];
	private underWay = 0;
	peak = 0;

	/** One user of the server: a run, a poll, an editor list. */
	user(pace: Partial<Pace> = {}, signal?: AbortSignal) {
		const all: Pace = { of: this.org, perSecond: 15, atOnce: 8, ...pace };
		const send = paced(async (request) => await this.answer(request), all, signal);
		return async (name = '', urgent?: boolean): Promise<HttpAnswer> =>
			await send({
				method: 'GET',
				url: `${this.org}/rest?name=${name}`,
				headers: {},
				timeout: 1000,
				...(urgent !== undefined && { urgent }),
			});
	}

	get times(): number[] {
		return this.arrivals.map(({ at }) => at);
	}

	get names(): string[] {
		return this.arrivals.map(({ name }) => name);
	}

	/** How many arrived in the busiest second. */
	get busiest(): number {
		const within = (from: number): number =>
			this.times.filter((at) => at >= from && at < from + 1000).length;
		return Math.max(...this.times.map(within));
	}

	private async answer({ url }: HttpRequest): Promise<HttpAnswer> {
		const reply = this.replies.shift() ?? ok;
		this.arrivals.push({ name: url.split('=')[1], at: performance.now() - this.begun });
		this.peak = Math.max(this.peak, (this.underWay += 1));
		await new Promise((resolve) => setTimeout(resolve, this.latency));
		this.underWay -= 1;
		if (reply instanceof Error) throw reply;
		return reply;
	}
}

const times = async <T,>(n: number, work: (index: number) => Promise<T>): Promise<T[]> =>
	await Promise.all(Array.from({ length: n }, async (_, index) => await work(index)));

const wait = async (ms: number): Promise<void> => await jest.advanceTimersByTimeAsync(ms);

describe('the limit of requests a second', () => {
	test('does not slow down as many requests as a second may have', async () => {
		const server = new Server();
		const call = server.user({ atOnce: 0 });
		const sent = times(15, async () => await call());
		await wait(20);
		await sent;
		expect(server.times).toEqual(Array(15).fill(0));
	});

	test('does not slow down requests that go one after the other, slowly enough', async () => {
		const server = new Server();
		server.latency = 100;
		const call = server.user();
		void (async () => {
			for (let n = 0; n < 30; n++) await call();
		})();
		await wait(3000);
		expect(server.times).toEqual(Array.from({ length: 30 }, (_, n) => n * 100));
	});

	test.each([0, 20, 300, 700, 3000])(
		'holds in every second, whoever sends, with answers after %d ms',
		async (latency) => {
			const server = new Server();
			server.latency = latency;
			const users = [server.user(), server.user(), server.user()];
			const sent = times(90, async (n) => await users[n % 3]());
			await wait(60_000);
			await sent;
			expect(server.arrivals).toHaveLength(90);
			expect(server.busiest).toBeLessThanOrEqual(15);
			expect(server.peak).toBeLessThanOrEqual(8);
		},
	);

	test('is reached: the wait is no longer than it must be', async () => {
		const server = new Server();
		const call = server.user();
		const sent = times(90, async () => await call());
		await wait(10_000);
		await sent;
		// 75 requests after the first 15, each 15 of them a second and the time of an answer later.
		expect(server.times.at(-1)).toBeLessThan(5 * 1020 + 5 * 60);
	});

	test('counts a request that was long on its way when it may have arrived', async () => {
		const server = new Server();
		server.latency = 400;
		const call = server.user({ perSecond: 1 });
		const sent = times(2, async () => await call());
		await wait(5000);
		await sent;
		expect(server.times[1]).toBeGreaterThanOrEqual(1400);
	});

	test('is that of the org alone', async () => {
		const [busy, idle] = [new Server(), new Server()];
		const sent = times(40, async () => await busy.user()());
		await wait(100);
		const begun = performance.now();
		void idle.user()();
		await wait(0);
		expect(idle.times).toEqual([begun - idle.begun]);
		await wait(5000);
		await sent;
	});

	test('does not hold back those who have switched it off, and they count for the others', async () => {
		const server = new Server();
		const free = server.user({ perSecond: 0, atOnce: 0 });
		const all = times(40, async () => await free('free'));
		const one = server.user()('limited');
		await wait(900);
		expect(server.names).toEqual(Array(40).fill('free'));
		expect(server.peak).toBe(40);
		await wait(1000);
		await Promise.all([all, one]);
		expect(server.names.at(-1)).toBe('limited');
	});
});

describe('those who wait', () => {
	test('go in the order in which they came, whichever run they belong to', async () => {
		const server = new Server();
		const [first, second] = [server.user({ perSecond: 2 }), server.user({ perSecond: 2 })];
		const many = times(6, async (n) => await first(`a${n}`));
		await wait(0);
		const few = second('b');
		const more = first('a6');
		await wait(6000);
		await Promise.all([many, few, more]);
		expect(server.names).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'b', 'a6']);
	});

	test('are no more than 8 at once under way, and an answer makes room at once', async () => {
		const server = new Server();
		server.latency = 60_000;
		const call = server.user();
		const sent = times(9, async () => await call());
		await wait(59_990);
		expect(server.arrivals).toHaveLength(8);
		await wait(10);
		expect(server.times.at(-1)).toBe(60_000);
		await wait(60_000);
		await sent;
	});

	test('get room also after a request that failed', async () => {
		const server = new Server();
		server.replies.push(new NetworkError('broke'));
		const call = server.user({ atOnce: 1 });
		const failed = call().catch((error: unknown) => error);
		const next = call();
		await wait(100);
		expect(await failed).toBeInstanceOf(NetworkError);
		expect(await next).toBe(ok);
	});

	test('are overtaken by a logout', async () => {
		const server = new Server();
		const call = server.user({ perSecond: 1 });
		const sent = times(10, async (n) => await call(String(n)));
		await wait(500);
		const out = call('out', true);
		await wait(600);
		await out;
		expect(server.names).toEqual(['0', 'out']);
		await wait(20_000);
		await sent;
	});

	test('stop waiting at once when their run is cancelled, and hold up nobody', async () => {
		const server = new Server();
		const run = new AbortController();
		const cancelled = server.user({ perSecond: 1 }, run.signal);
		const first = cancelled('first');
		const gone = times(3, async () => await cancelled('gone').catch((error: unknown) => error));
		const next = server.user({ perSecond: 1 })('next');
		await wait(100);
		run.abort();
		// Without any time going by.
		expect(await gone).toEqual(Array(3).fill(expect.any(CancelledError)));
		await wait(2000);
		await Promise.all([first, next]);
		expect(server.names).toEqual(['first', 'next']);
	});

	test('are not even queued when the run was cancelled before', async () => {
		const server = new Server();
		const call = server.user({}, AbortSignal.abort());
		await expect(call()).rejects.toBeInstanceOf(CancelledError);
		expect(server.arrivals).toEqual([]);
	});
});

describe('a logout', () => {
	test('goes out though its run was cancelled', async () => {
		const server = new Server();
		const out = server.user({}, AbortSignal.abort())('out', true);
		await wait(100);
		expect(await out).toBe(ok);
	});

	test.each([
		['a long pause', { replies: [refused(429, '60')], latency: 20, atOnce: 8 }],
		['slow answers of others', { replies: [], latency: 60_000, atOnce: 1 }],
	])('does not wait for the end of %s', async (_, { replies, atOnce, latency }) => {
		const server = new Server();
		server.latency = latency;
		server.replies.push(...replies);
		const call = server.user({ atOnce });
		void call('first');
		await wait(100);
		void call('out', true);
		await wait(2100);
		expect(server.names).toEqual(['first', 'out']);
		await wait(120_000);
	});
});

describe('too many requests', () => {
	test.each([
		['429', refused(429, '3')],
		['503 with a time to come back', refused(503, '3')],
	])('(%s) makes all users of the server wait as long as it asks', async (_, reply) => {
		const server = new Server();
		server.replies.push(reply);
		const users = [server.user(), server.user({ perSecond: 0, atOnce: 0 })];
		void users[0]('refused');
		await wait(20);
		const sent = times(2, async (n) => await users[n]());
		await wait(2999);
		expect(server.names).toEqual(['refused']);
		await wait(100);
		await sent;
		expect(server.arrivals).toHaveLength(3);
	});

	test.each([
		['500', refused(500)],
		['503 without a time to come back', refused(503)],
	])('is not what %s says', async (_, reply) => {
		const server = new Server();
		server.replies.push(reply);
		void server.user()();
		await wait(20);
		void server.user()();
		await wait(0);
		expect(server.times).toEqual([0, 20]);
		await wait(100);
	});

	test('is also what a vendor says in words of its own', async () => {
		const server = new Server();
		server.replies.push({ ...ok, body: 'slow down' });
		const call = server.user({ isThrottle: ({ body }) => body === 'slow down' });
		void call();
		await wait(20);
		void call();
		await wait(499);
		expect(server.arrivals).toHaveLength(1);
		await wait(100);
		expect(server.arrivals).toHaveLength(2);
	});

	test('without a time to wait: the pause doubles with each refusal in a row', async () => {
		const server = new Server();
		server.replies.push(refused(429), refused(429), refused(429), ok, refused(429));
		// Half of this, three times over, is still more than one after the other.
		const call = server.user({ perSecond: 1000 });
		void (async () => {
			for (let n = 0; n < 6; n++) await call();
		})();
		await wait(60_000);
		const gaps = server.times.slice(1).map((at, index) => at - server.times[index]);
		expect(gaps.map((gap) => Math.floor(gap / 500) * 500)).toEqual([500, 1000, 2000, 0, 500]);
	});

	test('said to many at once is one refusal', async () => {
		const server = new Server();
		server.replies.push(...Array<HttpAnswer>(8).fill(refused(429)));
		const call = server.user();
		void times(8, async () => await call());
		await wait(20);
		void call('next');
		await wait(499);
		expect(server.arrivals).toHaveLength(8);
		await wait(1100);
		expect(server.names.at(-1)).toBe('next');
	});

	test('halves the rate, which recovers', async () => {
		const server = new Server();
		server.replies.push(refused(429, '1'));
		const call = server.user({ perSecond: 16 });
		void call();
		await wait(20);
		void times(400, async () => await call());
		await wait(60_000);
		const inSecondFrom = (from: number): number =>
			server.times.filter((at) => at >= from && at < from + 1000).length;
		expect(server.times[1]).toBeGreaterThanOrEqual(1020);
		expect([8, 9]).toContain(inSecondFrom(1020));
		expect(inSecondFrom(10_000)).toBeGreaterThanOrEqual(15);
		expect(server.arrivals).toHaveLength(401);
	});

	test('with a time to wait of more than five minutes holds up nobody: each hears it', async () => {
		const server = new Server();
		server.replies.push(refused(429, '301'));
		const call = server.user();
		void call();
		await wait(20);
		void call();
		await wait(1000);
		expect(server.arrivals).toHaveLength(2);
	});
});

test('of an org that is idle nothing is kept', async () => {
	const lanes = new Lanes();
	const limits = { perSecond: 15, atOnce: 8 };
	for (let org = 0; org < 100; org++) {
		const lane = lanes.to(`org ${org}`);
		const sent = await lane.enter(limits, false);
		lane.leave(sent, { tooMany: org === 7, pause: 1000 });
	}
	expect(lanes.size).toBe(100);
	await wait(2000);
	lanes.to('another');
	// The slow one is remembered until it is fast again.
	expect(lanes.size).toBe(2);
	await wait(61_000);
	lanes.to('one more');
	expect(lanes.size).toBe(1);
});

test('requests without an org are paced by address, whatever their query', async () => {
	const server = new Server();
	server.replies.push(refused(429, '2'));
	const call = server.user({ of: undefined });
	void call('refused');
	await wait(20);
	void call('other');
	await wait(1900);
	expect(server.names).toEqual(['refused']);
	await wait(200);
	expect(server.names).toEqual(['refused', 'other']);
	await wait(100);
});
