/** An error of the whole call, answered with an HTTP status. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		readonly headers: Readonly<Record<string, string>> = {},
	) {
		super(message);
	}
}

export const badRequest = (message: string) => new ApiError(400, 'bad_request', message);
export const notFound = (message: string) => new ApiError(404, 'not_found', message);

/**
 * ErrorCode of one record. The vendor's vocabulary is not public, so these codes and their texts are
 * invented; only "0" for success is known.
 */
export const RECORD_ERROR = {
	required: '1001',
	unknownField: '1002',
	badValue: '1003',
	lookupNotFound: '1004',
	duplicateKey: '1005',
	recordNotFound: '1006',
	restrictedField: '1007',
	keyMissing: '1008',
	refusedLogin: '2001',
} as const;

/** An error of one record of a write; the others go on. */
export class RecordError extends Error {
	readonly code: string;

	constructor(
		reason: keyof typeof RECORD_ERROR,
		readonly field: string,
		message: string,
	) {
		super(message);
		this.code = RECORD_ERROR[reason];
	}
}
