import { DecodeError, XmlError } from '../../../nodes/Billing/systems/cloudBilling/errors.js';
import {
	decodeResponse,
	findFault,
} from '../../../nodes/Billing/systems/cloudBilling/soap/decode.js';
import type { Contract } from '../../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import { answer, builtIn, tinyContract } from './contracts.mjs';

/** The payload of an answer to a tiny operation whose result has one type. */
async function payload(type: string, xml: string, schemas = ''): Promise<unknown> {
	const contract = await tinyContract(
		'<xs:sequence/>',
		schemas,
		`<xs:element name="out" type="${type}"/>`,
	);
	return payloadOf(contract, xml);
}

function payloadOf(contract: Contract, xml: string): unknown {
	const result = decodeResponse(
		contract,
		'Do',
		answer(`<DoResponse xmlns="urn:t">${xml}</DoResponse>`),
	);
	return result.kind === 'result' ? result.payload : result;
}

describe('values', () => {
	test.each([
		['xs:string', '00123', '00123'],
		['xs:string', ' x ', ' x '],
		['xs:string', '', ''],
		['xs:int', '12', 12],
		['xs:int', '00123', '00123'],
		['xs:int', ' 12\n', 12],
		['xs:int', '-0012', '-0012'],
		['xs:long', '9007199254740991', 9007199254740991],
		['xs:long', '9007199254740993', '9007199254740993'],
		['xs:decimal', '10.50', 10.5],
		['xs:decimal', '10.00', 10],
		['xs:decimal', '100', 100],
		['xs:decimal', '-0.10', -0.1],
		['xs:decimal', '12345678901234567890.12', '12345678901234567890.12'],
		['xs:decimal', '0.1000000000000000055', '0.1000000000000000055'],
		['xs:double', '1E-05', 0.00001],
		['xs:double', '0.10000000000000001', 0.1],
		['xs:double', 'INF', 'INF'],
		['xs:double', 'NaN', 'NaN'],
		['xs:double', '1e999', '1e999'],
		['xs:double', 'n/a', 'n/a'],
		['xs:boolean', 'true', true],
		['xs:boolean', '0', false],
		['xs:boolean', 'maybe', 'maybe'],
		['xs:dateTime', '2014-06-09T14:56:18.017+02:00', '2014-06-09T14:56:18.017+02:00'],
		['xs:base64Binary', 'JVBE', 'JVBE'],
	])('%s %p becomes %p', async (type, text, value) => {
		expect(await payload(type, `<out>${text}</out>`)).toBe(value);
	});

	test('a number without end stays text, in linear time', async () => {
		const digits = `1.${'0'.repeat(1_000_000)}1`;
		expect(await payload('xs:decimal', `<out>${digits}</out>`)).toBe(digits);
	});

	test('nil is null, whatever the type', async () => {
		expect(await payload('xs:int', '<out i:nil="true"/>')).toBeNull();
		expect(await payload('t:List', '<out i:nil="1"/>', LIST)).toBeNull();
	});

	test('a list is an array with no, one or several entries', async () => {
		expect(await payload('t:List', '<out/>', LIST)).toEqual([]);
		expect(await payload('t:List', '<out><n>1</n></out>', LIST)).toEqual([1]);
		expect(await payload('t:List', '<out><n>1</n><n i:nil="true"/></out>', LIST)).toEqual([
			1,
			null,
		]);
	});

	test('a repeated member is an array, also when it is absent', async () => {
		const type = `<xs:complexType name="T"><xs:sequence><xs:element name="a" type="xs:int" minOccurs="0" maxOccurs="9"/>
			<xs:element name="b" type="xs:int" minOccurs="0"/></xs:sequence></xs:complexType>`;
		expect(await payload('t:T', '<out><a>1</a></out>', type)).toEqual({ a: [1] });
		expect(await payload('t:T', '<out><b>1</b></out>', type)).toEqual({ a: [], b: 1 });
		expect(await payload('t:T', '<out/>', type)).toEqual({ a: [] });
	});

	test('members are found whatever their namespace and prefix', async () => {
		const xml = '<x:out xmlns:x="urn:elsewhere"><y:n xmlns:y="urn:other">1</y:n></x:out>';
		expect(await payload('t:List', xml, LIST)).toEqual([1]);
	});

	test('what the contract does not list is passed on', async () => {
		const type =
			'<xs:complexType name="T"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence></xs:complexType>';
		const xml = '<out flag="y"><a>1</a><x>007</x><y><z>1</z></y><w>1</w><w>2</w><w><v/></w></out>';
		expect(await payload('t:T', xml, type)).toEqual({
			'@flag': 'y',
			a: 1,
			x: '007',
			y: { z: '1' },
			w: ['1', '2', { v: '' }],
		});
	});

	test('a repeated member that every object inherits by its name is an array too', async () => {
		const type = `<xs:complexType name="T"><xs:sequence><xs:element name="constructor" type="xs:int" maxOccurs="9"/>
			<xs:element name="b" type="xs:int" minOccurs="0"/></xs:sequence></xs:complexType>`;
		expect(await payload('t:T', '<out><b>1</b></out>', type)).toEqual({ b: 1, constructor: [] });
	});

	test('10,000 unlisted entries of one name do not take quadratic time', async () => {
		const started = performance.now();
		const rows = await payload('xs:anyType', `<out>${'<r/>'.repeat(50_000)}</out>`);
		expect(rows).toMatchObject({ r: expect.any(Array) });
		expect(performance.now() - started).toBeLessThan(2000);
	});

	test('names that mean something to JavaScript are only names', async () => {
		const result = await payload(
			'xs:anyType',
			'<out><constructor>1</constructor><__proto__><x>1</x></__proto__></out>',
		);
		expect(result).toEqual({ constructor: '1', '#__proto__': { x: '1' } });
		expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
	});

	test('xsi:type wins over the declared type, and is told where it changes the members', async () => {
		expect(await payload('xs:anyType', '<out i:type="xsd:int">12</out>')).toBe(12);
		const types = `<xs:complexType name="Base"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence></xs:complexType>
			<xs:complexType name="More"><xs:complexContent><xs:extension base="t:Base"><xs:sequence>
			<xs:element name="b" type="xs:int"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>`;
		expect(await payload('t:Base', '<out i:type="More"><a>1</a><b>2</b></out>', types)).toEqual({
			'@xsi:type': 'More',
			a: 1,
			b: 2,
		});
	});

	test('text with attributes keeps both', async () => {
		const type = `<xs:complexType name="Price"><xs:simpleContent><xs:extension base="xs:decimal">
			<xs:attribute name="currency" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>`;
		expect(await payload('t:Price', '<out currency="EUR">1.5</out>', type)).toEqual({
			'@currency': 'EUR',
			'#text': 1.5,
		});
		expect(await payload('t:Price', '<out>1.5</out>', type)).toBe(1.5);
	});

	test('a list that only its name tells is an array without a type, too', () => {
		const xml = answer(`<GetInvoiceDetailsResponse><GetInvoiceDetailsResult><a:Result>
			<a:StringValues><a:P><a:Name>x</a:Name></a:P></a:StringValues></a:Result></GetInvoiceDetailsResult></GetInvoiceDetailsResponse>`);
		expect(decodeResponse(builtIn, 'GetInvoiceDetails', xml)).toMatchObject({
			payload: { StringValues: [{ Name: 'x' }] },
		});
	});
});

