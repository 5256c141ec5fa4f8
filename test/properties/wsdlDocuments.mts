import fc from 'fast-check';

import { tinyWsdl } from '../unit/cloudBilling/contracts.mjs';
import { hostileText } from './values.mjs';

/** Where the service is whose WSDL is read. */
export const HOST = 'https://billing.example.com';

/** Names that are few, so that declarations and references meet, in circles too. */
const NAMES = ['A', 'B', 'C', 'Do', 'DoResponse'];
const REFERENCES = [
	...NAMES.map((name) => `t:${name}`),
	'xs:string',
	'xs:int',
	'xs:anyType',
	'A',
	'u:B',
	'xs:nothing',
];

const escaped = (text: string): string =>
	text
		.replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD]/g, '')
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('"', '&quot;');
const name = fc.oneof(
	{ weight: 20, arbitrary: fc.constantFrom(...NAMES) },
	hostileText.map(escaped),
);
const reference = fc.oneof(
	{ weight: 20, arbitrary: fc.constantFrom(...REFERENCES) },
	hostileText.map(escaped),
);

const attributes = fc
	.record(
		{
			name,
			type: reference,
			ref: reference,
			base: reference,
			itemType: reference,
			minOccurs: fc.constantFrom('0', '1', '2', 'x', ''),
			maxOccurs: fc.constantFrom('0', '1', 'unbounded', '99999999999', '-1'),
			nillable: fc.constantFrom('true', '0'),
			abstract: fc.constantFrom('true', 'false'),
			use: fc.constantFrom('required', 'prohibited'),
			form: fc.constantFrom('qualified', 'unqualified'),
			value: fc.oneof(fc.constantFrom('1', '-5', 'NaN', 'Ä'), hostileText.map(escaped)),
		},
		{ requiredKeys: [], noNullPrototype: true },
	)
	.map((given) =>
		Object.entries(given)
			.map(([key, value]) => ` ${key}="${value}"`)
			.join(''),
	);

const TAGS = [
	...[
		'element',
		'complexType',
		'simpleType',
		'sequence',
		'choice',
		'all',
		'group',
		'any',
		'attribute',
	],
	...[
		'attributeGroup',
		'complexContent',
		'simpleContent',
		'extension',
		'restriction',
		'list',
		'union',
	],
	...['enumeration', 'maxLength', 'minInclusive', 'annotation', 'redefine', 'import', 'include'],
];

/** A part of a schema, as nobody would write it. */
const { part } = fc.letrec<{ part: string; parts: string }>((tie) => ({
	part: fc
		.tuple(fc.constantFrom(...TAGS), attributes, tie('parts'))
		.map(([tag, given, inside]) => `<xs:${tag}${given}>${inside}</xs:${tag}>`),
	parts: fc.oneof(
		{ maxDepth: 4 },
		fc.constant(''),
		fc.array(tie('part'), { maxLength: 3 }).map((all) => all.join('')),
	),
}));

/** A declaration that has a name and may well refer to others. */
const declaration = fc
	.tuple(
		fc.constantFrom('complexType', 'simpleType', 'element', 'group', 'attributeGroup', 'attribute'),
		name,
		fc.array(part, { maxLength: 3 }),
		fc.constantFrom('', 'sequence', 'choice', 'complexContent', 'simpleContent'),
		reference,
	)
	.map(([tag, given, inside, around, base]) => {
		const isContent = around.endsWith('Content');
		const content = isContent
			? `<xs:extension base="${base}">${inside.join('')}</xs:extension>`
			: inside.join('');
		const all = around ? `<xs:${around}>${content}</xs:${around}>` : content;
		return `<xs:${tag} name="${given}">${all}</xs:${tag}>`;
	});

export const schemas = fc.tuple(
	fc.array(part, { maxLength: 2 }),
	fc.array(declaration, { maxLength: 6 }),
);

const WSDL = tinyWsdl(
	'<xs:sequence><xs:element name="A" type="t:A"/><xs:element name="B" type="xs:int" minOccurs="0"/></xs:sequence>',
	'<xs:complexType name="A"><xs:sequence><xs:element name="C" type="t:A" maxOccurs="unbounded"/></xs:sequence></xs:complexType>',
);
/** What a WSDL is made of: tags, names, values, and the rest in between. */
const PIECES = WSDL.split(/(?<=[<>"= ])|(?=[<>"= ])/);

/** A good WSDL with some of its pieces left out, doubled, or replaced. */
export const nearly = fc
	.array(
		fc.tuple(
			fc.nat(PIECES.length - 1),
			fc.oneof(fc.nat(PIECES.length - 1), hostileText, fc.constant('')),
		),
		{
			minLength: 1,
			maxLength: 4,
		},
	)
	.map((changes) => {
		const pieces = [...PIECES];
		for (const [at, put] of changes)
			pieces[at] = typeof put === 'number' ? PIECES[put] + pieces[at] : put;
		return pieces.join('');
	});

export const location = fc.oneof(
	hostileText.map(escaped),
	fc
		.tuple(
			fc.constantFrom(
				'',
				'/',
				'//',
				'../',
				`${HOST}/`,
				`${HOST}:444/`,
				'http://billing.example.com/',
				'file:///',
				'https://other.example.com/',
				'\\\\',
				'HTTPS:\\\\',
				'?',
			),
			fc.oneof(
				fc.constantFrom('a.xsd', '?xsd=xsd0', '@other.example.com/a', '.evil.example/a', '#a'),
				hostileText.map(escaped),
			),
		)
		.map((both) => both.join('')),
);

export const imports = fc.array(
	fc.tuple(fc.constantFrom('import', 'include', 'redefine'), location),
	{
		maxLength: 3,
	},
);

export function importing(all: ReadonlyArray<readonly [string, string]>): string {
	return all
		.map(([tag, where]) => `<xs:${tag} namespace="urn:${where.length}" schemaLocation="${where}"/>`)
		.join('');
}

/** Each level refers to the one below it several times. */
export function nested(
	tag: string,
	levels: number,
	width: number,
): [content: string, schemas: string] {
	const refer = (level: number): string =>
		tag === 'complexType'
			? `<xs:sequence>${`<xs:element name="e"><xs:complexType><xs:complexContent><xs:extension base="t:G${level}"/></xs:complexContent></xs:complexType></xs:element>`.repeat(width)}</xs:sequence>`
			: `<xs:${tag} ref="t:G${level}"/>`.repeat(width);
	const levelsOf = Array.from({ length: levels }, (_, level) => {
		const inside = level === 0 ? '' : refer(level - 1);
		const content =
			tag === 'group'
				? `<xs:sequence>${inside}<xs:element name="e${level}"/></xs:sequence>`
				: inside;
		return `<xs:${tag} name="G${level}">${content}</xs:${tag}>`;
	});
	return [refer(levels - 1), levelsOf.join('')];
}
