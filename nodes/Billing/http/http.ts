import type { IExecuteFunctions, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

import { BillingError, CancelledError, type Outcome } from '../errors';
import { isRecord } from '../values';
import { isByteStream, readBody, TooLongError } from './body';

export interface HttpRequest {
	method: IHttpRequestMethods;
	/** Complete, with its query. */
	url: string;
	headers: Record<string, string>;
	body?: string;
	/** Milliseconds until the answer must have come. */
	timeout: number;
	/** Takes the answer's bytes as they are, for those who must find out their encoding. */
	asBytes?: boolean;
	/** Longest answer that is read, unpacked. */
	maxBytes?: number;
}

/** Any answer, whatever its status. */
export interface HttpAnswer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** Empty where bytes were asked for. */
	body: string;
	bytes?: Uint8Array;
	/** Whether a try before this one may have done the work, its answer being lost. */
	isAfterLostAnswer?: boolean;
}

/** Sends one request, once. @throws NetworkError when no answer came, CancelledError when the run was stopped */
export type HttpSend = (request: HttpRequest) => Promise<HttpAnswer>;

/** No answer came. `outcome` says whether the request can have reached the server. */
export class NetworkError extends BillingError {
	override readonly name = 'NetworkError';
}

/** The answer is longer than the request allows; the rest of it was not read. */
export class AnswerTooLongError extends BillingError {
	override readonly name = 'AnswerTooLongError';
}

/** n8n's own HTTP helper (proxy, SSRF protection); contexts of runs, polls and editor lists all have it. */
export type HttpHelpers = Pick<IExecuteFunctions['helpers'], 'httpRequest'>;

/** Errors that are raised before the first byte of the request has left. */
const NEVER_SENT = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EADDRNOTAVAIL',
	'EPROTO',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

/** Ten kilobytes for each record of the largest page. */
const LONGEST_ANSWER = 100_000_000;

/** @param signal stops a request under way; leave it out where stopping halfway would leak a session */
export function httpSender(helpers: HttpHelpers, signal?: AbortSignal): HttpSend {
	return async ({ asBytes, maxBytes = LONGEST_ANSWER, ...request }) => {
		if (signal?.aborted) throw new CancelledError();
		const abort = new AbortController();
		const stop = (): void => abort.abort();
		signal?.addEventListener('abort', stop);
		const options: IHttpRequestOptions = {
			...request,
			// Read by ourselves: n8n sets no limit to what an answer unpacks to.
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// A redirect to another host would take the session header along.
			disableFollowRedirect: true,
			abortSignal: abort.signal,
		};
		try {
			const answer: unknown = await helpers.httpRequest(options);
			const head = headOf(answer);
			const announced = Number(head.headers['content-length']);
			const bytes = await bytesOf(answer, announced, maxBytes, request.timeout, stop);
			return { ...head, ...(asBytes ? { body: '', bytes } : { body: utf8(bytes) }) };
		} catch (error) {
			return rejectFor(error, request, maxBytes, signal);
		} finally {
			signal?.removeEventListener('abort', stop);
		}
	};
}

/** By then the vendor has done what it was asked for, unless it was only asked. */
function rejectFor(
	error: unknown,
	request: HttpRequest,
	maxBytes: number,
	signal?: AbortSignal,
): never {
	const { host } = new URL(request.url);
	const outcome: Outcome = request.method === 'GET' ? 'refused' : 'unknown';
	if (error instanceof TooLongError) {
		throw new AnswerTooLongError(`The answer from ${host} is longer than ${maxBytes / 1e6} MB`, {
			description: 'Ask for less at once.',
			outcome,
		});
	}
	if (error instanceof NotUtf8Error) {
		throw new BillingError(`The answer from ${host} is not UTF-8 text`, {
			description: 'It cannot be read without loss.',
			outcome,
		});
	}
	throw networkError(error, request, signal);
}

/** A fresh error in plain words: the original holds the request, headers included. */
function networkError(error: unknown, request: HttpRequest, signal?: AbortSignal): BillingError {
	if (signal?.aborted) return new CancelledError('unknown');
	const { code, message } = describe(error);
	const { host } = new URL(request.url);
	const outcome: Outcome = NEVER_SENT.has(code) ? 'refused' : 'unknown';
	// axios says ECONNABORTED when its own clock ran out, ETIMEDOUT when the system's did.
	if (code === 'ECONNABORTED' || code === 'ETIMEDOUT' || /timeout/i.test(message)) {
		const { timeout } = request;
		const waited = timeout < 1000 ? `${timeout} ms` : `${Math.round(timeout / 1000)} s`;
		return new NetworkError(`${host} did not answer within ${waited}`, {
			code: 'ETIMEDOUT',
			description: 'The option Timeout sets how long to wait.',
			outcome,
		});
	}
	return new NetworkError(
		outcome === 'refused'
			? `No connection to ${host} (${code})`
			: `The connection to ${host} broke before the answer came${code ? ` (${code})` : ''}`,
		{
			code,
			description: outcome === 'refused' ? 'Check the address in the credential.' : undefined,
			outcome,
		},
	);
}

function describe(error: unknown): { code: string; message: string } {
	if (!isRecord(error)) return { code: '', message: String(error) };
	const cause = isRecord(error.cause) ? error.cause : {};
	const code = [error.code, cause.code].find((value) => typeof value === 'string');
	return { code: typeof code === 'string' ? code : '', message: String(error.message ?? '') };
}

function headOf(answer: unknown): Pick<HttpAnswer, 'status' | 'headers'> {
	const { statusCode, headers } = isRecord(answer) ? answer : {};
	return {
		status: Number(statusCode),
		headers: Object.fromEntries(
			Object.entries(isRecord(headers) ? headers : {}).map(([name, value]) => [
				name.toLowerCase(),
				String(value),
			]),
		),
	};
}

async function bytesOf(
	answer: unknown,
	announced: number,
	maxBytes: number,
	timeout: number,
	abort: () => void,
): Promise<Uint8Array> {
	const { body } = isRecord(answer) ? answer : {};
	if (isByteStream(body)) return await readBody(body, announced, maxBytes, timeout, abort);
	return body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : '');
}

class NotUtf8Error extends Error {}

/** A character that is replaced in silence is a record that is changed in silence. */
function utf8(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return refuseBytes();
	}
}

function refuseBytes(): never {
	throw new NotUtf8Error();
}
