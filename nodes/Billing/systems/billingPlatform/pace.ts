import { InputError } from '../../errors';
import type { Pace } from '../../http/pace';
import { isLoopback } from '../../http/url';

/** What the vendor recommends at most [DOC]. */
export const REQUESTS_PER_SECOND = 15;
/** The vendor calls 4 to 8 the best [DOC]. */
const REQUESTS_AT_ONCE = 8;

/**
 * How fast an org may be called.
 * @param perSecond what the node says; nothing for the default
 * @throws InputError when that is no whole number
 */
export function paceOf(baseUrl: string, perSecond: unknown): Pace {
	const limit = isGiven(perSecond) ? Number(perSecond) : defaultFor(baseUrl);
	if (!Number.isInteger(limit) || limit < 0) {
		throw new InputError(
			'expected a whole number of at least 0',
			undefined,
			'Max Requests per Second',
		);
	}
	return { of: baseUrl, perSecond: limit, atOnce: limit === 0 ? 0 : REQUESTS_AT_ONCE };
}

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

/** On this machine there is no vendor to spare. */
function defaultFor(baseUrl: string): number {
	return isLoopback(new URL(baseUrl).hostname) ? 0 : REQUESTS_PER_SECOND;
}
