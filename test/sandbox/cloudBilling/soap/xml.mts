import { Builder, Parser } from 'xml2js';

/**
 * Requests are read with xml2js (on sax): the soap library's reader keeps neither the order of members nor
 * their namespaces, and both decide what WCF takes and what it drops. Known limit: a text that is nothing but
 * white space reads as empty.
 */
export interface XmlElement {
	readonly '#name'?: string;
	readonly $ns?: { readonly uri: string; readonly local: string };
	readonly $?: Readonly<Record<string, XmlAttribute>>;
	readonly $$?: readonly XmlElement[];
	readonly _?: string;
}

interface XmlAttribute {
	readonly value: string;
	readonly local: string;
	readonly uri: string;
}

export const SOAP_NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/';
export const XSI_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance';

/** The root element. Throws where the text is not well formed, and on any DOCTYPE as WCF does. */
export function readXml(text: string): XmlElement {
	refuseDoctype(text);
	let root: unknown;
	let failure: Error | null = null;
	const parser = new Parser({
		xmlns: true,
		explicitRoot: false,
		explicitChildren: true,
		preserveChildrenOrder: true,
	});
	parser.parseString(text, (error, parsed) => {
		failure ??= error;
		root = parsed;
	});
	if (failure) throw failure;
	if (typeof root !== 'object' || root === null) throw new Error('There is no root element');
	return root as XmlElement;
}

export function localName(element: XmlElement): string {
	return element.$ns?.local ?? '';
}

export function namespaceOf(element: XmlElement): string {
	return element.$ns?.uri ?? '';
}

export function isNamed(element: XmlElement, namespace: string, name: string): boolean {
	return localName(element) === name && namespaceOf(element) === namespace;
}

export function childrenOf(element: XmlElement): readonly XmlElement[] {
	return element.$$ ?? [];
}

export function textOf(element: XmlElement): string {
	return element._ ?? '';
}

export function attributeOf(
	element: XmlElement,
	namespace: string,
	name: string,
): string | undefined {
	const attributes = Object.values(element.$ ?? {});
	return attributes.find(({ local, uri }) => local === name && uri === namespace)?.value;
}

export function isNil(element: XmlElement): boolean {
	return ['true', '1'].includes(attributeOf(element, XSI_NAMESPACE, 'nil') ?? '');
}

export function writeXml(root: Readonly<Record<string, unknown>>): string {
	return new Builder({ headless: true, renderOpts: { pretty: false } }).buildObject(root);
}

function refuseDoctype(text: string): void {
	const prolog = text.slice(0, text.search(/<[^?!]/) + 1 || undefined);
	if (/<!DOCTYPE/i.test(prolog)) {
		throw new Error('For security reasons DTD is prohibited in this XML document.');
	}
}
