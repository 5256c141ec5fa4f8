import { keyOf, XSD_NS, type QName } from '../xml/names';
import { resolveName, type XmlElement } from '../xml/tree';
import type { TypeKey } from './model';

/** What a schema document says about the declarations inside it. */
export interface SchemaContext {
	readonly targetNamespace: string;
	readonly elementsQualified: boolean;
	readonly attributesQualified: boolean;
	/**
	 * A schema without a target namespace, included by one that has it, takes that namespace over.
	 */
	readonly chameleon: boolean;
}

/** A global declaration, together with the schema it stands in. */
export interface Declaration {
	readonly node: XmlElement;
	readonly context: SchemaContext;
}

type Kind = 'element' | 'type' | 'group' | 'attribute' | 'attributeGroup';

const KIND_BY_TAG: Readonly<Record<string, Kind>> = {
	element: 'element',
	complexType: 'type',
	simpleType: 'type',
	group: 'group',
	attribute: 'attribute',
	attributeGroup: 'attributeGroup',
};

/** The global declarations of all schema documents of one WSDL, by kind and `{namespace}name`. */
export class SchemaSet {
	private readonly declarations: Readonly<Record<Kind, Map<TypeKey, Declaration>>> = {
		element: new Map(),
		type: new Map(),
		group: new Map(),
		attribute: new Map(),
		attributeGroup: new Map(),
	};

	/**
	 * Takes in one `xs:schema`. The first declaration of a name counts: split WSDLs may hold one
	 * twice.
	 */
	add(schema: XmlElement, includedInto?: string): void {
		const own = schema.attributes.targetNamespace;
		const context: SchemaContext = {
			targetNamespace: own ?? includedInto ?? '',
			elementsQualified: schema.attributes.elementFormDefault === 'qualified',
			attributesQualified: schema.attributes.attributeFormDefault === 'qualified',
			chameleon: own === undefined && includedInto !== undefined,
		};
		this.addAll(schema.children, context);
	}

	find(kind: Kind, name: QName): Declaration | undefined {
		return this.declarations[kind].get(keyOf(name.namespace, name.name));
	}

	all(kind: Kind): IterableIterator<[TypeKey, Declaration]> {
		return this.declarations[kind].entries();
	}

	private addAll(nodes: readonly XmlElement[], context: SchemaContext): void {
		for (const node of nodes) {
			if (node.namespace !== XSD_NS) continue;
			if (node.name === 'redefine' || node.name === 'override') this.addAll(node.children, context);
			const kind = KIND_BY_TAG[node.name];
			const name = node.attributes.name;
			if (kind === undefined || name === undefined) continue;
			const key = keyOf(context.targetNamespace, name);
			if (!this.declarations[kind].has(key)) this.declarations[kind].set(key, { node, context });
		}
	}
}

/** The name that an attribute such as `type`, `ref` or `base` refers to. */
export function reference(node: XmlElement, spelling: string, context: SchemaContext): QName {
	const name = resolveName(spelling.trim(), node.scope);
	return context.chameleon && name.namespace === ''
		? { namespace: context.targetNamespace, name: name.name }
		: name;
}

/** The value of a boolean attribute. */
export function isTrue(value: string | undefined): boolean {
	return value === 'true' || value === '1';
}

/** The schema children of a node with one of these names. */
export function xsdChildren(node: XmlElement, ...names: string[]): XmlElement[] {
	return node.children.filter((child) => child.namespace === XSD_NS && names.includes(child.name));
}

/**
 * The text of `xs:annotation` or `wsdl:documentation`, on one line and not longer than a form can
 * show.
 */
export function documentationOf(node: XmlElement): string | undefined {
	if (node.children.length === 0) return undefined;
	const holder = node.children.find((child) => child.name === 'annotation') ?? node;
	const text = holder.children
		.filter((child) => child.name === 'documentation')
		.map((child) => child.text)
		.join(' ')
		.replace(/\s+/g, ' ')
		.trim();
	if (text === '') return undefined;
	return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
