import { WsdlError } from '../errors';
import { keyOf, MS_ARRAYS_NS, XSD_NS, type QName } from '../xml/names';
import type { XmlElement } from '../xml/tree';
import { compileAttributes } from './attributes';
import {
	ANY_TYPE,
	type ComplexType,
	type Member,
	type TypeDefinition,
	type TypeKey,
} from './model';
import { collectMembers, type Particles } from './particles';
import { PRIMITIVES } from './primitives';
import { compileSimpleType } from './simpleTypes';
import {
	isTrue,
	reference,
	xsdChildren,
	type Declaration,
	type SchemaContext,
	type SchemaSet,
} from './schemaSet';

/** A global element, as far as its content goes. */
export interface ElementType {
	readonly type: TypeKey;
	readonly nillable: boolean;
}

/**
 * A service of 20 MB has fewer. Groups that hold groups several times over would soon have more than any memory.
 */
const MOST_PARTS = 500_000;

/**
 * Compiles schema declarations into the types of a contract. Members refer to types by key, so
 * types may be recursive; only a base chain or a group that leads back to itself is an error.
 */
export class TypeCompiler {
	readonly types = new Map<TypeKey, TypeDefinition>();
	private readonly open = new Set<TypeKey>();
	private readonly elements = new Map<TypeKey, ElementType>();
	private parts = 0;

	constructor(readonly schemas: SchemaSet) {}

	/**
	 * Counts what the types are made of, that of other types and groups each time it is made use of.
	 *
	 * @throws WsdlError when it is too much
	 */
	count(parts: number): void {
		this.parts += parts;
		if (this.parts <= MOST_PARTS) return;
		throw new WsdlError(`The types of the WSDL unfold to more than ${MOST_PARTS} parts`);
	}

	/** Compiles every named type, so that types which only `xsi:type` refers to are known too. */
	compileAll(): void {
		for (const [key] of this.schemas.all('type')) this.compileNamed(key);
	}

	/**
	 * The type behind a name, compiled if it is not yet; undefined if the WSDL does not define it.
	 */
	compileNamed(key: TypeKey): TypeDefinition | undefined {
		const known = this.types.get(key);
		if (known) return known;
		const declaration = this.declarationOf(key);
		if (!declaration) return this.compileMicrosoftArray(key);
		if (this.open.has(key)) {
			throw new WsdlError(`The type ${key} is derived from itself`);
		}
		this.open.add(key);
		this.compileNode(declaration.node, declaration.context, key);
		this.open.delete(key);
		return this.types.get(key);
	}

	/** The content of a global element; undefined if the WSDL does not declare it. */
	elementType(name: QName): ElementType | undefined {
		const key = keyOf(name.namespace, name.name);
		const known = this.elements.get(key);
		if (known) return known;
		const declaration = this.schemas.find('element', name);
		if (!declaration) return undefined;
		const { node, context } = declaration;
		// Elements and types have separate name spaces, so the type of an element needs a key that no
		// type can have.
		const anonymous = `${key}#element`;
		const type = this.hasInlineType(node) ? anonymous : this.typeKeyOf(node, context, anonymous);
		const result = { type, nillable: isTrue(node.attributes.nillable) };
		// Known before it is compiled, because its content may refer back to the element.
		this.elements.set(key, result);
		if (type === anonymous) this.typeKeyOf(node, context, anonymous);
		return result;
	}

	/**
	 * The key of the type that an element or attribute declaration gives; an inline type is compiled
	 * under `anonymous`.
	 */
	typeKeyOf(node: XmlElement, context: SchemaContext, anonymous: TypeKey): TypeKey {
		const named = node.attributes.type;
		if (named !== undefined) {
			const { namespace, name } = reference(node, named, context);
			const key = keyOf(namespace, name);
			if (namespace === MS_ARRAYS_NS) this.compileNamed(key);
			return key;
		}
		const [inline] = xsdChildren(node, 'complexType', 'simpleType');
		if (!inline) return ANY_TYPE;
		this.compileNode(inline, context, anonymous);
		return anonymous;
	}