const LIST = `<xs:complexType name="List"><xs:sequence>
	<xs:element name="n" type="xs:int" minOccurs="0" maxOccurs="unbounded" nillable="true"/></xs:sequence></xs:complexType>`;

describe('results', () => {
	const headers = (inside: string): unknown =>
		decodeResponse(
			builtIn,
			'GetInvoiceHeaders',
			answer(
				`<GetInvoiceHeadersResponse xmlns="http://tempuri.org/">${inside}</GetInvoiceHeadersResponse>`,
			),
		);
	const row = '<a:InvoiceHeader><a:Id>1</a:Id></a:InvoiceHeader>';
	const rows = [{ Id: '1' }];

	test.each([
		[
			'nested',
			`<GetInvoiceHeadersResult><a:Result>${row}</a:Result><a:ResultCode>Success</a:ResultCode></GetInvoiceHeadersResult>`,
		],
		[
			'derived first',
			`<GetInvoiceHeadersResult><a:ResultCode>Success</a:ResultCode><a:Result>${row}</a:Result></GetInvoiceHeadersResult>`,
		],
		[
			'flat',
			`<GetInvoiceHeadersResult>${row}<a:ResultCode>Success</a:ResultCode></GetInvoiceHeadersResult>`,
		],
	])('the %s form gives the same', (_, inside) => {
		expect(headers(inside)).toMatchObject({ kind: 'result', resultCode: 'Success', payload: rows });
	});

	test('a list that stands alone in the result is the payload', () => {
		expect(headers(`<GetInvoiceHeadersResult>${row}</GetInvoiceHeadersResult>`)).toMatchObject({
			payload: rows,
		});
	});

	test('a flat list with no entry is an empty list', () => {
		const inside =
			'<GetInvoiceHeadersResult><a:ResultCode>Success</a:ResultCode></GetInvoiceHeadersResult>';
		expect(headers(inside)).toMatchObject({ payload: [] });
	});

	test('an empty result is null', () => {
		expect(headers('<GetInvoiceHeadersResult i:nil="true"/>')).toEqual({
			kind: 'result',
			payload: null,
		});
		expect(headers('')).toEqual({ kind: 'result', payload: null });
	});

	test('several results are all kept', async () => {
		const contract = await tinyContract(
			'<xs:sequence/>',
			'',
			'<xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/>',
		);
		expect(payloadOf(contract, '<a>1</a><b>2</b>')).toEqual({ a: 1, b: 2 });
	});
});

