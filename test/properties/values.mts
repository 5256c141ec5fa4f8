import fc from 'fast-check';

/** Pieces that end, open or hide something in one of the languages that the node writes or reads. */
const PIECES = [
	...["'", "''", "\\'", '"', '`', '--', '/*', '*/', ';', '\n', '\r', '\\', '$1', '$2', '?', ':a'],
	...[
		"q'[",
		"]'",
		"nq'{",
		' OR 1=1',
		'NULL',
		') ',
		'(',
		',',
		'%',
		'_',
		'\u2019',
		'\uFF07',
		'\u02BC',
	],
	...[
		'..',
		'.',
		'/',
		'//',
		'%2e',
		'%2f',
		'%5c',
		'#',
		'@',
		'http://',
		'a.example',
		'[::1]',
		'127.0.0.1',
	],
	...[
		'<',
		'>',
		'&',
		'&amp;',
		'&#0;',
		'<![CDATA[',
		']]>',
		'<!DOCTYPE a [',
		'<!ENTITY',
		'<?',
		'?>',
		'<!--',
		'-->',
	],
	...[
		'\0',
		'\u0001',
		'\uFFFE',
		'\uD800',
		'\uDC00',
		'\u{1F600}',
		'\u00A0',
		'\u2028',
		'\uFEFF',
		'\t',
		' ',
	],
	...['__proto__', 'constructor', 'toString', 'login', 'a', 'B', '0', '1', '-1', '1e9', 'true'],
];

/** Text as somebody would write it who wants to break out of where it is put. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
	fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join('')),
	fc.string({ unit: 'binary', maxLength: 12 }),
	fc.string({
		unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
		maxLength: 8,
	}),
	fc.string({ maxLength: 12 }),
);

/** What an expression or an item can hold where one value is asked for. */
export const scalar: fc.Arbitrary<unknown> = fc.oneof(
	{ weight: 4, arbitrary: hostileText },
	{ weight: 1, arbitrary: fc.double() },
	{ weight: 1, arbitrary: fc.integer() },
	{
		weight: 1,
		arbitrary: fc.constantFrom<unknown>(
			null,
			undefined,
			true,
			false,
			0n,
			'2026-01-31T10:00:00+02:00',
		),
	},
	{ weight: 1, arbitrary: fc.date({ noInvalidDate: false }) },
);

/** JSON of any shape, made of the given names more often than of others. */
export function json(names: string[], maxDepth = 3): fc.Arbitrary<unknown> {
	const name = fc.oneof(
		{ weight: 8, arbitrary: fc.constantFrom(...names) },
		fc.constantFrom('toString', 'valueOf', 'toJSON', 'constructor', '__proto__'),
		hostileText,
	);
	const { value } = fc.letrec<{ value: unknown }>((tie) => ({
		value: fc.oneof(
			{ maxDepth, withCrossShrink: true },
			hostileText,
			fc.constantFrom<unknown>(null, true, false, 0, 1, '0', '1', ''),
			fc.double({ noNaN: true, noDefaultInfinity: true }),
			fc.dictionary(name, tie('value'), { maxKeys: 5, noNullPrototype: true }),
			fc.array(tie('value'), { maxLength: 4 }),
		),
	}));
	return value;
}
