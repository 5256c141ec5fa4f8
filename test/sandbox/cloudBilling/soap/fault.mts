import type { Reply } from '../../exchange.mjs';
import { SOAP_NAMESPACE, writeXml } from './xml.mjs';

export const DISPATCHER_NAMESPACE =
	'http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher';
export const ADDRESSING_NAMESPACE = 'http://schemas.microsoft.com/ws/2005/05/addressing/none';

export const XML_CONTENT_TYPE = 'text/xml; charset=utf-8';

interface FaultDetails {
	/** Of the fault code; without it the code is one of SOAP's own. */
	readonly namespace?: string;
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
}

/** Answers a call with a SOAP fault. */
export class SoapFault extends Error {
	constructor(
		readonly code: string,
		message: string,
		private readonly details: FaultDetails = {},
	) {
		super(message);
	}

	reply(): Reply {
		const { namespace, status, headers } = this.details;
		const code = namespace
			? { $: { 'xmlns:a': namespace }, _: `a:${this.code}` }
			: `s:${this.code}`;
		const fault = {
			faultcode: code,
			faultstring: { $: { 'xml:lang': 'en-US' }, _: this.message },
		};
		return {
			status: status ?? 500,
			headers: { 'content-type': XML_CONTENT_TYPE, ...headers },
			body: envelope(writeXml({ 's:Fault': fault })),
		};
	}
}

/** Refuses a call below SOAP: an HTTP status and no XML. */
export class HttpRefusal extends Error {
	constructor(
		readonly status: number,
		message: string,
		readonly headers: Readonly<Record<string, string>> = {},
	) {
		super(message);
	}

	reply(): Reply {
		return {
			status: this.status,
			headers: { 'content-type': 'text/plain; charset=utf-8', ...this.headers },
			body: this.message,
		};
	}
}

export function envelope(body: string): string {
	return `<s:Envelope xmlns:s="${SOAP_NAMESPACE}"><s:Header/><s:Body>${body}</s:Body></s:Envelope>`;
}

export function deserializationFailed(why: string): SoapFault {
	return new SoapFault(
		'DeserializationFailed',
		`The formatter threw an exception while trying to deserialize the message: ${why}`,
		{ namespace: DISPATCHER_NAMESPACE },
	);
}
