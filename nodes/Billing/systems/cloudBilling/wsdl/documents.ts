import { WsdlError, XmlError } from '../errors';
import { DEFAULT_LIMITS } from '../xml/limits';
import {
	SOAP_ENCODING_NS,
	WSDL_NS,
	WSDL_SOAP12_NS,
	WSDL_SOAP_NS,
	XML_NS,
	XSD_NS,
} from '../xml/names';
import { readXmlTree, type XmlElement } from '../xml/tree';
import { xsdChildren } from './schemaSet';

/**
 * Fetches one document of at most as many bytes. Called only with http(s) URLs of the origin of the first one.
 */
export type DocumentLoader = (url: string, maxBytes: number) => Promise<string>;

/** Where a WSDL comes from: an address and the means to read it, or its text, pasted. */
export type WsdlSource =
	| { readonly url: string; readonly load: DocumentLoader }
	| { readonly text: string };

export interface WsdlLimits {
	readonly maxDocuments: number;
	/** How many imports may lie between the first document and any other. */
	readonly maxDepth: number;
	/** Over all documents, in characters. */
	readonly maxLength: number;
}

export const DEFAULT_WSDL_LIMITS: WsdlLimits = {
	maxDocuments: 100,
	maxDepth: 10,
	maxLength: 20_000_000,
};

/**
 * A schema found in some document; `includedInto` is the namespace of the schema that includes it.
 */
export interface FoundSchema {
	readonly node: XmlElement;
	readonly includedInto?: string;
}

export interface WsdlDocuments {
	/** Every `wsdl:definitions`, the first document's first. */
	readonly definitions: readonly XmlElement[];
	readonly schemas: readonly FoundSchema[];
}

/**
 * These need no document: what they hold is known, and public WSDLs like to import them from other
 * hosts.
 */
const BUILT_IN_NAMESPACES = new Set([
	XSD_NS,
	XML_NS,
	WSDL_NS,
	WSDL_SOAP_NS,
	WSDL_SOAP12_NS,
	SOAP_ENCODING_NS,
]);

/**
 * Loads a WSDL with all it imports and includes, each document once.
 *
 * @throws WsdlError if a document cannot be read, stands on another host, or a limit is exceeded
 */
export async function loadWsdlDocuments(
	source: WsdlSource,
	limits: WsdlLimits,
): Promise<WsdlDocuments> {
	const loading = new Loading(source, limits);
	await loading.run();
	return loading;
}

/** A document that another one refers to. */
interface Reference {
	readonly location: string;
	readonly base?: string;
	readonly namespace?: string;
	readonly includedInto?: string;
	readonly depth: number;
}

class Loading implements WsdlDocuments {
	readonly definitions: XmlElement[] = [];
	readonly schemas: FoundSchema[] = [];
	private readonly queue: Reference[] = [];
	private readonly visited = new Set<string>();
	private length = 0;

	constructor(
		private readonly source: WsdlSource,
		private readonly limits: WsdlLimits,
	) {}

	async run(): Promise<void> {
		if ('text' in this.source) {
			this.take(this.source.text, { location: '', depth: 0 });
		} else {
			await this.fetch({ location: this.source.url, depth: 0 }, this.source.load);
		}
		if (this.definitions.length === 0) {
			throw new WsdlError(
				'The document is not a WSDL 1.1: its root is not wsdl:definitions',
				'url' in this.source ? this.source.url : undefined,
			);
		}
		// One after the other: the order of documents decides which of two equal declarations counts.
		for (let next = this.queue.shift(); next; next = this.queue.shift()) {
			if ('text' in this.source) this.refuseFromPasted(next);
			else await this.fetch(next, this.source.load);
		}
	}

	private async fetch(reference: Reference, load: DocumentLoader): Promise<void> {
		const url = this.allowedUrl(reference);
		// An included schema takes the namespace of the one that includes it, so it may count more than
		// once.
		const identity = `${reference.includedInto ?? ''} ${url}`;
		if (this.visited.has(identity)) return;
		this.visited.add(identity);
		if (reference.depth > this.limits.maxDepth) {
			throw new WsdlError(`The WSDL imports more than ${this.limits.maxDepth} levels deep`, url);
		}
		if (this.visited.size > this.limits.maxDocuments) {
			throw new WsdlError(`The WSDL imports more than ${this.limits.maxDocuments} documents`, url);
		}
		const text = await load(url, this.limits.maxLength - this.length);
		this.take(text, { ...reference, base: url });
	}

