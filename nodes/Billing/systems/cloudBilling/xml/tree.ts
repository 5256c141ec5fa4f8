import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { XmlError } from '../errors';
import { assertXmlStart, contentStart, DEFAULT_LIMITS, type XmlLimits } from './limits';
import { XML_NS, type QName } from './names';
import { decodeEntities } from './text';

/** An element of a small document that is read as a whole: a WSDL or a schema. */
export interface XmlElement extends QName {
	/** By their spelling, values decoded. */
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: readonly XmlElement[];
	/** The text directly inside, without the text of children. */
	readonly text: string;
	/** Namespace by prefix; '' is the default namespace. */
	readonly scope: ReadonlyMap<string, string>;
}

const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';

/**
 * Reads a whole document with fast-xml-parser, which keeps the order of elements that a schema
 * depends on.
 *
 * It is told not to process entities (that is `decodeEntities`' work), because its own processing
 * reads a DOCTYPE's entities; a DOCTYPE is refused before it sees the text. It does not notice a
 * document that is cut off, so its validator runs first.
 *
 * @throws XmlError if the text is empty, HTML, not well-formed, has a DOCTYPE or exceeds a limit
 */
export function readXmlTree(text: string, limits: XmlLimits = DEFAULT_LIMITS): XmlElement {
	assertXmlStart(text, limits);
	if (text.startsWith('<!DOCTYPE', contentStart(text))) {
		throw new XmlError(
			'doctype',
			'The XML has a DOCTYPE, which is refused because it can define entities',
		);
	}
	const verdict = XMLValidator.validate(text);
	if (verdict !== true) {
		const { msg, line, col } = verdict.err;
		throw new XmlError(
			'malformed',
			`The XML is not well-formed: ${msg.replace(/\.$/, '')}`,
			line,
			col,
		);
	}
	const outermost: Scope = { prefixes: new Map([['xml', XML_NS]]), names: new Map() };
	const { children } = contentOf(parse(text, limits), outermost);
	if (children.length !== 1) {
		throw new XmlError('malformed', 'The XML has more, or less, than one root element');
	}
	return children[0];
}

function parse(text: string, limits: XmlLimits): unknown {
	const parser = new XMLParser({
		preserveOrder: true,
		ignoreAttributes: false,
		attributeNamePrefix: '',
		parseTagValue: false,
		parseAttributeValue: false,
		processEntities: false,
		cdataPropName: CDATA,
		ignoreDeclaration: true,
		ignorePiTags: true,
		maxNestedTags: limits.maxDepth,
		// No path is asked for, so none need be written out for every element.
		jPath: false,
	});
	let problem: string;
	try {
		return parser.parse(text);
	} catch (error) {
		problem = error instanceof Error ? error.message : String(error);
	}
	if (/nested/i.test(problem)) {
		throw new XmlError('depth', `The XML is nested more than ${limits.maxDepth} levels deep`);
	}
	throw new XmlError('malformed', `The XML is not well-formed: ${problem}`);
}

/** The declarations in force, and the names already resolved by them. */
interface Scope {
	readonly prefixes: ReadonlyMap<string, string>;
	readonly names: Map<string, QName>;
}

const NO_ATTRIBUTES: Readonly<Record<string, string>> = {};

/**
 * Turns the parser's ordered form, `[{ 'a:b': [...children], ':@': attributes }]`, into elements
 * with resolved names.
 */
function contentOf(nodes: unknown, scope: Scope): { children: XmlElement[]; text: string } {
	const children: XmlElement[] = [];
	let text = '';
	if (!Array.isArray(nodes)) return { children, text };
	for (const node of nodes) {
		if (!isRecord(node)) continue;
		for (const spelling in node) {
			if (spelling === ATTRIBUTES) continue;
			const content = node[spelling];
			if (spelling === TEXT) text += decodeEntities(String(content));
			else if (spelling === CDATA) text += verbatim(content);
			else children.push(toElement(spelling, content, node[ATTRIBUTES], scope));
		}
	}
	return { children, text };
}

/** A CDATA section holds its text one level down, without references to resolve. */
function verbatim(content: unknown): string {
	if (!Array.isArray(content)) return '';
	return content.map((part) => (isRecord(part) ? String(part[TEXT] ?? '') : '')).join('');
}

function toElement(
	spelling: string,
	content: unknown,
	rawAttributes: unknown,
	outer: Scope,
): XmlElement {
	let attributes = NO_ATTRIBUTES;
	let scope = outer;
	if (isRecord(rawAttributes)) {
		const own: Record<string, string> = {};
		let declarations: Map<string, string> | undefined;
		for (const name in rawAttributes) {
			const value = decodeEntities(String(rawAttributes[name]));
			if (name === 'xmlns') (declarations ??= new Map()).set('', value);
			else if (name.startsWith('xmlns:')) (declarations ??= new Map()).set(name.slice(6), value);
			else own[name] = value;
		}
		attributes = own;
		if (declarations) {
			scope = { prefixes: new Map([...outer.prefixes, ...declarations]), names: new Map() };
		}
	}
	let qname = scope.names.get(spelling);
	if (!qname) {
		qname = resolveName(spelling, scope.prefixes);
		scope.names.set(spelling, qname);
	}
	const { namespace, name } = qname;
	const { children, text } = contentOf(content, scope);
	return { namespace, name, attributes, children, text, scope: scope.prefixes };
}

/**
 * Resolves a prefixed name in the scope of an element; without a prefix the default namespace
 * counts, as XML Schema and WSDL have it for names in attribute values.
 *
 * @throws XmlError if the prefix is not declared
 */
export function resolveName(spelling: string, scope: ReadonlyMap<string, string>): QName {
	const colon = spelling.indexOf(':');
	const prefix = colon < 0 ? '' : spelling.slice(0, colon);
	const namespace = scope.get(prefix) ?? (prefix === '' ? '' : undefined);
	if (namespace === undefined) {
		throw new XmlError('malformed', `The XML uses the undeclared prefix of "${spelling}"`);
	}
	return { namespace, name: spelling.slice(colon + 1) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
