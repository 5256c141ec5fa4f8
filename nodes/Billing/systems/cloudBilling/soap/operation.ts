import { EncodeError } from '../errors';
import type { Contract, Operation } from '../wsdl/model';
import { closest } from './suggest';

/**
 * The operation of a contract with this name.
 *
 * @throws EncodeError if the contract has none, with the name that was probably meant
 */
export function findOperation(contract: Contract, name: string): Operation {
	const operation = contract.operations.get(name);
	if (operation) return operation;
	const names = [...contract.operations.keys()];
	throw new EncodeError('', `The service has no operation "${name}". ${closest(name, names)}`);
}
