import { createBuiltInContract } from '../../../nodes/Billing/systems/cloudBilling/contract.js';
import type { Contract } from '../../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import { readWsdl } from '../../../nodes/Billing/systems/cloudBilling/wsdl/read.js';
import { singleWsdl } from './wcfWsdl.mjs';

export const CONTRACTS_NS =
	'http://schemas.datacontract.org/2004/07/Kolonel.Public.Service.API.Contracts.V1_1';

export const builtIn: Contract = createBuiltInContract({ contractName: 'IBillingService' });

export function wcfContract(): Promise<Contract> {
	return readWsdl({ text: singleWsdl() });
}

/** A WSDL with one document/literal operation `Do`, whose element holds what is given. */
export function tinyWsdl(
	content: string,
	schemas = '',
	answer = '<xs:element name="out" type="xs:string"/>',
): string {
	return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
		xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">
	<types><xs:schema targetNamespace="urn:t" elementFormDefault="qualified">
		<xs:element name="Do"><xs:complexType>${content}</xs:complexType></xs:element>
		<xs:element name="DoResponse"><xs:complexType><xs:sequence>${answer}</xs:sequence></xs:complexType></xs:element>
		${schemas}
	</xs:schema></types>
	<message name="in"><part name="parameters" element="t:Do"/></message>
	<message name="out"><part name="parameters" element="t:DoResponse"/></message>
	<portType name="P"><operation name="Do"><input message="t:in"/><output message="t:out"/></operation></portType>
	<binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
		<operation name="Do"><soap:operation soapAction="urn:t/Do"/>
			<input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
	<service name="S"><port name="P" binding="t:B"><soap:address location="http://t.example.com/"/></port></service>
</definitions>`;
}

export function tinyContract(content: string, schemas = '', answer?: string): Promise<Contract> {
	return readWsdl({ text: tinyWsdl(content, schemas, answer) });
}

/** An answer to an operation, its result written as given. */
export function answer(content: string): string {
	return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"
		xmlns:a="${CONTRACTS_NS}" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><s:Header/><s:Body>${content}</s:Body></s:Envelope>`;
}
