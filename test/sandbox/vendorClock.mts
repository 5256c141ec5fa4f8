import { isRecord } from './exchange.mjs';

/**
 * The clock by which a vendor dates what it writes: as far from ours as a test wants, or standing still. Sessions,
 * limits and lags do not go by it.
 */
export class VendorClock {
	private ahead = 0;
	private standsAt: number | undefined;

	now(): number {
		return this.standsAt ?? Date.now() + this.ahead;
	}

	/** Ahead of ours by this much, negative for behind. Setting it makes a clock run again that was stopped. */
	get offsetMs(): number {
		return this.standsAt === undefined ? this.ahead : this.standsAt - Date.now();
	}

	set offsetMs(offset: number) {
		this.ahead = finite(offset);
		this.standsAt = undefined;
	}

	/** Stops it at this time: everything written gets the same, until it is moved. */
	set(at: number): void {
		this.standsAt = finite(at);
	}

	/** Moves it, running or stopped; back where negative. */
	advance(by: number): void {
		if (this.standsAt === undefined) this.ahead += finite(by);
		else this.standsAt += finite(by);
	}

	reset(): void {
		this.offsetMs = 0;
	}

	/** For what comes over HTTP: one of `offsetMs`, `set` and `advance`, in milliseconds. */
	setUnchecked(change: unknown): void {
		const [entry, ...more] = isRecord(change) ? Object.entries(change) : [];
		if (!entry || more.length > 0) throw new Error(USAGE);
		const [action, value] = entry;
		if (action === 'offsetMs') this.offsetMs = finite(value);
		else if (action === 'set') this.set(finite(value));
		else if (action === 'advance') this.advance(finite(value));
		else throw new Error(USAGE);
	}

	read(): { readonly now: string; readonly offsetMs: number; readonly isStopped: boolean } {
		return {
			now: new Date(this.now()).toISOString(),
			offsetMs: this.offsetMs,
			isStopped: this.standsAt !== undefined,
		};
	}
}

const USAGE = 'The clock takes one of {"offsetMs"}, {"set"} and {"advance"}';

function finite(value: unknown): number {
	if (typeof value !== 'number' || !Number.isFinite(value)) {
		throw new Error('The clock is set in milliseconds');
	}
	return value;
}
