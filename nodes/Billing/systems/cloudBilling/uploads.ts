import { InputError } from '../../errors';
import { type ServiceContract, withoutWsdl } from './contractSource';
import { type Contract, entryOf, type Member, membersOf, parametersOf } from './wsdl/model';

/** An operation that takes purchases, its list parameter, and what one entry of that is. */
export interface UploadOperation {
	operation: string;
	parameter: string;
	item: Member;
}

/** Every operation with a parameter that is a list of things with a PurchaseReference. */
export function findUploads(contract: Contract): UploadOperation[] {
	return [...contract.operations.values()].flatMap((operation) =>
		parametersOf(contract, operation).flatMap((parameter) => {
			const item = entryOf(contract, parameter);
			const members = membersOf(contract, item);
			return item && members.some(({ name }) => name === 'PurchaseReference')
				? [{ operation: operation.name, parameter: parameter.name, item }]
				: [];
		}),
	);
}

/**
 * The one that is chosen, or the only one where none is.
 * @throws InputError or BillingError that says why there is none, or which ones there are
 */
export function chooseUpload(
	{ fromWsdl, problem }: ServiceContract,
	candidates: UploadOperation[],
	chosen: string,
): UploadOperation {
	const found =
		chosen === ''
			? candidates.length === 1 && candidates[0]
			: candidates.find(({ operation }) => operation === chosen);
	if (found) return found;
	if (!fromWsdl) throw withoutWsdl('The upload of purchases', problem);
	const names = candidates.map(({ operation }) => operation).join(', ');
	throw new InputError(
		reasonFor(chosen, candidates.length),
		names ? `It has ${names}.` : 'Look for it among the operations of Operation: Call.',
		'Upload Operation',
	);
}

function reasonFor(chosen: string, candidates: number): string {
	if (candidates === 0) return 'the service has no operation that takes a list of purchases';
	return chosen === ''
		? `choose one: the service has ${candidates} operations that take purchases`
		: `the service has no operation "${chosen}" that takes a list of purchases`;
}
