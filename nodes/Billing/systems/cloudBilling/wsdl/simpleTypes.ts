import { keyOf, XSD_NS, type QName } from '../xml/names';
import type { XmlElement } from '../xml/tree';
import type { SimpleType } from './model';
import { PRIMITIVES, type Primitive } from './primitives';
import { reference, xsdChildren, type SchemaContext } from './schemaSet';
import type { TypeCompiler } from './typeCompiler';

const FALLBACK: Primitive = 'string';

/**
 * Compiles a simple type. Patterns are left out: their syntax is not that of JavaScript, and a
 * wrong refusal is worse than the service's own. A union is text, since its members may disagree.
 */
export function compileSimpleType(
	node: XmlElement,
	context: SchemaContext,
	qname: QName,
	compiler: TypeCompiler,
): SimpleType {
	const [definition] = xsdChildren(node, 'restriction', 'list', 'union');
	if (definition?.name === 'restriction') {
		const base = baseOf(definition, context, compiler);
		return { ...base, ...qname, ...facetsOf(definition, base) };
	}
	if (definition?.name === 'list') {
		const item = itemOf(definition, context, compiler);
		return { kind: 'simple', ...qname, primitive: item.primitive, values: item.values, list: true };
	}
	return { kind: 'simple', ...qname, primitive: FALLBACK, list: false };
}

function baseOf(node: XmlElement, context: SchemaContext, compiler: TypeCompiler): SimpleType {
	const [inline] = xsdChildren(node, 'simpleType');
	if (node.attributes.base === undefined && inline) {
		return compileSimpleType(inline, context, { namespace: '', name: '' }, compiler);
	}
	const { key, type } = compiler.compileBase(node, context);
	return type?.kind === 'simple' ? type : primitiveType(key);
}

function itemOf(node: XmlElement, context: SchemaContext, compiler: TypeCompiler): SimpleType {
	const [inline] = xsdChildren(node, 'simpleType');
	if (inline) return compileSimpleType(inline, context, { namespace: '', name: '' }, compiler);
	if (node.attributes.itemType === undefined) return primitiveType('');
	const { namespace, name } = reference(node, node.attributes.itemType, context);
	const key = keyOf(namespace, name);
	const type = compiler.compileNamed(key);
	return type?.kind === 'simple' ? type : primitiveType(key);
}

function primitiveType(key: string): SimpleType {
	const prefix = keyOf(XSD_NS, '');
	const name = key.startsWith(prefix) ? key.slice(prefix.length) : FALLBACK;
	return {
		kind: 'simple',
		namespace: XSD_NS,
		name,
		primitive: PRIMITIVES.has(name) ? name : FALLBACK,
		list: false,
	};
}

function facetsOf(restriction: XmlElement, base: SimpleType): Partial<SimpleType> {
	const facet = (name: string): string | undefined =>
		xsdChildren(restriction, name)[0]?.attributes.value;
	const count = (name: string): number | undefined => {
		const value = facet(name) ?? facet('length');
		return value === undefined ? undefined : Number(value);
	};
	const values = xsdChildren(restriction, 'enumeration').map((entry) => entry.attributes.value);
	return {
		values: values.length > 0 ? values : base.values,
		minLength: count('minLength') ?? base.minLength,
		maxLength: count('maxLength') ?? base.maxLength,
		minInclusive: facet('minInclusive') ?? base.minInclusive,
		maxInclusive: facet('maxInclusive') ?? base.maxInclusive,
		minExclusive: facet('minExclusive') ?? base.minExclusive,
		maxExclusive: facet('maxExclusive') ?? base.maxExclusive,
	};
}
