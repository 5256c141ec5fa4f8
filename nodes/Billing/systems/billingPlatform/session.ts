import { BillingError, LoginRefusedError } from '../../errors';
import type { HttpAnswer, HttpRequest } from '../../http/http';
import type { PacedRequest, PacedSend } from '../../http/pace';
import { sendWithRetries } from '../../http/retry';
import type { SessionProtocol } from '../../session/session';
import { isRecord, toText } from '../../values';
import {
	answerError,
	isSessionEnded,
	readJson,
	responseEntries,
	trimmed,
	vendorError,
} from './answer';
import { recordError } from './results';

/** What every request carries to show its session. */
export interface BillingPlatformSession {
	headers: Record<string, string>;
}

interface Requests {
	baseUrl: string;
	/** Milliseconds for one request. */
	timeout: number;
	retries: number;
}

const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };
/** A logout must not hold up the end of a run. */
const LOGOUT_TIMEOUT_MS = 30_000;

/** Anything else would fail in every request, each time as a connection that broke. */
const FITS_HEADER = /^[\x20-\x7e]+$/;

export const GRANT_PATH = '/auth/1.0/authenticate';

/** RFC 7617: user and password of HTTP's Basic scheme. */
export function basicAuthorization(user: string, password: string): string {
	return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Logs in with user and password: `POST /rest/2.0/login`, SessionID in header `sessionid` [DOC]. */
export function passwordSession(
	send: PacedSend,
	login: Requests & { username: string; password: string },
): SessionProtocol<BillingPlatformSession> {
	return {
		async open() {
			const { username, password } = login;
			const answer = await post(send, login.retries, {
				url: `${login.baseUrl}/rest/2.0/login`,
				headers: JSON_TYPE,
				body: JSON.stringify({ username, password }),
				timeout: login.timeout,
			});
			const [entry] = responseEntries(readJson(answer)) ?? [];
			const refusal = entry && recordError(entry);
			if (refusal) throw refused(refusal.message, 200, refusal.code);
			const sessionId = trimmed(entry?.SessionID);
			if (!FITS_HEADER.test(sessionId))
				throw new BillingError('BillingPlatform answered the login without a SessionID');
			return { headers: { sessionid: sessionId } };
		},

		async close({ headers }) {
			const request: PacedRequest = {
				method: 'POST',
				url: `${login.baseUrl}/rest/2.0/logout`,
				// The vendor's page shows `Authorization: Session`, a real client sends `sessionid`: both go.
				headers: { ...headers, Authorization: `Session ${headers.sessionid}` },
				timeout: Math.min(login.timeout, LOGOUT_TIMEOUT_MS),
				urgent: true,
			};
			const answer = await sendWithRetries(async () => await send(request), {
				safety: 'repeatable',
				retries: login.retries,
			});
			// Ended all the same: by its time, or by the try before whose answer was lost.
			if (answer.status !== 401 && isSessionEnded(answer)) return;
			if (answer.status >= 300) throw answerError(answer);
			const [entry] = responseEntries(readJson(answer)) ?? [];
			const refusal = entry && recordError(entry);
			if (refusal) throw refusal;
		},
	};
}

/** Fetches a bearer token: client credentials in a Basic header, which keeps the secret out of the URL [LIB]. */
export function tokenSession(
	send: PacedSend,
	client: Requests & { clientId: string; clientSecret: string },
): SessionProtocol<BillingPlatformSession> {
	return {
		async open() {
			const answer = await post(send, client.retries, {
				url: `${client.baseUrl}${GRANT_PATH}?grant_type=client_credentials`,
				headers: { Authorization: basicAuthorization(client.clientId, client.clientSecret) },
				timeout: client.timeout,
			});
			const body = readJson(answer);
			const token = isRecord(body) ? toText(body.access_token) : '';
			if (!FITS_HEADER.test(token))
				throw new BillingError('BillingPlatform answered the token request without a token');
			return { headers: { Authorization: `Bearer ${token}` } };
		},
		/** A token has nothing to log out of [LIB]. */
		async close() {},
	};
}

async function post(
	send: PacedSend,
	retries: number,
	request: Omit<HttpRequest, 'method'>,
): Promise<HttpAnswer> {
	const answer = await sendWithRetries(async () => await send({ method: 'POST', ...request }), {
		safety: 'once',
		retries,
	});
	if (answer.status < 300) return answer;
	const error = answerError(answer);
	const speaks = vendorError(answer).text !== '' || answer.status < 500;
	if (answer.status >= 400 && answer.status !== 429 && answer.status !== 503 && speaks) {
		throw refused(error.message, answer.status, error.code);
	}
	throw error;
}

function refused(reason: string, status: number, code?: string): LoginRefusedError {
	return new LoginRefusedError(`BillingPlatform refused the login: ${reason}`, {
		code,
		status: status >= 400 ? status : undefined,
		description:
			'Check the credential: base URL with org, user or client, and that it may use the API. The login is not tried again by itself.',
	});
}
