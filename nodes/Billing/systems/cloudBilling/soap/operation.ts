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

/**
 * What the header SOAPAction holds.
 *
 * @throws EncodeError if it is something that HTTP cannot carry
 */
export function actionOf({ soapAction }: Operation): string {
	if (/^[\t\x20-\x7e\xa0-\xff]*$/.test(soapAction)) return soapAction;
	throw new EncodeError('SOAPAction', 'it holds characters that HTTP cannot carry.');
}
