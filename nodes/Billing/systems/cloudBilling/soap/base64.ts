/** A multiple of four, so that a piece is a text of its own. */
const PIECE = 1 << 20;

/** The bytes behind a base64 text. In pieces, because at once takes another copy of the text. */
export function decodeBase64(text: string): Buffer {
	const compact = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
	const bytes = Buffer.alloc(Buffer.byteLength(compact, 'base64'));
	let length = 0;
	for (let from = 0; from < compact.length; from += PIECE) {
		length += bytes.write(compact.slice(from, from + PIECE), length, 'base64');
	}
	return bytes.subarray(0, length);
}
