import { singleWsdl } from '../../unit/cloudBilling/wcfWsdl.mjs';

/** What the measurements of XML read and write. */

const CONTRACTS =
	'http://schemas.datacontract.org/2004/07/Kolonel.Public.Service.API.Contracts.V1_1';

/** An answer of CustomersGetAll with this many customers, 600 bytes each. */
export function customersXml(count: number): string {
	const rows = Array.from({ length: count }, (_, index) => customerXml(index));
	return (
		'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/><s:Body>' +
		'<CustomersGetAllResponse xmlns="http://tempuri.org/">' +
		`<CustomersGetAllResult xmlns:a="${CONTRACTS}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">` +
		`<a:ResultCode>Success</a:ResultCode><a:ResultMessage i:nil="true"/><a:Result>${rows.join('')}</a:Result>` +
		'</CustomersGetAllResult></CustomersGetAllResponse></s:Body></s:Envelope>'
	);
}

function customerXml(index: number): string {
	const member = (name: string, value: string): string => `<a:${name}>${value}</a:${name}>`;
	const address =
		member('AddressLine1', `Dorpsstraat &amp; ${index}`) +
		member('City', 'Utrecht') +
		member('Country', 'NL') +
		member('PostalCode', `35${10 + (index % 90)}AB`);
	const pair = member('NameValuePair', member('Name', 'Segment') + member('Value', 'SMB'));
	return member(
		'Customer',
		member('Addresses', member('Address', address)) +
			'<a:BillFromDate i:nil="true"/>' +
			member('ContactName', `Jansen ${index}`) +
			member('CreatedDate', '2024-01-15T00:00:00Z') +
			member('CustomerCode', String(100_000 + index)) +
			member('CustomerName', `Klant ${index} B.V.`) +
			member('Id', `538a521c749cd80cb4${(1_000_000 + index).toString(16)}`) +
			member('InvoicePeriodSize', '1') +
			member('InvoicePeriodUOM', 'Month') +
			member('IsBillingSuspended', 'false') +
			member('StringValues', pair),
	);
}

/** Purchases as a user gives them. */
export function purchases(count: number): Array<Record<string, unknown>> {
	return Array.from({ length: count }, (_, index) => ({
		CustomerCode: String(100_000 + index),
		IsAdhoc: false,
		NumericValues: [{ Name: 'Seats', Value: index }],
		OverrideUnitPrice: 1.5,
		ProductLabel: `label & ${index}`,
		PurchaseDate: '2025-01-15T00:00:00Z',
		PurchaseReference: `REF-${index}`,
		Quantity: index * 0.5,
		StringValues: [{ Name: 'Cost centre', Value: 'A<B' }],
	}));
}

/**
 * The test WSDL, its contracts schema extended by types that nothing uses until it has this many
 * characters.
 */
export function largeWsdl(length: number): string {
	const wsdl = singleWsdl();
	const end = '<xs:complexType name="ProductCluster">';
	const types: string[] = [];
	for (let size = wsdl.length, index = 0; size < length; index += 1) {
		const type = largeType(index);
		types.push(type);
		size += type.length;
	}
	return wsdl.replace(end, types.join('') + end);
}

function largeType(index: number): string {
	const members = Array.from(
		{ length: 8 },
		(_, member) =>
			`\n\t\t\t<xs:element minOccurs="0" name="Member${member}" nillable="true" type="${member % 2 ? 'xs:string' : 'tns:Customer'}"/>`,
	);
	return (
		`<xs:complexType name="Extra${index}">\n\t\t<xs:complexContent mixed="false"><xs:extension base="tns:ResultBase">` +
		`<xs:sequence>${members.join('')}\n\t\t</xs:sequence></xs:extension></xs:complexContent>\n\t</xs:complexType>\n\t`
	);
}
