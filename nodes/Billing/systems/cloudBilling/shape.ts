import { BillingError } from '../../errors';
import { isRecord } from '../../values';
import { type Contract, listItem, type TypeKey, typeOf } from './wsdl/model';
import { keyOf, XSD_NS } from './xml/names';

const BOOLEAN = keyOf(XSD_NS, 'boolean');

/**
 * Refuses a result that has nothing in common with what the service's WSDL says of it: it tells neither what was
 * read nor what was done. Members that are missing, or unknown beside known ones, do no harm.
 *
 * @throws BillingError
 */
export function checkShape(contract: Contract, operation: string, payload: unknown): void {
	const output = contract.operations.get(operation)?.output;
	if (!output || payload === null || payload === undefined) return;
	const expected = entryType(contract, resultType(contract, output.type, LEVELS));
	const known = new Set<string>();
	collect(contract, output.type, known, LEVELS);
	const entries: unknown[] = Array.isArray(payload) ? payload : [payload];
	const strange = entries.find((entry) => isStrange(contract, expected, entry, known));
	if (strange === undefined) return;
	const what = isRecord(strange) ? Object.keys(strange).join(', ') : 'a text';
	throw new BillingError(`The answer to ${operation} is not what the WSDL says: it has ${what}`, {
		outcome: 'unknown',
	});
}

function isStrange(
	contract: Contract,
	expected: TypeKey,
	entry: unknown,
	known: ReadonlySet<string>,
): boolean {
	const type = typeOf(contract, expected);
	const isRecordType = type?.kind === 'complex' && type.members.length > 0 && !type.open;
	if (typeof entry === 'string') return expected === BOOLEAN || (isRecordType && entry !== '');
	if (!isRecord(entry) || known.size === 0) return false;
	const names = Object.keys(entry).filter((name) => !name.startsWith('@'));
	return names.length > 0 && !names.some((name) => known.has(name));
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

function entryType(contract: Contract, key: TypeKey): TypeKey {
	return listItem(typeOf(contract, key))?.type ?? key;
}

/** Response, result, list, record. */
const LEVELS = 4;

/** The members of everything that the result holds, down to its records. */
function collect(contract: Contract, key: TypeKey, names: Set<string>, levels: number): void {
	const type = typeOf(contract, key);
	if (type?.kind !== 'complex' || levels === 0) return;
	for (const { name, type: inner } of type.members) {
		names.add(name);
		collect(contract, inner, names, levels - 1);
	}
}
