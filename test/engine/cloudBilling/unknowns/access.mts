import type { WorkflowJson } from '../../harness/index.mjs';
import { BY_LOGIN, type FreshCloud } from '../../support/cloudTest.mjs';
import { bothOutputsOf, CONTINUE, errorOf, outputOf, type Step } from '../../support/oneNode.mjs';
import { chain, cloud, start } from '../../support/workflows.mjs';
import { inEach, type Registry } from './registry.mjs';
import { createProduct, getCustomer } from './steps.mjs';

const byLogin = (step: Step): Step => ({ ...step, node: BY_LOGIN });

/** Two nodes by the deprecated Login, with a pause between them. */
async function runWithPause(fresh: FreshCloud, milliseconds: number): Promise<void> {
	const node = (name: string): WorkflowJson['nodes'][number] =>
		cloud(name, 'customer', 'get', { customerCode: '101001' }, BY_LOGIN);
	const pause = { name: 'Pause', type: 'harness.code' };
	const result = await fresh.test.run(chain(start, node('A'), pause, node('B')), [{}], {
		code: {
			Pause: async (items) => {
				await new Promise((resolve) => setTimeout(resolve, milliseconds));
				return items;
			},
		},
	});
	expect(result.error).toBeUndefined();
	expect(result.items('B')).toHaveLength(1);
}

/** Three logins with a wrong password. */
async function lockOut(fresh: FreshCloud): Promise<void> {
	fresh.change({ password: 'not the one' }, 'cloudUser');
	for (let attempt = 0; attempt < 3; attempt++) await errorOf(fresh.test, byLogin(getCustomer));
	fresh.change({ password: fresh.cloud.password }, 'cloudUser');
}

/** Tokens, and the deprecated Login. */
export const access = {
	refusedToken: inEach(['resultCode', 'fault'], {
		'a wrong token is told in the words of the vendor, after one call': async (fresh) => {
			fresh.change({ apiToken: 'a-wrong-token' });
			const text = await errorOf(fresh.test, getCustomer);
			expect(text).toContain('The authentication token is missing or invalid.');
			expect(text).toContain('check it in the credential');
			expect(fresh.calls()).toEqual({ CustomerGetByCode: 1 });
		},
		"n8n's Test says so too": async (fresh) => {
			fresh.change({ apiToken: 'a-wrong-token' });
			expect(await fresh.test.engine.testCredential('cloud')).toMatchObject({
				status: 'Error',
				message: expect.stringContaining('The authentication token is missing or invalid.'),
			});
		},
	}),

	expiredToken: inEach(['resultCode', 'fault'], {
		'a read and a write whose token has ended are done once, after one new login': async (
			fresh,
		) => {
			for (const [kind, step] of [
				['CustomerGetByCode', getCustomer],
				['AddProductCluster', createProduct('Fibre')],
			] as const) {
				fresh.cloud.faults.add({ match: { kind }, do: { type: 'expireSession' } });
				await outputOf(fresh.test, byLogin(step));
			}
			expect(fresh.cloud.books()).toMatchObject({ rowsCreated: 1, refusedTokens: 2, logins: 4 });
		},
	}),

	login: {
		on: {
			'the deprecated Login works': async (fresh) => {
				expect(await outputOf(fresh.test, byLogin(getCustomer))).toHaveLength(1);
				expect(fresh.cloud.books()).toMatchObject({ logins: 1 });
			},
		},
		off: {
			'a Login that is gone is told, after one try': async (fresh) => {
				const text = await errorOf(fresh.test, byLogin({ ...getCustomer, records: [{}, {}] }));
				expect(text).toMatch(/login/i);
				expect(fresh.cloud.log.read().filter(({ method }) => method === 'POST')).toHaveLength(1);
			},
			'it is not asked for again by the next items, and no lockout is told of': async (fresh) => {
				const step = byLogin({ ...getCustomer, records: [{}, {}, {}] });
				const node = { ...step.node, ...CONTINUE };
				const { failed } = await bothOutputsOf(fresh.test, { ...step, node });
				expect(failed).toHaveLength(3);
				expect(JSON.stringify(failed)).not.toMatch(/lock|refused/);
				expect(fresh.cloud.log.read().filter(({ method }) => method === 'POST')).toHaveLength(1);
			},
			'an API token does not care': async (fresh) => {
				expect(await outputOf(fresh.test, getCustomer)).toHaveLength(1);
			},
		},
	},

	loginTokenHeader: {
		ApiToken: {
			'the token goes into the header of the API token': async (fresh) => {
				expect(await outputOf(fresh.test, byLogin(getCustomer))).toHaveLength(1);
			},
		},
		old: {
			'the token goes into the header that the credential names': async (fresh) => {
				const { name, namespace } = fresh.cloud.oldTokenHeader;
				const header = { advanced: true, headerElement: name, headerNamespace: namespace };
				fresh.change(header, 'cloudUser');
				expect(await outputOf(fresh.test, byLogin(getCustomer))).toHaveLength(1);
			},
			'another header is refused, after one new login': async (fresh) => {
				const text = await errorOf(fresh.test, byLogin(getCustomer));
				expect(text).toContain('The authentication token is missing or invalid.');
				expect(fresh.calls()).toEqual({ Login: 2, CustomerGetByCode: 2 });
			},
		},
	},

	tokenLifetimeMs: {
		500: {
			'a token that has ended is replaced within the run': async (fresh) => {
				await runWithPause(fresh, 700);
				expect(fresh.cloud.books()).toMatchObject({ logins: 2, refusedTokens: 1 });
			},
		},
		...inEach([0, 1_200_000], {
			'one token does for a run': async (fresh) => {
				await runWithPause(fresh, 0);
				expect(fresh.cloud.books()).toMatchObject({ logins: 1, refusedTokens: 0 });
			},
		}),
	},

	lockoutMs: {
		300: {
			'a right login works again when the time is over': async (fresh) => {
				await lockOut(fresh);
				await new Promise((resolve) => setTimeout(resolve, 350));
				expect(await outputOf(fresh.test, byLogin(getCustomer))).toHaveLength(1);
			},
		},
		900_000: {
			'a locked user is told so, after one try': async (fresh) => {
				await lockOut(fresh);
				const text = await errorOf(fresh.test, byLogin(getCustomer));
				expect(text).toContain('Login failed: the user account is locked.');
				expect(fresh.cloud.books()).toMatchObject({ refusedLogins: 3, lockedLogins: 1 });
			},
		},
	},

	loginPrivilege: {
		enough: {
			'the user gets in': async (fresh) => {
				expect(await outputOf(fresh.test, byLogin(getCustomer))).toHaveLength(1);
			},
		},
		insufficient: {
			'the reason is told, after one try': async (fresh) => {
				const text = await errorOf(fresh.test, byLogin(getCustomer));
				expect(text).toContain('the user account has insufficient privileges');
				expect(fresh.calls()).toEqual({ Login: 1 });
			},
		},
	},
} satisfies Partial<Registry>;
