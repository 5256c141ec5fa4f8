import { Client, rowsOf } from '../client.mjs';
import { startSandbox, type Sandbox } from '../index.mjs';

let sandbox: Sandbox;
let client: Client;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => {
	sandbox.billingPlatform.reset();
	client = new Client(sandbox.billingPlatform);
});

const READ = '/rest/2.0/ACCOUNT/1';

describe('sessions', () => {
	it('answers a login with 40 letters, ErrorCode "0" and an empty list as text', async () => {
		const [result] = rowsOf(await client.login());
		expect(result.SessionID).toMatch(/^[A-Za-z]{40}$/);
		expect(result).toMatchObject({ ErrorCode: '0', ErrorText: [] });
	});

	it('refuses a wrong password with 200 and an ErrorCode, or with 401', async () => {
		const answer = await client.login('wrong');
		expect(answer.status).toBe(200);
		expect(rowsOf(answer)[0]).toMatchObject({ SessionID: '', ErrorCode: '2001' });
		sandbox.billingPlatform.set({ refusedLogin: 'status401' });
		expect((await client.login('wrong')).status).toBe(401);
		expect(sandbox.billingPlatform.books()).toMatchObject({ logins: 0, refusedLogins: 2 });
	});

	it('answers 401 to a call without a session, or the 500 of a bad one', async () => {
		expect(await client.send('GET', READ)).toMatchObject({
			status: 401,
			json: { error: 'unauthorized' },
		});
		sandbox.billingPlatform.set({ missingSession: 'errors500' });
		expect((await client.send('GET', READ)).status).toBe(500);
	});

	it('answers 500 INVALID_SESSION_ID to an expired session, or 401 unauthorized', async () => {
		await client.login();
		expect(sandbox.billingPlatform.expireSessions()).toBe(1);
		const answer = await client.send('GET', READ);
		expect(answer.status).toBe(500);
		expect(answer.json).toMatchObject({ errors: [{ error_code: 'INVALID_SESSION_ID' }] });
		sandbox.billingPlatform.set({ expiredSessionForm: 'unauthorized401' });
		expect(await client.send('GET', READ)).toMatchObject({
			status: 401,
			json: { error: 'unauthorized', message: 'Invalid session ID' },
		});
	});

	it('lets a session expire by its age', async () => {
		await client.login();
		expect((await client.send('GET', READ)).status).toBe(200);
		sandbox.billingPlatform.set({ sessionLifetimeMs: 1 });
		await new Promise((resolve) => setTimeout(resolve, 5));
		expect((await client.send('GET', READ)).status).toBe(500);
		expect(sandbox.billingPlatform.books().openSessions).toBe(0);
	});

	it('counts each session as open until it is logged out', async () => {
		const other = new Client(sandbox.billingPlatform);
		await client.login();
		await other.login();
		expect(sandbox.billingPlatform.books().openSessions).toBe(2);
		const answer = await client.send('POST', '/rest/2.0/logout');
		expect(answer.json).toEqual({
			logoutResponse: [{ ErrorCode: '0', ErrorText: ' ', Success: 'true' }],
		});
		expect((await client.send('GET', READ)).status).toBe(500);
		const { sessions, ...books } = sandbox.billingPlatform.books();
		expect(books).toMatchObject({ logins: 2, logouts: 1, openSessions: 1, peakOpenSessions: 2 });
		expect(sessions.map(({ state }) => state)).toEqual(['loggedOut', 'open']);
	});

	it.each([
		['either', 200, 200],
		['sessionid', 200, 401],
		['authorization', 401, 200],
	] as const)('takes the logout header of switch position %s', async (position, bare, prefixed) => {
		sandbox.billingPlatform.set({ logoutHeader: position });
		await client.login();
		expect((await client.send('POST', '/rest/2.0/logout')).status).toBe(bare);
		await client.login();
		client.headers = { authorization: `Session ${client.headers.sessionid}` };
		expect((await client.send('POST', '/rest/2.0/logout')).status).toBe(prefixed);
	});
});

describe('OAuth', () => {
	const TOKEN = '/auth/1.0/authenticate?grant_type=client_credentials';

	function useBasicHeader(secret = sandbox.billingPlatform.clientSecret): void {
		const pair = `${sandbox.billingPlatform.clientId}:${secret}`;
		client.headers = { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
	}

	function queryForm(): string {
		const { clientId, clientSecret } = sandbox.billingPlatform;
		return `${TOKEN}&client_id=${clientId}&client_secret=${clientSecret}`;
	}

	async function fetchToken(): Promise<Record<string, unknown>> {
		useBasicHeader();
		return (await client.send('POST', TOKEN)).json as Record<string, unknown>;
	}

	it('takes the client from a Basic header or from the URL, as the switch allows', async () => {
		for (const [form, basic, query] of [
			['both', 200, 200],
			['basicOnly', 200, 401],
			['queryOnly', 401, 200],
		] as const) {
			sandbox.billingPlatform.set({ oauthForm: form });
			useBasicHeader();
			expect((await client.send('POST', TOKEN)).status).toBe(basic);
			client.headers = {};
			expect((await client.send('POST', queryForm())).status).toBe(query);
		}
	});

	it('refuses a wrong client secret', async () => {
		useBasicHeader('wrong');
		expect((await client.send('POST', TOKEN)).status).toBe(401);
		expect(sandbox.billingPlatform.books()).toMatchObject({ tokens: 0, refusedTokens: 1 });
	});

	it('accepts the token as bearer until it expires, and opens no session', async () => {
		const token = await fetchToken();
		expect(token).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
		expect(token.refresh_token).toEqual(expect.any(String));
		client.headers = { authorization: `Bearer ${String(token.access_token)}` };
		expect((await client.send('GET', READ)).status).toBe(200);
		sandbox.billingPlatform.expireSessions();
		expect((await client.send('GET', READ)).status).toBe(401);
		expect(sandbox.billingPlatform.books()).toMatchObject({ logins: 0, tokens: 1 });
	});

	it('leaves out the refresh token when switched off', async () => {
		sandbox.billingPlatform.set({ refreshToken: 'off' });
		expect(await fetchToken()).not.toHaveProperty('refresh_token');
	});
});
