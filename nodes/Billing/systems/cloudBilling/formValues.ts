import { InputError } from '../../errors';
import { type Contract, fieldOf, type Member, typeOf } from './wsdl/model';

type Values = Record<string, unknown>;

/**
 * Values of a form, which gives as text what is nested or repeated: read as JSON where the member is one of these. A
 * text stays text whatever it looks like.
 *
 * @throws InputError naming the member whose text begins like JSON and is none
 */
export function readJsonMembers(
	contract: Contract,
	members: readonly Member[],
	values: Values,
): Values {
	const looking = Object.keys(values).filter((name) => looksLikeJson(values[name]));
	if (looking.length === 0) return values;
	const read = looking.flatMap((name) => {
		const member = members.find((candidate) => candidate.name === name);
		return member ? [[name, readJson(contract, member, String(values[name]))]] : [];
	});
	return { ...values, ...Object.fromEntries(read) };
}

function looksLikeJson(value: unknown): value is string {
	return typeof value === 'string' && /^\s*[[{]/.test(value);
}

function readJson(contract: Contract, member: Member, text: string): unknown {
	if (!['array', 'object'].includes(fieldOf(contract, member).kind)) return text;
	try {
		return JSON.parse(text);
	} catch (error) {
		return mayBeText(contract, member) ? text : rejectJson(member.name, error);
	}
}

/** Where the type is not known, or is text with attributes. */
function mayBeText(contract: Contract, member: Member): boolean {
	const type = typeOf(contract, member.type);
	return !type || (type.kind === 'complex' && type.text !== undefined);
}

function rejectJson(name: string, error: unknown): never {
	const reason = error instanceof Error ? error.message : String(error);
	throw new InputError('this is not valid JSON', reason, name);
}
