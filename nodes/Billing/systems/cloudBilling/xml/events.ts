import { SaxesParser } from 'saxes';
import { XmlError } from '../errors';
import { XML_NS, XMLNS_NS, type QName } from './names';
import { assertXmlStart, DEFAULT_LIMITS, type XmlLimits } from './limits';

/** An attribute with its prefix resolved. Namespace declarations are not attributes here. */
export interface XmlAttribute extends QName {
	readonly value: string;
}

/** What a consumer of `readXml` gets, in document order. `text` may come in pieces. */
export interface XmlHandler {
	/**
	 * `resolve` gives the namespace of a prefix, for values that are themselves prefixed names, such
	 * as `xsi:type`.
	 */
	open(
		name: QName,
		attributes: readonly XmlAttribute[],
		resolve: (prefix: string) => string | undefined,
	): void;
	text(value: string): void;
	close(): void;
}

const NO_ATTRIBUTES: readonly XmlAttribute[] = [];

/**
 * Reads XML in one pass and hands each element on as it comes, so that no tree is built.
 *
 * The reader behind it is saxes: of those measured it is the only one that is both among the
 * fastest and strict about well-formedness. Its own namespace mode costs half its speed, because it
 * resolves each name anew; `Namespaces` below resolves a name once per scope.
 *
 * @throws XmlError if the text is empty, HTML, not well-formed, cut off, has a DOCTYPE or exceeds a
 * limit
 */
export function readXml(
	text: string,
	handler: XmlHandler,
	limits: XmlLimits = DEFAULT_LIMITS,
): void {
	assertXmlStart(text, limits);
	const namespaces = new Namespaces();
	const parser = new SaxesParser({
		xmlns: false,
		position: false,
		defaultXMLVersion: '1.0',
		forceXMLVersion: true,
	});
	let depth = 0;
	let ended = false;
	const fail = (fault: 'malformed' | 'doctype' | 'depth', message: string): XmlError =>
		new XmlError(fault, message, parser.line, parser.column);
	const resolve = (prefix: string): string | undefined => namespaces.resolve(prefix);

	parser.on('error', (error) => {
		if (ended) {
			throw new XmlError(
				'truncated',
				`The XML ends too early: ${plain(error.message)}. The connection may have been cut; try again.`,
			);
		}
		throw fail('malformed', `The XML is not well-formed: ${plain(error.message)}`);
	});
	parser.on('doctype', () => {
		throw fail('doctype', 'The XML has a DOCTYPE, which is refused because it can define entities');
	});
	parser.on('opentag', (tag) => {
		depth += 1;
		if (depth > limits.maxDepth) {
			throw fail('depth', `The XML is nested more than ${limits.maxDepth} levels deep`);
		}
		const missing = namespaces.enter(tag.attributes);
		const name = namespaces.elementName(tag.name);
		if (!name || missing !== undefined) {
			const spelling = (missing ?? tag.name).slice(0, 60);
			throw fail('malformed', `The XML uses the undeclared prefix of "${spelling}"`);
		}
		handler.open(name, namespaces.attributes, resolve);
	});
	parser.on('text', (value) => {
		// White space may stand before and after the root.
		if (depth > 0) handler.text(value);
	});
	parser.on('cdata', (value) => handler.text(value));
	parser.on('closetag', () => {
		depth -= 1;
		handler.close();
		namespaces.leave();
	});

	parser.write(text);
	ended = true;
	parser.close();
}

function plain(message: string): string {
	return message.replace(/\.$/, '').slice(0, 100);
}

interface Scope {
	readonly prefixes: ReadonlyMap<string, string>;
	/** Names already resolved in this scope, by their spelling. */
	readonly names: Map<string, QName>;
}

/**
 * The namespace declarations in force. A scope is made only where an element declares something.
 */
class Namespaces {
	attributes: readonly XmlAttribute[] = NO_ATTRIBUTES;
	private scope: Scope = { prefixes: new Map([['xml', XML_NS]]), names: new Map() };
	/**
	 * One entry per open element: the scope to go back to, or undefined where the element declares
	 * nothing.
	 */
	private readonly outer: Array<Scope | undefined> = [];

	resolve(prefix: string): string | undefined {
		return this.scope.prefixes.get(prefix) ?? (prefix === '' ? '' : undefined);
	}

	/**
	 * Takes an element's attributes in; returns the name of an attribute whose prefix is not
	 * declared, if any.
	 */
	enter(raw: Record<string, string>): string | undefined {
		let declarations: Map<string, string> | undefined;
		let names: string[] | undefined;
		for (const name in raw) {
			if (name === 'xmlns') (declarations ??= new Map()).set('', raw[name]);
			else if (name.startsWith('xmlns:')) {
				if (raw[name] === '') return name;
				(declarations ??= new Map()).set(name.slice(6), raw[name]);
			} else (names ??= []).push(name);
		}
		this.outer.push(declarations && this.scope);
		if (declarations) {
			this.scope = {
				prefixes: new Map([...this.scope.prefixes, ...declarations]),
				names: new Map(),
			};
		}
		this.attributes = NO_ATTRIBUTES;
		return names && this.enterAttributes(names, raw);
	}

	leave(): void {
		const outer = this.outer.pop();
		if (outer) this.scope = outer;
	}

	elementName(spelling: string): QName | undefined {
		const known = this.scope.names.get(spelling);
		if (known) return known;
		const colon = spelling.indexOf(':');
		const namespace = this.resolve(colon < 0 ? '' : spelling.slice(0, colon));
		const name = spelling.slice(colon + 1);
		if (namespace === undefined || colon === 0 || name === '' || name.includes(':'))
			return undefined;
		const resolved = { namespace, name };
		this.scope.names.set(spelling, resolved);
		return resolved;
	}

	private enterAttributes(names: string[], raw: Record<string, string>): string | undefined {
		const attributes: XmlAttribute[] = [];
		for (const spelling of names) {
			const colon = spelling.indexOf(':');
			// An attribute without a prefix is in no namespace, whatever the default namespace is.
			const namespace = colon < 0 ? '' : this.resolve(spelling.slice(0, colon));
			const name = spelling.slice(colon + 1);
			const isName = colon !== 0 && name !== '' && !name.includes(':');
			if (namespace === undefined || namespace === XMLNS_NS || !isName) return spelling;
			attributes.push({ namespace, name, value: raw[spelling] });
		}
		this.attributes = attributes;
		return undefined;
	}
}
