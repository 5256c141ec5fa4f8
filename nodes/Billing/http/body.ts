import { pause } from './pause';

type ByteStream = AsyncIterable<Uint8Array>;

/** The answer is longer than anyone wants to keep in memory, which a few packed kilobytes can be too. */
export class TooLongError extends Error {}

/** The answer began, and did not come to its end in time. */
export class StalledError extends Error {
	readonly code = 'ETIMEDOUT';
}

const FIRST_BYTES = 65_536;

/**
 * Reads an answer to its end.
 * @param announced number of bytes that the server says will come; NaN where it says nothing
 * @param timeout milliseconds
 * @param abort ends the request, so that the stream fails
 * @throws TooLongError, StalledError, or what the stream fails with
 */
export async function readBody(
	stream: ByteStream,
	announced: number,
	maxBytes: number,
	timeout: number,
	abort: () => void,
): Promise<Uint8Array> {
	const over = new AbortController();
	let isLate = false;
	void endInTime(timeout, over.signal, () => {
		isLate = true;
		abort();
	});
	try {
		return await collect(stream, announced, maxBytes);
	} catch (error) {
		return rejectWith(isLate ? new StalledError() : error);
	} finally {
		over.abort();
	}
}

async function rejectWith(error: unknown): Promise<never> {
	return await Promise.reject(error);
}

/** Into one buffer from the start: pieces that are joined in the end are in memory twice. */
async function collect(
	stream: ByteStream,
	announced: number,
	maxBytes: number,
): Promise<Uint8Array> {
	let bytes: Uint8Array = Buffer.allocUnsafe(Math.min(announced || FIRST_BYTES, maxBytes));
	let length = 0;
	for await (const chunk of stream) {
		const end = length + chunk.length;
		// Leaving the loop destroys the stream, and with it the connection.
		if (end > maxBytes) throw new TooLongError();
		if (end > bytes.length) bytes = larger(bytes, Math.max(end, bytes.length * 2));
		bytes.set(chunk, length);
		length = end;
	}
	return bytes.subarray(0, length);
}

function larger(bytes: Uint8Array, size: number): Uint8Array {
	const copy = Buffer.allocUnsafe(size);
	copy.set(bytes);
	return copy;
}

/** n8n's own time limit ends with the headers of an answer. */
async function endInTime(timeout: number, over: AbortSignal, giveUp: () => void): Promise<void> {
	await pause(timeout, over).then(giveUp, () => undefined);
}

export function isByteStream(value: unknown): value is ByteStream {
	return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
