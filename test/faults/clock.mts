import { AsyncLocalStorage } from 'node:async_hooks';
import { ClientRequest } from 'node:http';

/** Shorter ones are no pause of anybody's, and longer ones are time-outs: the node pauses in naps. */
const SHORTEST_MS = 20;
const LONGEST_MS = 1000;
const FASTER = 50;
/** The node's own, by default. */
const TIMEOUT_MS = 60_000;

/**
 * The clock of one n8n beside others in the same process: pauses between requests pass fifty times as fast, and it
 * can be set to another time, as a clock on the wall can. Time-outs of requests run out when a test says so, and not
 * because the machine is busy.
 */
export class Clock {
	private skipped = 0;
	private jumped = 0;
	private faster = FASTER;
	private inPause?: () => void;
	/** What requests met, for who wants to know why a cell is broken. */
	readonly errors: string[] = [];
	private readonly waiting = new Set<ClientRequest>();

	/** Does `work`, with all that hangs on it, by this clock. */
	async within<T>(work: () => Promise<T>): Promise<T> {
		install();
		return await scope.run(this, work);
	}

	/** Sets the clock on the wall to another time; what counts milliseconds knows nothing of it. */
	jump(ms: number): void {
		this.jumped += ms;
	}

	/** Lets the time-outs of all requests that wait for their answer run out now. */
	expireRequests(): void {
		for (const request of this.waiting) request.emit('timeout');
		// Ours for the rest of an answer is no timer of the request.
		this.skip(TIMEOUT_MS);
	}

	watch(request: ClientRequest): void {
		this.waiting.add(request);
		request.once('error', (error) => this.errors.push(String(error)));
		request.once('close', () => this.waiting.delete(request));
	}

	/** Does something once, when the next pause has begun. */
	atPause(run: () => void): void {
		this.inPause = run;
	}

	/** Lets pauses take the time they take, until the next reset. */
	slowDown(): void {
		this.faster = 1;
	}

	reset(): void {
		this.faster = FASTER;
		this.jumped = 0;
		this.errors.length = 0;
		this.inPause = undefined;
	}

	now(): number {
		return realNow() + this.skipped + this.jumped;
	}

	monotonic(): number {
		return realPerformance() + this.skipped;
	}

	/** @returns how long to wait in the place of a pause */
	shorten(ms: number): number {
		if (ms < SHORTEST_MS || ms > LONGEST_MS || this.waiting.size > 0) return ms;
		const run = this.inPause;
		this.inPause = undefined;
		run?.();
		return ms / this.faster;
	}

	skip(ms: number): void {
		this.skipped += ms;
	}
}

const scope = new AsyncLocalStorage<Clock>();
const realNow = Date.now.bind(Date);
const realPerformance = performance.now.bind(performance);
const realTimeout = globalThis.setTimeout;
const realRequestTimeout = ClientRequest.prototype.setTimeout;
let isInstalled = false;

function install(): void {
	if (isInstalled) return;
	isInstalled = true;
	Date.now = () => scope.getStore()?.now() ?? realNow();
	performance.now = () => scope.getStore()?.monotonic() ?? realPerformance();
	globalThis.Date = new Proxy(Date, {
		construct: (target, values, newTarget) =>
			Reflect.construct(target, values.length > 0 ? values : [target.now()], newTarget) as Date,
	});
	const shortened = (run: (...values: unknown[]) => void, ms = 0, ...values: unknown[]) => {
		const clock = scope.getStore();
		if (!clock) return realTimeout(run, ms, ...values);
		const wait = clock.shorten(ms);
		return realTimeout(() => {
			clock.skip(ms - wait);
			run(...values);
		}, wait);
	};
	ClientRequest.prototype.setTimeout = function (this: ClientRequest, ...values) {
		scope.getStore()?.watch(this);
		return realRequestTimeout.apply(this, values);
	};
	globalThis.setTimeout = Object.assign(shortened, realTimeout) as typeof setTimeout;
}
