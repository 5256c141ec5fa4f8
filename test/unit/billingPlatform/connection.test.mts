import type { IHttpRequestOptions } from 'n8n-workflow';
import type { HttpHelpers } from '../../../nodes/Billing/http/http.js';
import {
	connectInRun,
	connectOnce,
	openForCredential,
	orgUrl,
} from '../../../nodes/Billing/systems/billingPlatform/connection.js';
import { DEFAULT_TIMEOUT_MS } from '../../../nodes/Billing/systems/billingPlatform/fields.js';
import { type FakeContext, fakeContext, type FakeOptions } from '../fakeContext.mjs';

describe('the address of the org', () => {
	test.each([
		'https://sandbox.billingplatform.com/myorg',
		'https://sandbox.billingplatform.com/myorg/',
		'https://sandbox.billingplatform.com/myorg//',
		'https://sandbox.billingplatform.com/myorg/rest/2.0',
		'https://sandbox.billingplatform.com/myorg/rest/2.0/',
		'https://sandbox.billingplatform.com/myorg//rest/2.0',
		'https://sandbox.billingplatform.com/myorg/REST/2.1',
		'https://sandbox.billingplatform.com/myorg/rest',
		' https://SANDBOX.billingplatform.com/myorg?a=b#c ',
	])('may be written as %s', (text) => {
		expect(orgUrl(text)).toBe('https://sandbox.billingplatform.com/myorg');
	});

	test('keeps port, deeper paths and the casing of the org', () => {
		expect(orgUrl('https://h.example.com:8443/a/MyOrg/')).toBe(
			'https://h.example.com:8443/a/MyOrg',
		);
		expect(orgUrl('http://127.0.0.1:8080/rest-org')).toBe('http://127.0.0.1:8080/rest-org');
	});

	test.each(['', 'myorg', 'http://h.example.com/org', 'https://me:pw@h.example.com/org'])(
		'that is wrong is refused, naming the field: %j',
		(text) => {
			expect(() => orgUrl(text)).toThrow(
				expect.objectContaining({ name: 'InputError', field: 'Base URL' }),
			);
		},
	);
});

const PASSWORD_CREDENTIAL = {
	baseUrl: 'https://h.example.com/org/',
	username: 'me',
	password: 's3cret',
};
const CLIENT_CREDENTIAL = {
	baseUrl: 'https://h.example.com/org',
	clientId: 'id',
	clientSecret: 's3cret',
};

/** The vendor as n8n's helper shows it; logs in everyone. */
class Vendor {
	readonly requests: IHttpRequestOptions[] = [];
	body?: string;
	/** Happens while a request is under way. */
	meanwhile?: (path: string) => void;

	readonly helpers: HttpHelpers = {
		httpRequest: (async (request: IHttpRequestOptions) => {
			this.requests.push(request);
			this.meanwhile?.(this.paths.at(-1) ?? '');
			const number = this.paths.filter((path) => /login|authenticate/.test(path)).length;
			const body = {
				loginResponse: [{ SessionID: `s${number}` }],
				access_token: `t${number}`,
				queryResponse: [],
			};
			return await Promise.resolve({
				statusCode: 200,
				headers: {},
				body: this.body ?? JSON.stringify(body),
			});
		}) as HttpHelpers['httpRequest'],
	};

