import { NetworkError } from '../../../nodes/Billing/http/http.js';
import { SharedSession } from '../../../nodes/Billing/session/sharedSession.js';
import type { Call } from '../../../nodes/Billing/systems/billingPlatform/transport.js';
import { passTime } from '../clock.mjs';
import {
	answer,
	CountedSession,
	FakeWire,
	type Reply,
	sessionEnded,
	transportTo,
} from './vendor.mjs';

const read: Call = { method: 'GET', path: 'ACCOUNT/1', safety: 'read' };
const create: Call = {
	method: 'POST',
	path: 'ACCOUNT',
	body: { brmObjects: [{}] },
	safety: 'once',
};
const ok = answer(200, { createResponse: [{ Id: '1' }] });
const refused = new NetworkError('none', { code: 'ECONNREFUSED', outcome: 'refused' });
const reset = new NetworkError('broke', { code: 'ECONNRESET', outcome: 'unknown' });
const timedOut = new NetworkError('slow', { code: 'ETIMEDOUT', outcome: 'unknown' });

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

async function call(what: Call, ...replies: Reply[]) {
	const wire = new FakeWire(...replies);
	const session = new CountedSession();
	const work = transportTo(wire, session)
		.call(what)
		.catch((error: unknown) => error);
	const { result } = await passTime(work);
	return { result, wire, sent: wire.requests.length, logins: session.logins };
}

describe('a request', () => {
	test('carries path, encoded query, body, session and time limit', async () => {
		const { wire } = await call(
			{ ...create, query: { sql: "n = 'a&b' + ü", x: '1' }, version: '2.1' },
			ok,
		);
		expect(wire.requests).toEqual([
			{
				method: 'POST',
				url: "https://h.example.com/org/rest/2.1/ACCOUNT?sql=n%20%3D%20'a%26b'%20%2B%20%C3%BC&x=1",
				headers: {
					Accept: 'application/json',
					'Content-Type': 'application/json; charset=utf-8',
					sessionid: 's1',
				},
				body: '{"brmObjects":[{}]}',
				timeout: 420_000,
			},
		]);
	});

	test('without a body says nothing of its type, and goes to REST 2.0', async () => {
		const { wire } = await call(read, ok);
		expect(wire.requests[0].url).toBe('https://h.example.com/org/rest/2.0/ACCOUNT/1');
		expect(wire.requests[0].headers).toEqual({ Accept: 'application/json', sessionid: 's1' });
		expect(wire.requests[0]).not.toHaveProperty('body');
	});

	test('with half a character in its query is refused before a session is opened', async () => {
		const cut = '😀'.slice(0, 1);
		const { result, sent, logins } = await call({ ...read, query: { sql: `a = '${cut}'` } }, ok);
		expect(result).toMatchObject({
			name: 'InputError',
			message: expect.stringContaining('half of a character'),
		});
		expect({ sent, logins }).toEqual({ sent: 0, logins: 0 });
	});

	test('is not sent, nor a session opened, once the run was stopped', async () => {
		const stop = new AbortController();
		stop.abort();
		const wire = new FakeWire(ok);
		const session = new CountedSession();
		const calling = transportTo(wire, session, stop.signal).call(read);
		await expect(calling).rejects.toMatchObject({ name: 'CancelledError' });
		expect({ sent: wire.requests.length, logins: session.logins }).toEqual({ sent: 0, logins: 0 });
	});
});

describe('a session that has ended', () => {
	const unauthorized = answer(401, { error: 'unauthorized', message: 'Invalid session ID' });

	test.each([
		['a read', read, sessionEnded],
		['a write', create, sessionEnded],
		['a write after 401', create, unauthorized],
	])('is replaced once, and %s is replayed once with the new one', async (_, what, ended) => {
		const { result, wire, logins } = await call(what, ended, ok);
		expect(result).toEqual({ createResponse: [{ Id: '1' }] });
		expect(wire.sessions).toEqual(['s1', 's2']);
		expect(wire.requests[1].body).toBe(wire.requests[0].body);
		expect(logins).toBe(2);
	});

	test('again right after is an error and no endless loop', async () => {
		const { result, wire } = await call(read, sessionEnded);
		expect(result).toMatchObject({ name: 'BillingError', code: 'INVALID_SESSION_ID', status: 500 });
		expect(wire.sessions).toEqual(['s1', 's2']);
	});

	test('is one new login for two calls that lost it together', async () => {
		let logins = 0;
		const open = async () => await Promise.resolve({ headers: { sessionid: `s${++logins}` } });
		const close = async () => await Promise.resolve();
		const session = new SharedSession({ open, close }, { warn: () => undefined });
		const wire = new FakeWire(sessionEnded, sessionEnded, ok);
		const transport = transportTo(wire, session);
		await passTime(Promise.all([transport.call(create), transport.call(create)]));
		expect(wire.sessions).toEqual(['s1', 's1', 's2', 's2']);
		expect(logins).toBe(2);
	});

	test('does not use up the retries: the replay has its own', async () => {
		const { result, sent } = await call(read, answer(429), sessionEnded, answer(429), ok);
		expect(result).toEqual({ createResponse: [{ Id: '1' }] });
		expect(sent).toBe(4);
	});

	test('is not seen in a 500 without its mark: no login and no replay', async () => {
		const { result, sent, logins } = await call(create, answer(500, { message: 'boom' }), ok);
		expect(result).toMatchObject({ message: 'boom', outcome: 'unknown' });
		expect({ sent, logins }).toEqual({ sent: 1, logins: 1 });
	});
});