	/** The members of a type that was compiled before or is compiled now. */
	compileBase(node: XmlElement, context: SchemaContext): { key: TypeKey; type?: TypeDefinition } {
		const base = node.attributes.base;
		if (base === undefined) return { key: ANY_TYPE };
		const { namespace, name } = reference(node, base, context);
		const key = keyOf(namespace, name);
		return { key, type: this.compileNamed(key) };
	}

	private hasInlineType(node: XmlElement): boolean {
		return (
			node.attributes.type === undefined &&
			xsdChildren(node, 'complexType', 'simpleType').length > 0
		);
	}

	private declarationOf(key: TypeKey): Declaration | undefined {
		const end = key.indexOf('}');
		return this.schemas.find('type', { namespace: key.slice(1, end), name: key.slice(end + 1) });
	}

	private compileNode(node: XmlElement, context: SchemaContext, key: TypeKey): void {
		// An inline type is known by the declaration it stands in: the last step of
		// `{namespace}Owner#element/member`.
		const steps = key.slice(key.indexOf('}') + 1).split('/');
		const name = node.attributes.name ?? steps[steps.length - 1].replace('#element', '');
		const qname = { namespace: context.targetNamespace, name };
		this.types.set(
			key,
			node.name === 'simpleType'
				? compileSimpleType(node, context, qname, this)
				: this.compileComplex(node, context, qname, key),
		);
	}

	private compileComplex(
		node: XmlElement,
		context: SchemaContext,
		qname: QName,
		key: TypeKey,
	): ComplexType {
		const [content] = xsdChildren(node, 'complexContent', 'simpleContent');
		const [derivation] = content ? xsdChildren(content, 'extension', 'restriction') : [];
		const base = derivation && this.compileBase(derivation, context);
		const parent = base?.type?.kind === 'complex' ? base.type : undefined;
		const own: Particles = { members: [], open: false, choices: 0 };
		const body = derivation ?? node;
		if (content?.name !== 'simpleContent') collectMembers(body, context, key, own, this);
		const extendsParent = derivation?.name === 'extension';
		this.count((parent?.members.length ?? 0) + (parent?.attributes.length ?? 0));
		const attributes = compileAttributes(body, context, key, this);
		return {
			kind: 'complex',
			...qname,
			base: parent && base?.key,
			abstract: isTrue(node.attributes.abstract),
			members:
				extendsParent && parent ? [...parent.members, ...renumber(own, parent)] : own.members,
			attributes: parent ? [...parent.attributes, ...attributes] : attributes,
			text: content?.name === 'simpleContent' ? (parent?.text ?? base?.key) : undefined,
			open: own.open || (extendsParent && (parent?.open ?? false)),
			alphabetical: false,
		};
	}

	/**
	 * WCF's arrays of simple values are so well known that some WSDLs use them without including
	 * their schema.
	 */
	private compileMicrosoftArray(key: TypeKey): TypeDefinition | undefined {
		const prefix = keyOf(MS_ARRAYS_NS, 'ArrayOf');
		const item = key.startsWith(prefix) ? key.slice(prefix.length) : '';
		if (!PRIMITIVES.has(item)) return undefined;
		const type = microsoftArray(item);
		this.types.set(key, type);
		return type;
	}
}

/** `ArrayOf...` of a simple type, as WCF's serializer defines it. */
export function microsoftArray(item: string): ComplexType {
	const member: Member = {
		name: item,
		namespace: MS_ARRAYS_NS,
		type: keyOf(XSD_NS, item),
		required: false,
		repeated: true,
		nillable: item === 'string',
	};
	return {
		kind: 'complex',
		namespace: MS_ARRAYS_NS,
		name: `ArrayOf${item}`,
		abstract: false,
		members: [member],
		attributes: [],
		open: false,
		alphabetical: false,
	};
}

/** Keeps the choices of a derived type apart from those of its base. */
function renumber(own: Particles, parent: ComplexType): Member[] {
	const used = Math.max(-1, ...parent.members.map((member) => member.choice?.group ?? -1)) + 1;
	return own.members.map((member) =>
		member.choice
			? { ...member, choice: { ...member.choice, group: member.choice.group + used } }
			: member,
	);
}
