import type { Call } from '../../exchange.mjs';
import { actionOf, type Contract, type Operation } from '../contract/model.mjs';
import type { ReadSwitches } from '../switches.mjs';
import type { HeaderName } from '../tokens.mjs';
import {
	ADDRESSING_NAMESPACE,
	deserializationFailed,
	DISPATCHER_NAMESPACE,
	HttpRefusal,
	SoapFault,
} from './fault.mjs';
import {
	attributeOf,
	childrenOf,
	isNamed,
	localName,
	namespaceOf,
	readXml,
	SOAP_NAMESPACE,
	textOf,
	type XmlElement,
} from './xml.mjs';

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** The SOAPAction header without its quotes; empty where it is not sent. */
export function soapActionOf(call: Call): string {
	const header = call.headers.soapaction;
	const action = (Array.isArray(header) ? header[0] : header) ?? '';
	return action.trim().replace(/^"(.*)"$/, '$1');
}

/** By the whole action, in exact letters. */
export function operationOf(call: Call, contract: Contract): Operation | undefined {
	const action = soapActionOf(call);
	const operation = contract.operations.get(action.slice(action.lastIndexOf('/') + 1));
	return operation && actionOf(contract, operation) === action ? operation : undefined;
}

export function actionNotSupported(call: Call, switches: ReadSwitches): SoapFault {
	const namespace =
		switches().faultNamespace === 'addressing' ? ADDRESSING_NAMESPACE : DISPATCHER_NAMESPACE;
	return new SoapFault(
		'ActionNotSupported',
		`The message with Action '${soapActionOf(call)}' cannot be processed at the receiver, due to a ` +
			'ContractFilter mismatch at the EndpointDispatcher. This may be because of either a contract ' +
			'mismatch (mismatched Actions between sender and receiver) or a binding/security mismatch ' +
			'between the sender and the receiver.',
		{ namespace },
	);
}

/** SOAP 1.1 only: anything but text/xml is refused below SOAP. */
export function checkTransport(call: Call, switches: ReadSwitches): void {
	if (call.method !== 'POST') throw new HttpRefusal(405, 'Method not allowed', { allow: 'POST' });
	const type = call.headers['content-type'] ?? '';
	if (!/^text\/xml\s*(;|$)/i.test(type)) {
		throw new HttpRefusal(
			415,
			`Cannot process the message because the content type '${type}' was not the expected type ` +
				"'text/xml; charset=utf-8'.",
		);
	}
	const { maxRequestBytes } = switches();
	if (maxRequestBytes > 0 && Buffer.byteLength(call.body) > maxRequestBytes) {
		throw new HttpRefusal(413, 'Request Entity Too Large');
	}
}

export class Envelope {
	private constructor(
		private readonly header: readonly XmlElement[],
		readonly content: XmlElement,
	) {}

	static read(text: string): Envelope {
		if (!/<[\w.-]*:?Envelope[\s>]/.test(text)) throw new HttpRefusal(400, 'Bad Request');
		const root = parsed(text);
		if (!isNamed(root, SOAP_NAMESPACE, 'Envelope')) {
			throw new SoapFault(
				'VersionMismatch',
				`The incoming envelope is in the namespace '${namespaceOf(root)}', expected '${SOAP_NAMESPACE}'.`,
			);
		}
		const part = (name: string) =>
			childrenOf(root).find((child) => isNamed(child, SOAP_NAMESPACE, name));
		const body = part('Body');
		const content = body && childrenOf(body)[0];
		if (!content) throw deserializationFailed('The message body is empty.');
		const header = part('Header');
		return new Envelope(header ? childrenOf(header) : [], content);
	}

	/** The text of a header, which counts only in its own namespace. */
	headerText({ name, namespace }: HeaderName): string | undefined {
		const found = this.header.find((element) => isNamed(element, namespace, name));
		return found && textOf(found).trim();
	}

	/** A header that must be understood and is not known here is a fault. [SOAP 1.1] */
	checkUnderstood(known: readonly HeaderName[]): void {
		const foreign = this.header.find(
			(element) =>
				attributeOf(element, SOAP_NAMESPACE, 'mustUnderstand') === '1' &&
				!known.some(({ name, namespace }) => isNamed(element, namespace, name)),
		);
		if (!foreign) return;
		throw new SoapFault(
			'MustUnderstand',
			`The header '${localName(foreign)}' from the namespace '${namespaceOf(foreign)}' was not ` +
				'understood by the recipient of this message.',
		);
	}
}

function parsed(text: string): XmlElement {
	const control = CONTROL.exec(text);
	if (control) {
		const code = control[0].charCodeAt(0).toString(16).toUpperCase();
		throw deserializationFailed(`'0x${code}' is an invalid character.`);
	}
	try {
		return readXml(text);
	} catch (error) {
		throw deserializationFailed(error instanceof Error ? error.message : String(error));
	}
}
