import { NetworkError } from '../../../nodes/Billing/http/http.js';
import {
	passwordSession,
	tokenSession,
} from '../../../nodes/Billing/systems/billingPlatform/session.js';
import { passTime } from '../clock.mjs';
import { answer, BASE_URL, FakeWire, type Reply, sessionEnded } from './vendor.mjs';

const SESSION = 'QWERTYUIOPASDFGHJKLZXCVBNMQWERTYUIOPASDF';
const loggedIn = answer(200, {
	loginResponse: [{ SessionID: SESSION, ErrorCode: '0', ErrorText: [] }],
});

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function withPassword(...replies: Reply[]) {
	const wire = new FakeWire(...replies);
	const login = {
		baseUrl: BASE_URL,
		username: 'me',
		password: 's3cret',
		timeout: 420_000,
		retries: 3,
	};
	return { wire, protocol: passwordSession(wire.send, login) };
}

async function login(...replies: Reply[]) {
	const { wire, protocol } = withPassword(...replies);
	const { result } = await passTime(protocol.open().catch((error: unknown) => error));
	return { result, sent: wire.requests.length };
}

describe('the login with user and password', () => {
	test('is one POST with both in its body and none of them in the address', async () => {
		const { wire, protocol } = withPassword(loggedIn);
		expect(await protocol.open()).toEqual({ headers: { sessionid: SESSION } });
		expect(wire.requests).toEqual([
			{
				method: 'POST',
				url: 'https://h.example.com/org/rest/2.0/login',
				headers: { 'Content-Type': 'application/json; charset=utf-8' },
				body: '{"username":"me","password":"s3cret"}',
				timeout: 420_000,
			},
		]);
	});

	test('may be answered with one object', async () => {
		const { result } = await login(answer(200, { loginResponse: { SessionID: SESSION } }));
		expect(result).toEqual({ headers: { sessionid: SESSION } });
	});

	test.each([
		[
			'200 and a code',
			answer(200, {
				loginResponse: [{ ErrorCode: '13', ErrorText: 'Unknown user', SessionID: '' }],
			}),
			'13',
		],
		['401', answer(401, { error: 'E13', message: 'Unknown user' }), 'E13'],
		['403', answer(403, { errors: [{ error_code: 'E13', error_text: 'Unknown user' }] }), 'E13'],
		['500 with words', answer(500, { error: 'E13', message: 'Unknown user' }), 'E13'],
	])('that is refused by %s is not sent again, and says why', async (_, reply, code) => {
		const { result, sent } = await login(reply, loggedIn);
		expect(result).toMatchObject({
			name: 'LoginRefusedError',
			message: 'BillingPlatform refused the login: Unknown user',
			code,
		});
		expect(sent).toBe(1);
	});

	test('that is refused does not repeat the password in its error', async () => {
		const { result } = await login(answer(401, ''));
		expect(result).toMatchObject({ name: 'LoginRefusedError' });
		expect(JSON.stringify(result, Object.getOwnPropertyNames(result))).not.toContain('s3cret');
	});

	test.each([
		['there is no connection', new NetworkError('none', { outcome: 'refused' })],
		['there were too many requests', answer(429)],
		['the vendor says when to come back', answer(503, '', { 'retry-after': '1' })],
	])('is sent again when %s', async (_, reply) => {
		expect(await login(reply, loggedIn)).toMatchObject({
			result: { headers: { sessionid: SESSION } },
			sent: 2,
		});
	});

	test('is not sent again after a time-out: it may have opened a session', async () => {
		const slow = new NetworkError('slow', { code: 'ETIMEDOUT', outcome: 'unknown' });
		expect(await login(slow, loggedIn)).toMatchObject({ result: slow, sent: 1 });
	});

	test.each([
		['a page', answer(200, '<html></html>'), 'A web page came back'],
		['an empty body', answer(200, ''), 'sent an empty answer'],
		['no SessionID', answer(200, { loginResponse: [{ ErrorCode: '0' }] }), 'without a SessionID'],
		[
			'a blank SessionID',
			answer(200, { loginResponse: [{ SessionID: ' ' }] }),
			'without a SessionID',
		],
		[
			'a SessionID that no header can carry',
			answer(200, { loginResponse: [{ SessionID: 'a\u0000b' }] }),
			'without a SessionID',
		],
		['no entry', answer(200, { loginResponse: [] }), 'without a SessionID'],
		['something else', answer(200, {}), 'without a SessionID'],
	])('that is answered with %s is an error that says so', async (_, reply, message) => {
		expect((await login(reply)).result).toMatchObject({
			message: expect.stringContaining(message),
		});
	});

	test.each([
		['a page of a gateway', answer(502, '<html></html>')],
		['a vendor that is away', answer(503, 'later')],
		['too many requests', answer(429)],
	])('that fails for %s is no refusal of the credential', async (_, reply) => {
		expect((await login(reply)).result).toMatchObject({ name: 'BillingError' });
	});
});

