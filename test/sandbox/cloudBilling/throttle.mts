import { HttpRefusal, SoapFault } from './soap/fault.mjs';
import type { ReadSwitches } from './switches.mjs';

const SECOND_MS = 1000;

/** That calls may be throttled is documented; how that looks is not, hence the three forms. */
export class Throttle {
	private recent: number[] = [];

	constructor(private readonly switches: ReadSwitches) {}

	/** Throws when the last second already saw as many calls as the switch allows. */
	take(): void {
		const { rateLimit, throttleForm, retryAfterSeconds } = this.switches();
		if (rateLimit === 0) return;
		const now = Date.now();
		this.recent = this.recent.filter((at) => now - at < SECOND_MS);
		if (this.recent.length < rateLimit) {
			this.recent.push(now);
			return;
		}
		const text = 'Too many requests. Please try again later.';
		if (throttleForm === 'fault') throw new SoapFault('Client', text);
		const headers: Record<string, string> =
			retryAfterSeconds > 0 ? { 'retry-after': String(retryAfterSeconds) } : {};
		throw new HttpRefusal(Number(throttleForm), text, headers);
	}

	reset(): void {
		this.recent = [];
	}
}
