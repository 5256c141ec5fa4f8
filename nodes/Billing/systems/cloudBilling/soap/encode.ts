import { EncodeError } from '../errors';
import type { Contract } from '../wsdl/model';
import { DEFAULT_LIMITS } from '../xml/limits';
import { isNcName, SOAP_ENVELOPE_NS, type QName } from '../xml/names';
import { escapeAttribute, escapeText } from '../xml/text';
import { writeXml, type XmlNode, type XmlNodeMap } from '../xml/write';
import { assertParametersGiven, type JsonObject } from './encodeChecks';
import { ValueEncoder } from './encodeValue';
import { findOperation } from './operation';

/** A header element with text content, such as the ApiToken. */
export interface SoapHeader extends QName {
	readonly value: string;
}

/**
 * Writes the envelope of a request (SOAP 1.1, document/literal or RPC/literal).
 *
 * Members are written in the order of the contract, whatever their order in `parameters`.
 * `undefined` leaves a member out; `null` writes `i:nil` where the type allows it, else leaves an
 * optional member out. A list may be given as an array or as one value. A derived type is chosen
 * with the member `@xsi:type`; attributes are members named `@name`, the text beside them is
 * `#text`.
 *
 * @throws EncodeError if the operation is unknown or cannot be called, a required parameter is
 * missing, or a value does not fit; its `path` is the parameter as the user wrote it
 */
export function encodeRequest(
	contract: Contract,
	operationName: string,
	parameters: JsonObject,
	headers: readonly SoapHeader[] = [],
): string {
	const operation = findOperation(contract, operationName);
	if (operation.unsupported !== undefined) {
		throw new EncodeError(
			'',
			`The operation ${operation.name} cannot be called: ${operation.unsupported}.`,
		);
	}
	assertParametersGiven(contract, operation, parameters);
	const encoder = new ValueEncoder(contract);
	const { element, type } = operation.input;
	const content = encoder.body(type, parameters);
	const body: XmlNode = element ? { [encoder.qualified(element)]: content } : content;
	const envelope: XmlNodeMap = {
		'@xmlns:s': SOAP_ENVELOPE_NS,
		...encoder.declarations(),
		's:Header': headerNodes(headers),
		's:Body': body,
	};
	if (headers.length === 0) delete envelope['s:Header'];
	return writeXml({ 's:Envelope': envelope }, DEFAULT_LIMITS.maxDepth);
}

function headerNodes(headers: readonly SoapHeader[]): XmlNodeMap {
	const nodes: Record<string, XmlNodeMap[]> = {};
	for (const { namespace, name, value } of headers) {
		if (!isNcName(name))
			throw new EncodeError('', `"${name}" cannot be the name of a header element.`);
		const path = `header ${name}`;
		// The name carries no prefix, so the header stands exactly as the vendor documents it.
		(nodes[name] ??= []).push({
			'@xmlns': escapeAttribute(namespace, path),
			'#text': escapeText(value, path),
		});
	}
	return nodes;
}
