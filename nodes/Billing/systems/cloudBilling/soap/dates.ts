/**
 * Instants as the service takes them: `YYYY-MM-DDThh:mm:ssZ`, in UTC and without a fraction.
 */

const ISO =
	/^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:\s*(Z|[+-]\d\d:?\d\d))?)?$/i;

/** Anything that knows its instant, such as the DateTime objects that expressions give. */
interface HasMillis {
	toMillis(): number;
}

/**
 * Formats an instant for the wire. A text without a time zone is taken as UTC and a date alone as
 * its midnight; a fraction of a second is cut off.
 *
 * @param value a Date, an object with `toMillis()`, or an ISO 8601 text
 * @returns undefined if it is no instant, or no day of the calendar (2025-02-30)
 */
export function toWireDateTime(value: unknown): string | undefined {
	const millis = toMillis(value);
	if (millis === undefined || Number.isNaN(millis) || Math.abs(millis) > 8.64e15) return undefined;
	const text = new Date(millis).toISOString();
	// Years outside 0000-9999 have a sign and six digits, which no SOAP service expects.
	return /^\d{4}-/.test(text) ? `${text.slice(0, 19)}Z` : undefined;
}

function toMillis(value: unknown): number | undefined {
	if (isDate(value)) return value.getTime();
	if (typeof value === 'string') return parseIso(value.trim());
	return hasMillis(value) ? value.toMillis() : undefined;
}

/**
 * By its tag, because expressions and code may hand over a Date of another realm, which
 * `instanceof` does not know.
 */
function isDate(value: unknown): value is Date {
	return Object.prototype.toString.call(value) === '[object Date]';
}

function hasMillis(value: unknown): value is HasMillis {
	return (
		typeof value === 'object' &&
		value !== null &&
		'toMillis' in value &&
		typeof value.toMillis === 'function'
	);
}

/** Whether a value is an instant by its own nature, not a text that may be one. */
export function isInstant(value: unknown): boolean {
	return isDate(value) || hasMillis(value);
}

function parseIso(text: string): number | undefined {
	const match = ISO.exec(text);
	if (!match) return undefined;
	const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = match;
	const local = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
	const millis = Date.parse(local);
	// The parser of JavaScript turns 30 February into 2 March; only what comes back unchanged is a
	// real instant.
	if (Number.isNaN(millis) || new Date(millis).toISOString().slice(0, 19) !== local.slice(0, 19)) {
		return undefined;
	}
	return millis - offsetMillis(zone);
}

function offsetMillis(zone: string): number {
	if (zone.toUpperCase() === 'Z') return 0;
	const sign = zone.startsWith('-') ? -1 : 1;
	const digits = zone.replace(/\D/g, '');
	return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}
