import { ApiError } from './errors.mjs';
import type { BillingPlatformSwitches } from './switches.mjs';

const SECOND_MS = 1000;

/** Refuses a call with 429 when the last second already saw as many as the switch allows. */
export class RateLimit {
	private recent: number[] = [];

	constructor(private readonly switches: () => BillingPlatformSwitches) {}

	take(): void {
		const { rateLimit, retryAfterSeconds } = this.switches();
		if (rateLimit === 0) return;
		const now = Date.now();
		this.recent = this.recent.filter((at) => now - at < SECOND_MS);
		if (this.recent.length >= rateLimit) {
			const headers: Record<string, string> =
				retryAfterSeconds > 0 ? { 'retry-after': String(retryAfterSeconds) } : {};
			throw new ApiError(429, 'too_many_requests', 'Too many requests', headers);
		}
		this.recent.push(now);
	}

	reset(): void {
		this.recent = [];
	}
}
