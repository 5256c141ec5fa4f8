import { WsdlError } from '../errors';
import { keyOf } from '../xml/names';
import type { XmlElement } from '../xml/tree';
import { ANY_TYPE, type AttributeMember, type TypeKey } from './model';
import { reference, xsdChildren, type SchemaContext } from './schemaSet';
import type { TypeCompiler } from './typeCompiler';

/** The attributes that a type declares itself, those of its attribute groups included. */
export function compileAttributes(
	node: XmlElement,
	context: SchemaContext,
	owner: TypeKey,
	compiler: TypeCompiler,
	groups: readonly TypeKey[] = [],
): AttributeMember[] {
	const attributes: AttributeMember[] = [];
	for (const child of xsdChildren(node, 'attribute', 'attributeGroup')) {
		compiler.count(1);
		if (child.name === 'attribute') {
			if (child.attributes.use === 'prohibited') continue;
			attributes.push(compileAttribute(child, context, owner, compiler));
			continue;
		}
		if (child.attributes.ref === undefined) continue;
		const name = reference(child, child.attributes.ref, context);
		const key = keyOf(name.namespace, name.name);
		if (groups.includes(key)) throw new WsdlError(`The attribute group ${key} contains itself`);
		const group = compiler.schemas.find('attributeGroup', name);
		if (!group) continue;
		attributes.push(
			...compileAttributes(group.node, group.context, owner, compiler, [...groups, key]),
		);
	}
	return attributes;
}

function compileAttribute(
	node: XmlElement,
	context: SchemaContext,
	owner: TypeKey,
	compiler: TypeCompiler,
): AttributeMember {
	const required = node.attributes.use === 'required';
	const { ref, name = '', form } = node.attributes;
	if (ref !== undefined) {
		const qname = reference(node, ref, context);
		const global = compiler.schemas.find('attribute', qname);
		const type = global
			? compiler.typeKeyOf(global.node, global.context, `${keyOf(qname.namespace, qname.name)}@`)
			: ANY_TYPE;
		return { ...qname, type, required };
	}
	const qualified = form === undefined ? context.attributesQualified : form === 'qualified';
	return {
		name,
		namespace: qualified ? context.targetNamespace : '',
		type: compiler.typeKeyOf(node, context, `${owner}/@${name}`),
		required,
	};
}
