import { EncodeError, XmlError } from '../errors';

/**
 * Any character that needs a closer look: markup, carriage return, controls, surrogates and the two
 * non-characters.
 */
const SUSPECT = /[^\t\n\u0020-\u0025\u0027-\u003B\u003D\u003F-\uD7FF\uE000-\uFFFD]/;
/**
 * With the `u` flag a lone surrogate is a code point of its own, so it falls outside the ranges of
 * Char, XML 1.0 [2].
 */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

const TEXT_ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'\r': '&#13;',
};
const ATTRIBUTE_ESCAPES: Readonly<Record<string, string>> = {
	...TEXT_ESCAPES,
	'"': '&quot;',
	'\t': '&#9;',
	'\n': '&#10;',
};

/**
 * Text as XML content. `>` is always escaped, so `]]>` cannot appear, and a carriage return is
 * written as a reference, because a reader would turn it into a line feed. There are no exceptions
 * to escaping: text that looks like CDATA is text.
 *
 * @throws EncodeError naming `path` if the text holds a character that XML 1.0 cannot carry, in any
 * spelling
 */
export function escapeText(text: string, path: string): string {
	if (!SUSPECT.test(text)) return text;
	refuseForbidden(text, path);
	return text.replace(/[&<>\r]/g, (character) => TEXT_ESCAPES[character]);
}

/** Text as the value of an attribute in double quotes. Throws as `escapeText` does. */
export function escapeAttribute(text: string, path: string): string {
	refuseForbidden(text, path);
	return text.replace(/[&<>\r"\t\n]/g, (character) => ATTRIBUTE_ESCAPES[character]);
}

function refuseForbidden(text: string, path: string): void {
	const found = FORBIDDEN.exec(text);
	if (!found) return;
	const code = found[0].charCodeAt(0);
	const kind =
		code >= 0xd800 && code <= 0xdfff ? 'half of a surrogate pair' : 'a control character';
	const hex = code.toString(16).toUpperCase().padStart(4, '0');
	throw new EncodeError(
		path,
		`the text has ${kind} (U+${hex}) at position ${found.index + 1}, which XML cannot carry. Remove it from the text.`,
	);
}

const ENTITIES: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
};

/**
 * Resolves the five predefined entities and character references; nothing else exists here.
 *
 * @throws XmlError for any other reference, and for a reference to a character outside XML
 */
export function decodeEntities(text: string): string {
	if (!text.includes('&')) return text;
	return text.replace(/&([^;&\s]*;?)/g, (whole, body: string) => {
		const name = body.slice(0, -1);
		if (body.endsWith(';')) {
			if (Object.hasOwn(ENTITIES, name)) return ENTITIES[name];
			const reference = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
			const code = reference ? parseInt(reference[1] ?? reference[2], reference[1] ? 16 : 10) : NaN;
			if (code <= 0x10ffff && !FORBIDDEN.test(String.fromCodePoint(code))) {
				return String.fromCodePoint(code);
			}
		}
		throw new XmlError('malformed', `The XML has the unknown reference "${whole.slice(0, 20)}"`);
	});
}
