import { EncodeError } from '../errors';
import { parametersOf, type ComplexType, type Contract, type Operation } from '../wsdl/model';
import { isInstant } from './dates';
import { closest } from './suggest';

/** A JSON object, of whatever realm: no array, no date, no bytes. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
	return (
		typeof value === 'object' &&
		value !== null &&
		!Array.isArray(value) &&
		!ArrayBuffer.isView(value) &&
		!isInstant(value)
	);
}

/**
 * A member the user gave, not one that every object inherits: `constructor` may be the name of a
 * member.
 */
export function own(value: JsonObject, name: string): unknown {
	return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The path of a member of the value at `path`. */
export function join(path: string, name: string): string {
	return path === '' ? name : `${path}.${name}`;
}

/** The order of WCF's data contracts: by code unit, not by language. */
export function ordinal(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** @throws EncodeError naming all required parameters that are missing */
export function assertParametersGiven(
	contract: Contract,
	operation: Operation,
	parameters: JsonObject,
): void {
	const missing = parametersOf(contract, operation)
		.filter((member) => member.required && own(parameters, member.name) === undefined)
		.map((member) => member.name);
	if (missing.length === 0) return;
	const others = missing.length > 1 ? `, and ${missing.slice(1).join(', ')}` : '';
	throw new EncodeError(
		missing[0],
		`the operation ${operation.name} needs this parameter${others}.`,
	);
}

/** @throws EncodeError if members of more than one branch of a choice are given */
export function assertChoices(type: ComplexType, value: JsonObject, path: string): void {
	let taken: Map<number, { branch: number; name: string }> | undefined;
	for (const { choice, name } of type.members) {
		if (!choice || own(value, name) === undefined) continue;
		const other = (taken ??= new Map()).get(choice.group);
		if (other && other.branch !== choice.branch) {
			throw new EncodeError(
				join(path, name),
				`only one of ${other.name} and ${name} may be given.`,
			);
		}
		taken.set(choice.group, { branch: choice.branch, name });
	}
}

/** @throws EncodeError that says which members there are instead */
export function refuseMember(type: ComplexType, name: string, path: string): never {
	const names = [
		...type.members.map((member) => member.name),
		...type.attributes.map((attribute) => `@${attribute.name}`),
	];
	throw new EncodeError(
		join(path, name),
		`${type.name} has no such member. ${closest(name, names)}`,
	);
}
