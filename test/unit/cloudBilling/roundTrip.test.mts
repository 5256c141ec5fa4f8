import fc from 'fast-check';
import { EncodeError } from '../../../nodes/Billing/systems/cloudBilling/errors.js';
import { decodeResponse } from '../../../nodes/Billing/systems/cloudBilling/soap/decode.js';
import { encodeRequest } from '../../../nodes/Billing/systems/cloudBilling/soap/encode.js';
import {
	toJsonNumber,
	plainDigits,
} from '../../../nodes/Billing/systems/cloudBilling/soap/numbers.js';
import type { Contract } from '../../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import { tinyContract } from './contracts.mjs';

const TYPES = `<xs:complexType name="Row"><xs:sequence>
	<xs:element name="text" type="xs:string" nillable="true" minOccurs="0"/>
	<xs:element name="whole" type="xs:int" minOccurs="0"/>
	<xs:element name="real" type="xs:double" minOccurs="0"/>
	<xs:element name="flag" type="xs:boolean" minOccurs="0"/>
	<xs:element name="words" type="t:Words" minOccurs="0" nillable="true"/>
	<xs:element name="rows" type="t:Row" minOccurs="0" maxOccurs="unbounded"/>
</xs:sequence></xs:complexType>
<xs:complexType name="Words"><xs:sequence><xs:element name="word" type="xs:string" minOccurs="0" maxOccurs="unbounded" nillable="true"/></xs:sequence></xs:complexType>`;

/** What a service that sends back what it got would make of a request. */
function echo(contract: Contract, row: unknown): unknown {
	const request = encodeRequest(contract, 'Do', { row });
	const answer = decodeResponse(
		contract,
		'Do',
		request.replaceAll(/(:Do)(?=[ />])/g, '$1Response'),
	);
	return answer.kind === 'result' ? answer.payload : answer;
}

const text = fc
	.string({ unit: 'binary' })
	// eslint-disable-next-line no-control-regex
	.map((value) => value.replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ''));

const { row } = fc.letrec<{ row: Record<string, unknown> }>((tie) => ({
	row: fc.record(
		{
			text: fc.oneof(text, fc.constant(null)),
			whole: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
			real: fc
				.double({ noNaN: true, noDefaultInfinity: true })
				.map((value) => (Object.is(value, -0) ? 0 : value)),
			flag: fc.boolean(),
			words: fc.oneof(fc.array(fc.oneof(text, fc.constant(null))), fc.constant(null)),
			rows: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie('row'), { maxLength: 3 })),
		},
		{ requiredKeys: ['rows'] },
	),
}));

describe('what is written and read back is what was given', () => {
	let contract: Contract;
	beforeAll(async () => {
		contract = await tinyContract(
			'<xs:sequence><xs:element name="row" type="t:Row"/></xs:sequence>',
			TYPES,
			'<xs:element name="row" type="t:Row"/>',
		);
	});

	test('for values of any shape', () => {
		fc.assert(
			fc.property(row, (value) => expect(echo(contract, value)).toEqual(value)),
			{ numRuns: 300 },
		);
	});

	test('for any text, or it is refused by name', () => {
		fc.assert(
			fc.property(
				fc.string({
					unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
				}),
				(value) => {
					let back: unknown;
					try {
						back = echo(contract, { text: value, rows: [] });
					} catch (error) {
						expect(error).toBeInstanceOf(EncodeError);
						expect(error).toMatchObject({ path: 'row.text' });
						return;
					}
					expect(back).toEqual({ text: value, rows: [] });
				},
			),
			{ numRuns: 500 },
		);
	});
});

describe('numbers', () => {
	test('any number survives plain digits', () => {
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
				const digits = plainDigits(value);
				expect(digits).not.toMatch(/e/i);
				expect(Number(digits)).toBe(Object.is(value, -0) ? 0 : value);
			}),
		);
	});

	test('a decimal becomes a number only if that writes the same digits', () => {
		const decimals = fc
			.tuple(fc.bigInt(), fc.stringMatching(/^\d{0,25}$/))
			.map(([a, b]) => `${a}${b === '' ? '' : `.${b}`}`);
		fc.assert(
			fc.property(decimals, (digits) => {
				const value = toJsonNumber(digits, false);
				if (typeof value === 'string') expect(value).toBe(digits);
				else expect(trimmed(plainDigits(value))).toBe(trimmed(digits));
			}),
		);
	});
});

function trimmed(digits: string): string {
	const text = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
	return text === '-0' ? '0' : text;
}
