import { readWsdl } from '../../../nodes/Billing/systems/cloudBilling/wsdl/read.js';
import { tinyWsdl } from './contracts.mjs';
import { refusal } from './requests.mjs';

const WSDL = tinyWsdl('<xs:sequence><xs:element name="v" type="xs:string"/></xs:sequence>');

/** The WSDL with one operation more, whose input is what is given. */
function withOperation(input: string, more = ''): string {
	return WSDL.replace(
		'<portType name="P">',
		`${more}<portType name="P"><operation name="More">${input}</operation>`,
	).replace(
		'<operation name="Do"><soap',
		'<operation name="More"><input><soap:body use="literal"/></input></operation>$&',
	);
}

describe('an operation that the WSDL does not describe properly', () => {
	test.each([
		['a message that is not there', '<input message="t:none"/>', '', /the message "t:none"/],
		['no message', '<input/>', '', /The input of the WSDL does not say which message it has/],
		[
			'an element of an undeclared prefix',
			'<input message="t:bad"/>',
			'<message name="bad"><part name="p" element="x:Bad"/></message>',
			/undeclared prefix of "x:Bad"/,
		],
	])('with %s cannot be called, but the others can', async (_, input, more, reason) => {
		const contract = await readWsdl({ text: withOperation(input, more) });
		expect([...contract.operations.keys()].sort()).toEqual(['Do', 'More']);
		expect(contract.operations.get('Do')?.unsupported).toBeUndefined();
		expect(refusal(contract, 'More', {}).message).toMatch(reason);
	});
});

test('a port without a binding is named', async () => {
	const text = WSDL.replace(' binding="t:B"', '');
	await expect(readWsdl({ text })).rejects.toThrow(
		'The port "P" of the WSDL does not say which binding it has',
	);
});

test.each(['a b', 'a/><b', '', '1'])(
	'a member that is named %j is refused before it gets into a request',
	async (name) => {
		const text = WSDL.replace('name="v"', `name="${name.replace('<', '&lt;')}"`);
		const contract = await readWsdl({ text });
		expect(refusal(contract, 'Do', { [name]: 'x' }).message).toContain('cannot be a name in XML');
	},
);
