import type { BillingTest } from '../support/billingTest.mjs';
import { errorOf, newAccounts, outputOf, recordStep, runStep } from '../support/oneNode.mjs';
import { billing, chain, entity, mappedAutomatically, start } from '../support/workflows.mjs';
import { inEach, type Registry } from './registry.mjs';

const getMany = recordStep('getAll', 'ACCOUNT', { parameters: { limit: 3 } });
const withToken = recordStep('getAll', 'ACCOUNT', {
	parameters: { limit: 3, authentication: 'oAuth2' },
});

/** Two Billing nodes with a pause between them. */
async function runWithPause(test: BillingTest, milliseconds: number, authentication: string) {
	const step = (name: string) =>
		billing(name, 'record', 'getAll', { ...entity('ACCOUNT'), authentication, limit: 3 });
	const pause = { name: 'Pause', type: 'harness.code' };
	const result = await test.run(chain(start, step('A'), pause, step('B')), [{}], {
		code: {
			Pause: async (items) => {
				await new Promise((resolve) => setTimeout(resolve, milliseconds));
				return items.slice(0, 1);
			},
		},
	});
	expect(result.error).toBeUndefined();
	expect(result.items('B')).toHaveLength(3);
}

function setCredential(test: BillingTest, changes: { password?: string; clientSecret?: string }) {
	const credentials = test.engine.credentials;
	for (const id of ['password', 'oauth']) {
		const { name, type } = credentials.get(id);
		credentials.set(id, { name, type, data: { ...credentials.data(id), ...changes } });
	}
}

/** Login, session and token. */
export const sessions = {
	missingSession: inEach(['status401', 'errors500'], {
		'no call goes out without a session': async (test) => {
			await outputOf(test, getMany);
			expect(test.vendor.log.read().map(({ status }) => status)).toEqual([200, 200, 200]);
		},
		"n8n's Test of the credential says OK again after the session it has saved was closed": async (
			test,
		) => {
			for (let look = 0; look < 2; look++) {
				expect(await test.engine.testCredential('password')).toMatchObject({ status: 'OK' });
			}
			expect(test.books()).toMatchObject({ logins: 2, logouts: 2 });
		},
	}),

	expiredSessionForm: inEach(['errors500', 'unauthorized401'], {
		'a write whose session has ended is done once, after one new login': async (test) => {
			test.vendor.faults.add({ match: { kind: 'create' }, do: { type: 'expireSession' } });
			const parameters = mappedAutomatically();
			const step = recordStep('create', 'ACCOUNT', { parameters, records: newAccounts(5) });
			expect(await outputOf(test, step)).toHaveLength(5);
			expect(test.books()).toMatchObject({ logins: 2, logouts: 1, rowsCreated: 5 });
		},
		'a read whose session has ended is done after one new login': async (test) => {
			test.vendor.faults.add({ match: { kind: 'retrieve' }, do: { type: 'expireSession' } });
			expect(await outputOf(test, getMany)).toHaveLength(3);
			expect(test.books()).toMatchObject({ logins: 2, logouts: 1 });
		},
		'a session that ended before its logout makes no run fail': async (test) => {
			test.vendor.faults.add({ match: { kind: 'logout' }, do: { type: 'expireSession' } });
			expect(await outputOf(test, getMany)).toHaveLength(3);
		},
	}),

	refusedLogin: inEach(['okWithErrorCode', 'status401'], {
		"a refused login is told in the vendor's words and not tried again": async (test) => {
			setCredential(test, { password: 'something else' });
			const text = await errorOf(test, { ...getMany, records: [{}, {}] });
			expect(text).toContain('refused the login: The user name or password is wrong');
			expect(test.books()).toMatchObject({ logins: 0, refusedLogins: 1, calls: 1 });
		},
	}),

	oauthForm: {
		...inEach(['both', 'basicOnly'], {
			'a token is fetched with the secret in a header': async (test) => {
				expect(await outputOf(test, withToken)).toHaveLength(3);
				expect(test.books()).toMatchObject({ tokens: 1, logins: 0, calls: 2 });
			},
		}),
		queryOnly: {
			"the vendor's refusal is shown, once: the secret is never put into a URL": async (test) => {
				expect(await errorOf(test, withToken)).toContain('The client id or client secret is wrong');
				expect(test.books()).toMatchObject({ refusedTokens: 1, calls: 1 });
			},
		},
	},

	refreshToken: inEach(['on', 'off'], {
		'the run does with its access token alone, and shows neither': async (test) => {
			const result = await runStep(test, withToken);
			expect(result.items('Billing')).toHaveLength(3);
			expect(test.books()).toMatchObject({ tokens: 1, calls: 2 });
			expect(result.everything()).not.toMatch(/_token|Bearer/);
		},
	}),

	tokenLifetimeMs: {
		0: {
			'a token that is refused at once is replaced once, then the run stops': async (test) => {
				expect(await errorOf(test, withToken)).toContain('Invalid or expired token');
				expect(test.books()).toMatchObject({ tokens: 2, calls: 4 });
			},
		},
		600: {
			'a token that has ended is replaced within the run': async (test) => {
				await runWithPause(test, 700, 'oAuth2');
				expect(test.books()).toMatchObject({ tokens: 2, logins: 0 });
			},
		},
		3_600_000: {
			'one token does for a run': async (test) => {
				await runWithPause(test, 0, 'oAuth2');
				expect(test.books()).toMatchObject({ tokens: 1, logins: 0 });
			},
		},
	},

	sessionLifetimeMs: {
		600: {
			'a session that has ended is replaced within the run': async (test) => {
				await runWithPause(test, 700, 'password');
				expect(test.books()).toMatchObject({ logins: 2, logouts: 1 });
			},
		},
		...inEach([0, 1_800_000], {
			'one session does for a run': async (test: BillingTest) => {
				await runWithPause(test, 0, 'password');
				expect(test.books()).toMatchObject({ logins: 1, logouts: 1 });
			},
		}),
	},

	logoutHeader: inEach(['either', 'sessionid', 'authorization'], {
		'the logout is understood': async (test) => {
			await outputOf(test, getMany);
			expect(test.books()).toMatchObject({ logins: 1, logouts: 1, openSessions: 0 });
		},
		"n8n's Test of the credential leaves no session open": async (test) => {
			expect(await test.engine.testCredential('password')).toMatchObject({ status: 'OK' });
			expect(test.books()).toMatchObject({ logins: 1, logouts: 1, openSessions: 0 });
		},
	}),
} satisfies Partial<Registry>;
