import type { HttpAnswer, HttpRequest, HttpSend } from '../../../nodes/Billing/http/http.js';
import type { SessionHandle } from '../../../nodes/Billing/session/session.js';
import type { BillingPlatformSession } from '../../../nodes/Billing/systems/billingPlatform/session.js';
import { Transport } from '../../../nodes/Billing/systems/billingPlatform/transport.js';

export type Reply = HttpAnswer | Error;

export function answer(
	status: number,
	body: unknown = '',
	headers: Record<string, string> = {},
): HttpAnswer {
	return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

export const sessionEnded = answer(500, { errors: [{ error_code: 'INVALID_SESSION_ID' }] });

/** The other end of the wire: keeps the requests and gives one reply after the other, the last for ever. */
export class FakeWire {
	readonly requests: HttpRequest[] = [];
	private readonly replies: Reply[];

	constructor(...replies: Reply[]) {
		this.replies = replies;
	}

	readonly send: HttpSend = async (request) => {
		const reply = this.replies[Math.min(this.requests.length, this.replies.length - 1)];
		this.requests.push(request);
		if (reply instanceof Error) throw reply;
		return await Promise.resolve(reply);
	};

	get sessions(): string[] {
		return this.requests.map(({ headers }) => headers.sessionid);
	}
}

/** A session that counts its logins; `s1` is the first. */
export class CountedSession implements SessionHandle<BillingPlatformSession> {
	logins = 0;
	private current?: BillingPlatformSession;

	async get(): Promise<BillingPlatformSession> {
		this.current ??= { headers: { sessionid: `s${++this.logins}` } };
		return await Promise.resolve(this.current);
	}

	async renew(stale: BillingPlatformSession): Promise<BillingPlatformSession> {
		if (this.current === stale) this.current = undefined;
		return await this.get();
	}
}

export const BASE_URL = 'https://h.example.com/org';

export function transportTo(
	wire: FakeWire,
	session: SessionHandle<BillingPlatformSession> = new CountedSession(),
	signal?: AbortSignal,
): Transport {
	return new Transport({
		baseUrl: BASE_URL,
		session,
		send: wire.send,
		signal,
		timeout: 420_000,
		retries: 4,
	});
}
