import { encodeRequest } from '../../../nodes/Billing/systems/cloudBilling/soap/encode.js';
import type { Contract } from '../../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import { builtIn, tinyContract, wcfContract } from './contracts.mjs';
import { refusal, written } from './requests.mjs';

/** How one value of a simple type is written. */
async function asText(type: string, value: unknown, facets = ''): Promise<string> {
	const contract = await simple(type, facets);
	return written(contract, 'Do', { v: value }).children[0].text;
}

function simple(type: string, facets = ''): Promise<Contract> {
	const schema = `<xs:simpleType name="V"><xs:restriction base="xs:${type}">${facets}</xs:restriction></xs:simpleType>`;
	return tinyContract('<xs:sequence><xs:element name="v" type="t:V"/></xs:sequence>', schema);
}

async function misfit(type: string, value: unknown, facets = ''): Promise<string> {
	return refusal(await simple(type, facets), 'Do', { v: value }).message;
}

describe('operations and parameters', () => {
	test('an operation that the service does not have is refused with the one that is meant', () => {
		expect(refusal(builtIn, 'getinvoiceheaders', {}).message).toBe(
			'The service has no operation "getinvoiceheaders". Did you mean "GetInvoiceHeaders"?',
		);
	});

	test('a missing required parameter is named, and every other one', () => {
		const error = refusal(builtIn, 'Login', { password: 'x' });
		expect(error.path).toBe('emailAddress');
		expect(error.message).toMatch(/Login needs this parameter, and environment/);
	});

	test('a parameter that a WSDL does not know is refused; one that is only undocumented is written', async () => {
		expect(refusal(await wcfContract(), 'CustomersGetAll', { Page: 1 }).message).toBe(
			'Page: CustomersGetAll has no such member. Did you mean "page"?',
		);
		expect(written(builtIn, 'GetInvoiceDetails', { invoiceId: 'x' }).children[0]).toMatchObject({
			namespace: 'http://tempuri.org/',
			name: 'invoiceId',
			text: 'x',
		});
	});

	test('a name that XML does not allow is refused', () => {
		expect(refusal(builtIn, 'GetInvoiceDetails', { 'a><b': 1 }).message).toMatch(
			/cannot be the name/,
		);
	});

	test('an undocumented list of text is written as the array that WCF uses', () => {
		const { children } = written(builtIn, 'GetInvoiceDetails', { ids: ['a', 'b'] }).children[0];
		expect(children.map(({ name, text }) => [name, text])).toEqual([
			['string', 'a'],
			['string', 'b'],
		]);
		expect(children[0].namespace).toBe('http://schemas.microsoft.com/2003/10/Serialization/Arrays');
	});

	test('what is undefined is left out', () => {
		expect(
			written(builtIn, 'GetPurchases', { customerCode: undefined, dateTo: undefined }).children,
		).toEqual([]);
	});

	test('a path leads to the value that does not fit', async () => {
		const purchases = [{}, {}, {}, { Quantity: 'twelve' }].map((purchase, index) => ({
			CustomerCode: 'c',
			PurchaseReference: `r${index}`,
			...purchase,
		}));
		const error = refusal(await wcfContract(), 'StorePurchases', { purchases });
		expect(error.path).toBe('purchases[3].Quantity');
		expect(error.message).toBe(
			'purchases[3].Quantity: "twelve" is not a number with a decimal point, such as 12.5.',
		);
	});

	test('a required member of an object is named with its path', async () => {
		const purchases = [{ CustomerCode: 'c', PurchaseReference: 'r' }, { CustomerCode: 'c' }];
		const error = refusal(await wcfContract(), 'StorePurchases', { purchases });
		expect(error.message).toBe('purchases[1].PurchaseReference: a value is needed here.');
	});
});