	/** Resolves a location and refuses what is not http(s) on the first document's host. */
	private allowedUrl({ location, base }: Reference): string {
		const url = parseUrl(location, base);
		if (!url || !/^https?:$/.test(url.protocol)) {
			throw new WsdlError(
				`The WSDL refers to "${location}", which is not an http(s) address and is not read`,
				base,
			);
		}
		url.hash = '';
		const first = 'url' in this.source ? parseUrl(this.source.url) : undefined;
		if (!first || url.origin === first.origin) return url.href;
		// Behind a proxy that ends TLS, services call themselves http. The same host is then asked over
		// https.
		if (url.hostname === first.hostname && url.protocol === 'http:' && url.port === '') {
			url.protocol = first.protocol;
			url.port = first.port;
			return url.href;
		}
		throw new WsdlError(
			`The WSDL imports from another host (${url.origin}), which is not read. ` +
				'Use the single-file form (?singleWsdl), or paste the WSDL',
			base,
		);
	}

	/** An import is satisfied if its namespace is in the pasted text too; an include never is. */
	private refuseFromPasted({ location, namespace, includedInto }: Reference): void {
		const roots = [...this.definitions, ...this.schemas.map((schema) => schema.node)];
		const embedded = roots.some((root) => root.attributes.targetNamespace === namespace);
		if (includedInto === undefined && namespace !== undefined && embedded) return;
		throw new WsdlError(
			`The pasted WSDL refers to another document (${location}), which cannot be read from here. ` +
				'Paste the single-file form (?singleWsdl), or give the URL of the WSDL',
		);
	}

	private take(text: string, reference: Reference): void {
		this.length += text.length;
		if (this.length > this.limits.maxLength) {
			throw new WsdlError(
				`The WSDL and its imports have more than ${this.limits.maxLength} characters`,
				reference.base,
			);
		}
		const root = readTree(text, reference.base);
		if (root.namespace === WSDL_NS && root.name === 'definitions') {
			this.takeDefinitions(root, reference);
		} else if (root.namespace === XSD_NS && root.name === 'schema') {
			this.takeSchema(root, reference);
		} else if (reference.depth > 0) {
			throw new WsdlError(
				`An imported document is neither a WSDL nor a schema: its root is <${root.name}>`,
				reference.base,
			);
		}
	}

	private takeDefinitions(root: XmlElement, { base, depth }: Reference): void {
		this.definitions.push(root);
		for (const child of root.children) {
			if (child.namespace !== WSDL_NS) continue;
			if (child.name === 'import') {
				this.enqueue(child.attributes.location, child.attributes.namespace, { base, depth });
			}
			if (child.name !== 'types') continue;
			for (const schema of xsdChildren(child, 'schema')) {
				this.takeSchema(schema, { location: '', base, depth });
			}
		}
	}

	private takeSchema(root: XmlElement, { base, depth, includedInto }: Reference): void {
		this.schemas.push({ node: root, includedInto });
		for (const child of xsdChildren(root, 'import', 'include', 'redefine', 'override')) {
			const { schemaLocation, namespace } = child.attributes;
			if (child.name === 'import') {
				this.enqueue(schemaLocation, namespace, { base, depth });
			} else {
				const into = root.attributes.targetNamespace ?? includedInto ?? '';
				this.enqueue(schemaLocation, into, { base, depth }, into);
			}
		}
	}

	private enqueue(
		location: string | undefined,
		namespace: string | undefined,
		from: Pick<Reference, 'base' | 'depth'>,
		includedInto?: string,
	): void {
		// An import without a location refers to a schema that is embedded elsewhere in the same WSDL.
		if (location === undefined || BUILT_IN_NAMESPACES.has(namespace ?? '')) return;
		this.queue.push({ location, namespace, base: from.base, depth: from.depth + 1, includedInto });
	}
}

function readTree(text: string, url: string | undefined): XmlElement {
	let problem: unknown;
	try {
		return readXmlTree(text, { ...DEFAULT_LIMITS, maxLength: text.length });
	} catch (error) {
		problem = error;
	}
	if (!(problem instanceof XmlError)) throw problem;
	throw new WsdlError(`The WSDL cannot be read. ${problem.message}`, url);
}

function parseUrl(location: string, base?: string): URL | undefined {
	try {
		return new URL(location, base);
	} catch {
		return undefined;
	}
}
