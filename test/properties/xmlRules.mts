import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import fc from 'fast-check';

import {
	API_TOKEN_ELEMENT,
	API_TOKEN_NAMESPACE,
	createBuiltInContract,
} from '../../nodes/Billing/systems/cloudBilling/contract.js';
import { DOCUMENTED_OPERATIONS } from '../../nodes/Billing/systems/cloudBilling/documentedMethods.js';
import {
	DecodeError,
	EncodeError,
	XmlError,
} from '../../nodes/Billing/systems/cloudBilling/errors.js';
import { decodeResponse } from '../../nodes/Billing/systems/cloudBilling/soap/decode.js';
import { encodeRequest } from '../../nodes/Billing/systems/cloudBilling/soap/encode.js';
import { decodeXmlBytes } from '../../nodes/Billing/systems/cloudBilling/xml/bytes.js';
import { readXml } from '../../nodes/Billing/systems/cloudBilling/xml/events.js';
import { isNcName } from '../../nodes/Billing/systems/cloudBilling/xml/names.js';
import { escapeAttribute, escapeText } from '../../nodes/Billing/systems/cloudBilling/xml/text.js';
import { readXmlTree } from '../../nodes/Billing/systems/cloudBilling/xml/tree.js';
import { writeXml } from '../../nodes/Billing/systems/cloudBilling/xml/write.js';
import { rule, type Rule, unlessRefused } from './rule.mjs';
import { hostileText, json, scalar } from './values.mjs';
import { documents } from './xmlDocuments.mjs';
import { type Element, elementsOf, withAllInside } from './xmlTree.mjs';
import { roundTrips } from './xmlTypes.mjs';

const builtIn = createBuiltInContract({ contractName: 'IBillingService' });
const operations = Object.keys(DOCUMENTED_OPERATIONS);

/** What XML 1.0 can carry, said in another way than the node says it. */
function isCarried(text: string): boolean {
	return [...text].every((character) => {
		const code = character.codePointAt(0) ?? 0;
		if (code < 32) return [9, 10, 13].includes(code);
		return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
	});
}

/** The document's root as the node's own event reader sees it. */
function eventsOf(xml: string): { text: string; values: string[]; elements: number } {
	const seen = { text: '', values: [] as string[], elements: 0 };
	readXml(xml, {
		open(_name, attributes) {
			seen.elements += 1;
			seen.values.push(...attributes.map(({ value }) => value));
		},
		text: (text) => void (seen.text += text),
		close() {},
	});
	return seen;
}

const names = operations.flatMap((name) => Object.keys(DOCUMENTED_OPERATIONS[name].parameters));
const parameters = fc.dictionary(
	fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names) }, hostileText),
	json([...names, 'Result', 'Name', 'Value', '@xsi:type', '@a', '#text', 'string'], 3),
	{ maxKeys: 4 },
);

function namesIn(value: unknown, found = new Set<string>()): Set<string> {
	if (Array.isArray(value)) for (const entry of value) namesIn(entry, found);
	else if (typeof value === 'object' && value !== null) {
		for (const [name, inner] of Object.entries(value)) namesIn(inner, found.add(name));
	}
	return found;
}

function checkEnvelope(xml: string, operation: string, token: string, given: unknown): void {
	const envelope = elementsOf(xml);
	strictEqual(envelope.local, 'Envelope');
	deepStrictEqual(
		envelope.children.map(({ local }) => local),
		['Header', 'Body'],
	);
	const [header, body] = envelope.children;
	const [{ local, uri, text, children }] = header.children;
	deepStrictEqual(
		{ local, uri, text, inside: children.length + header.children.length },
		{ local: API_TOKEN_ELEMENT, uri: API_TOKEN_NAMESPACE, text: token, inside: 1 },
	);
	deepStrictEqual(
		body.children.map((child) => child.local),
		[operation],
	);
	const allowed = namesIn(given);
	for (const inner of withAllInside(body.children[0]).slice(1)) {
		ok(isNcName(inner.local) && (allowed.has(inner.local) || KNOWN.has(inner.local)), inner.local);
	}
}

/** Names that the contract itself can write, where a list was given without them. */
const KNOWN = new Set(
	[...builtIn.types.values()].flatMap((type) =>
		type.kind === 'complex' ? type.members.map(({ name }) => name) : [],
	),
);

