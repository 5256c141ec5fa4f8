import { randomBytes } from 'node:crypto';
import { jsonReply, type Call, type Reply } from '../exchange.mjs';
import { ApiError, badRequest } from './errors.mjs';
import type { BillingPlatformSwitches } from './switches.mjs';

export interface ClientCredentials {
	readonly clientId: string;
	readonly clientSecret: string;
}

/** Client credentials grant: two ways to send them, one flat answer. */
export class OAuth {
	private expiryOf = new Map<string, number>();
	private issued = 0;
	private refused = 0;

	constructor(
		private readonly client: ClientCredentials,
		private readonly switches: () => BillingPlatformSwitches,
	) {}

	answer(call: Call): Reply {
		const { oauthForm, refreshToken, tokenLifetimeMs } = this.switches();
		if (call.query.get('grant_type') !== 'client_credentials') {
			throw badRequest('grant_type must be client_credentials');
		}
		const sent =
			(oauthForm !== 'queryOnly' ? fromBasicHeader(call) : undefined) ??
			(oauthForm !== 'basicOnly' ? fromQuery(call) : undefined);
		if (sent?.clientId !== this.client.clientId || sent.clientSecret !== this.client.clientSecret) {
			this.refused += 1;
			throw new ApiError(401, 'unauthorized', 'The client id or client secret is wrong');
		}
		this.issued += 1;
		return jsonReply(200, {
			access_token: this.newToken(tokenLifetimeMs),
			...(refreshToken === 'on' && { refresh_token: this.newToken(tokenLifetimeMs) }),
			token_type: 'Bearer',
			expires_in: Math.floor(tokenLifetimeMs / 1000),
		});
	}

	/** A refresh token serves as bearer too. [LIB] */
	use(token: string): void {
		const expiry = this.expiryOf.get(token);
		// What a bad token answers is not public; taken to be as for a bad session. [INFERRED]
		if (expiry === undefined || Date.now() >= expiry) {
			throw new ApiError(401, 'unauthorized', 'Invalid or expired token');
		}
	}

	expire(token: string | undefined): void {
		if (token !== undefined) this.expiryOf.delete(token);
	}

	expireAll(): void {
		this.expiryOf.clear();
	}

	reset(): void {
		this.expiryOf.clear();
		this.issued = 0;
		this.refused = 0;
	}

	read() {
		return { tokens: this.issued, refusedTokens: this.refused };
	}

	/** Looks like a JWT and is none: three random parts. */
	private newToken(lifetimeMs: number): string {
		const token = [18, 48, 32].map((size) => randomBytes(size).toString('base64url')).join('.');
		this.expiryOf.set(token, Date.now() + lifetimeMs);
		return token;
	}
}

export function bearerOf(call: Call): string | undefined {
	return /^Bearer\s+(\S+)$/i.exec(call.headers.authorization ?? '')?.[1];
}

function fromBasicHeader(call: Call): ClientCredentials | undefined {
	const encoded = /^Basic\s+(\S+)$/i.exec(call.headers.authorization ?? '')?.[1];
	if (encoded === undefined) return undefined;
	const [clientId, ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
	return { clientId, clientSecret: secret.join(':') };
}

function fromQuery(call: Call): ClientCredentials | undefined {
	const clientId = call.query.get('client_id');
	const clientSecret = call.query.get('client_secret');
	return clientId !== null && clientSecret !== null ? { clientId, clientSecret } : undefined;
}
