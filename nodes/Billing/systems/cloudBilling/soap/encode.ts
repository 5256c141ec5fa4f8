import { EncodeError } from '../errors';
import type { Contract } from '../wsdl/model';
import { DEFAULT_LIMITS } from '../xml/limits';
import { isNcName, SOAP_ENVELOPE_NS, type QName } from '../xml/names';
import { escapeAttribute, escapeText } from '../xml/text';
import { writeXml, type XmlNode, type XmlNodeMap } from '../xml/write';
import { assertParametersGiven, type JsonObject } from './encodeChecks';
import { ValueEncoder } from './encodeValue';
import { findOperation } from './operation';
import { Prefixes } from './prefixes';

/** A header element with text content, such as the ApiToken. */
export interface SoapHeader extends QName {
	readonly value: string;
}

/**
 * Writes the requests of one contract. All have the same prefixes, so that an entry of a list can be
 * encoded before the request that it will stand in.
 */
export class RequestEncoder {
	private readonly prefixes = new Prefixes();
	private readonly values: ValueEncoder;

	constructor(private readonly contract: Contract) {
		this.values = new ValueEncoder(contract, this.prefixes);
	}

	/**
	 * The envelope of a request (SOAP 1.1, document/literal or RPC/literal).
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
	request(
		operationName: string,
		parameters: JsonObject,
		headers: readonly SoapHeader[] = [],
	): string {
		const operation = findOperation(this.contract, operationName);
		if (operation.unsupported !== undefined) {
			throw new EncodeError(
				'',
				`The operation ${operation.name} cannot be called: ${operation.unsupported}.`,
			);
		}
		assertParametersGiven(this.contract, operation, parameters);
		const { element, type } = operation.input;
		const content = this.values.body(type, parameters);
		const body: XmlNode = element ? { [this.prefixes.qualified(element)]: content } : content;
		const envelope: XmlNodeMap = {
			'@xmlns:s': SOAP_ENVELOPE_NS,
			...this.prefixes.declarations(),
			's:Header': headerNodes(headers),
			's:Body': body,
		};
		if (headers.length === 0) delete envelope['s:Header'];
		return writeXml({ 's:Envelope': envelope }, DEFAULT_LIMITS.maxDepth);
	}

	/**
	 * Encodes one entry of a list parameter; the result may be given in its place later.
	 *
	 * @returns the entry itself where its type is not known
	 * @throws EncodeError if it does not fit; its `path` begins inside the entry
	 */
	entry(operationName: string, parameter: string, entry: unknown): unknown {
		const { input } = findOperation(this.contract, operationName);
		return this.values.entry(input.type, parameter, entry) ?? entry;
	}
}

/** A single request, see `RequestEncoder`. */
export function encodeRequest(
	contract: Contract,
	operationName: string,
	parameters: JsonObject,
	headers: readonly SoapHeader[] = [],
): string {
	return new RequestEncoder(contract).request(operationName, parameters, headers);
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
