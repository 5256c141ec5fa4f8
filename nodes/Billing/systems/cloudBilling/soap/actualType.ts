import { EncodeError } from '../errors';
import type { ComplexType, Contract, TypeKey } from '../wsdl/model';
import { describe } from './suggest';

/**
 * The member of a JSON object that names its type, where a derived type is meant. No attribute of a
 * type can have a colon.
 */
export const TYPE_MEMBER = '@xsi:type';

/**
 * The type that is meant: the declared one, or one derived from it by its name.
 *
 * @throws EncodeError if there is no such type, or the declared one is abstract
 */
export function actualType(
	contract: Contract,
	declared: ComplexType,
	key: TypeKey,
	wanted: unknown,
	path: string,
): ComplexType {
	if (wanted === undefined || wanted === declared.name) {
		if (!declared.abstract) return declared;
		throw new EncodeError(
			path,
			`${declared.name} is abstract; name the type that is meant in "${TYPE_MEMBER}".`,
		);
	}
	for (const [candidate, definition] of contract.types) {
		if (definition.kind !== 'complex' || definition.name !== wanted) continue;
		if (derivesFrom(contract, definition, candidate, key)) return definition;
	}
	throw new EncodeError(path, `${describe(wanted)} is not a type derived from ${declared.name}.`);
}

function derivesFrom(
	contract: Contract,
	type: ComplexType,
	key: TypeKey,
	ancestor: TypeKey,
): boolean {
	if (key === ancestor) return true;
	const base = type.base === undefined ? undefined : contract.types.get(type.base);
	return base?.kind === 'complex' && derivesFrom(contract, base, type.base ?? '', ancestor);
}
