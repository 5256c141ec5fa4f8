import { startSandbox, type Sandbox } from '../sandbox/index.mjs';
import { AskingNode, type Helper } from './support/askingNode.mjs';
import { BillingTest } from './support/billingTest.mjs';
import { outputOf, recordStep } from './support/oneNode.mjs';

const getOne = recordStep('getAll', 'ACCOUNT', { parameters: { limit: 1 } });
const OK = { status: 'OK' };
/** Ways in which n8n runs a test: with the session it has saved, and (as it means to) with a new login. */
const MODES = [
	['with the saved session', false],
	['with a new login', true],
] as const;

let billingTest: BillingTest;

function change(id: 'password' | 'oauth', changes: Record<string, string | number>): void {
	const { credentials } = billingTest.engine;
	const { name, type } = credentials.get(id);
	credentials.set(id, { name, type, data: { ...credentials.data(id), ...changes } });
}

/** As if what is saved had been saved a while ago. */
function age(): void {
	change('password', { sessionOpened: Date.now() - 60_000 });
}

describe("n8n's Test", () => {
	beforeEach(async () => {
		billingTest = await BillingTest.create();
	});
	afterEach(async () => await billingTest.stop());

	describe.each(MODES)('%s', (_, freshLogin) => {
		const testOf = async (id: string) => await billingTest.engine.testCredential(id, freshLogin);

		test('says OK of a right user and password and leaves no session open', async () => {
			expect(await testOf('password')).toMatchObject(OK);
			const { logins, logouts, openSessions } = billingTest.books();
			expect(openSessions).toBe(0);
			expect(logouts).toBe(logins);
		});

		test('says OK of a right client id and secret', async () => {
			expect(await testOf('oauth')).toMatchObject(OK);
			expect(billingTest.books()).toMatchObject({ logins: 0, refusedTokens: 0 });
		});

		test.each(['okWithErrorCode', 'status401'] as const)(
			"shows the vendor's reason for a wrong password (%s), after one try",
			async (refusedLogin) => {
				billingTest.vendor.set({ refusedLogin });
				change('password', { password: 'Tr0ub4dor-not-it' });
				const result = await testOf('password');
				expect(result).toMatchObject({
					status: 'Error',
					message: expect.stringContaining('The user name or password is wrong'),
				});
				expect(result.message).not.toContain('Tr0ub4dor');
				expect(billingTest.books()).toMatchObject({ logins: 0, refusedLogins: 1 });
			},
		);

		test("shows the vendor's reason for a wrong client secret", async () => {
			change('oauth', { clientSecret: 'Tr0ub4dor-not-it' });
			const result = await testOf('oauth');
			expect(result).toMatchObject({
				status: 'Error',
				message: expect.stringContaining('The client id or client secret is wrong'),
			});
			expect(result.message).not.toContain('Tr0ub4dor');
		});

		test.each(['errors500', 'unauthorized401'] as const)(
			'says OK again though the saved session has been closed by the last test (%s)',
			async (expiredSessionForm) => {
				billingTest.vendor.set({ expiredSessionForm });
				expect(await testOf('password')).toMatchObject(OK);
				age();
				expect(await testOf('password')).toMatchObject(OK);
				expect(billingTest.books()).toMatchObject({ openSessions: 0 });
			},
		);

		test.each(['errors500', 'unauthorized401'] as const)(
			'says OK again at once (%s)',
			async (expiredSessionForm) => {
				billingTest.vendor.set({ expiredSessionForm });
				expect(await testOf('password')).toMatchObject(OK);
				expect(await testOf('password')).toMatchObject(OK);
				expect(billingTest.books()).toMatchObject({ openSessions: 0 });
			},
		);

		test('asks for a login of its own though the saved session is still good', async () => {
			const { baseUrl, username, password } = billingTest.vendor;
			const body = JSON.stringify({ username, password });
			const answer = await fetch(`${baseUrl}/rest/2.0/login`, { method: 'POST', body });
			const { loginResponse } = (await answer.json()) as { loginResponse: [{ SessionID: string }] };
			change('password', { sessionId: loginResponse[0].SessionID, sessionOpened: 1 });
			expect(await testOf('password')).toMatchObject(OK);

			change('password', { sessionId: loginResponse[0].SessionID, sessionOpened: 1 });
			change('password', { password: 'Tr0ub4dor-not-it' });
			expect(await testOf('password')).toMatchObject({
				message: expect.stringContaining('The user name or password is wrong'),
			});
			// The saved one is another's, and is left to it.
			expect(billingTest.books()).toMatchObject({ logins: 2, refusedLogins: 1, openSessions: 1 });
		});

		test.each(['status401', 'errors500'] as const)(
			'says OK again whatever a call without a session is told (%s)',
			async (missingSession) => {
				billingTest.vendor.set({ missingSession });
				expect(await testOf('password')).toMatchObject(OK);
				age();
				expect(await testOf('password')).toMatchObject(OK);
				expect(billingTest.books()).toMatchObject({ openSessions: 0 });
			},
		);

		test('says OK a second time of a client id and secret', async () => {
			expect(await testOf('oauth')).toMatchObject(OK);
			billingTest.vendor.expireSessions();
			expect(await testOf('oauth')).toMatchObject(OK);
		});

		test.each(['/', '/rest/2.0', '/rest/2.0/', '/rest'])(
			'takes a base URL that ends in %s, and so does the node',
			async (ending) => {
				for (const id of ['password', 'oauth'] as const) {
					change(id, { baseUrl: ` ${billingTest.vendor.baseUrl}${ending} ` });
					expect(await testOf(id)).toMatchObject(OK);
				}
				expect(await outputOf(billingTest, getOne)).toHaveLength(1);
				expect(billingTest.books()).toMatchObject({ openSessions: 0 });
			},
		);

		test.each([
			['of nothing', '', /address/],
			['that is no URL', 'sandbox.billingplatform.com/myorg', /web address/],
			['without TLS', 'http://billing.example.com/myorg', /only https/],
			['with a user in it', 'https://me:pw@billing.example.com/myorg', /user and password/],
		])(
			'says what is wrong with a base URL %s, and sends nothing',
			async (_name, baseUrl, reason) => {
				for (const id of ['password', 'oauth'] as const) {
					change(id, { baseUrl });
					const result = await testOf(id);
					expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(reason) });
				}
				expect(billingTest.books().calls).toBe(0);
			},
		);
	});

	test('tells of an org that is not there', async () => {
		change('password', { baseUrl: `${billingTest.sandbox.url}/another` });
		const result = await billingTest.engine.testCredential('password');
		expect(result).toMatchObject({ status: 'Error', message: expect.stringContaining('/another') });
	});
});

