/** How one kind of session is opened and closed. A system supplies it; nothing here knows any vendor. */
export interface SessionProtocol<S> {
	/**
	 * Opens a session.
	 * @throws LoginRefusedError when the vendor refuses the credential
	 */
	open(): Promise<S>;
	/** Closes a session. May throw: a failed close is logged and harms nothing. */
	close(session: S): Promise<void>;
}

/** What a transport sees of a session: the open one, and a way to replace it when the vendor ended it. */
export interface SessionHandle<S> {
	/** The open session; opened on first use, once for all who ask at the same moment. */
	get(): Promise<S>;
	/** A session newer than `stale`. Callers who lost the same session share one login. */
	renew(stale: S): Promise<S>;
}

/** Where a failed logout is reported. */
export interface SessionLog {
	warn(message: string): void;
}
