import type { FixtureServer } from './fixture/server.mjs';
import { Fixture } from './fixture/setup.mjs';
import { chain, fixture, start } from './fixture/workflows.mjs';
import type { Engine } from './index.mjs';

let setup: Fixture;
let engine: Engine;
let server: FixtureServer;

beforeEach(async () => {
	setup = await Fixture.create();
	({ engine, server } = setup);
});
afterEach(async () => await setup.remove());

describe('credentials', () => {
	test('logs in by preAuthentication once and again after a 401', async () => {
		const workflow = chain(start, fixture('Ask'));
		await engine.run(workflow);
		expect(engine.credentials.data('api')).toEqual({ url: server.url, sessionId: 'session-1' });
		server.calls.length = 0;
		await engine.run(workflow);
		expect(server.paths).toEqual(['/data', '/login', '/data', '/logout']);
	});

	test('adds the defaults of the type and resolves expressions, but saves neither', async () => {
		const data = { url: `={{ "${server.url}" }}` };
		engine.credentials.set('api', { type: 'fixtureApi', name: 'Fixture account', data });
		await engine.run(chain(start, fixture('Ask')));
		expect(JSON.parse(server.calls[0].body)).toEqual({ user: 'somebody' });
		expect(engine.credentials.data('api')).toEqual({ ...data, sessionId: 'session-1' });
	});

	test('binds the login to the allowed domains of the credential', async () => {
		const data = {
			url: server.url,
			allowedHttpRequestDomains: 'domains',
			allowedDomains: 'example.com',
		};
		engine.credentials.set('api', { type: 'fixtureApi', name: 'Fixture account', data });
		const result = await engine.run(chain(start, fixture('Ask')));
		expect(result.status).toBe('error');
		expect(server.paths).not.toContain('/login');
	});

	test('fetches and saves the token of an OAuth2 credential', async () => {
		const data = { url: server.url, clientId: 'id', clientSecret: 'secret' };
		engine.credentials.set('oauth', { type: 'fixtureOAuth2Api', name: 'OAuth', data });
		const credentials = { fixtureOAuth2Api: { id: 'oauth', name: 'OAuth' } };
		const ask = fixture('Ask', { credential: 'fixtureOAuth2Api' }, { credentials });
		const result = await engine.run(chain(start, ask));
		expect(result.items('Ask')).toEqual([{ path: '/data' }]);
		const { oauthTokenData } = engine.credentials.data('oauth');
		expect(oauthTokenData).toMatchObject({ access_token: 'token' });
	});

	test('picks a credential by name when its id is from another instance', async () => {
		const credentials = { fixtureApi: { id: 'elsewhere', name: 'Fixture account' } };
		const result = await engine.run(chain(start, fixture('Ask', {}, { credentials })));
		expect(result.status).toBe('success');
	});

	test('tests a credential by its test request and its rules', async () => {
		const save = (data: object) =>
			engine.credentials.set('api', {
				type: 'fixtureApi',
				name: 'Fixture account',
				data: { url: server.url, ...data },
			});
		expect(await engine.testCredential('api')).toMatchObject({ status: 'OK' });
		save({ user: 'blocked' });
		expect(await engine.testCredential('api')).toEqual({ status: 'Error', message: 'Blocked' });
		save({ url: 'http://127.0.0.1:1' });
		expect(await engine.testCredential('api')).toMatchObject({ status: 'Error' });
	});

	test('logs in anew for a test only when asked to', async () => {
		await engine.testCredential('api');
		server.calls.length = 0;
		await engine.testCredential('api');
		expect(server.paths).toEqual(['/somebody']);
		await engine.testCredential('api', true);
		expect(server.paths.slice(1)).toEqual(['/login', '/somebody']);
	});
});
