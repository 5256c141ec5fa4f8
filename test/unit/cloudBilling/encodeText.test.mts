import { decodeResponse } from '../../../nodes/Billing/systems/cloudBilling/soap/decode.js';
import {
	encodeRequest,
	type SoapHeader,
} from '../../../nodes/Billing/systems/cloudBilling/soap/encode.js';
import { readXmlTree } from '../../../nodes/Billing/systems/cloudBilling/xml/tree.js';
import { builtIn } from './contracts.mjs';
import { refusal, refused, written } from './requests.mjs';

describe('text in a request', () => {
	const echo = (text: string): string =>
		written(builtIn, 'CustomerGetByCode', { customerCode: text }).children[0].text;

	test.each([
		['markup', '<b a="1">&amp;</b>'],
		['the end of a CDATA section', 'a]]>b'],
		['text that looks like CDATA', '<![CDATA[</customerCode><evil/>]]>'],
		['a comment', '<!-- x -->'],
		['an emoji', '😀 👨‍👩‍👧 é'],
		['a tab and a line feed inside', 'a\tb\nc'],
		['quotes', `"'`],
	])('carries %s unchanged', (_, text) => {
		expect(echo(text)).toBe(text);
	});

	test('carries a carriage return and a megabyte unchanged', () => {
		const long = 'a & <b>\r\n'.repeat(120_000);
		const xml = encodeRequest(builtIn, 'CustomerGetByCode', { customerCode: long });
		const answer = xml
			.replaceAll('CustomerGetByCode>', 'CustomerGetByCodeResponse>')
			.replaceAll('customerCode>', 'CustomerGetByCodeResult>');
		expect(decodeResponse(builtIn, 'CustomerGetByCode', answer)).toMatchObject({ payload: long });
	});

	test.each([
		['a null character', 'a\u0000', 'U+0000'],
		['a vertical tab', 'a\u000B', 'U+000B'],
		['an escape', '\u001B[0m', 'U+001B'],
		['a non-character', 'a\uFFFE', 'U+FFFE'],
		['a lone high surrogate', 'a\uD83D!', 'U+D83D'],
		['a lone low surrogate', '\uDE00', 'U+DE00'],
	])('refuses %s and names the parameter', (_, text, code) => {
		const error = refusal(builtIn, 'CustomerGetByCode', { customerCode: text });
		expect(error.path).toBe('customerCode');
		expect(error.message).toContain(code);
	});

	test('refuses them in a header too, without telling its value', () => {
		const header: SoapHeader = { namespace: 'urn:h', name: 'ApiToken', value: 's3cr3t\u0000' };
		const error = refused(() => encodeRequest(builtIn, 'GetInvoiceDetails', {}, [header]));
		expect(error.message).toMatch(/^header ApiToken: /);
		expect(error.message).not.toContain('s3cr3t');
	});

	test('escapes the value of a header', () => {
		const header: SoapHeader = { namespace: 'urn:"h"', name: 'ApiToken', value: '</ApiToken><x/>' };
		const envelope = readXmlTree(encodeRequest(builtIn, 'GetInvoiceDetails', {}, [header]));
		expect(envelope.children[0].children).toMatchObject([
			{ namespace: 'urn:"h"', name: 'ApiToken', text: '</ApiToken><x/>', children: [] },
		]);
	});
});
