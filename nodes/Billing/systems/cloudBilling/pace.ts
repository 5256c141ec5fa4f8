import type { HttpAnswer } from '../../http/http';
import type { Pace } from '../../http/pace';

/** A Fault is short; a long answer need not be searched. */
const LONGEST_FAULT = 20_000;
const FAULT = /<([\w.-]+:)?Fault\b/;
/** What a throttle looks like is not documented [UNKNOWN]: any Fault that speaks of it counts. */
const ABOUT_LOAD = /\btoo many (calls|requests)\b|\bthrottl|\brate[ -]?limit|\bfair use\b/i;

/** Fair use without numbers: nothing is held back until the service itself says that it is too much. */
export const PACE: Pace = { perSecond: 0, atOnce: 0, isThrottle: isThrottleFault };

function isThrottleFault({ bytes }: HttpAnswer): boolean {
	if (!bytes || bytes.length > LONGEST_FAULT) return false;
	const text = Buffer.from(bytes).toString('latin1');
	return FAULT.test(text) && ABOUT_LOAD.test(text);
}
