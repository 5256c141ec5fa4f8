import { BillingError } from '../../errors';
import type { HttpAnswer } from '../../http/http';
import { askedPause, type Safety } from '../../http/retry';
import { isRecord, toText } from '../../values';

/** What to do, by status, where the vendor's own text leaves it open (apis: statuses paraphrased by [LIB]). */
const ADVICE: Record<number, string> = {
	400: 'A parameter is missing or has characters that are not allowed.',
	401: 'The session was not accepted. Check the credential, and that the user may use the API.',
	403: 'The user of the credential may not do this.',
	404: 'Nothing matched, or the address is wrong: check base URL, org and entity.',
	429: 'The org received too many requests; at most 15 a second are recommended. Run less at once, or try later.',
	500: 'BillingPlatform reported an internal error.',
};

/**
 * The JSON of an answer.
 * @throws BillingError when the body is not JSON: an HTML page, an empty body, one cut in the middle
 */
export function readJson(answer: HttpAnswer, safety: Safety = 'once'): unknown {
	const json = tryJson(answer.body);
	if (json !== undefined) return json;
	const start = answer.body.trimStart();
	const isPage = isWebPage(answer);
	throw new BillingError(
		start === ''
			? 'BillingPlatform sent an empty answer'
			: isPage
				? 'A web page came back instead of an answer from BillingPlatform'
				: 'The answer from BillingPlatform is not complete JSON',
		{
			description: isPage
				? 'Check the base URL in the credential: it looks like https://sandbox.billingplatform.com/myorg.'
				: undefined,
			status: answer.status,
			outcome: safety === 'read' ? 'refused' : 'unknown',
		},
	);
}

/** Not from the vendor, but from something in front of it: a proxy, a sign-in page. */
export function isWebPage({ body }: HttpAnswer): boolean {
	return body.trimStart().startsWith('<');
}

function tryJson(text: string): unknown {
	try {
		const json: unknown = JSON.parse(text);
		return json ?? undefined;
	} catch {
		return undefined;
	}
}

/** Where the mark of an ended session is looked for. */
const LONGEST_ERROR = 2000;

/**
 * Whether the vendor says that the session has ended. A 500 without one of these marks is a real failure.
 *
 * Sources: `{"errors":[{"error_code":"INVALID_SESSION_ID"}]}` with 500 [CLIENT], 401 for none [LIB],
 * `{"error":"unauthorized"}` [DOC].
 */
export function isSessionEnded(answer: HttpAnswer): boolean {
	if (answer.status === 401) return true;
	// Parsing every good answer twice would cost more than the check is worth: the mark is looked for first.
	if (!/INVALID_SESSION_ID|unauthorized/.test(answer.body.slice(0, LONGEST_ERROR))) return false;
	const body = tryJson(answer.body);
	if (!isRecord(body)) return false;
	const codes = errorsOf(body).map(({ error_code }) => error_code);
	return (
		codes.includes('INVALID_SESSION_ID') || (answer.status >= 400 && body.error === 'unauthorized')
	);
}

/** The error that an answer of 300 and above amounts to, in the vendor's words where it has some. */
export function answerError(answer: HttpAnswer, safety: Safety = 'once'): BillingError {
	const { code, text } = vendorError(answer);
	const { status } = answer;
	if (status >= 300 && status < 400) {
		return new BillingError(`The server answered with a redirect (${status})`, {
			status,
			description: 'Redirects are not followed. Put the final address into the credential.',
			outcome: mayHaveHappened(answer, safety) ? 'unknown' : 'refused',
		});
	}
	// Where the vendor says what is wrong, the bare meaning of 400 and 500 adds nothing.
	const advice = text && (status === 400 || status >= 500) ? undefined : ADVICE[status];
	return new BillingError(text || `BillingPlatform answered with status ${status}`, {
		code,
		status,
		description: advice,
		outcome: mayHaveHappened(answer, safety) ? 'unknown' : 'refused',
	});
}

/** A 5xx may come after the work; a 4xx is a refusal, and so is being asked to come back later or to log in. */
function mayHaveHappened(answer: HttpAnswer, safety: Safety): boolean {
	if (safety === 'read') return false;
	if (answer.isAfterLostAnswer) return true;
	if (answer.status < 500 || isSessionEnded(answer)) return false;
	return askedPause(answer) === undefined;
}

/** Code and text out of either form of error body: `{error, message}` [SCHEMA] or `{errors: [...]}` [CLIENT]. */
export function vendorError(answer: HttpAnswer): { code?: string; text: string } {
	const body = tryJson(answer.body);
	if (!isRecord(body)) return { text: isWebPage(answer) ? '' : answer.body.trim().slice(0, 500) };
	return textsOf(body);
}

function textsOf(body: Record<string, unknown>): { code?: string; text: string } {
	const error = errorsOf(body)[0] ?? body;
	const code = toText(error.error_code ?? error.error).trim();
	const text = toText(error.error_text ?? error.error_message ?? error.message).trim();
	return { code: code || undefined, text: text || code };
}

function errorsOf(body: Record<string, unknown>): Array<Record<string, unknown>> {
	return Array.isArray(body.errors) ? body.errors.filter(isRecord) : [];
}

/** The error for a good answer that should hold records and has none of the vendor's lists. */
export function noRecords(body: unknown): BillingError {
	const { code, text } = isRecord(body) ? textsOf(body) : { code: undefined, text: '' };
	return new BillingError(text || 'The answer from BillingPlatform has no list of records', {
		code,
	});
}

/**
 * The entries under the answer's `...Response` key. Which key it is differs between the vendor's own
 * schemas (delete), and a single record may come as an object: both are accepted.
 */
export function responseEntries(body: unknown): Array<Record<string, unknown>> | undefined {
	if (!isRecord(body)) return undefined;
	const key = Object.keys(body).find((name) => name.endsWith('Response'));
	if (key === undefined) return undefined;
	const content = body[key];
	const entries: unknown[] = Array.isArray(content) ? content : [content];
	const filled = entries.filter((entry) => entry !== undefined && entry !== null && entry !== '');
	// What is no record cannot be told from a row that is lost.
	return filled.every(isRecord) ? filled : undefined;
}

/** Success texts are `""`, `" "` or `[]` [DOC, LIB]. */
export function trimmed(value: unknown): string {
	return (Array.isArray(value) ? value.map(toText).join(' ') : toText(value)).trim();
}