const HELPERS: Helper[] = ['httpRequestWithAuthentication', 'requestWithAuthentication'];

describe.each(HELPERS)("another node that uses the credential by n8n's %s", (helper) => {
	let sandbox: Sandbox;
	let asking: AskingNode;

	beforeEach(async () => {
		sandbox = await startSandbox();
		asking = await AskingNode.create(sandbox);
	});
	afterEach(async () => {
		asking.remove();
		await sandbox.stop();
	});

	const books = () => sandbox.billingPlatform.books();
	const found = [{ retrieveResponse: [expect.objectContaining({ Id: '7' })] }];

	test('logs in at its first call and uses the session again at the next', async () => {
		for (const calls of [2, 3]) {
			const result = await asking.ask('billingPlatformApi', helper);
			expect(result.items('Ask')).toEqual(found);
			expect(books()).toMatchObject({ logins: 1, calls });
		}
	});

	test('fetches a token at its first call and uses it again at the next', async () => {
		for (const calls of [2, 3]) {
			const result = await asking.ask('billingPlatformOAuth2Api', helper);
			expect(result.items('Ask')).toEqual(found);
			expect(books()).toMatchObject({ tokens: 1, logins: 0, calls });
		}
	});

	test('logs in again after a session that was refused with 401', async () => {
		sandbox.billingPlatform.set({ expiredSessionForm: 'unauthorized401' });
		await asking.ask('billingPlatformApi', helper);
		sandbox.billingPlatform.expireSessions();
		const result = await asking.ask('billingPlatformApi', helper);
		expect(result.items('Ask')).toEqual(found);
		expect(books()).toMatchObject({ logins: 2 });
	});

	test('fetches a new token after one that has ended', async () => {
		await asking.ask('billingPlatformOAuth2Api', helper);
		sandbox.billingPlatform.expireSessions();
		const result = await asking.ask('billingPlatformOAuth2Api', helper);
		expect(result.items('Ask')).toEqual(found);
		expect(books()).toMatchObject({ tokens: 2 });
	});

	// n8n's old helper asks for a new login after any error, and if it gets one, sends its request once more.
	test.each([
		['billingPlatformApi', { type: 'status', code: 500 }],
		['billingPlatformApi', { type: 'resetAfter' }],
		['billingPlatformOAuth2Api', { type: 'status', code: 500 }],
	] as const)('sends a write once that has failed (%s, %j)', async (type, fault) => {
		await asking.ask(type, helper);
		const { logins, tokens } = books();
		sandbox.billingPlatform.faults.add({ match: { kind: 'create' }, do: fault, times: 'always' });
		const result = await asking.send(type, helper, 'POST', '/rest/2.0/ACCOUNT');
		expect(result.status).toBe('error');
		expect(books()).toMatchObject({ logins, tokens, callsBy: { create: 1 } });
	});

	// n8n tells an ended session by 401 alone, but the old helper logs in again after any error.
	const afterA500 = helper === 'requestWithAuthentication' ? 'logs in again' : 'fails';
	test(`${afterA500} after a session that was refused with 500`, async () => {
		await asking.ask('billingPlatformApi', helper);
		sandbox.billingPlatform.expireSessions();
		const result = await asking.ask('billingPlatformApi', helper);
		expect(result.status).toBe(helper === 'requestWithAuthentication' ? 'success' : 'error');
	});

	test.each(['sessionid', 'authorization'] as const)(
		'can log out where the vendor wants the header %s',
		async (logoutHeader) => {
			sandbox.billingPlatform.set({ logoutHeader });
			await asking.send('billingPlatformApi', helper, 'POST', '/rest/2.0/logout');
			expect(books()).toMatchObject({ logins: 1, logouts: 1, openSessions: 0 });
		},
	);

	test("is told a refused login in the vendor's words", async () => {
		const { baseUrl, username } = sandbox.billingPlatform;
		const data = { baseUrl, username, password: 'Tr0ub4dor-not-it' };
		const wrong = { type: 'billingPlatformApi', name: 'BillingPlatform', data };
		asking.engine.credentials.set('password', wrong);
		const result = await asking.ask('billingPlatformApi', helper);
		expect(result.status).toBe('error');
		expect(result.everything()).toContain('The user name or password is wrong');
		expect(result.everything()).not.toContain('Tr0ub4dor');
	});

	test('shows no password, secret, session or token', async () => {
		const { password, clientSecret } = sandbox.billingPlatform;
		const first = await asking.ask('billingPlatformApi', helper);
		const second = await asking.ask('billingPlatformOAuth2Api', helper);
		const saved = { ...asking.engine.credentials.data('password') };
		const { accessToken } = asking.engine.credentials.data('oauth');
		const secrets = [password, clientSecret, String(saved.sessionId), String(accessToken)];
		for (const result of [first, second]) {
			for (const secret of secrets) {
				expect(secret.length).toBeGreaterThan(10);
				expect(result.everything()).not.toContain(secret);
			}
		}
	});

	test('sends neither credential to a host that the credential does not allow', async () => {
		for (const id of ['password', 'oauth']) {
			const { name, type } = asking.engine.credentials.get(id);
			const data = {
				...asking.engine.credentials.data(id),
				allowedHttpRequestDomains: 'domains',
				allowedDomains: 'billing.example.com',
			};
			asking.engine.credentials.set(id, { name, type, data });
		}
		for (const type of ['billingPlatformApi', 'billingPlatformOAuth2Api'] as const) {
			expect((await asking.ask(type, helper)).status).toBe('error');
		}
		expect(books().calls).toBe(0);
	});
});
