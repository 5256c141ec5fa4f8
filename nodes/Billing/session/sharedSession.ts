import { BillingError, CancelledError, LoginRefusedError, messageOf, withOutcome } from '../errors';
import type { SessionHandle, SessionLog, SessionProtocol } from './session';

/** One session, shared by everyone who holds it: opened on first use, replaced when stale, closed once. */
export class SharedSession<S> implements SessionHandle<S> {
	private opening?: Promise<S>;
	private opened?: S;
	/** A refused login is remembered: asking again by itself could lock the user out. */
	private refusal?: LoginRefusedError;
	private closing?: Promise<void>;
	private readonly discarded: Array<Promise<void>> = [];

	constructor(
		private readonly protocol: SessionProtocol<S>,
		private readonly log: SessionLog,
	) {}

	async get(): Promise<S> {
		if (this.closing) throw new BillingError('The run is over: its session is closed');
		if (this.refusal) throw this.refusal;
		this.opening ??= this.open();
		return await this.opening;
	}

	async renew(stale: S): Promise<S> {
		// Checked and cleared in one step, so that of two callers only the first starts a login.
		if (this.opened === stale) {
			this.opening = this.opened = undefined;
			this.discarded.push(this.discard(stale));
		}
		return await this.get();
	}

	/** Closes what is open, after a login under way has ended. Never throws; a second call waits for the first. */
	async close(): Promise<void> {
		this.closing ??= this.closeOpened();
		await this.closing;
	}

	private open(): Promise<S> {
		const opening = this.protocol.open().catch(nothingDone);
		opening.then(
			(session) => (this.opened = session),
			(error: unknown) => {
				this.opening = undefined;
				if (error instanceof LoginRefusedError) this.refusal = error;
			},
		);
		return opening;
	}

	/** The vendor may refuse a session for another reason than its end; then it would stay open. */
	private async discard(stale: S): Promise<void> {
		await this.protocol.close(stale).catch(() => undefined);
	}

	private async closeOpened(): Promise<void> {
		await Promise.all(this.discarded);
		const session = await this.opening?.catch(() => undefined);
		if (session === undefined) return;
		try {
			await this.protocol.close(session);
		} catch (error) {
			this.log.warn(`Billing: logout did not succeed: ${messageOf(error)}`);
		}
	}
}

/** Whatever became of the login: the request that needs the session has not been sent. */
async function nothingDone(error: unknown): Promise<never> {
	const isTold = error instanceof BillingError && !(error instanceof CancelledError);
	return await Promise.reject(isTold ? withOutcome(error, 'refused') : error);
}
