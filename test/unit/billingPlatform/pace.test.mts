import { InputError } from '../../../nodes/Billing/errors.js';
import { paceOf } from '../../../nodes/Billing/systems/billingPlatform/pace.js';

const ORG = 'https://sandbox.billingplatform.com/myorg';
const LOCAL = 'http://127.0.0.1:4010/myorg';

describe('an org', () => {
	test('is called as often as the vendor recommends, by default', () => {
		expect(paceOf(ORG, '')).toEqual({ of: ORG, perSecond: 15, atOnce: 8 });
	});

	test.each([LOCAL, 'http://localhost/myorg', 'https://[::1]/myorg'])(
		'on this machine (%s) is not spared by default: there is no vendor behind it',
		(org) => {
			expect(paceOf(org, '')).toEqual({ of: org, perSecond: 0, atOnce: 0 });
		},
	);

	test.each([ORG, LOCAL])('is called as often as the node says, wherever it is (%s)', (org) => {
		expect(paceOf(org, 15)).toEqual({ of: org, perSecond: 15, atOnce: 8 });
		expect(paceOf(org, '30')).toEqual({ of: org, perSecond: 30, atOnce: 8 });
		expect(paceOf(org, 0)).toEqual({ of: org, perSecond: 0, atOnce: 0 });
	});

	test.each([-1, 0.5, 'fast', NaN])('is not called where the node says %p', (value) => {
		expect(() => paceOf(ORG, value)).toThrow(InputError);
	});
});