	get paths(): string[] {
		return this.requests.map(({ url }) => new URL(url).pathname.replace(/.*\//, ''));
	}

	node(options: FakeOptions = {}, password: object = PASSWORD_CREDENTIAL): FakeContext {
		const node = fakeContext(options);
		const credentials: Record<string, object> = {
			billingPlatformApi: password,
			billingPlatformOAuth2Api: CLIENT_CREDENTIAL,
		};
		const getCredentials = async (type: string) => await Promise.resolve(credentials[type]);
		Object.assign(node.ctx, { helpers: this.helpers, getCredentials });
		return node;
	}
}

let vendor: Vendor;
beforeEach(() => (vendor = new Vendor()));

async function query({ ctx }: FakeContext): Promise<unknown> {
	return await connectInRun(ctx, async (client) => await client.query('SELECT Id FROM A'));
}

describe('in a run', () => {
	test('two nodes with the same credential log in once', async () => {
		const run = { executionId: 'c1', run: new AbortController(), hooks: [] };
		await query(vendor.node(run));
		await query(vendor.node(run));
		await vendor.node(run).finish();
		expect(vendor.paths).toEqual(['login', 'query', 'query', 'logout']);
	});

	test.each([
		['user', { ...PASSWORD_CREDENTIAL, username: 'you' }],
		['password', { ...PASSWORD_CREDENTIAL, password: 'other' }],
		['org', { ...PASSWORD_CREDENTIAL, baseUrl: 'https://h.example.com/org2' }],
	])('two nodes with another %s do not share a session', async (name, other) => {
		const run = { executionId: `c2 ${name}`, run: new AbortController(), hooks: [] };
		await query(vendor.node(run));
		await query(vendor.node(run, other));
		await vendor.node(run).finish();
		expect(vendor.paths.filter((path) => path === 'login')).toHaveLength(2);
		expect(vendor.paths.filter((path) => path === 'logout')).toHaveLength(2);
	});

	test('the choice of Authentication decides between session and token', async () => {
		const parameters = { authentication: 'oAuth2' };
		const node = vendor.node({ executionId: 'c3', parameters });
		await query(node);
		await node.finish();
		expect(vendor.paths).toEqual(['authenticate', 'query']);
		expect(vendor.requests[1].headers).toMatchObject({ Authorization: 'Bearer t1' });
		expect(vendor.requests[1].headers).not.toHaveProperty('sessionid');
	});

	test('the options of the node set how long to wait', async () => {
		const node = vendor.node({ executionId: 'c4', parameters: { options: { timeout: 1234 } } });
		await query(node);
		await node.finish();
		expect(vendor.requests[1].timeout).toBe(1234);
	});

	test('without the option the node waits longer than the 400 s after which the vendor gives up', async () => {
		const node = vendor.node({ executionId: 'c4 default' });
		await query(node);
		await node.finish();
		expect(vendor.requests[1].timeout).toBe(420_000);
		expect(DEFAULT_TIMEOUT_MS).toBeGreaterThan(400_000);
	});

	test.each([
		['cuts off the work', 'query', true],
		['does not cut off a login', 'login', false],
		['does not cut off a logout', 'logout', false],
	])('a stop %s', async (_, stoppedAt, isCutOff) => {
		const node = vendor.node({ executionId: `c5 ${stoppedAt}` });
		const cutOff: Record<string, boolean | undefined> = {};
		vendor.meanwhile = (path) => {
			if (path !== stoppedAt) return;
			node.cancel();
			cutOff[path] = vendor.requests.at(-1)?.abortSignal?.aborted;
		};
		await query(node).catch(() => undefined);
		await node.finish();
		expect(cutOff).toEqual({ [stoppedAt]: isCutOff });
	});

	test('an address that is wrong is refused before anything is sent', async () => {
		const node = vendor.node(
			{ executionId: 'c6' },
			{ ...PASSWORD_CREDENTIAL, baseUrl: 'http://x.y/o' },
		);
		await expect(query(node)).rejects.toThrow('only https is allowed');
		expect(vendor.requests).toEqual([]);
	});
});

test('a list in the editor has a session of its own', async () => {
	const { ctx } = vendor.node();
	const list = async () =>
		await connectOnce(ctx as never, undefined, async (client) => await client.query('SELECT 1'));
	await list();
	await list();
	expect(vendor.paths).toEqual(['login', 'query', 'logout', 'login', 'query', 'logout']);
});

describe("a session for n8n's own use", () => {
	test('is opened with the credential alone', async () => {
		const opened = openForCredential(vendor.helpers, 'billingPlatformApi', PASSWORD_CREDENTIAL);
		expect(await opened).toEqual({ headers: { sessionid: 's1' } });
	});

	test('that is refused says why and nothing else that n8n would show instead', async () => {
		vendor.body = '{"loginResponse":[{"ErrorCode":"13","ErrorText":"Locked"}]}';
		const error: unknown = await openForCredential(
			vendor.helpers,
			'billingPlatformApi',
			PASSWORD_CREDENTIAL,
		).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ message: 'BillingPlatform refused the login: Locked' });
		expect(Object.keys(error as object)).toEqual([]);
	});
});