describe('values of simple types', () => {
	test.each([
		['string', 'x', 'x'],
		['string', 12.5, '12.5'],
		['string', true, 'true'],
		['boolean', true, 'true'],
		['boolean', 'FALSE', 'false'],
		['boolean', 1, 'true'],
		['int', 12, '12'],
		['int', '00012', '00012'],
		['long', '9223372036854775807', '9223372036854775807'],
		['integer', '123456789012345678901234567890', '123456789012345678901234567890'],
		['decimal', '12.500', '12.500'],
		['decimal', 1e-7, '0.0000001'],
		['decimal', 1.5e21, '1500000000000000000000'],
		['double', 0.1, '0.1'],
		['double', 1e-7, '1e-7'],
		['double', '1E-05', '1E-05'],
		['dateTime', '2025-01-31', '2025-01-31T00:00:00Z'],
		['dateTime', '2025-01-31T10:20', '2025-01-31T10:20:00Z'],
		['dateTime', '2025-01-31T10:20:30.987+02:00', '2025-01-31T08:20:30Z'],
		['dateTime', new Date(Date.UTC(2025, 0, 31, 1, 2, 3, 4)), '2025-01-31T01:02:03Z'],
		['dateTime', { toMillis: () => 0 }, '1970-01-01T00:00:00Z'],
		['string', new Date(0), '1970-01-01T00:00:00Z'],
		['date', '2025-01-31T23:00:00-05:00', '2025-01-31'],
		['time', '23:59:59', '23:59:59'],
		['base64Binary', new Uint8Array([1, 2, 3]), 'AQID'],
		['base64Binary', 'AQ\nID', 'AQID'],
		['hexBinary', 'CAFE', 'CAFE'],
	])('%s takes %p as %s', async (type, value, text) => {
		expect(await asText(type, value)).toBe(text);
	});

	test.each([
		['boolean', { toString: '1' }],
		['boolean', 'yes'],
		['boolean', ''],
		['int', 1.5],
		['int', '1e3'],
		['int', 2147483648],
		['unsignedByte', -1],
		['long', '9223372036854775808'],
		['decimal', '1,5'],
		['double', NaN],
		['double', Infinity],
		['double', ''],
		['dateTime', '31-01-2025'],
		['dateTime', '2025-02-30'],
		['dateTime', '2025-01-31T25:00:00Z'],
		['dateTime', 1738281600000],
		['date', 'tomorrow'],
		['time', '9:00'],
		['base64Binary', 'not base64!'],
		['hexBinary', 'ABC'],
		['string', { a: 1 }],
		['string', ['a']],
	])('%s refuses %p', async (type, value) => {
		expect(await misfit(type, value)).toMatch(/^v: /);
	});

	test('bytes of 20 MB are written as base64, and checked if they come as text', async () => {
		const bytes = new Uint8Array(20_000_000).fill(65);
		const contract = await simple('base64Binary');
		const xml = encodeRequest(contract, 'Do', { v: bytes });
		expect(xml.length).toBeGreaterThan(26_000_000);
		const text = Buffer.from(bytes).toString('base64');
		expect(encodeRequest(contract, 'Do', { v: text }) === xml).toBe(true);
	});

	test('an enumeration refuses other values and names what is meant, or what there is', async () => {
		const facets = '<xs:enumeration value="APPROVED"/><xs:enumeration value="CLOSED"/>';
		expect(await asText('string', 'CLOSED', facets)).toBe('CLOSED');
		expect(await misfit('string', 'approved', facets)).toBe(
			'v: "approved" is not a value of V. Did you mean "APPROVED"?',
		);
		expect(await misfit('string', 'x', facets)).toBe(
			'v: "x" is not a value of V. There are: APPROVED, CLOSED.',
		);
	});

	test('lengths and bounds are checked', async () => {
		expect(await misfit('string', '😀😀😀', '<xs:maxLength value="2"/>')).toMatch(
			/has 3 characters; at most 2/,
		);
		expect(await misfit('string', '', '<xs:minLength value="1"/>')).toMatch(/at least 1/);
		expect(await misfit('int', 0, '<xs:minInclusive value="1"/>')).toMatch(/below the limit of 1/);
		expect(await misfit('decimal', '10', '<xs:maxExclusive value="10"/>')).toMatch(
			/above the limit of 10/,
		);
	});
});

