import fc from 'fast-check';
import { decodeBase64 } from '../../../nodes/Billing/systems/cloudBilling/soap/base64.js';

/** More than is decoded at a time. */
const MANY = 2_500_000;

describe('base64', () => {
	test('gives the bytes that were encoded', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
				expect(decodeBase64(Buffer.from(bytes).toString('base64')).equals(bytes)).toBe(true);
			}),
		);
	});

	test.each([MANY, MANY + 1, MANY + 2])('of %d bytes is put together right', (length) => {
		const bytes = Buffer.alloc(length, 'invoice');
		expect(decodeBase64(bytes.toString('base64')).equals(bytes)).toBe(true);
	});

	test('may have line breaks anywhere', () => {
		const bytes = Buffer.alloc(MANY, 'invoice');
		const lines = bytes.toString('base64').replace(/.{77}/g, '$&\r\n');
		expect(decodeBase64(`\n ${lines}\n`).equals(bytes)).toBe(true);
	});

	test('of nothing is nothing', () => {
		expect(decodeBase64('')).toHaveLength(0);
	});
});
