import { checkShape } from '../../../nodes/Billing/systems/cloudBilling/shape.js';
import { tinyContract } from './contracts.mjs';

const RECORDS = `<xs:element name="DoResult" type="t:Records"/>`;
const TYPES = `<xs:complexType name="Records"><xs:sequence>
		<xs:element name="Record" type="t:Record" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
	<xs:complexType name="Record"><xs:sequence>
		<xs:element name="Id" type="xs:string" minOccurs="0"/>
		<xs:element name="Parent" type="t:Record" minOccurs="0"/></xs:sequence></xs:complexType>
	<xs:complexType name="Chain"><xs:sequence>
		<xs:element name="Next" type="t:Chain" minOccurs="0"/></xs:sequence></xs:complexType>
	<xs:complexType name="Open"><xs:sequence>
		<xs:any minOccurs="0" maxOccurs="unbounded" processContents="lax"/></xs:sequence></xs:complexType>
	<xs:complexType name="Animal" abstract="true"><xs:sequence/></xs:complexType>
	<xs:complexType name="Dog"><xs:complexContent><xs:extension base="t:Animal"><xs:sequence>
		<xs:element name="Bark" type="xs:string" minOccurs="0"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
	<xs:complexType name="Animals"><xs:sequence>
		<xs:element name="Animal" type="t:Animal" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
	<xs:complexType name="Amount"><xs:simpleContent><xs:extension base="xs:decimal">
		<xs:attribute name="currency" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>`;

/** A result in the vendor's envelope, whose payload is of a type. */
const enveloped = (
	type: string,
): string => `<xs:element name="DoResult"><xs:complexType><xs:sequence>
	<xs:element name="Result" ${type} minOccurs="0"/>
	<xs:element name="ResultCode" type="xs:string"/></xs:sequence></xs:complexType></xs:element>`;

async function check(payload: unknown, response = RECORDS): Promise<void> {
	checkShape(await tinyContract('<xs:sequence/>', TYPES, response), 'Do', payload);
}

describe('a result', () => {
	test.each<[string, unknown]>([
		['has what the WSDL says', [{ Id: '1' }, { Id: '2', Parent: { Id: '1' } }]],
		['has something new beside it', [{ Id: '1', Colour: 'red' }]],
		['has less', [{}]],
		['is empty', []],
		['is none', null],
	])('that %s is taken', async (_, payload) => {
		await expect(check(payload)).resolves.toBeUndefined();
	});

	test.each<[string, unknown, string]>([
		['has records of another kind', [{ Id: '1' }, { Colour: 'red' }], 'it has Colour'],
		['has text in the place of records', ['sorry'], 'it has a text'],
	])('that %s tells nothing of what was done', async (_, payload, what) => {
		await expect(check(payload)).rejects.toMatchObject({
			message: `The answer to Do is not what the WSDL says: ${what}`,
			outcome: 'unknown',
		});
	});

	test('that is text where the WSDL says yes or no tells nothing either', async () => {
		const yesOrNo = '<xs:element name="DoResult" type="xs:boolean"/>';
		await expect(check('sorry', yesOrNo)).rejects.toThrow('it has a text');
		await expect(check(true, yesOrNo)).resolves.toBeUndefined();
	});

	test.each<[string, string, unknown]>([
		['anything', '', { Colour: 'red' }],
		['any members', 'type="t:Open"', { Colour: 'red', Size: '1' }],
		['any member', 'type="t:Open"', 'red'],
		['what is derived from a type', 'type="t:Animal"', { '@xsi:type': 'Dog', Bark: 'wow' }],
		['a list of such', 'type="t:Animals"', [{ '@xsi:type': 'Dog', Bark: 'wow' }]],
		['text with attributes', 'type="t:Amount"', { '@currency': 'EUR', '#text': 1 }],
	])('may be %s where the WSDL says so', async (_, type, payload) => {
		await expect(check(payload, enveloped(type))).resolves.toBeUndefined();
	});

	test('that is text with an attribute in the place of a record tells nothing', async () => {
		const text = { '@lang': 'en', '#text': 'sorry' };
		await expect(check(text, enveloped('type="t:Dog"'))).rejects.toThrow('it has a text');
	});

	test('that the WSDL does not derive from what it says is refused', async () => {
		await expect(check({ Colour: 'red' }, enveloped('type="t:Animal"'))).rejects.toThrow(
			'it has Colour',
		);
	});

	test('may be of a type that holds nothing but itself', async () => {
		const chain = '<xs:element name="DoResult" type="t:Chain"/>';
		await expect(check({ Next: {} }, chain)).resolves.toBeUndefined();
	});
});
