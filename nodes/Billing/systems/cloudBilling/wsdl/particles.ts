import { WsdlError } from '../errors';
import { keyOf, XSD_NS } from '../xml/names';
import type { XmlElement } from '../xml/tree';
import { ANY_TYPE, type Member, type TypeKey } from './model';
import { documentationOf, isTrue, reference, xsdChildren, type SchemaContext } from './schemaSet';
import type { TypeCompiler } from './typeCompiler';

/** What a content model was found to hold. */
export interface Particles {
	readonly members: Member[];
	open: boolean;
	choices: number;
}

/** What the surrounding groups add to a member. */
interface Surroundings {
	readonly optional: boolean;
	readonly repeated: boolean;
	readonly choice?: Member['choice'];
	/** The groups being expanded, to notice one that contains itself. */
	readonly groups: readonly TypeKey[];
}

const MODEL_GROUPS = ['sequence', 'all', 'choice', 'group'];
const OUTERMOST: Surroundings = { optional: false, repeated: false, groups: [] };

/** Adds the members of a complex type's own content model, in order. */
export function collectMembers(
	node: XmlElement,
	context: SchemaContext,
	owner: TypeKey,
	into: Particles,
	compiler: TypeCompiler,
): void {
	const walk = new ParticleWalk(owner, into, compiler);
	for (const group of xsdChildren(node, ...MODEL_GROUPS)) walk.particle(group, context, OUTERMOST);
}

class ParticleWalk {
	constructor(
		private readonly owner: TypeKey,
		private readonly into: Particles,
		private readonly compiler: TypeCompiler,
	) {}

	particle(node: XmlElement, context: SchemaContext, around: Surroundings): void {
		if (node.namespace !== XSD_NS || node.attributes.maxOccurs === '0') return;
		this.compiler.count(1);
		switch (node.name) {
			case 'element':
				this.into.members.push(this.element(node, context, around));
				break;
			case 'any':
				this.into.open = true;
				break;
			case 'sequence':
			case 'all':
				for (const child of node.children) this.particle(child, context, within(node, around));
				break;
			case 'choice':
				this.choice(node, context, within(node, around));
				break;
			case 'group':
				this.group(node, context, within(node, around));
				break;
		}
	}

	private choice(node: XmlElement, context: SchemaContext, around: Surroundings): void {
		const group = this.into.choices++;
		// A choice that repeats may bring any of its branches, so they do not exclude each other.
		const exclusive = !around.repeated;
		const branches = node.children.filter(
			(child) => child.namespace === XSD_NS && child.name !== 'annotation',
		);
		branches.forEach((child, branch) =>
			this.particle(child, context, {
				...around,
				optional: branches.length > 1 || around.optional,
				choice: exclusive ? { group, branch } : undefined,
			}),
		);
	}

	private group(node: XmlElement, context: SchemaContext, around: Surroundings): void {
		const ref = node.attributes.ref;
		if (ref === undefined) return;
		const name = reference(node, ref, context);
		const key = keyOf(name.namespace, name.name);
		if (around.groups.includes(key)) throw new WsdlError(`The group ${key} contains itself`);
		const declaration = this.compiler.schemas.find('group', name);
		if (!declaration) {
			// The content is unknown then, not empty.
			this.into.open = true;
			return;
		}
		const inside = { ...around, groups: [...around.groups, key] };
		for (const child of declaration.node.children)
			this.particle(child, declaration.context, inside);
	}

	private element(node: XmlElement, context: SchemaContext, around: Surroundings): Member {
		const { optional, repeated } = within(node, around);
		const { choice } = around;
		const required = !optional;
		const documentation = documentationOf(node);
		const { ref, name = '', form } = node.attributes;
		if (ref !== undefined) {
			const qname = reference(node, ref, context);
			const element = this.compiler.elementType(qname);
			const type = element?.type ?? ANY_TYPE;
			const nillable = element?.nillable ?? true;
			return { ...qname, type, required, repeated, nillable, choice, documentation };
		}
		const qualified = form === undefined ? context.elementsQualified : form === 'qualified';
		const namespace = qualified ? context.targetNamespace : '';
		const type = this.compiler.typeKeyOf(node, context, `${this.owner}/${name}`);
		const nillable = isTrue(node.attributes.nillable);
		return { name, namespace, type, required, repeated, nillable, choice, documentation };
	}
}

/** What a particle's own minOccurs and maxOccurs make of its surroundings. */
function within(node: XmlElement, around: Surroundings): Surroundings {
	const { minOccurs = '1', maxOccurs = '1' } = node.attributes;
	if (minOccurs === '1' && maxOccurs === '1') return around;
	return {
		...around,
		optional: around.optional || Number(minOccurs) === 0,
		repeated: around.repeated || maxOccurs === 'unbounded' || Number(maxOccurs) > 1,
	};
}