describe('answers that are none', () => {
	const decode = (xml: string): unknown => decodeResponse(builtIn, 'CustomerGetByCode', xml);

	test('an answer to something else is refused', () => {
		expect(() => decode(answer('<LoginResponse/>'))).toThrow(
			new DecodeError(
				'The answer to CustomerGetByCode has no <CustomerGetByCodeResponse> but <LoginResponse>',
			),
		);
		expect(() => decode(answer(''))).toThrow('its Body is empty');
	});

	test('XML that is no SOAP is refused', () => {
		expect(() => decode('<error>no</error>')).toThrow(
			'its root element is <error>, not <Envelope>',
		);
		expect(() => decode('<Envelope xmlns="urn:x"><Head/></Envelope>')).toThrow('no Body');
	});

	test('XML that cannot be read is refused', () => {
		expect(() => decode('')).toThrow(XmlError);
		expect(() => decode(answer('<CustomerGetByCodeResponse>').slice(0, -60))).toThrow(
			/ends too early/,
		);
	});
});

describe('faults', () => {
	const fault = answer(
		'<s:Fault><faultcode>s:Client</faultcode><faultstring>Token is invalid</faultstring></s:Fault>',
	);

	test('a Fault is found in any answer', () => {
		expect(findFault(builtIn, fault)).toMatchObject({
			code: 'Client',
			message: 'Token is invalid',
		});
	});

	test('a Fault of SOAP 1.2 is understood', () => {
		const xml = `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value>
			<e:Subcode><e:Value>m:Bad</e:Value></e:Subcode></e:Code><e:Reason><e:Text xml:lang="en">No</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>`;
		expect(findFault(builtIn, xml)).toMatchObject({ code: 'Bad', message: 'No' });
	});

	test('no Fault is found in pages, good answers and nothing', () => {
		expect(findFault(builtIn, '<html></html>')).toBeUndefined();
		expect(findFault(builtIn, answer('<X/>'))).toBeUndefined();
		expect(findFault(builtIn, '')).toBeUndefined();
	});
});
