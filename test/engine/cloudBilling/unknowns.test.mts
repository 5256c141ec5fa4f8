import { CLOUD_BILLING_SWITCHES } from '../../sandbox/index.mjs';
import { FreshCloud } from '../support/cloudTest.mjs';
import { access } from './unknowns/access.mjs';
import { answers } from './unknowns/answers.mjs';
import { contract } from './unknowns/contract.mjs';
import { limits } from './unknowns/limits.mjs';
import type { Registry } from './unknowns/registry.mjs';
import { writing } from './unknowns/writing.mjs';
import { wsdl } from './unknowns/wsdl.mjs';

const registry: Registry = { ...access, ...answers, ...contract, ...limits, ...writing, ...wsdl };

const switches = Object.entries(registry) as Array<[keyof Registry, Registry['metadata']]>;

describe.each(switches)('%s', (name, positions) => {
	const fresh = new FreshCloud();
	const isNumber = typeof CLOUD_BILLING_SWITCHES[name].default === 'number';

	describe.each(Object.entries(positions))('%s', (position, rules) => {
		for (const [rule, holds] of Object.entries(rules)) {
			test(rule, async () => {
				fresh.cloud.setUnchecked({ [name]: isNumber ? Number(position) : position });
				await holds(fresh);
			});
		}
	});
});

describe('the switches of the stand-in', () => {
	const tried = (name: string) => Object.keys(registry[name as keyof Registry] ?? {});

	test.each(Object.entries(CLOUD_BILLING_SWITCHES))(
		'%s is tried in all its positions',
		(name, spec) => {
			const positions: readonly string[] = 'values' in spec ? spec.values : [String(spec.default)];
			expect(tried(name)).toEqual(expect.arrayContaining([...positions]));
			expect(tried(name).length).toBeGreaterThan(1);
		},
	);

	test('are all there are rules for', () => {
		expect(Object.keys(registry).sort()).toEqual(Object.keys(CLOUD_BILLING_SWITCHES).sort());
	});
});
