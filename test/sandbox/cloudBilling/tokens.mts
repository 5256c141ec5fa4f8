import { randomUUID } from 'node:crypto';
import type { Row } from './contract/model.mjs';
import type { TokenEntry } from './books.mjs';
import { ResultError } from './methods/failure.mjs';
import type { ReadSwitches } from './switches.mjs';

export interface Access {
	readonly apiToken: string;
	readonly emailAddress: string;
	readonly password: string;
	/** The Key of the Environment. */
	readonly environment: string;
}

export interface HeaderName {
	readonly name: string;
	readonly namespace: string;
}

export const API_TOKEN_HEADER: HeaderName = {
	name: 'ApiToken',
	namespace: 'http://api.cloudbilling.nl/2018/11/auth/token',
};
/** Made up: neither name nor namespace of the header before ApiToken is known. */
export const OLD_TOKEN_HEADER: HeaderName = {
	name: 'AuthenticationToken',
	namespace: 'http://tempuri.org/',
};

const ATTEMPTS = 3;

interface SeenToken {
	kind: TokenEntry['kind'];
	calls: number;
}

export type TokenVerdict = 'valid' | 'refused' | 'expired';

/** The long-lived ApiToken, the tokens of the deprecated Login, and who is locked out. */
export class Tokens {
	/** Of each issued token, when it was; expired ones stay known. */
	private readonly issued = new Map<string, { readonly at: number; isExpired: boolean }>();
	private readonly failures = new Map<string, { count: number; lockedAt: number | undefined }>();
	private readonly seen = new Map<string, SeenToken>();
	private logins = 0;
	private refusedLogins = 0;
	private lockedLogins = 0;
	private refusedTokens = 0;

	constructor(
		private readonly access: Access,
		private readonly switches: ReadSwitches,
	) {}

	/** The token as the Result of a Login. */
	login(args: Row): string {
		const user = String(args.emailAddress ?? '').toLowerCase();
		if (this.isLocked(user)) {
			this.lockedLogins += 1;
			throw new ResultError('Login failed: the user account is locked.');
		}
		if (!this.isRight(args)) throw this.refuse(user);
		this.failures.delete(user);
		if (this.switches().loginPrivilege === 'insufficient') {
			this.refusedLogins += 1;
			throw new ResultError('Login failed: the user account has insufficient privileges.');
		}
		this.logins += 1;
		const token = randomUUID();
		this.issued.set(token, { at: Date.now(), isExpired: false });
		return token;
	}

	/** Looks at the tokens that a call carries, by the header they came in. */
	check(apiToken: string | undefined, oldToken: string | undefined): TokenVerdict {
		const isOldForm = this.switches().loginTokenHeader === 'old';
		const token = apiToken ?? (isOldForm ? oldToken : undefined);
		const verdict = this.verdictOf(token, isOldForm && apiToken !== undefined);
		if (verdict !== 'valid') this.refusedTokens += 1;
		if (token === undefined) return verdict;
		const seen = this.seen.get(token);
		if (seen) seen.calls += 1;
		else this.seen.set(token, { kind: this.kindOf(token), calls: 1 });
		return verdict;
	}

	expire(token: string | undefined): void {
		const found = token === undefined ? undefined : this.issued.get(token);
		if (found) found.isExpired = true;
	}

	/** Answers how many were still valid. */
	expireAll(): number {
		const valid = [...this.issued.keys()].filter((token) => this.isAlive(token));
		for (const token of valid) this.expire(token);
		return valid.length;
	}

	/** As an administrator does. */
	unlock(): void {
		this.failures.clear();
	}

	reset(): void {
		this.issued.clear();
		this.failures.clear();
		this.seen.clear();
		this.logins = 0;
		this.refusedLogins = 0;
		this.lockedLogins = 0;
		this.refusedTokens = 0;
	}

	read() {
		const { logins, refusedLogins, lockedLogins, refusedTokens } = this;
		const tokens = [...this.seen].map(([token, { kind, calls }]): TokenEntry => {
			return { kind, calls, state: this.verdictOf(token, false) };
		});
		const tokensSeen = tokens.length;
		return { logins, refusedLogins, lockedLogins, refusedTokens, tokensSeen, tokens };
	}

	private isRight({ emailAddress, password, environment }: Row): boolean {
		return (
			String(emailAddress).toLowerCase() === this.access.emailAddress &&
			password === this.access.password &&
			environment === this.access.environment
		);
	}

	/** The third incorrect login in a row locks for 15 minutes. [DOC] */
	private refuse(user: string): ResultError {
		this.refusedLogins += 1;
		const failure = this.failures.get(user) ?? { count: 0, lockedAt: undefined };
		failure.count += 1;
		if (failure.count >= ATTEMPTS) failure.lockedAt = Date.now();
		this.failures.set(user, failure);
		return new ResultError('Login failed: the credentials are invalid.');
	}

	private isLocked(user: string): boolean {
		const failure = this.failures.get(user);
		if (failure?.lockedAt === undefined) return false;
		if (Date.now() - failure.lockedAt < this.switches().lockoutMs) return true;
		this.failures.delete(user);
		return false;
	}

	private verdictOf(token: string | undefined, onlyApiToken: boolean): TokenVerdict {
		if (token === this.access.apiToken) return 'valid';
		if (token === undefined || onlyApiToken || !this.issued.has(token)) return 'refused';
		return this.isAlive(token) ? 'valid' : 'expired';
	}

	private isAlive(token: string): boolean {
		const { tokenLifetimeMs } = this.switches();
		const found = this.issued.get(token);
		if (!found || found.isExpired) return false;
		return tokenLifetimeMs === 0 || Date.now() - found.at < tokenLifetimeMs;
	}

	private kindOf(token: string): TokenEntry['kind'] {
		if (token === this.access.apiToken) return 'apiToken';
		return this.issued.has(token) ? 'login' : 'unknown';
	}
}