export const xmlRules: Rule[] = [
	rule(
		'text and attributes are read as they were written, by four readers',
		100_000,
		fc.tuple(hostileText, hostileText),
		([text, value]) => {
			const escaped = unlessRefused(() => escapeText(text, 'a'), EncodeError);
			const attribute = unlessRefused(() => escapeAttribute(value, 'a'), EncodeError);
			strictEqual(escaped !== undefined, isCarried(text));
			strictEqual(attribute !== undefined, isCarried(value));
			if (escaped === undefined || attribute === undefined) return;
			const xml = writeXml({ r: { '@a': attribute, '#text': escaped } }, 5);
			const { text: found, attributes, children } = elementsOf(xml);
			deepStrictEqual([found, attributes, children], [text, { a: value }, []]);
			deepStrictEqual(eventsOf(xml), { text, values: [value], elements: 1 });
			const tree = readXmlTree(xml);
			// Blanks around it are of no use in a WSDL.
			deepStrictEqual([tree.text.trim(), tree.children], [text.trim(), []]);
			strictEqual(tree.attributes.a.trim(), value.trim());
		},
	),

	rule(
		'a request is one envelope with the token and the operation, and no element that nobody named',
		60_000,
		fc.tuple(fc.constantFrom(...operations), parameters, hostileText),
		([operation, given, token]) => {
			const headers = [{ name: API_TOKEN_ELEMENT, namespace: API_TOKEN_NAMESPACE, value: token }];
			const xml = unlessRefused(
				() => encodeRequest(builtIn, operation, given, headers),
				EncodeError,
			);
			if (xml !== undefined) checkEnvelope(xml, operation, token, given);
		},
	),

	rule(
		'a header has the name and namespace that were set, or is refused',
		30_000,
		fc.tuple(hostileText, hostileText),
		([name, namespace]) => {
			const headers = [{ name, namespace, value: 'x' }];
			const xml = unlessRefused(
				() => encodeRequest(builtIn, operations[0], {}, headers),
				EncodeError,
			);
			if (xml === undefined) return;
			const [header] = elementsOf(xml).children;
			deepStrictEqual(
				header.children.map(({ local, uri }): Partial<Element> => ({ local, uri })),
				[{ local: name, uri: namespace }],
			);
		},
	),

	roundTrips,

	rule(
		'an answer of any shape is a result, or refused as XML or as SOAP',
		80_000,
		documents,
		(xml) => {
			const answer = decodeOrRefuse(xml);
			if (answer !== undefined) JSON.stringify(answer);
		},
	),

	rule('what one reader takes for well-formed, a strict one does too', 50_000, documents, (xml) => {
		const seen = unlessRefused(() => eventsOf(xml), XmlError);
		if (seen !== undefined) strictEqual(withAllInside(elementsOf(xml)).length, seen.elements);
	}),

	rule(
		'bytes are text without loss, or refused',
		40_000,
		fc.tuple(
			fc.oneof(
				fc.uint8Array({ maxLength: 40 }),
				hostileText.map((text) => new TextEncoder().encode(text)),
			),
			fc.oneof(
				fc.constantFrom(
					'',
					'text/xml',
					'text/xml; charset=utf-8',
					'text/xml; charset=utf-16',
					'text/xml; charset="latin1"',
				),
				hostileText.map((text) => `text/xml; charset=${text}`),
			),
		),
		([bytes, type]) => {
			const text = unlessRefused(() => decodeXmlBytes(bytes, type), XmlError);
			const isUtf8 = /^text\/xml(?:; charset=utf-8)?$/.test(type) && !text?.includes('encoding');
			// A byte order mark chooses the encoding itself, and is no part of the text.
			const hasMark = /^\xef\xbb\xbf|^\xff\xfe|^\xfe\xff/.test(
				Buffer.from(bytes).toString('latin1'),
			);
			if (text === undefined || !isUtf8 || hasMark) return;
			strictEqual(Buffer.from(text).toString('hex'), Buffer.from(bytes).toString('hex'));
		},
	),

	rule('a value of a list is written as one text', 30_000, scalar, (value) => {
		const xml = unlessRefused(
			() => encodeRequest(builtIn, 'CustomerGetByCode', { customerCode: value }),
			EncodeError,
		);
		if (xml === undefined) return;
		const all = withAllInside(elementsOf(xml));
		ok(all.length <= 4);
		if (typeof value === 'string') strictEqual(all[all.length - 1].text, value);
	}),
];

function decodeOrRefuse(xml: string): unknown {
	return unlessRefused(
		() => decodeResponse(builtIn, 'CustomersGetAll', xml),
		XmlError,
		DecodeError,
	);
}
