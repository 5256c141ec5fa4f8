import { EncodeError } from '../errors';
import type { SimpleType } from '../wsdl/model';
import { PRIMITIVES, type PrimitiveRule } from '../wsdl/primitives';
import { toWireDateTime } from './dates';
import { isDecimal, isDouble, isInteger, plainDigits } from './numbers';
import { closest, describe, quoted } from './suggest';

/**
 * A JSON value as the text of a simple type, not yet escaped. Numbers given as text keep their
 * digits.
 *
 * @throws EncodeError naming `path` if the value does not fit the type
 */
export function encodeSimple(type: SimpleType, value: unknown, path: string): string {
	if (type.list) {
		const entries = Array.isArray(value)
			? value
			: scalarText(type, value, path).trim().split(/\s+/);
		return entries.map((entry) => encodeSimple({ ...type, list: false }, entry, path)).join(' ');
	}
	const rule = PRIMITIVES.get(type.primitive);
	const text = rule ? encodePrimitive(rule, type, value, path) : scalarText(type, value, path);
	assertFacets(type, text, rule, path);
	return text;
}

function encodePrimitive(
	rule: PrimitiveRule,
	type: SimpleType,
	value: unknown,
	path: string,
): string {
	switch (rule.family) {
		case 'boolean':
			return encodeBoolean(value, path);
		case 'integer':
			return encodeInteger(rule, type, value, path);
		case 'decimal':
			return encodeNumber(value, path, isDecimal, plainDigits);
		case 'double':
			// The exponent that JavaScript writes is one that XML Schema reads.
			return encodeNumber(value, path, isDouble, String);
		case 'dateTime':
			return (
				toWireDateTime(value) ??
				misfit(value, path, 'a date and time, such as 2025-01-31T23:59:59Z')
			);
		case 'date':
			return encodeDate(value, path);
		case 'time':
			return encodePattern(
				value,
				path,
				/^\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/,
				'a time, such as 23:59:59',
			);
		case 'base64':
			return encodeBase64(value, path);
		case 'hex':
			return encodePattern(value, path, /^(?:[0-9a-fA-F]{2})*$/, 'hexadecimal digits in pairs');
		case 'text':
			return scalarText(type, value, path);
	}
}

function encodeBoolean(value: unknown, path: string): string {
	if (typeof value === 'boolean') return String(value);
	const text = typeof value === 'object' ? '' : String(value).trim().toLowerCase();
	if (text === 'true' || text === '1') return 'true';
	if (text === 'false' || text === '0') return 'false';
	return misfit(value, path, 'true or false');
}

function encodeInteger(
	rule: PrimitiveRule,
	type: SimpleType,
	value: unknown,
	path: string,
): string {
	const text =
		typeof value === 'number' ? plainDigits(value) : typeof value === 'string' ? value.trim() : '';
	if (!isInteger(text)) return misfit(value, path, 'a whole number');
	const number = BigInt(text.replace(/^\+/, ''));
	if (
		(rule.min !== undefined && number < rule.min) ||
		(rule.max !== undefined && number > rule.max)
	) {
		return misfit(
			value,
			path,
			`within the range of ${type.primitive} (${rule.min ?? '…'} to ${rule.max ?? '…'})`,
		);
	}
	return text;
}

function encodeNumber(
	value: unknown,
	path: string,
	fits: (text: string) => boolean,
	write: (value: number) => string,
): string {
	if (typeof value === 'number' && Number.isFinite(value)) return write(value);
	const text = typeof value === 'string' ? value.trim() : '';
	return fits(text) ? text : misfit(value, path, 'a number with a decimal point, such as 12.5');
}

function encodeDate(value: unknown, path: string): string {
	const instant = toWireDateTime(value) ?? misfit(value, path, 'a date, such as 2025-01-31');
	// A day written with a time zone is meant as that day, not as the day it is in UTC.
	return typeof value === 'string' ? value.trim().slice(0, 10) : instant.slice(0, 10);
}

function encodePattern(value: unknown, path: string, pattern: RegExp, what: string): string {
	const text = typeof value === 'string' ? value.trim() : '';
	return pattern.test(text) ? text : misfit(value, path, what);
}

function encodeBase64(value: unknown, path: string): string {
	if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
	if (typeof value !== 'string') return misfit(value, path, 'base64 text');
	const text = value.replace(/\s+/g, '');
	if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
		throw new EncodeError(path, 'the text is not base64.');
	}
	return text;
}

function scalarText(type: SimpleType, value: unknown, path: string): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' && Number.isFinite(value)) return plainDigits(value);
	if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	return toWireDateTime(value) ?? misfit(value, path, `a single value of type ${type.name}`);
}

function assertFacets(
	type: SimpleType,
	text: string,
	rule: PrimitiveRule | undefined,
	path: string,
): void {
	if (type.values && !type.values.includes(text)) refuseValue(type, type.values, text, path);
	// Lengths of binary types count bytes, not characters; only those of text are checked.
	if (rule?.family === 'text') assertLength(type, text, path);
	if (rule?.field === 'number') assertBounds(type, text, path);
}

function assertLength({ minLength, maxLength }: SimpleType, text: string, path: string): void {
	if (minLength === undefined && maxLength === undefined) return;
	const { length } = [...text];
	if (maxLength !== undefined && length > maxLength) {
		throw new EncodeError(
			path,
			`the text has ${length} characters; at most ${maxLength} are allowed.`,
		);
	}
	if (minLength !== undefined && length < minLength) {
		throw new EncodeError(
			path,
			`the text has ${length} characters; at least ${minLength} are needed.`,
		);
	}
}

function assertBounds(type: SimpleType, text: string, path: string): void {
	const { minInclusive, maxInclusive, minExclusive, maxExclusive } = type;
	const value = Number(text);
	const below =
		(minInclusive !== undefined && value < Number(minInclusive)) ||
		(minExclusive !== undefined && value <= Number(minExclusive));
	const above =
		(maxInclusive !== undefined && value > Number(maxInclusive)) ||
		(maxExclusive !== undefined && value >= Number(maxExclusive));
	if (!below && !above) return;
	const limit = below ? (minInclusive ?? minExclusive) : (maxInclusive ?? maxExclusive);
	throw new EncodeError(path, `${text} is ${below ? 'below' : 'above'} the limit of ${limit}.`);
}

function refuseValue(
	type: SimpleType,
	values: readonly string[],
	text: string,
	path: string,
): never {
	throw new EncodeError(
		path,
		`${quoted(text)} is not a value of ${type.name}. ${closest(text, values)}`,
	);
}

function misfit(value: unknown, path: string, expected: string): never {
	throw new EncodeError(path, `${describe(value)} is not ${expected}.`);
}
