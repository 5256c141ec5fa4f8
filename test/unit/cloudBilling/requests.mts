import { EncodeError } from '../../../nodes/Billing/systems/cloudBilling/errors.js';
import { encodeRequest } from '../../../nodes/Billing/systems/cloudBilling/soap/encode.js';
import type { Contract } from '../../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import {
	readXmlTree,
	type XmlElement,
} from '../../../nodes/Billing/systems/cloudBilling/xml/tree.js';

/** The error with which a request is refused. */
export function refusal(
	contract: Contract,
	operation: string,
	parameters: Record<string, unknown>,
): EncodeError {
	return refused(() => encodeRequest(contract, operation, parameters));
}

export function refused(work: () => unknown): EncodeError {
	try {
		work();
	} catch (error) {
		if (error instanceof EncodeError) return error;
		throw error;
	}
	throw new Error('the value was accepted');
}

/** The operation's element in a request. */
export function written(
	contract: Contract,
	operation: string,
	parameters: Record<string, unknown>,
): XmlElement {
	const envelope = readXmlTree(encodeRequest(contract, operation, parameters));
	const [body] = envelope.children.filter((child) => child.name === 'Body');
	return body.children[0];
}
