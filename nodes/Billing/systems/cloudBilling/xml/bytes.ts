import { XmlError } from '../errors';

/**
 * Turns the bytes of an answer into text: byte order mark first, then the charset of the
 * Content-Type header, then the encoding of the XML declaration, else UTF-8 (RFC 7303, section 3).
 *
 * @param contentType the Content-Type header as received, if any
 * @throws XmlError (`encoding`) if the encoding is unknown or the bytes do not fit it
 */
export function decodeXmlBytes(bytes: Uint8Array, contentType = ''): string {
	const encoding =
		byteOrderMark(bytes) ?? charsetOf(contentType) ?? declaredEncoding(bytes) ?? 'utf-8';
	const text = decode(bytes, encoding);
	if (text !== undefined) return text;
	throw new XmlError(
		'encoding',
		`The answer is not valid ${encoding} text, the encoding it declares. It cannot be read without loss.`,
	);
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
	if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
	return undefined;
}

function charsetOf(contentType: string): string | undefined {
	return /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1];
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
	const start = String.fromCharCode(...bytes.subarray(0, 200));
	return /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']/.exec(start)?.[1];
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}
