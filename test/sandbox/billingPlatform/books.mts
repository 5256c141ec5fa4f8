/** One login's session; never its id. */
export interface SessionEntry {
	/** 1 for the first login since the last reset. */
	readonly number: number;
	readonly openedAt: string;
	readonly state: 'open' | 'loggedOut' | 'expired';
	/** Vendor calls that carried it, the logout included. */
	readonly calls: number;
}

export interface RowCounts {
	rowsCreated: number;
	rowsUpdated: number;
	rowsDeleted: number;
	rowsUndeleted: number;
	/** Records of writes that were refused one by one. */
	rowsFailed: number;
	/** Rows sent out by query and retrieve. */
	rowsRead: number;
}

export interface Books extends Readonly<RowCounts> {
	readonly logins: number;
	readonly refusedLogins: number;
	readonly logouts: number;
	readonly openSessions: number;
	readonly peakOpenSessions: number;
	readonly tokens: number;
	readonly refusedTokens: number;
	readonly calls: number;
	readonly callsBy: Readonly<Record<string, number>>;
	readonly peakConcurrency: number;
	readonly sessions: readonly SessionEntry[];
}

export function emptyRowCounts(): RowCounts {
	return {
		rowsCreated: 0,
		rowsUpdated: 0,
		rowsDeleted: 0,
		rowsUndeleted: 0,
		rowsFailed: 0,
		rowsRead: 0,
	};
}
