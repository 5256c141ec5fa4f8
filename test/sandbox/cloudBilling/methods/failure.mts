/** Answered as ResultCode Error with this text as ResultMessage. */
export class ResultError extends Error {
	constructor(
		message: string,
		/** Where a Boolean result is to be false rather than left out. */
		readonly isFalse = false,
	) {
		super(message);
	}
}
