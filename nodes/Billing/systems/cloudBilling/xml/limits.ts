import { XmlError } from '../errors';

/** How much XML is accepted. Lengths are counted in characters of the decoded text. */
export interface XmlLimits {
	readonly maxDepth: number;
	readonly maxLength: number;
}

/**
 * 200 levels is several times what SOAP services nest; 50 million characters hold an invoice PDF of
 * 35 MB.
 */
export const DEFAULT_LIMITS: XmlLimits = { maxDepth: 200, maxLength: 50_000_000 };

/**
 * Checks, before any parsing, what a wrong answer usually is: nothing, a web page, plain text, or
 * far too much.
 *
 * @throws XmlError with a fault of `empty`, `html`, `notXml` or `size`
 */
export function assertXmlStart(text: string, limits: XmlLimits): void {
	if (text.length > limits.maxLength) {
		throw new XmlError(
			'size',
			`The XML has ${text.length} characters, more than the limit of ${limits.maxLength}. ` +
				'Ask for less at once, or raise the option Largest Answer (MB).',
		);
	}
	const from = contentStart(text);
	const start = text.slice(from, from + 100);
	if (start === '') {
		throw new XmlError('empty', 'The answer is empty where XML was expected');
	}
	if (/^<(?:!doctype\s+html|html|head|body)\b/i.test(start)) {
		throw new XmlError(
			'html',
			'The answer is a web page (HTML) where XML was expected. ' +
				'Check the URL; a proxy or sign-in page may stand in between.',
		);
	}
	if (!start.startsWith('<')) {
		throw new XmlError(
			'notXml',
			`The answer is not XML: it starts with ${JSON.stringify(start.slice(0, 20))}`,
		);
	}
}

/**
 * Where a document begins, after byte order mark, white space, declarations and comments. A loop,
 * because a pattern that does the same takes exponential time for many comments.
 */
export function contentStart(text: string): number {
	let position = text.startsWith('\uFEFF') ? 1 : 0;
	for (;;) {
		while (/\s/.test(text.charAt(position))) position += 1;
		const end = endOfAside(text, position);
		if (end < 0) return position;
		position = end;
	}
}

/** The end of the declaration or comment at a position; -1 if there is none, or it has no end. */
function endOfAside(text: string, position: number): number {
	const close = text.startsWith('<?', position)
		? '?>'
		: text.startsWith('<!--', position)
			? '-->'
			: undefined;
	const found = close === undefined ? -1 : text.indexOf(close, position);
	return close === undefined || found < 0 ? -1 : found + close.length;
}
