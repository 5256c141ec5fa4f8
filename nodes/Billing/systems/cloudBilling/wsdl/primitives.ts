/**
 * The simple types of XML Schema 1.1 part 2 that SOAP services use, by what a value must look like.
 * `field` is how a form asks for one; `min` and `max` bound the integers.
 */
export type Primitive = string;

export type PrimitiveFamily =
	| 'text'
	| 'boolean'
	| 'integer'
	| 'decimal'
	| 'double'
	| 'dateTime'
	| 'date'
	| 'time'
	| 'base64'
	| 'hex';

export interface PrimitiveRule {
	readonly family: PrimitiveFamily;
	readonly field: 'string' | 'number' | 'boolean' | 'dateTime' | 'time';
	readonly min?: bigint;
	readonly max?: bigint;
}

const text: PrimitiveRule = { family: 'text', field: 'string' };
const integer = (min?: bigint, max?: bigint): PrimitiveRule => ({
	family: 'integer',
	field: 'number',
	min,
	max,
});

export const PRIMITIVES: ReadonlyMap<Primitive, PrimitiveRule> = new Map<Primitive, PrimitiveRule>([
	...[
		'string',
		'normalizedString',
		'token',
		'language',
		'Name',
		'NCName',
		'NMTOKEN',
		'NMTOKENS',
		'ID',
		'IDREF',
		'IDREFS',
		'ENTITY',
		'ENTITIES',
		'anyURI',
		'QName',
		'NOTATION',
		'duration',
		'dayTimeDuration',
		'yearMonthDuration',
		'gYear',
		'gYearMonth',
		'gMonth',
		'gMonthDay',
		'gDay',
		'anySimpleType',
		'anyAtomicType',
	].map((name): [Primitive, PrimitiveRule] => [name, text]),
	['boolean', { family: 'boolean', field: 'boolean' }],
	['byte', integer(-128n, 127n)],
	['short', integer(-32768n, 32767n)],
	['int', integer(-2147483648n, 2147483647n)],
	['long', integer(-9223372036854775808n, 9223372036854775807n)],
	['unsignedByte', integer(0n, 255n)],
	['unsignedShort', integer(0n, 65535n)],
	['unsignedInt', integer(0n, 4294967295n)],
	['unsignedLong', integer(0n, 18446744073709551615n)],
	['integer', integer()],
	['nonNegativeInteger', integer(0n)],
	['positiveInteger', integer(1n)],
	['nonPositiveInteger', integer(undefined, 0n)],
	['negativeInteger', integer(undefined, -1n)],
	['decimal', { family: 'decimal', field: 'number' }],
	['double', { family: 'double', field: 'number' }],
	['float', { family: 'double', field: 'number' }],
	['dateTime', { family: 'dateTime', field: 'dateTime' }],
	['dateTimeStamp', { family: 'dateTime', field: 'dateTime' }],
	['date', { family: 'date', field: 'dateTime' }],
	['time', { family: 'time', field: 'time' }],
	['base64Binary', { family: 'base64', field: 'string' }],
	['hexBinary', { family: 'hex', field: 'string' }],
]);
