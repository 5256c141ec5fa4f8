import {
	listItem,
	typeOf,
	type ComplexType,
	type Contract,
	type SimpleType,
	type TypeKey,
} from '../wsdl/model';
import { PRIMITIVES } from '../wsdl/primitives';
import { toJsonNumber } from './numbers';

/** A decoded answer, ready to be an n8n item. */
export type DecodedValue = string | number | boolean | null | DecodedObject | DecodedValue[];
export interface DecodedObject {
	[member: string]: DecodedValue;
}

/** How the text of a simple type becomes JSON. */
type Scalar = (text: string) => string | number | boolean;

/**
 * How one type is decoded. The decoder follows these while it reads; all look-ups by type are done
 * once, here.
 */
export interface Plan {
	readonly scalar?: Scalar;
	/** Members by local name: services may put them in whatever namespace their serializer likes. */
	readonly members?: ReadonlyMap<string, MemberPlan>;
	/** The type is a plain list in JSON: every child is an entry. */
	readonly item?: MemberPlan;
	readonly repeated: readonly string[];
}

export interface MemberPlan {
	readonly plan: Plan;
	readonly repeated: boolean;
}

/** A member whose plan is made when it is first met, because types may be recursive. */
class LazyMemberPlan implements MemberPlan {
	private resolved?: Plan;

	constructor(
		private readonly planner: Planner,
		private readonly type: TypeKey,
		readonly repeated: boolean,
	) {}

	get plan(): Plan {
		return (this.resolved ??= this.planner.plan(this.type));
	}
}

const NONE: readonly string[] = [];
/** No type is known: text stays text, children become members, equal names become an array. */
export const FREE_PLAN: Plan = { repeated: NONE };
/** A list whose type is not known, but whose name says that it is one. */
export const FREE_LIST_PLAN: Plan = { item: { plan: FREE_PLAN, repeated: false }, repeated: NONE };

/** Makes and keeps the plans for the types of one contract. */
export class Planner {
	private readonly plans = new Map<TypeKey, Plan>();

	constructor(private readonly contract: Contract) {}

	/** A member of this type, planned when it is met. */
	member(type: TypeKey): MemberPlan {
		return new LazyMemberPlan(this, type, false);
	}

	plan(key: TypeKey): Plan {
		const known = this.plans.get(key);
		if (known) return known;
		const type = typeOf(this.contract, key);
		const plan = !type
			? FREE_PLAN
			: type.kind === 'simple'
				? simplePlan(type)
				: this.complexPlan(type);
		this.plans.set(key, plan);
		return plan;
	}

	private complexPlan(type: ComplexType): Plan {
		const item = listItem(type);
		if (item) return { item: this.member(item.type), repeated: NONE };
		// Text with attributes: the text is typed when there are none, which is what most values look
		// like.
		const scalar = type.text === undefined ? undefined : this.plan(type.text).scalar;
		const members = new Map<string, MemberPlan>();
		for (const member of type.members) {
			members.set(member.name, new LazyMemberPlan(this, member.type, member.repeated));
		}
		const repeated = type.members.filter((member) => member.repeated).map((member) => member.name);
		return { scalar, members, repeated };
	}
}

function simplePlan(type: SimpleType): Plan {
	return { scalar: type.list ? asText : scalarOf(type), repeated: NONE };
}

function scalarOf(type: SimpleType): Scalar {
	switch (PRIMITIVES.get(type.primitive)?.family) {
		case 'boolean':
			return asBoolean;
		case 'integer':
		case 'decimal':
			return (text) => toJsonNumber(text.trim(), false);
		case 'double':
			return (text) => toJsonNumber(text.trim(), true);
		default:
			return asText;
	}
}

function asText(text: string): string {
	return text;
}

/** What is no boolean is passed on as it came, like every value that does not fit its type. */
function asBoolean(text: string): string | boolean {
	const value = text.trim();
	if (value === 'true' || value === '1') return true;
	if (value === 'false' || value === '0') return false;
	return text;
}
