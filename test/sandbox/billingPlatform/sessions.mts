import { randomInt } from 'node:crypto';
import { jsonReply, type Call, type Reply } from '../exchange.mjs';
import type { SessionEntry } from './books.mjs';
import { ApiError, RECORD_ERROR } from './errors.mjs';
import type { BillingPlatformSwitches } from './switches.mjs';

interface Session {
	readonly id: string;
	readonly openedAt: number;
	state: SessionEntry['state'];
	calls: number;
}

export interface Login {
	readonly username: string;
	readonly password: string;
}

/** Session ids in the vendor's samples are 40 letters. [DOC sample] */
const ID_LENGTH = 40;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Opens, finds and closes sessions. */
export class Sessions {
	private sessions: Session[] = [];
	private byId = new Map<string, Session>();
	private peakOpen = 0;
	private refused = 0;

	constructor(
		private readonly login: Login,
		private readonly switches: () => BillingPlatformSwitches,
	) {}

	answerLogin(body: unknown): Reply {
		const { username, password } = body as Partial<Login>;
		if (username !== this.login.username || password !== this.login.password) return this.refuse();
		const id = Array.from({ length: ID_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
		const session: Session = { id, openedAt: Date.now(), state: 'open', calls: 0 };
		this.sessions.push(session);
		this.byId.set(id, session);
		this.peakOpen = Math.max(this.peakOpen, this.openCount());
		return jsonReply(200, {
			loginResponse: [{ SessionID: id, ErrorCode: '0', ErrorText: [] }],
		});
	}

	private refuse(): Reply {
		this.refused += 1;
		const text = 'The user name or password is wrong';
		if (this.switches().refusedLogin === 'status401') throw new ApiError(401, 'unauthorized', text);
		return jsonReply(200, {
			loginResponse: [{ SessionID: '', ErrorCode: RECORD_ERROR.refusedLogin, ErrorText: text }],
		});
	}

	/** Throws unless the id belongs to an open session. */
	use(id: string): void {
		const session = this.byId.get(id);
		if (session) session.calls += 1;
		if (!session || this.stateOf(session) !== 'open') throw this.invalid();
	}

	/**
	 * The vendor's page shows `Authorization: Session <id>` on logout [DOC], the library sends `sessionid`
	 * [LIB]; the switch says which one counts.
	 */
	answerLogout(call: Call): Reply {
		const { logoutHeader } = this.switches();
		const prefixed = /^Session\s+(\S+)$/i.exec(call.headers.authorization ?? '')?.[1];
		const id =
			(logoutHeader !== 'authorization' ? sessionIdOf(call) : undefined) ??
			(logoutHeader !== 'sessionid' ? prefixed : undefined);
		if (id === undefined) throw this.missing();
		this.use(id);
		const session = this.byId.get(id);
		if (session) session.state = 'loggedOut';
		// One blank, and Success as a text. [LIB-MOCK]
		return jsonReply(200, {
			logoutResponse: [{ ErrorCode: '0', ErrorText: ' ', Success: 'true' }],
		});
	}

	missing(): ApiError {
		if (this.switches().missingSession === 'errors500') return invalidSession500();
		return new ApiError(401, 'unauthorized', 'Please provide a valid session ID');
	}

	private invalid(): ApiError {
		if (this.switches().expiredSessionForm === 'errors500') return invalidSession500();
		return new ApiError(401, 'unauthorized', 'Invalid session ID');
	}

	expire(id: string | undefined): void {
		const session = id === undefined ? undefined : this.byId.get(id);
		if (session?.state === 'open') session.state = 'expired';
	}

	expireAll(): number {
		const open = this.sessions.filter((session) => this.stateOf(session) === 'open');
		for (const session of open) session.state = 'expired';
		return open.length;
	}

	reset(): void {
		this.sessions = [];
		this.byId = new Map();
		this.peakOpen = 0;
		this.refused = 0;
	}

	read() {
		const sessions = this.sessions.map(
			(session, index): SessionEntry => ({
				number: index + 1,
				openedAt: new Date(session.openedAt).toISOString(),
				state: this.stateOf(session),
				calls: session.calls,
			}),
		);
		return {
			logins: sessions.length,
			refusedLogins: this.refused,
			logouts: sessions.filter(({ state }) => state === 'loggedOut').length,
			openSessions: this.openCount(),
			peakOpenSessions: this.peakOpen,
			sessions,
		};
	}

	private openCount(): number {
		return this.sessions.filter((session) => this.stateOf(session) === 'open').length;
	}

	private stateOf(session: Session): SessionEntry['state'] {
		const { sessionLifetimeMs } = this.switches();
		const tooOld = sessionLifetimeMs > 0 && Date.now() - session.openedAt >= sessionLifetimeMs;
		if (session.state === 'open' && tooOld) session.state = 'expired';
		return session.state;
	}
}

export function sessionIdOf(call: Call): string | undefined {
	const header = call.headers.sessionid;
	return typeof header === 'string' && header !== '' ? header : undefined;
}

/** Status and `error_code` are [CLIENT]; which other keys there are is unknown, `error_text` is a guess. */
function invalidSession500(): ApiError {
	return new ApiError(500, 'INVALID_SESSION_ID', 'Invalid session ID');
}
