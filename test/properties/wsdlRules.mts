import { ok, strictEqual } from 'node:assert';
import { validateHeaderValue } from 'node:http';
import fc from 'fast-check';

import { BillingError, InputError } from '../../nodes/Billing/errors.js';

import type { HttpSend } from '../../nodes/Billing/http/http.js';
import { createBuiltInContract } from '../../nodes/Billing/systems/cloudBilling/contract.js';
import { loadContract } from '../../nodes/Billing/systems/cloudBilling/contractSource.js';
import {
	DecodeError,
	EncodeError,
	WsdlError,
	XmlError,
} from '../../nodes/Billing/systems/cloudBilling/errors.js';
import { readSettings } from '../../nodes/Billing/systems/cloudBilling/settings.js';
import { decodeResponse } from '../../nodes/Billing/systems/cloudBilling/soap/decode.js';
import { encodeRequest } from '../../nodes/Billing/systems/cloudBilling/soap/encode.js';
import {
	type Contract,
	fieldOf,
	parametersOf,
} from '../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import { SoapTransport } from '../../nodes/Billing/systems/cloudBilling/transport.js';
import { readWsdl } from '../../nodes/Billing/systems/cloudBilling/wsdl/read.js';
import { tinyWsdl } from '../unit/cloudBilling/contracts.mjs';
import { rule, type Rule, unlessRefused, unlessRefusedLater } from './rule.mjs';
import { hostileText, json } from './values.mjs';
import { elementsOf, withAllInside } from './xmlTree.mjs';

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

const schemas = fc.tuple(fc.array(part, { maxLength: 2 }), fc.array(declaration, { maxLength: 6 }));

const WSDL = tinyWsdl(
	'<xs:sequence><xs:element name="A" type="t:A"/><xs:element name="B" type="xs:int" minOccurs="0"/></xs:sequence>',
	'<xs:complexType name="A"><xs:sequence><xs:element name="C" type="t:A" maxOccurs="unbounded"/></xs:sequence></xs:complexType>',
);
/** What a WSDL is made of: tags, names, values, and the rest in between. */
const PIECES = WSDL.split(/(?<=[<>"= ])|(?=[<>"= ])/);

/** A good WSDL with some of its pieces left out, doubled, or replaced. */
const nearly = fc
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

const values = json(['A', 'B', 'C', '@A', '#text', '@xsi:type'], 2);

/** What is done with a contract: a form, a request, an answer. */
function use(contract: Contract, given: unknown): void {
	for (const operation of contract.operations.values()) {
		const parameters = parametersOf(contract, operation);
		for (const parameter of parameters) fieldOf(contract, parameter);
		const all = Object.fromEntries(parameters.map((parameter) => [parameter.name, given]));
		for (const sent of [{}, all]) {
			const xml = unlessRefused(() => encodeRequest(contract, operation.name, sent), EncodeError);
			if (xml === undefined) continue;
			const elements = withAllInside(elementsOf(xml));
			strictEqual(elements[0].local, 'Envelope');
			unlessRefused(() => decodeResponse(contract, operation.name, xml), XmlError, DecodeError);
		}
	}
}

async function readAndUse(text: string, given: unknown): Promise<void> {
	const contract = await unlessRefusedLater(async () => await readWsdl({ text }), WsdlError);
	if (contract) use(contract, given);
}

const HOST = 'https://billing.example.com';
const location = fc.oneof(
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

const imports = fc.array(fc.tuple(fc.constantFrom('import', 'include', 'redefine'), location), {
	maxLength: 3,
});

function importing(all: ReadonlyArray<readonly [string, string]>): string {
	return all
		.map(([tag, where]) => `<xs:${tag} namespace="urn:${where.length}" schemaLocation="${where}"/>`)
		.join('');
}

const ONCE = { timeout: 1000, retries: 0 };
let endpoints = 0;

export const wsdlRules: Rule[] = [
	rule(
		'a schema of any shape gives requests that are well-formed, or is refused',
		60_000,
		fc.tuple(schemas, values),
		async ([[content, declarations], given]) => {
			await readAndUse(tinyWsdl(content.join(''), declarations.join('')), given);
		},
	),

	rule(
		'a WSDL that is nearly right is read or refused',
		60_000,
		fc.tuple(nearly, values),
		async ([text, given]) => await readAndUse(text, given),
	),

	rule(
		'groups that hold groups that hold groups do not grow without end',
		200,
		fc.record({
			tag: fc.constantFrom('group', 'attributeGroup', 'complexType'),
			levels: fc.integer({ min: 1, max: 40 }),
			width: fc.integer({ min: 1, max: 4 }),
		}),
		async ({ tag, levels, width }) => await readAndUse(tinyWsdl(...nested(tag, levels, width)), {}),
	),

	rule(
		'nothing is fetched but from the host of the endpoint, and never with the token',
		30_000,
		fc.tuple(fc.array(imports, { minLength: 1, maxLength: 3 }), location),
		async ([documents, more]) => {
			const endpoint = `${HOST}/${++endpoints}`;
			const settings = readSettings({ endpoint, apiToken: 'hidden-token' });
			let calls = 0;
			const send: HttpSend = async (request) => {
				const url = new URL(request.url);
				strictEqual(url.origin, HOST);
				ok(!JSON.stringify(request).includes('hidden-token'));
				const all = importing(documents[calls++ % documents.length]);
				const wsdl =
					calls === 1
						? tinyWsdl('', '').replace('elementFormDefault', `id="x" elementFormDefault`)
						: '';
				const body = wsdl
					? wsdl
							.replace(/(<xs:schema [^>]*>)/, `$1${all}`)
							.replace('<types>', `<import location="${more}"/><types>`)
					: `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${all}</xs:schema>`;
				return await Promise.resolve({
					status: 200,
					headers: {},
					body: '',
					bytes: Buffer.from(body),
				});
			};
			const { contract } = await loadContract(settings, send, ONCE);
			ok(contract.operations.size > 0);
			ok(calls < 250);
		},
	),

	rule(
		'a SOAPAction is one that HTTP can carry, or the call is refused before it is sent',
		20_000,
		fc.tuple(hostileText, hostileText),
		async ([contractName, soapActionPattern]) => {
			const contract = createBuiltInContract({ contractName, soapActionPattern });
			const call = { operation: 'CustomersGetAll', parameters: {}, safety: 'read' } as const;
			const send: HttpSend = async ({ url, headers }) => {
				strictEqual(url, `${HOST}/soap`);
				for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value);
				return await Promise.resolve({ status: 500, headers: {}, body: '' });
			};
			const transport = new SoapTransport({ endpoint: `${HOST}/soap`, contract, send, ...ONCE });
			await unlessRefusedLater(async () => await transport.call(call), BillingError, InputError);
		},
	),
];

/** Each level refers to the one below it several times. */
function nested(tag: string, levels: number, width: number): [content: string, schemas: string] {
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