describe('the logout', () => {
	const loggedOut = answer(200, { logoutResponse: [{ ErrorCode: '0', ErrorText: ' ' }] });
	const session = { headers: { sessionid: SESSION } };

	test('names the session in both documented headers and sends no body', async () => {
		const { wire, protocol } = withPassword(loggedOut);
		await protocol.close(session);
		expect(wire.requests).toEqual([
			{
				method: 'POST',
				url: 'https://h.example.com/org/rest/2.0/logout',
				headers: { sessionid: SESSION, Authorization: `Session ${SESSION}` },
				timeout: 30_000,
				urgent: true,
			},
		]);
	});

	test.each([401, 500])('that is refused by status %d says so', async (status) => {
		const { protocol } = withPassword(answer(status, { message: 'no' }));
		await expect(protocol.close(session)).rejects.toThrow('no');
	});

	test('that is refused by 200 and a code says so', async () => {
		const refusal = answer(200, {
			logoutResponse: [{ ErrorCode: '5', ErrorText: 'not logged in' }],
		});
		const { protocol } = withPassword(refusal);
		await expect(protocol.close(session)).rejects.toThrow('not logged in');
	});

	test('is sent again after 429, so that no session stays open', async () => {
		const { wire, protocol } = withPassword(answer(429), loggedOut);
		await passTime(protocol.close(session));
		expect(wire.requests).toHaveLength(2);
	});
});

describe('a logout whose answer is lost', () => {
	const loggedOut = answer(200, { logoutResponse: [{ ErrorCode: '0' }] });
	const session = { headers: { sessionid: SESSION } };
	const reset = new NetworkError('broke', { code: 'ECONNRESET', outcome: 'unknown' });

	test('is sent again, so that no session stays open', async () => {
		const { wire, protocol } = withPassword(reset, answer(503), loggedOut);
		await passTime(protocol.close(session));
		expect(wire.requests).toHaveLength(3);
	});

	test('is done where the session has ended by the next try', async () => {
		const { wire, protocol } = withPassword(reset, sessionEnded);
		await passTime(protocol.close(session));
		expect(wire.requests).toHaveLength(2);
	});
});

describe('the token of client credentials', () => {
	const token = answer(200, { access_token: 'tok', token_type: 'Bearer', expires_in: 9999 });

	async function fetchToken(...replies: Reply[]) {
		const wire = new FakeWire(...replies);
		const client = {
			baseUrl: BASE_URL,
			clientId: 'id',
			clientSecret: 'sé:cret',
			timeout: 1000,
			retries: 3,
		};
		const protocol = tokenSession(wire.send, client);
		const { result } = await passTime(protocol.open().catch((error: unknown) => error));
		return { result, wire, protocol };
	}

	test('is asked for with a Basic header and the grant in the query, no secret in the address', async () => {
		const { result, wire } = await fetchToken(token);
		expect(result).toEqual({ headers: { Authorization: 'Bearer tok' } });
		expect(wire.requests).toEqual([
			{
				method: 'POST',
				url: 'https://h.example.com/org/auth/1.0/authenticate?grant_type=client_credentials',
				headers: {
					Authorization: `Basic ${Buffer.from('id:sé:cret', 'utf8').toString('base64')}`,
				},
				timeout: 1000,
			},
		]);
	});

	test.each([400, 401, 403])('that is refused (%d) is not asked for again', async (status) => {
		const { result, wire } = await fetchToken(answer(status, { error: 'invalid_client' }), token);
		expect(result).toMatchObject({
			name: 'LoginRefusedError',
			message: 'BillingPlatform refused the login: invalid_client',
		});
		expect(wire.requests).toHaveLength(1);
	});

	test.each([{}, { access_token: '' }, { access_token: 'a\r\nb' }, []])(
		'that is not in the answer %j is missed',
		async (body) => {
			const { result } = await fetchToken(answer(200, body));
			expect(result).toMatchObject({ message: expect.stringContaining('without a token') });
		},
	);

	test('has nothing to log out of', async () => {
		const { wire, protocol } = await fetchToken(token);
		await protocol.close({ headers: { Authorization: 'Bearer tok' } });
		expect(wire.requests).toHaveLength(1);
	});
});
