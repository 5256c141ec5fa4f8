import { BILLING_PLATFORM_SWITCHES } from '../sandbox/index.mjs';
import { BillingTest } from './support/billingTest.mjs';
import { answers } from './unknowns/answers.mjs';
import { limits } from './unknowns/limits.mjs';
import { polling } from './unknowns/polling.mjs';
import { reading } from './unknowns/reading.mjs';
import type { Registry } from './unknowns/registry.mjs';
import { sessions } from './unknowns/sessions.mjs';
import { writing } from './unknowns/writing.mjs';

const registry: Registry = {
	...answers,
	...limits,
	...polling,
	...reading,
	...sessions,
	...writing,
};

describe.each(Object.entries(registry))('%s', (name, positions) => {
	describe.each(Object.entries(positions))('%s', (position, rules) => {
		for (const [rule, holds] of Object.entries(rules)) {
			test(rule, async () => {
				const billingTest = await BillingTest.create();
				const isNumber = typeof billingTest.vendor.switches[name as keyof Registry] === 'number';
				billingTest.vendor.setUnchecked({ [name]: isNumber ? Number(position) : position });
				try {
					await holds(billingTest);
					expect(billingTest.books().openSessions).toBe(0);
				} finally {
					await billingTest.stop();
				}
			});
		}
	});
});

describe('the switches of the stand-in', () => {
	const tried = (name: string) => Object.keys(registry[name as keyof Registry] ?? {});

	test.each(Object.entries(BILLING_PLATFORM_SWITCHES))(
		'%s is tried in all its positions',
		(name, spec) => {
			const positions: readonly string[] = 'values' in spec ? spec.values : [String(spec.default)];
			expect(tried(name)).toEqual(expect.arrayContaining([...positions]));
			expect(tried(name).length).toBeGreaterThan(1);
		},
	);

	test('are all there are rules for', () => {
		expect(Object.keys(registry).sort()).toEqual(Object.keys(BILLING_PLATFORM_SWITCHES).sort());
	});
});
