/** Numbers as XML Schema writes them, and how they become JSON without losing a digit. */

const INTEGER = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const DOUBLE = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** No number type of a service needs more. */
const MAX_DIGITS = 100;

export function isInteger(text: string): boolean {
	return INTEGER.test(text);
}

export function isDecimal(text: string): boolean {
	return DECIMAL.test(text);
}

export function isDouble(text: string): boolean {
	return DOUBLE.test(text);
}

/**
 * A finite number in plain digits, without the exponent that JavaScript uses for very large and
 * very small ones.
 */
export function plainDigits(value: number): string {
	const text = String(value);
	const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
	if (!match) return text;
	const [, sign, first, rest = '', exponent] = match;
	const digits = first + rest;
	const point = 1 + Number(exponent);
	if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
	return point >= digits.length
		? sign + digits.padEnd(point, '0')
		: `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/**
 * Text of a number type as JSON. It becomes a number only if that says the same: `00123` has digits
 * a number cannot hold, so it stays text, as do more digits than a double has. `10.50` becomes
 * 10.5, since the zero means nothing in a number type.
 *
 * @param double the type is binary floating point, where the nearest double is the value, however
 * many digits are written
 */
export function toJsonNumber(text: string, double: boolean): number | string {
	if (!(double ? DOUBLE : DECIMAL).test(text) || /^[+-]?0\d/.test(text)) return text;
	const value = Number(text);
	if (!Number.isFinite(value)) return text;
	if (double) return value;
	// So long a text says more than a double holds, and comparing the two would take long.
	if (text.length > MAX_DIGITS) return text;
	return significant(text) === significant(plainDigits(value)) ? value : text;
}

function significant(text: string): string {
	const unsigned = text.replace(/^\+/, '');
	const trimmed = unsigned.includes('.') ? unsigned.replace(/\.?0*$/, '') : unsigned;
	return trimmed.replace(/^(-?)\./, '$10.').replace(/^-?0?$/, '0');
}
