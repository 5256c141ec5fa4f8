import { LONGEST_RETRY_AFTER_MS } from './retry';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** After a pause the rate doubles in this time, until it is what it was. */
const DOUBLING_MS = 5_000;
/** By then it has grown four-thousandfold. */
const FORGOTTEN_MS = 12 * DOUBLING_MS;

/**
 * What "too many requests" means for everyone who calls the same server: a pause, then half the rate, which
 * recovers. All times are milliseconds of one clock that never goes back.
 */
export class Throttle {
	private pausedUntil = -Infinity;
	/** Calls a second at the end of the pause. */
	private slowedTo = Infinity;
	private lastAt = -Infinity;
	private inARow = 0;

	/**
	 * @param sentAt when the refused request left: those that left together are refused for the same reason
	 * @param rate calls a second that were allowed until now
	 * @param asked the pause that the server asks for, if it does
	 */
	refused(sentAt: number, now: number, rate: number, asked?: number): void {
		if (sentAt >= this.lastAt) {
			this.slowedTo = Math.max(1, Math.floor(Math.min(rate, this.rate(now)) / 2));
			this.lastAt = now;
			this.inARow += 1;
		}
		const own = Math.min(FIRST_PAUSE_MS * 2 ** (this.inARow - 1), LONGEST_PAUSE_MS);
		const pause = asked ?? own;
		// Who waits longer than this would rather hear it, so each request finds out by itself.
		const shared = pause > LONGEST_RETRY_AFTER_MS ? 0 : pause;
		this.pausedUntil = Math.max(this.pausedUntil, now + shared);
	}

	answered(sentAt: number): void {
		if (sentAt >= this.lastAt) this.inARow = 0;
	}

	pauseLeft(now: number): number {
		return Math.max(0, this.pausedUntil - now);
	}

	/** Calls a second that are allowed now. */
	rate(now: number): number {
		const recovered = 2 ** ((now - this.pausedUntil) / DOUBLING_MS);
		return this.isOver(now) ? Infinity : Math.floor(this.slowedTo * Math.max(1, recovered));
	}

	isOver(now: number): boolean {
		return now >= this.pausedUntil + FORGOTTEN_MS;
	}
}
