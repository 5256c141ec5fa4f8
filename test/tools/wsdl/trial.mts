import { encodeRequest } from '../../../nodes/Billing/systems/cloudBilling/soap/encode.js';
import type {
	Contract,
	Operation,
} from '../../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import { readWsdl } from '../../../nodes/Billing/systems/cloudBilling/wsdl/read.js';
import { addressOf, type Loaded, loader } from './documents.mjs';
import { rpcSchema } from './rpcSchema.mjs';
import { sampleParameters } from './sample.mjs';
import { writeSchemas } from './schemas.mjs';
import { slicesOf } from './slices.mjs';
import { validate, type Verdict } from './xmllint.mjs';

export interface OperationTrial {
	readonly name: string;
	readonly soapAction: string;
	/** An envelope with a value for every member. */
	readonly request?: string;
	/** Why there is none. */
	readonly problem?: string;
	readonly verdict: 'valid' | 'invalid' | 'unchecked';
	/** Why it is invalid, or was not checked. */
	readonly reason?: string;
}

export interface Trial {
	readonly wsdl: string;
	/** Why it could not be read. */
	readonly problem?: string;
	readonly operations: readonly OperationTrial[];
}

/**
 * Reads a WSDL as the node does and writes a sample request for each of its operations.
 *
 * @param isChecked whether libxml2 is to say if they are valid by the schemas of the WSDL
 */
export async function tryWsdl(wsdl: string, isChecked: boolean): Promise<Trial> {
	const loaded: Loaded = new Map();
	try {
		const contract = await readWsdl({ url: addressOf(wsdl), load: loader(loaded) });
		const written = [...contract.operations.values()].map((each) => write(contract, each));
		const operations = isChecked ? check(contract, loaded, written) : written;
		return { wsdl, operations };
	} catch (error) {
		return { wsdl, problem: messageOf(error), operations: [] };
	}
}

function write(contract: Contract, operation: Operation): OperationTrial {
	const { name, soapAction } = operation;
	const about = { name, soapAction, verdict: 'unchecked' } as const;
	try {
		const request = encodeRequest(contract, name, sampleParameters(contract, operation));
		return { ...about, request, reason: 'without xmllint' };
	} catch (error) {
		return { ...about, problem: messageOf(error) };
	}
}

function check(
	contract: Contract,
	loaded: Loaded,
	operations: readonly OperationTrial[],
): OperationTrial[] {
	const bodies = operations.map(({ request }) => (request === undefined ? [] : bodyOf(request)));
	const verdicts = validate(
		(folder) => writeSchemas(loaded, rpcSchemas(contract), folder),
		bodies.flat(),
	);
	let next = 0;
	return operations.map((operation, index) => {
		const own = Array.isArray(verdicts) ? verdicts.slice(next, next + bodies[index].length) : [];
		next += bodies[index].length;
		if (operation.request === undefined) return operation;
		if (!Array.isArray(verdicts))
			return { ...operation, reason: `schema refused: ${verdicts.refused}` };
		return { ...operation, ...verdictOf(own) };
	});
}

function verdictOf(verdicts: readonly Verdict[]): Pick<OperationTrial, 'verdict' | 'reason'> {
	const errors = verdicts.flat();
	const serious = errors.filter((error) => !UNDECIDED.test(error));
	const [reason] = [...serious, ...errors];
	if (reason === undefined) return { verdict: 'valid', reason };
	return { verdict: serious.length > 0 ? 'invalid' : 'unchecked', reason };
}

/**
 * A message by type has no element that a schema could declare; and patterns, fixed values, and what may
 * stand for `xs:any` are not in the contract, so samples do not follow them.
 */
const UNDECIDED =
	/No matching global|\[facet 'pattern'\]|fixed value constraint|Expected is( one of)? \( (\{\*\})?\*/;

/** What stands in the Body of a request, each element as a document. */
function bodyOf(request: string): string[] {
	return slicesOf(request, ({ depth, parent }) => depth === 2 && parent === 'Body').map(
		({ text }) => text,
	);
}

function rpcSchemas(contract: Contract): Array<{ namespace: string; text: string }> {
	return [...contract.operations.values()].flatMap((operation) => {
		const found = rpcSchema(contract, operation);
		return found ? [found] : [];
	});
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
