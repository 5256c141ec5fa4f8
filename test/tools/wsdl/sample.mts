import { TYPE_MEMBER } from '../../../nodes/Billing/systems/cloudBilling/soap/actualType.js';
import { TEXT_MEMBER } from '../../../nodes/Billing/systems/cloudBilling/soap/encodeValue.js';
import {
	type ComplexType,
	type Contract,
	listItem,
	type Member,
	type Operation,
	type TypeKey,
	typeOf,
} from '../../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import { sampleValue } from './sampleValue.mjs';

/** Optional members are left out below this many levels: types may hold one another a long way down. */
const DEEPEST_OPTIONAL = 5;

type Values = Record<string, unknown>;

/** Parameters for an operation: every member that its types list, of each choice the first branch. */
export function sampleParameters(contract: Contract, operation: Operation): Values {
	const type = typeOf(contract, operation.input.type);
	return type?.kind === 'complex' ? new Sampler(contract).object(type) : {};
}

class Sampler {
	/** The types that the value at hand lies in. */
	private readonly around: TypeKey[] = [];

	constructor(private readonly contract: Contract) {}

	object(type: ComplexType): Values {
		const values: Values = {};
		for (const { name, type: key } of type.attributes) {
			const simple = typeOf(this.contract, key);
			values[`@${name}`] = simple?.kind === 'simple' ? sampleValue(simple) : 'text';
		}
		if (type.text !== undefined) values[TEXT_MEMBER] = this.value(type.text);
		// What stands for `xs:any` is not known; where nothing else is listed, it may be required.
		if (type.open && type.members.length === 0) values.any = 'text';
		const branches = new Map<number, number>();
		for (const member of type.members) {
			if (!this.isIn(member, branches)) continue;
			const value = this.value(member.type);
			values[member.name] = member.repeated ? [value] : value;
		}
		return values;
	}

	private isIn({ choice, type, required }: Member, branches: Map<number, number>): boolean {
		const isTooMuch = this.around.includes(type) || this.around.length >= DEEPEST_OPTIONAL;
		if (!choice) return required || !isTooMuch;
		const branch = branches.get(choice.group);
		if (branch === undefined && isTooMuch) return false;
		branches.set(choice.group, branch ?? choice.branch);
		return (branch ?? choice.branch) === choice.branch;
	}

	private value(key: TypeKey): unknown {
		const type = typeOf(this.contract, key);
		if (!type) return 'text';
		if (type.kind === 'simple') return sampleValue(type);
		if (this.around.filter((each) => each === key).length > 1) {
			throw new Error(`Every ${type.name} needs another one inside it`);
		}
		this.around.push(key);
		const value = this.complex(key, type);
		this.around.pop();
		return value;
	}

	private complex(key: TypeKey, type: ComplexType): unknown {
		const item = listItem(type);
		if (item) {
			const isEmpty = !item.required && this.around.includes(item.type);
			return isEmpty ? [] : [this.value(item.type)];
		}
		if (!type.abstract) return this.object(type);
		const actual = this.derivedFrom(key);
		if (!actual) throw new Error(`${type.name} is abstract, and no type is derived from it`);
		return { [TYPE_MEMBER]: actual.name, ...this.object(actual) };
	}

	private derivedFrom(ancestor: TypeKey): ComplexType | undefined {
		for (const type of this.contract.types.values()) {
			if (type.kind !== 'complex' || type.base !== ancestor) continue;
			const found = type.abstract ? this.derivedFrom(`{${type.namespace}}${type.name}`) : type;
			if (found) return found;
		}
		return undefined;
	}
}
