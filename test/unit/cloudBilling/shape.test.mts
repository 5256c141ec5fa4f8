import { checkShape } from '../../../nodes/Billing/systems/cloudBilling/shape.js';
import { tinyContract } from './contracts.mjs';

const RECORDS = `<xs:element name="DoResult" type="t:Records"/>`;
const TYPES = `<xs:complexType name="Records"><xs:sequence>
		<xs:element name="Record" type="t:Record" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
	<xs:complexType name="Record"><xs:sequence>
		<xs:element name="Id" type="xs:string" minOccurs="0"/>
		<xs:element name="Parent" type="t:Record" minOccurs="0"/></xs:sequence></xs:complexType>
	<xs:complexType name="Chain"><xs:sequence>
		<xs:element name="Next" type="t:Chain" minOccurs="0"/></xs:sequence></xs:complexType>`;

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

	test('may be of a type that holds nothing but itself', async () => {
		const chain = '<xs:element name="DoResult" type="t:Chain"/>';
		await expect(check({ Next: {} }, chain)).resolves.toBeUndefined();
	});
});