describe('a write', () => {
	test.each([
		['no connection', refused],
		['status 429', answer(429)],
		['status 503 with Retry-After', answer(503, '', { 'retry-after': '1' })],
	])('that was refused by %s is sent again', async (_, reply) => {
		expect(await call(create, reply, ok)).toMatchObject({ sent: 2, logins: 1 });
	});

	test.each([
		['a time-out', timedOut],
		['a broken connection', reset],
		['status 500', answer(500)],
		['status 502', answer(502)],
		['status 503', answer(503)],
		['status 504', answer(504)],
	])('that may have happened is not sent again after %s', async (_, reply) => {
		expect((await call(create, reply, ok)).sent).toBe(1);
	});

	test('that may happen twice is sent again after a time-out', async () => {
		const upsert: Call = { ...create, method: 'PATCH', safety: 'repeatable' };
		expect((await call(upsert, timedOut, ok)).sent).toBe(2);
	});

	test('that is refused after a try whose answer was lost may have happened', async () => {
		const upsert: Call = { ...create, method: 'PATCH', safety: 'repeatable' };
		const { result } = await call(upsert, reset, answer(403));
		expect(result).toMatchObject({ name: 'BillingError', outcome: 'unknown' });
	});

	test('that was answered with a page, nothing or half an answer may have happened', async () => {
		for (const body of ['<html></html>', '', '{"createResponse":[{"Id"']) {
			const { result, sent } = await call(create, answer(200, body), ok);
			expect(result).toMatchObject({ name: 'BillingError', outcome: 'unknown' });
			expect(sent).toBe(1);
		}
	});

	test('refused record by record with status 400 keeps its list of results', async () => {
		const body = { createResponse: [{ ErrorCode: '7', ErrorText: 'no' }] };
		expect((await call(create, answer(400, body))).result).toEqual(body);
	});

	test('refused as a whole with status 400 is an error', async () => {
		const { result } = await call(create, answer(400, { error: 'bad', message: 'no' }));
		expect(result).toMatchObject({ message: 'no', code: 'bad', outcome: 'refused' });
	});
});

describe('a read', () => {
	test.each([
		['a time-out', timedOut],
		['a broken connection', reset],
		['status 502', answer(502)],
	])('is sent again after %s', async (_, reply) => {
		expect((await call(read, reply, ok)).sent).toBe(2);
	});

	test('that finds no rows gives nothing where 404 means that', async () => {
		const { result, sent } = await call({ ...read, noRowsAs404: true }, answer(404, 'whatever'));
		expect(result).toBeUndefined();
		expect(sent).toBe(1);
	});

	test('that meets a web page with 404 is an error, also where 404 means no rows', async () => {
		const page = answer(404, '<html>Not Found</html>');
		const { result } = await call({ ...read, noRowsAs404: true }, page);
		expect(result).toMatchObject({ status: 404, outcome: 'refused' });
	});

	test('that meets 404 elsewhere is an error', async () => {
		const { result } = await call(read, answer(404, { error: 'not_found', message: 'no such' }));
		expect(result).toMatchObject({ message: 'no such', status: 404 });
	});

	test('refused with status 400 is an error and no row', async () => {
		const body = { queryResponse: [{ ErrorCode: '7', ErrorText: 'bad SQL' }] };
		const { result } = await call({ ...read, path: 'query' }, answer(400, body));
		expect(result).toMatchObject({ name: 'BillingError' });
	});

	test('that a redirect answers is an error', async () => {
		expect((await call(read, answer(302))).result).toMatchObject({ status: 302 });
	});
});
