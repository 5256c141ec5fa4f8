import type { Outcome } from '../errors';
import { type HttpAnswer, NetworkError } from './http';
import { pause } from './pause';

/**
 * What sending a request twice would do:
 * - `read`: nothing;
 * - `repeatable`: the same as once, e.g. an upsert by external key;
 * - `once`: harm, so it is repeated only where the first cannot have happened.
 */
export type Safety = 'read' | 'repeatable' | 'once';

export interface RetryPolicy {
	safety: Safety;
	/** How many times a request is sent again at most. */
	retries: number;
	signal?: AbortSignal;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
/** A server may ask for a longer pause than ours; past this the user should know rather than wait. */
export const LONGEST_RETRY_AFTER_MS = 5 * 60_000;

/**
 * Sends until an answer comes that is worth having, or no further try is allowed.
 * @returns the last answer, good or bad
 * @throws NetworkError when the last try got no answer
 */
export async function sendWithRetries(
	send: () => Promise<HttpAnswer>,
	policy: RetryPolicy,
): Promise<HttpAnswer> {
	let outcome: Outcome = 'refused';
	for (let attempt = 0; ; attempt++) {
		const result = await send().catch((error: unknown) =>
			error instanceof NetworkError ? error : Promise.reject(error),
		);
		// One try whose answer was lost may have done the work, whatever became of the next.
		const isAfterLostAnswer = outcome === 'unknown';
		if (policy.safety !== 'read' && mayHaveHappened(result)) outcome = 'unknown';
		const again = attempt < policy.retries && mayRetry(result, policy.safety, attempt);
		if (!again && result instanceof NetworkError) throw withOutcome(result, outcome);
		if (!again && !(result instanceof NetworkError)) {
			return isAfterLostAnswer ? { ...result, isAfterLostAnswer } : result;
		}
		await pause(delay(result, attempt), policy.signal, outcome);
	}
}

function mayHaveHappened(result: HttpAnswer | NetworkError): boolean {
	if (result instanceof NetworkError) return result.outcome === 'unknown';
	return result.status >= 500 && askedPause(result) === undefined;
}

function withOutcome(error: NetworkError, outcome: Outcome): NetworkError {
	const { message, code, description } = error;
	return error.outcome === outcome
		? error
		: new NetworkError(message, { code, description, outcome });
}

function mayRetry(result: HttpAnswer | NetworkError, safety: Safety, attempt: number): boolean {
	if (result instanceof NetworkError) {
		// Each wait for a time-out is minutes long: one more is help, four more are a hang.
		if (result.code === 'ETIMEDOUT' && attempt > 0) return false;
		return result.outcome === 'refused' || safety !== 'once';
	}
	if ((askedPause(result) ?? 0) > LONGEST_RETRY_AFTER_MS) return false;
	if (result.status === 429) return true;
	if (result.status === 503 && askedPause(result) !== undefined) return true;
	return [502, 503, 504].includes(result.status) && safety !== 'once';
}

/** Doubles from try to try, with jitter so that parallel runs do not come back together. */
function delay(result: HttpAnswer | NetworkError, attempt: number): number {
	const asked = result instanceof NetworkError ? undefined : askedPause(result);
	const own = Math.min(FIRST_DELAY_MS * 2 ** attempt, LONGEST_DELAY_MS);
	return asked ?? own * (0.75 + Math.random() / 2);
}

/** The pause that the server asks for, in milliseconds: seconds or an HTTP date (RFC 9110, 10.2.3). */
export function askedPause({ headers }: HttpAnswer): number | undefined {
	const value = headers['retry-after'];
	if (value === undefined) return undefined;
	const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
	return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
