import { InputError } from '../../../nodes/Billing/errors.js';
import { readBaseUrl } from '../../../nodes/Billing/http/url.js';

const read = (text: string): string => readBaseUrl(text, 'Base URL').href;

test.each([
	'https://sandbox.billingplatform.com/myorg',
	'https://billing.example.com:8443/myorg',
	'HTTPS://sandbox.billingplatform.com/myorg',
])('accepts https: %s', (text) => {
	expect(read(text)).toMatch(/^https:/);
});

test('ignores blanks around the address', () => {
	expect(read('  https://h.example.com/org\n')).toBe('https://h.example.com/org');
});

test.each([
	'http://localhost:8080/org',
	'http://127.0.0.1:8080/org',
	'http://127.8.9.1/org',
	'http://[::1]:8080/org',
])('accepts http on this machine: %s', (text) => {
	expect(read(text)).toMatch(/^http:/);
});

test.each([
	'http://sandbox.billingplatform.com/myorg',
	'http://10.0.0.1/org',
	'http://0.0.0.0/org',
	'http://127.0.0.1.example.com/org',
	'http://localhost.example.com/org',
	'http://xlocalhost/org',
	'http://localhost@example.com/org',
	'http://1270.0.0.1.example.com',
])('refuses http to any other host: %s', (text) => {
	expect(() => read(text)).toThrow('only https is allowed');
});

test.each([
	'sandbox.billingplatform.com/myorg',
	'https//h.example.com',
	'https://',
	'ftp://h.example.com/org',
	'file:///etc/passwd',
	'javascript:alert(1)',
	'not an address',
])('refuses what is no web address: %s', (text) => {
	expect(() => read(text)).toThrow('this is not a web address');
});

test.each(['', '   '])('refuses an address that is missing ("%s")', (text) => {
	expect(() => read(text)).toThrow('the credential has no address');
});

test.each([
	'https://me:s3cret@h.example.com/org',
	'https://me@h.example.com',
	'https://:s3cret@h.example.com',
])('refuses user or password in the address, without repeating them: %s', (text) => {
	expect(() => read(text)).toThrow('user and password do not belong in the address');
	expect(() => read(text)).not.toThrow('s3cret');
});

test('names the field of the credential that is wrong', () => {
	expect.assertions(2);
	try {
		readBaseUrl('nonsense', 'Base URL');
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		expect(error).toHaveProperty('field', 'Base URL');
	}
});
