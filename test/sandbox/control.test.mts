import { account, Client } from './client.mjs';
import { startSandbox, type Sandbox } from './index.mjs';

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

async function control(method: string, action: string, body?: unknown) {
	const response = await fetch(`${sandbox.url}/__sandbox/billingPlatform/${action}`, {
		method,
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	return { status: response.status, json: (await response.json()) as unknown };
}

describe('control over HTTP', () => {
	it('lists what there is to control', async () => {
		const response = await fetch(`${sandbox.url}/__sandbox`);
		expect(await response.json()).toMatchObject({
			billingPlatform: expect.arrayContaining(['GET books', 'POST faults', 'POST sessions/expire']),
		});
	});

	it('reads the books, and a look at them is no vendor call', async () => {
		await client.login();
		await control('GET', 'books');
		expect((await control('GET', 'books')).json).toMatchObject({
			logins: 1,
			openSessions: 1,
			calls: 1,
			callsBy: { login: 1, query: 0 },
		});
	});

	it('sets switches and refuses unknown ones with a reason', async () => {
		expect((await control('POST', 'switches', { noRows: 'emptyArray' })).status).toBe(200);
		expect(sandbox.billingPlatform.switches.noRows).toBe('emptyArray');
		expect(await control('POST', 'switches', { nonsense: 1 })).toEqual({
			status: 400,
			json: { error: 'There is no switch named nonsense' },
		});
	});

	it('adds faults, tells them and clears them', async () => {
		await control('POST', 'faults', [
			{ do: { type: 'status', code: 503 } },
			{ do: { type: 'html' } },
		]);
		expect((await client.login()).status).toBe(503);
		expect((await control('GET', 'faults')).json).toMatchObject([{ fired: 1 }, { fired: 0 }]);
		await control('DELETE', 'faults');
		expect((await client.login()).status).toBe(200);
	});

	it('ends all sessions', async () => {
		await client.login();
		expect((await control('POST', 'sessions/expire')).json).toEqual({ expired: 1 });
		expect((await client.send('GET', '/rest/2.0/ACCOUNT/1')).status).toBe(500);
	});

	it('seeds, writes and reads rows', async () => {
		await control('POST', 'seed', { entity: 'INVOICE', count: 5 });
		const inserted = await control('POST', 'rows/LEDGER', [{ Name: 'Extra' }]);
		expect(inserted.json).toEqual({ ids: ['4'] });
		expect((await control('GET', 'rows/INVOICE')).json).toHaveLength(122);
		expect((await control('GET', 'rows/NOWHERE')).status).toBe(400);
	});

	it('puts everything back with reset', async () => {
		await client.login();
		await client.create('ACCOUNT', account(1));
		sandbox.billingPlatform.set({ noRows: 'emptyArray' });
		await control('POST', 'reset');
		expect(sandbox.billingPlatform.rows('ACCOUNT')).toHaveLength(40);
		expect((await control('GET', 'state')).json).toMatchObject({
			books: { logins: 0, calls: 0, rowsCreated: 0 },
			switches: { noRows: '404' },
		});
	});

	it('answers 404 to an unknown stand-in or action', async () => {
		expect((await control('GET', 'nonsense')).status).toBe(404);
		expect((await fetch(`${sandbox.url}/__sandbox/nobody/books`)).status).toBe(404);
	});
});

describe('the request log', () => {
	it('tells kind, status and how much, and holds no secret', async () => {
		const { clientId, clientSecret, password } = sandbox.billingPlatform;
		await client.login();
		await client.send(
			'POST',
			`/auth/1.0/authenticate?grant_type=client_credentials&client_id=${clientId}&client_secret=${clientSecret}`,
		);
		await client.create('ACCOUNT', [account(1), account(2)]);
		await client.query('SELECT Id FROM ACCOUNT');
		const { json } = await control('GET', 'requests');
		expect(json).toMatchObject([
			{ kind: 'login', status: 200 },
			{ kind: 'oauthToken', path: '/demo/auth/1.0/authenticate' },
			{ kind: 'create', method: 'POST', notes: { records: 2 } },
			{ kind: 'query', notes: { sql: 'SELECT Id FROM ACCOUNT' } },
		]);
		const text = JSON.stringify(json);
		for (const secret of [password, clientSecret, client.headers.sessionid]) {
			expect(text).not.toContain(secret);
		}
	});
});

describe('the server', () => {
	it('delays calls side by side, and counts how many ran at once', async () => {
		const slow = await startSandbox({ latencyMs: 60, seed: false });
		try {
			const other = new Client(slow.billingPlatform);
			await other.login();
			const startedAt = Date.now();
			await Promise.all([1, 2, 3, 4].map(() => other.query('SELECT COUNT(Id) AS n FROM ACCOUNT')));
			expect(Date.now() - startedAt).toBeGreaterThanOrEqual(55);
			expect(Date.now() - startedAt).toBeLessThan(220);
			expect(slow.billingPlatform.books().peakConcurrency).toBe(4);
		} finally {
			await slow.stop();
		}
	});

	it('starts empty when told so', async () => {
		const empty = await startSandbox({ seed: false });
		expect(empty.billingPlatform.rows('ACCOUNT')).toEqual([]);
		expect(empty.billingPlatform.rows('ENTITY').length).toBeGreaterThan(20);
		await empty.stop();
	});
});
