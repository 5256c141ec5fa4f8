import type { SimpleType } from '../../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import { PRIMITIVES } from '../../../nodes/Billing/systems/cloudBilling/wsdl/primitives.js';

/** Texts that are valid where any text will not do. */
const TEXTS: Readonly<Record<string, string>> = {
	language: 'en',
	Name: 'name',
	NCName: 'name',
	NMTOKEN: 'name',
	NMTOKENS: 'name',
	QName: 'name',
	anyURI: 'http://example.com/',
	duration: 'P1D',
	dayTimeDuration: 'P1D',
	yearMonthDuration: 'P1Y',
	gYear: '2026',
	gYearMonth: '2026-01',
	gMonth: '--01',
	gMonthDay: '--01-31',
	gDay: '---31',
};

let lastId = 0;

/** A value that fits a simple type, as far as the contract tells what fits. */
export function sampleValue(type: SimpleType): unknown {
	if (type.values) return type.values[0];
	if (type.primitive === 'ID') return `id${++lastId}`;
	switch (PRIMITIVES.get(type.primitive)?.family) {
		case 'boolean':
			return true;
		case 'integer':
			return wholeNumber(type);
		case 'decimal':
		case 'double':
			return sampleNumber(type);
		case 'dateTime':
			return '2026-01-31T12:00:00Z';
		case 'date':
			return '2026-01-31';
		case 'time':
			return '12:00:00';
		case 'base64':
			return 'QUJD';
		case 'hex':
			return 'AB';
		default:
			return ofLength(TEXTS[type.primitive] ?? 'text', type);
	}
}

/** As text, since the bounds of a type may be beyond what a number holds. */
function wholeNumber({ primitive, ...type }: SimpleType): string {
	const { min, max } = PRIMITIVES.get(primitive) ?? {};
	const least = largest([min, whole(type.minInclusive), whole(type.minExclusive, 1n)]);
	const most = smallest([max, whole(type.maxInclusive), whole(type.maxExclusive, -1n)]);
	if (least !== undefined && least > 1n) return String(least);
	return String(most !== undefined && most < 1n ? most : 1n);
}

function whole(bound: string | undefined, shift = 0n): bigint | undefined {
	return bound === undefined ? undefined : BigInt(Math.trunc(Number(bound))) + shift;
}

const largest = (bounds: Array<bigint | undefined>) =>
	bounds.reduce((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a), undefined);
const smallest = (bounds: Array<bigint | undefined>) =>
	bounds.reduce((a, b) => (a === undefined || (b !== undefined && b < a) ? b : a), undefined);

function sampleNumber(type: SimpleType): number {
	const least = Number(type.minInclusive ?? type.minExclusive ?? -Infinity);
	const most = Number(type.maxInclusive ?? type.maxExclusive ?? Infinity);
	if (least < 1 && most > 1) return 1;
	if (Number.isFinite(least) && Number.isFinite(most)) return (least + most) / 2;
	return Number.isFinite(least) ? least + 1 : most - 1;
}

function ofLength(text: string, { minLength = 0, maxLength = Infinity }: SimpleType): string {
	return text.padEnd(minLength, 'x').slice(0, maxLength);
}
