import { RequestEncoder } from '../../../nodes/Billing/systems/cloudBilling/soap/encode.js';
import type { Contract } from '../../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import { canonicalXml } from './canonicalXml.mjs';
import { builtIn, tinyContract, wcfContract } from './contracts.mjs';
import { refused } from './requests.mjs';

const PURCHASES = [
	{
		CustomerCode: '1',
		PurchaseReference: 'A<1>',
		Quantity: 2,
		StringValues: [{ Name: 'a', Value: 'b' }],
	},
	{
		CustomerCode: '2',
		PurchaseReference: 'A2',
		Quantity: 1,
		PurchaseDate: '2026-01-15',
		NumericValues: [],
	},
];

const LIST = `<xs:complexType name="List"><xs:sequence>
	<xs:element name="entry" type="t:Base" minOccurs="0" maxOccurs="unbounded" nillable="true"/>
</xs:sequence></xs:complexType>
<xs:complexType name="Base"><xs:sequence><xs:element name="a" type="xs:int" minOccurs="0"/>
	<xs:element name="below" type="t:Base" minOccurs="0"/></xs:sequence></xs:complexType>
<xs:complexType name="More"><xs:complexContent><xs:extension base="t:Base"><xs:sequence>
	<xs:element name="b" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>`;

const list = () =>
	tinyContract('<xs:sequence><xs:element name="list" type="t:List"/></xs:sequence>', LIST);
const repeated = () =>
	tinyContract(
		'<xs:sequence><xs:element name="list" type="t:Base" maxOccurs="unbounded"/></xs:sequence>',
		LIST,
	);

/** What is written when all entries are given, and when they were encoded before. */
function bothWays(contract: Contract, operation: string, parameter: string, entries: unknown[]) {
	const encoder = new RequestEncoder(contract);
	const ahead = entries.map((entry) => encoder.entry(operation, parameter, entry));
	return {
		atOnce: canonicalXml(new RequestEncoder(contract).request(operation, { [parameter]: entries })),
		ahead: canonicalXml(encoder.request(operation, { [parameter]: ahead })),
		isEncoded: ahead.every((entry, index) => entry !== entries[index]),
	};
}

describe('an entry that was encoded before its request', () => {
	test.each([
		['of a list of the WSDL', wcfContract, 'StorePurchases', 'purchases', PURCHASES],
		['of a documented list', () => builtIn, 'UploadInvoices', 'invoices', [{ CustomerCode: '1' }]],
		['of a derived type', list, 'Do', 'list', [{ a: 1, b: 'x', '@xsi:type': 'More' }, { a: 2 }]],
		['that is null', list, 'Do', 'list', [{ a: 1 }, null]],
		['of a member that repeats', repeated, 'Do', 'list', [{ a: 1 }, { a: 2 }]],
	])(
		'%s stands in it as if it were given there',
		async (_, contractOf, operation, parameter, entries) => {
			const contract = await contractOf();
			const { atOnce, ahead, isEncoded } = bothWays(contract, operation, parameter, entries);
			expect(ahead).toBe(atOnce);
			expect(isEncoded).toBe(true);
		},
	);

	test('may stand in several requests', async () => {
		const encoder = new RequestEncoder(await list());
		const entry = encoder.entry('Do', 'list', { a: 1 });
		const first = encoder.request('Do', { list: [entry] });
		expect(encoder.request('Do', { list: [entry] })).toBe(first);
	});

	test('is refused by the path inside it', async () => {
		const encoder = new RequestEncoder(await list());
		const error = refused(() => encoder.entry('Do', 'list', { below: { a: 'x' } }));
		expect(error).toMatchObject({ path: 'below.a', problem: '"x" is not a whole number.' });
	});

	test('does not spoil the next one when it is refused', async () => {
		const encoder = new RequestEncoder(await list());
		for (let time = 0; time < 300; time += 1) {
			refused(() => encoder.entry('Do', 'list', { below: { below: { a: 'x' } } }));
		}
		expect(encoder.entry('Do', 'list', { below: { below: { a: 1 } } })).toBeDefined();
	});

	test('is handed back where its list has no type', () => {
		const open = new RequestEncoder(builtIn);
		const entry = { any: 1 };
		expect(open.entry('GetInvoiceDetails', 'unknown', entry)).toBe(entry);
	});

	test('is refused where the operation has no such parameter', async () => {
		const encoder = new RequestEncoder(await list());
		expect(refused(() => encoder.entry('Do', 'entries', {}))).toMatchObject({ path: 'entries' });
	});
});
