import type { IHttpRequestMethods } from 'n8n-workflow';

import { CancelledError } from '../../errors';
import type { HttpAnswer, HttpSend } from '../../http/http';
import { type Safety, sendWithRetries } from '../../http/retry';
import { encodePart } from '../../http/url';
import type { SessionHandle } from '../../session/session';
import { answerError, isSessionEnded, isWebPage, readJson, responseEntries } from './answer';
import type { BillingPlatformSession } from './session';

export interface Call {
	method: IHttpRequestMethods;
	/** Below `/rest/2.0/`, each part already encoded. */
	path: string;
	query?: Record<string, string>;
	body?: unknown;
	safety: Safety;
	/** REST version; one documented path asks for 2.1. */
	version?: string;
	/** 404 is how BillingPlatform says "no rows" to a query or a filter [LIB]. */
	noRowsAs404?: boolean;
}

export interface TransportOptions {
	baseUrl: string;
	session: SessionHandle<BillingPlatformSession>;
	send: HttpSend;
	signal?: AbortSignal;
	/** Milliseconds for one request. */
	timeout: number;
	retries: number;
}

/** Requests to BillingPlatform inside a session: retries, one new login where the session has ended, errors. */
export class Transport {
	constructor(private readonly options: TransportOptions) {}

	get baseUrl(): string {
		return this.options.baseUrl;
	}

	/**
	 * Sends a call and reads its JSON.
	 * @returns the body; undefined where there are no rows
	 * @throws BillingError; InputError for text that no address can carry
	 */
	async call(call: Call): Promise<unknown> {
		const answer = await this.send(call);
		if (answer.status === 404 && call.noRowsAs404 && !isWebPage(answer)) return undefined;
		// A refused record may come as 400 with the usual list of results [CLIENT].
		if (answer.status === 400 && call.safety !== 'read' && hasResults(answer))
			return readJson(answer);
		if (answer.status >= 300) throw answerError(answer, call.safety);
		return readJson(answer, call.safety);
	}

	/** Sends a call and gives the answer as it is, unless it never came. */
	async send(call: Call): Promise<HttpAnswer> {
		const { session, retries, signal } = this.options;
		if (signal?.aborted) throw new CancelledError();
		const url = this.address(call);
		let current = await session.get();
		const attempt = async (): Promise<HttpAnswer> => await this.attempt(call, url, current);
		const policy = { safety: call.safety, retries, signal };
		const answer = await sendWithRetries(attempt, policy);
		if (!isSessionEnded(answer)) return answer;
		// The vendor refused the session before doing anything, so even a write may be sent once more.
		current = await session.renew(current);
		const { isAfterLostAnswer } = answer;
		const second = await sendWithRetries(attempt, policy);
		return isAfterLostAnswer ? { ...second, isAfterLostAnswer } : second;
	}

	private address({ query = {}, version = '2.0', path }: Call): string {
		const pairs = Object.entries(query).map((pair) => pair.map(encodePart).join('='));
		const all = pairs.length > 0 ? `?${pairs.join('&')}` : '';
		return `${this.options.baseUrl}/rest/${version}/${path}${all}`;
	}

	private async attempt(
		call: Call,
		url: string,
		session: BillingPlatformSession,
	): Promise<HttpAnswer> {
		const { send, timeout } = this.options;
		const hasBody = call.body !== undefined;
		const answer = await send({
			method: call.method,
			url,
			headers: {
				Accept: 'application/json',
				...(hasBody && { 'Content-Type': 'application/json; charset=utf-8' }),
				...session.headers,
			},
			...(hasBody && { body: JSON.stringify(call.body) }),
			timeout,
		});
		return withoutSecrets(answer, session);
	}
}

/** A vendor may repeat the session id in an error text; it must not reach anybody's eyes. */
function withoutSecrets(answer: HttpAnswer, { headers }: BillingPlatformSession): HttpAnswer {
	const secrets = Object.values(headers).map((value) => value.replace(/^Bearer /, ''));
	const body = secrets.reduce((text, secret) => text.replaceAll(secret, '[hidden]'), answer.body);
	return { ...answer, body };
}

function hasResults(answer: HttpAnswer): boolean {
	return answer.body.trimStart().startsWith('{') && responseEntries(readJson(answer)) !== undefined;
}
