export interface RowCounts {
	rowsCreated: number;
	rowsUpdated: number;
	/** Uploaded purchases whose SourceUpdateDate was not greater than the one held. */
	rowsIgnored: number;
	rowsDeleted: number;
	/** Records of writes that were refused one by one. */
	rowsFailed: number;
	/** Rows sent out by lists. */
	rowsRead: number;
}

/** One token that calls carried; never the token itself. */
export interface TokenEntry {
	readonly kind: 'apiToken' | 'login' | 'unknown';
	readonly state: 'valid' | 'expired' | 'refused';
	readonly calls: number;
}

export interface Books extends Readonly<RowCounts> {
	readonly calls: number;
	readonly callsBy: Readonly<Record<string, number>>;
	readonly peakConcurrency: number;
	readonly logins: number;
	/** Wrong user name, password or environment, or too few rights. */
	readonly refusedLogins: number;
	/** Refused because the user is locked; not counted as refused. */
	readonly lockedLogins: number;
	/** How many different tokens calls carried. */
	readonly tokensSeen: number;
	readonly tokens: readonly TokenEntry[];
	/** Calls that were refused for their token, missing ones included. */
	readonly refusedTokens: number;
	/** Elements that WCF would not have seen: out of order, unknown, or in another namespace. */
	readonly droppedMembers: number;
	/** Which ones, the last hundred: `UploadPurchases: purchases/Purchase/Quantity`. */
	readonly dropped: readonly string[];
	readonly wsdlRequests: number;
	/** Sent of its own accord, not by an ordered fault. */
	readonly soapFaults: number;
}

export function emptyRowCounts(): RowCounts {
	return {
		rowsCreated: 0,
		rowsUpdated: 0,
		rowsIgnored: 0,
		rowsDeleted: 0,
		rowsFailed: 0,
		rowsRead: 0,
	};
}
