import type { SessionProtocol } from '../../../nodes/Billing/session/session.js';

/** A vendor that counts: sessions are numbered in the order of the logins. */
export class CountingVendor implements SessionProtocol<string> {
	logins = 0;
	readonly loggedOut: string[] = [];
	/** Faults of the next logins, first in, first out. */
	readonly loginFaults: Error[] = [];
	logoutFault?: Error;
	/** Held back until `release` is called, where set. */
	private gate?: Promise<void>;

	/** Holds logins back. @returns what lets them go on */
	hold(): () => void {
		let release = (): void => undefined;
		this.gate = new Promise((resolve) => (release = resolve));
		return release;
	}

	get openSessions(): number {
		return this.logins - this.loggedOut.length;
	}

	async open(): Promise<string> {
		await this.gate;
		const fault = this.loginFaults.shift();
		if (fault) throw fault;
		this.logins += 1;
		return `s${this.logins}`;
	}

	async close(session: string): Promise<void> {
		if (this.logoutFault) throw this.logoutFault;
		this.loggedOut.push(session);
		return await Promise.resolve();
	}
}