describe('values of complex types', () => {
	test('a list may be an array, one value, an object with the name of its entries, or empty', async () => {
		const contract = await wcfContract();
		const texts = (value: unknown): string[] =>
			written(contract, 'DeletePurchases', { purchaseReferences: value }).children[0].children.map(
				(child) => child.text,
			);
		expect(texts(['a', 'b'])).toEqual(['a', 'b']);
		expect(texts('a')).toEqual(['a']);
		expect(texts({ string: ['a'] })).toEqual(['a']);
		expect(texts([])).toEqual([]);
		expect(texts({})).toEqual([]);
	});

	test('null is written as nil where allowed, left out where optional, refused where needed', async () => {
		const contract = await tinyContract(
			`<xs:sequence><xs:element name="a" type="xs:int" nillable="true"/><xs:element name="b" type="xs:int" minOccurs="0"/>
			<xs:element name="c" type="xs:int" minOccurs="0"/></xs:sequence>`,
		);
		const { children } = written(contract, 'Do', { a: null, b: null });
		expect(children.map(({ name, attributes }) => [name, attributes])).toEqual([
			['a', { 'i:nil': 'true' }],
		]);
		const strict = await tinyContract(
			'<xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence>',
		);
		expect(refusal(strict, 'Do', { a: null }).message).toBe('a: a value is needed here, not null.');
	});

	test('an object is needed where the type has members', async () => {
		const error = refusal(await wcfContract(), 'StorePurchases', { purchases: ['R-1'] });
		expect(error.message).toBe('purchases[0]: "R-1" is not an object of type Purchase.');
	});

	test('a derived type must be derived, an abstract one must be replaced', async () => {
		const contract = await tinyContract(
			'<xs:sequence><xs:element name="shape" type="t:Shape"/></xs:sequence>',
			`<xs:complexType name="Shape" abstract="true"><xs:sequence><xs:element name="id" type="xs:int"/></xs:sequence></xs:complexType>
			<xs:complexType name="Circle"><xs:complexContent><xs:extension base="t:Shape"><xs:sequence>
			<xs:element name="radius" type="xs:double"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
			<xs:complexType name="Other"><xs:sequence/></xs:complexType>`,
		);
		expect(refusal(contract, 'Do', { shape: { id: 1 } }).message).toMatch(
			/Shape is abstract.*@xsi:type/,
		);
		expect(refusal(contract, 'Do', { shape: { '@xsi:type': 'Other' } }).message).toMatch(
			/not a type derived from Shape/,
		);
		const [shape] = written(contract, 'Do', {
			shape: { radius: 2, id: 1, '@xsi:type': 'Circle' },
		}).children;
		expect(shape.children.map((child) => child.name)).toEqual(['id', 'radius']);
		expect(shape.attributes['i:type']).toMatch(/^n\d+:Circle$/);
	});

	test('only one branch of a choice may be given', async () => {
		const contract = await tinyContract(
			`<xs:sequence><xs:choice><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:sequence>
			<xs:element name="c" type="xs:int"/></xs:choice></xs:sequence>`,
		);
		expect(written(contract, 'Do', { a: 1, b: 2 }).children).toHaveLength(2);
		expect(refusal(contract, 'Do', { a: 1, c: 2 }).message).toBe(
			'c: only one of a and c may be given.',
		);
	});

	test('attributes and simple content are written', async () => {
		const contract = await tinyContract(
			'<xs:sequence><xs:element name="price" type="t:Price"/></xs:sequence>',
			`<xs:complexType name="Price"><xs:simpleContent><xs:extension base="xs:decimal">
			<xs:attribute name="currency" type="xs:string" use="required"/></xs:extension></xs:simpleContent></xs:complexType>`,
		);
		const [price] = written(contract, 'Do', {
			price: { '#text': '10.50', '@currency': 'EUR "x"' },
		}).children;
		expect(price).toMatchObject({ text: '10.50', attributes: { currency: 'EUR "x"' } });
		expect(refusal(contract, 'Do', { price: 1 }).message).toBe(
			'price.@currency: a value is needed here.',
		);
		expect(refusal(contract, 'Do', { price: { '@Currency': 'x' } }).message).toMatch(
			/Did you mean "@currency"/,
		);
	});

	test('a value without end is refused', () => {
		const endless: Record<string, unknown> = {};
		endless.self = endless;
		expect(refusal(builtIn, 'GetInvoiceDetails', { endless }).message).toMatch(/nested too deeply/);
	});
});
