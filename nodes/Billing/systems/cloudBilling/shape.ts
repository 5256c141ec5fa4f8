import { BillingError } from '../../errors';
import { isRecord } from '../../values';
import { TEXT_MEMBER } from './soap/encodeValue';
import { type Contract, listItem, type TypeDefinition, type TypeKey, typeOf } from './wsdl/model';
import { keyOf, XSD_NS } from './xml/names';

/** What a result looks like. */
interface Shape {
	/** Whether the result, or an entry where it is a list, has members. */
	readonly isRecord: boolean;
	readonly isBoolean: boolean;
	/** The members of everything that the result holds, down to its records. */
	readonly names: ReadonlySet<string>;
}

const BOOLEAN = keyOf(XSD_NS, 'boolean');
/** Response, result, list, record. */
const LEVELS = 4;

/** By operation; undefined where the WSDL leaves the shape open. A contract outlives the run that has read it. */
const shapes = new WeakMap<Contract, Map<string, Shape | undefined>>();

/**
 * Refuses a result that has nothing in common with what the service's WSDL says of it: it tells neither what was
 * read nor what was done. Members that are missing, or unknown beside known ones, do no harm.
 *
 * @throws BillingError
 */
export function checkShape(contract: Contract, operation: string, payload: unknown): void {
	if (payload === null || payload === undefined) return;
	const shape = shapeOf(contract, operation);
	if (!shape) return;
	const entries: unknown[] = Array.isArray(payload) ? payload : [payload];
	const strange = entries.find((entry) => isStrange(shape, entry));
	if (strange === undefined) return;
	const names = isRecord(strange) ? namesOf(strange).join(', ') : '';
	throw new BillingError(
		`The answer to ${operation} is not what the WSDL says: it has ${names || 'a text'}`,
		{ outcome: 'unknown' },
	);
}

function isStrange(shape: Shape, entry: unknown): boolean {
	if (typeof entry === 'string') return shape.isBoolean || (shape.isRecord && entry !== '');
	if (!isRecord(entry) || shape.names.size === 0) return false;
	const names = namesOf(entry);
	if (names.length === 0) return shape.isRecord && Object.hasOwn(entry, TEXT_MEMBER);
	return !names.some((name) => shape.names.has(name));
}

/** Members, without attributes and the text that stands beside them. */
function namesOf(entry: Record<string, unknown>): string[] {
	return Object.keys(entry).filter((name) => !name.startsWith('@') && name !== TEXT_MEMBER);
}

function shapeOf(contract: Contract, operation: string): Shape | undefined {
	const known = shapes.get(contract) ?? new Map<string, Shape | undefined>();
	shapes.set(contract, known);
	if (!known.has(operation)) known.set(operation, readShape(contract, operation));
	return known.get(operation);
}

function readShape(contract: Contract, operation: string): Shape | undefined {
	const output = contract.operations.get(operation)?.output;
	if (!output) return undefined;
	const result = resultType(contract, output.type, LEVELS);
	const entry = listItem(typeOf(contract, result))?.type ?? result;
	if ([output.type, result, entry].some((key) => isOpen(typeOf(contract, key)))) return undefined;
	const type = typeOf(contract, entry);
	const hasMembers = type?.kind === 'complex' && type.members.length > 0;
	return {
		isRecord: hasMembers,
		isBoolean: entry === BOOLEAN,
		names: namesBelow(contract, output.type),
	};
}

/** Anything may stand in it: `xs:any`, `xs:anyType`, or a type that the WSDL does not have. */
function isOpen(type: TypeDefinition | undefined): boolean {
	return type === undefined || (type.kind === 'complex' && type.open);
}

/** What the documented `Result` is, below the elements of the response; as deep as it goes where there is none. */
function resultType(contract: Contract, key: TypeKey, levels: number): TypeKey {
	const type = typeOf(contract, key);
	if (type?.kind !== 'complex' || levels === 0) return key;
	const result = type.members.find(({ name }) => name === 'Result');
	if (result) return result.type;
	const [only] = type.members;
	if (type.members.length !== 1 || listItem(type)) return key;
	return resultType(contract, only.type, levels - 1);
}

/** Level by level, each type once, so that types which hold one another take no time. */
function namesBelow(contract: Contract, root: TypeKey): Set<string> {
	const derived = derivedTypes(contract);
	const names = new Set<string>();
	const seen = new Set<TypeKey>();
	let level = [root];
	for (let depth = 0; depth < LEVELS; depth++) {
		const below: TypeKey[] = [];
		// What is derived from a type may stand in its place; the loop meets what it adds.
		const reached = new Set(level);
		for (const key of reached) {
			for (const type of derived.get(key) ?? []) reached.add(type);
			const type = typeOf(contract, key);
			if (seen.has(key) || type?.kind !== 'complex') continue;
			seen.add(key);
			for (const member of type.members) {
				names.add(member.name);
				below.push(member.type);
			}
		}
		level = below;
	}
	return names;
}

function derivedTypes(contract: Contract): Map<TypeKey, TypeKey[]> {
	const derived = new Map<TypeKey, TypeKey[]>();
	for (const [key, type] of contract.types) {
		if (type.kind !== 'complex' || type.base === undefined) continue;
		const others = derived.get(type.base) ?? [];
		derived.set(type.base, others);
		others.push(key);
	}
	return derived;
}
