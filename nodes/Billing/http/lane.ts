import { sleep } from 'n8n-workflow';

import { CancelledError } from '../errors';
import { Throttle } from './throttle';

/** How many requests a vendor wants to have. */
export interface Limits {
	/** 0 for as many as come, until the vendor itself asks for less. */
	perSecond: number;
	/** How many may be under way together; 0 for any number. */
	atOnce: number;
}

/** A request that has left. */
export interface Sent {
	readonly at: number;
	readonly limits: Limits;
	answeredAt?: number;
}

/** What an answer says about the number of requests. */
export interface Verdict {
	tooMany: boolean;
	/** The pause that the server asks for, in milliseconds. */
	pause?: number;
}

interface Turn {
	readonly limits: Limits;
	readonly urgent: boolean;
	readonly since: number;
	go(sent: Sent): void;
}

const SECOND_MS = 1000;
/** A request reaches the server before its answer comes, and within this; a second later it counts no more. */
const LONGEST_WAY_MS = 500;
const NAP_MS = 50;
/** Longer than this no urgent request waits for a pause to end, or for others to be answered. */
const LONGEST_URGENT_WAIT_MS = 2_000;
/** What a throttle halves where there was no limit, unless more was sent. */
const UNLIMITED_RATE = 16;

/**
 * The way to one server, for the whole process: requests leave in the order in which they came, as many as
 * the limits allow, and none during a pause that the server asked for.
 *
 * Each request brings its own limits and is measured against what all have sent. So whoever allows least sets
 * the pace as long as it has something to send.
 */
export class Lane {
	private readonly waiting: Turn[] = [];
	private readonly recent: Sent[] = [];
	private readonly throttle = new Throttle();
	private underWay = 0;
	private isNapping = false;

	/**
	 * Waits for the turn of one request. `leave` must follow.
	 * @param urgent goes before all who wait and are not
	 * @throws CancelledError as soon as the signal says so
	 */
	async enter(limits: Limits, urgent: boolean, signal?: AbortSignal): Promise<Sent> {
		if (signal?.aborted) throw new CancelledError();
		return await new Promise((resolve, reject) => {
			const cancel = (): void => {
				this.waiting.splice(this.waiting.indexOf(turn), 1);
				reject(new CancelledError());
				this.advance();
			};
			const go = (sent: Sent): void => {
				signal?.removeEventListener('abort', cancel);
				resolve(sent);
			};
			const turn: Turn = { limits, urgent, since: performance.now(), go };
			signal?.addEventListener('abort', cancel);
			const firstOther = urgent ? this.waiting.findIndex((other) => !other.urgent) : -1;
			this.waiting.splice(firstOther < 0 ? this.waiting.length : firstOther, 0, turn);
			this.advance();
		});
	}

	/** @param said left out where no answer came */
	leave(sent: Sent, said?: Verdict): void {
		const now = performance.now();
		if (said?.tooMany) {
			const rate = sent.limits.perSecond || Math.max(UNLIMITED_RATE, this.countRecent(now));
			this.throttle.refused(sent.at, now, rate, said.pause);
		} else if (said) {
			this.throttle.answered(sent.at);
		}
		sent.answeredAt = now;
		this.underWay -= 1;
		this.advance();
	}

	/** Whether there is nothing left to remember. */
	isIdle(): boolean {
		const now = performance.now();
		const isQuiet = this.waiting.length === 0 && this.underWay === 0;
		return isQuiet && this.throttle.isOver(now) && this.countRecent(now) === 0;
	}

	private advance(): void {
		for (let turn = this.waiting[0]; turn; turn = this.waiting[0]) {
			const now = performance.now();
			const wait = this.waitOf(turn, now);
			if (wait > 0) return void this.nap(wait);
			this.waiting.shift();
			this.underWay += 1;
			const sent = { at: now, limits: turn.limits };
			this.forgetOld(now);
			this.recent.push(sent);
			turn.go(sent);
		}
	}

	/** One for all who wait; short, because what it waits for may come earlier. */
	private async nap(wait: number): Promise<void> {
		if (this.isNapping) return;
		this.isNapping = true;
		await sleep(Math.min(Math.ceil(wait), NAP_MS));
		this.isNapping = false;
		this.advance();
	}

	private waitOf({ limits, urgent, since }: Turn, now: number): number {
		const { perSecond, atOnce } = limits;
		const isFull = atOnce > 0 && this.underWay >= atOnce;
		const others = isFull ? Infinity : this.throttle.pauseLeft(now);
		const bounded = urgent ? Math.min(others, since + LONGEST_URGENT_WAIT_MS - now) : others;
		const slowed = urgent ? Infinity : this.throttle.rate(now);
		return Math.max(bounded, this.rateWait(Math.min(perSecond || Infinity, slowed), now));
	}

	/** How long until fewer than `rate` requests count. */
	private rateWait(rate: number, now: number): number {
		if (rate === Infinity) return 0;
		const inTheWay = this.countRecent(now) - rate;
		if (inTheWay < 0) return 0;
		const ends = this.recent.map(countsUntil).sort((a, b) => a - b);
		return ends.filter((end) => end > now)[inTheWay] - now;
	}

	private countRecent(now: number): number {
		return this.recent.filter((sent) => countsUntil(sent) > now).length;
	}

	private forgetOld(now: number): void {
		while (this.recent.length > 0 && countsUntil(this.recent[0]) <= now) this.recent.shift();
	}
}

/** The lanes that are in use, by server. */
export class Lanes {
	private readonly lanes = new Map<string, Lane>();

	to(server: string): Lane {
		const known = this.lanes.get(server);
		if (known) return known;
		// There is no timer to clear them away; without a new one there are no more of them either.
		for (const [other, lane] of this.lanes) if (lane.isIdle()) this.lanes.delete(other);
		const lane = new Lane();
		this.lanes.set(server, lane);
		return lane;
	}

	get size(): number {
		return this.lanes.size;
	}
}

function countsUntil({ at, answeredAt = Infinity }: Sent): number {
	return Math.min(answeredAt, at + LONGEST_WAY_MS) + SECOND_MS;
}
