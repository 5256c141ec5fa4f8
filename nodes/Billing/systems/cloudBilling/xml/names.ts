/** Namespaces that SOAP 1.1, WSDL 1.1 and XML Schema fix, and what XML allows as a name. */
export const SOAP_ENVELOPE_NS = 'http://schemas.xmlsoap.org/soap/envelope/';
export const SOAP_ENCODING_NS = 'http://schemas.xmlsoap.org/soap/encoding/';
export const XSI_NS = 'http://www.w3.org/2001/XMLSchema-instance';
export const XSD_NS = 'http://www.w3.org/2001/XMLSchema';
export const XML_NS = 'http://www.w3.org/XML/1998/namespace';
export const XMLNS_NS = 'http://www.w3.org/2000/xmlns/';
export const WSDL_NS = 'http://schemas.xmlsoap.org/wsdl/';
export const WSDL_SOAP_NS = 'http://schemas.xmlsoap.org/wsdl/soap/';
export const WSDL_SOAP12_NS = 'http://schemas.xmlsoap.org/wsdl/soap12/';
/** Where WCF puts its arrays of simple values: `ArrayOfstring`, `ArrayOfint`, ... */
export const MS_ARRAYS_NS = 'http://schemas.microsoft.com/2003/10/Serialization/Arrays';
/** Where WCF puts the simple types that XML Schema lacks: `guid`, `char`, `duration`. */
export const MS_SERIALIZATION_NS = 'http://schemas.microsoft.com/2003/10/Serialization/';

export interface QName {
	readonly namespace: string;
	readonly name: string;
}

/**
 * NCName (Namespaces in XML 1.0): NameStartChar and NameChar of XML 1.0, fifth edition, without the
 * colon.
 */
const START =
	'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D' +
	'\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const NC_NAME = new RegExp(
	`^[${START}][\\u0300-\\u036F${START}\\-.0-9\\u00B7\\u203F-\\u2040]*$`,
	'u',
);

/**
 * Whether a text can stand as an element name. Names typed by users must pass it before they reach
 * the writer.
 */
export function isNcName(text: string): boolean {
	return NC_NAME.test(text);
}

/** `{namespace}name`, the key under which a contract keeps a type. */
export function keyOf(namespace: string, name: string): string {
	return `{${namespace}}${name}`;
}

/** The local part of a prefixed name. */
export function localName(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}
