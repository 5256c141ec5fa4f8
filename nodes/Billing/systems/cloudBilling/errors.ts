/**
 * The errors of the SOAP core. They know nothing of n8n: the transport turns them into NodeApiError
 * or NodeOperationError. Each text says what happened, where, and what to do; none repeats the
 * value of a header or of free text, so no secret can reach a log through them.
 */
export class SoapDataError extends Error {
	constructor(message: string) {
		super(message);
		this.name = new.target.name;
	}
}

/** Why a text is not usable as XML. */
export type XmlFault =
	| 'empty'
	| 'html'
	| 'notXml'
	| 'encoding'
	| 'doctype'
	| 'malformed'
	| 'truncated'
	| 'depth'
	| 'size';

/** The text received is no XML this package reads. */
export class XmlError extends SoapDataError {
	constructor(
		readonly fault: XmlFault,
		message: string,
		readonly line?: number,
		readonly column?: number,
	) {
		super(line === undefined ? message : `${message} (line ${line}, column ${column ?? 0})`);
	}
}

/**
 * A WSDL, or a document it imports, cannot be loaded or understood. `url` is absent for a pasted
 * WSDL.
 */
export class WsdlError extends SoapDataError {
	constructor(
		message: string,
		readonly url?: string,
	) {
		super(url === undefined ? message : `${message} (${url})`);
	}
}

/**
 * A value does not fit the contract. `path` names it as the user wrote it, such as
 * `purchases[3].Quantity`.
 */
export class EncodeError extends SoapDataError {
	constructor(
		readonly path: string,
		readonly problem: string,
	) {
		super(path === '' ? problem : `${path}: ${problem}`);
	}
}

/** The answer is well-formed XML but not the SOAP answer that was expected. */
export class DecodeError extends SoapDataError {}
