import { PACE } from '../../../nodes/Billing/systems/cloudBilling/pace.js';

const isThrottle = (body: string, status = 500): boolean | undefined =>
	PACE.isThrottle?.({ status, headers: {}, body: '', bytes: Buffer.from(body) });
const fault = (text: string, prefix = 's:'): string =>
	`<s:Envelope><s:Body><${prefix}Fault><faultcode>${prefix}Client</faultcode><faultstring>${text}</faultstring></${prefix}Fault></s:Body></s:Envelope>`;

test('nothing is held back before the service says that it is too much', () => {
	expect(PACE).toMatchObject({ perSecond: 0, atOnce: 0 });
});

describe('a Fault', () => {
	test.each([
		'Too many requests. Please try again later.',
		'The call was throttled',
		'Rate limit exceeded',
		'Fair use policy: wait a while',
	])('that says "%s" is a throttle, of any status and prefix', (text) => {
		expect(isThrottle(fault(text))).toBe(true);
		expect(isThrottle(fault(text, ''), 200)).toBe(true);
	});

	test.each(['The customer does not exist', 'Access denied', 'Exchange rate missing'])(
		'that says "%s" is none',
		(text) => {
			expect(isThrottle(fault(text))).toBe(false);
		},
	);
});

test('an answer that is no Fault may speak of throttling', () => {
	const body =
		'<s:Envelope><s:Body><Result><Name>Throttle valve</Name></Result></s:Body></s:Envelope>';
	expect(isThrottle(body, 200)).toBe(false);
});
