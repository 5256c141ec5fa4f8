import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { INode, IWorkflowExecuteAdditionalData, Workflow } from 'n8n-workflow';
import { getRequestHelperFunctions } from 'n8n-core/dist/execution-engine/node-execution-context/utils/request-helper-functions.js';
import { CancelledError } from '../../../nodes/Billing/errors.js';
import { type HttpRequest, httpSender, NetworkError } from '../../../nodes/Billing/http/http.js';
import { TestServer } from './server.mjs';

/** n8n's own helper: what the node gets in a run. */
const helpers = getRequestHelperFunctions(
	{} as Workflow,
	{ name: 'Billing' } as INode,
	{} as IWorkflowExecuteAdditionalData,
);
const SECRET = 'QWERTYUIOPASDFGHJKLZXCVBNMQWERTYUIOPASDF';

let server: TestServer;
afterEach(async () => await server?.stop());

function request(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
	return { method: 'GET', url, headers: { sessionid: SECRET }, timeout: 5000, ...more };
}

async function failure(promise: Promise<unknown>): Promise<NetworkError> {
	const error: unknown = await promise.then(
		() => new Error('it did not fail'),
		(thrown: unknown) => thrown,
	);
	if (error instanceof NetworkError) return error;
	throw error;
}

/** A port of this machine where nothing listens. */
async function closedPort(): Promise<number> {
	const probe = createServer();
	await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
	const { port } = probe.address() as AddressInfo;
	await new Promise((resolve) => probe.close(resolve));
	return port;
}

describe('an answer', () => {
	test('comes back with status, headers in lower case and the body as text, JSON or not', async () => {
		server = await TestServer.start((_, response) => {
			response.writeHead(200, { 'Content-Type': 'application/json', 'X-Call': '7' });
			response.end('{"retrieveResponse": [{"Id": "00123"}]}');
		});
		const answer = await httpSender(helpers)(request(`${server.origin}/a`));
		expect(answer.status).toBe(200);
		expect(answer.headers['x-call']).toBe('7');
		expect(answer.body).toBe('{"retrieveResponse": [{"Id": "00123"}]}');
	});

	test.each([401, 404, 429, 500, 503])(
		'of status %d is an answer, not a failure',
		async (status) => {
			server = await TestServer.start((_, response) => response.writeHead(status).end('{"a":1}'));
			const answer = await httpSender(helpers)(request(server.origin));
			expect(answer).toMatchObject({ status, body: '{"a":1}' });
		},
	);

	test('comes back byte by byte where that is asked for', async () => {
		const bytes = Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x80]);
		server = await TestServer.start((_, response) => response.end(bytes));
		const answer = await httpSender(helpers)(request(server.origin, { asBytes: true }));
		expect(Buffer.from(answer.bytes ?? []).equals(bytes)).toBe(true);
		expect(answer.body).toBe('');
	});

	test.each([
		['GET', 'refused'],
		['POST', 'unknown'],
	] as const)(
		'that is not the text it says it is cannot be read, and a %s is told as %s',
		async (method, outcome) => {
			server = await TestServer.start((_, response) => {
				response.end(Buffer.from('{"Name":"Caf\u00e9"}', 'latin1'));
			});
			const error: unknown = await httpSender(helpers)(request(server.origin, { method })).catch(
				(thrown: unknown) => thrown,
			);
			expect(error).toMatchObject({
				message: expect.stringMatching(/^The answer from 127\.0\.0\.1:\d+ is not UTF-8 text$/),
				outcome,
			});
		},
	);

	test('may begin with a byte order mark', async () => {
		server = await TestServer.start((_, response) => response.end('\ufeff{"a":1}'));
		expect((await httpSender(helpers)(request(server.origin))).body).toBe('{"a":1}');
	});

	test('that is packed is unpacked', async () => {
		server = await TestServer.start((_, response) => {
			response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}'));
		});
		expect((await httpSender(helpers)(request(server.origin))).body).toBe('{"a":1}');
	});

	test('that unpacks to more than is allowed is given up, with little of it in memory', async () => {
		const bomb = gzipSync(Buffer.alloc(300_000_000, ' '));
		server = await TestServer.start((_, response) => {
			response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
		});
		const before = process.memoryUsage().arrayBuffers;
		const error: unknown = await httpSender(helpers)(
			request(server.origin, { maxBytes: 1_000_000 }),
		).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({
			message: expect.stringMatching(/is longer than 1 MB$/),
			description: 'Ask for less at once.',
		});
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
	});

	test.each([
		['announced', { 'Content-Length': '3000000' }],
		['not announced', {}],
	])('of a length that is %s comes whole', async (_, headers) => {
		const pieces = Array.from({ length: 300 }, (__, at) => String(at % 10).repeat(10_000));
		server = await TestServer.start((__, response) => {
			response.writeHead(200, headers);
			for (const piece of pieces) response.write(piece);
			response.end();
		});
		const { body } = await httpSender(helpers)(request(server.origin));
		expect(body.length).toBe(3_000_000);
		expect(body === pieces.join('')).toBe(true);
	});

	test('without a body has an empty text', async () => {
		server = await TestServer.start((_, response) => response.writeHead(200).end());
		expect((await httpSender(helpers)(request(server.origin))).body).toBe('');
	});

	test('that redirects is not followed, so that the session goes to no other host', async () => {
		server = await TestServer.start((_, response) =>
			response.writeHead(302, { Location: '/elsewhere' }).end(),
		);
		const answer = await httpSender(helpers)(request(server.origin));
		expect(answer.status).toBe(302);
		expect(server.received.map(({ url }) => url)).toEqual(['/']);
	});
});

test('a request arrives as it was written: method, query, headers and body', async () => {
	server = await TestServer.start((_, response) => response.end('{}'));
	await httpSender(helpers)(
		request(`${server.origin}/org/rest/2.0/delete/ACCOUNT?a=%27x%27`, {
			method: 'DELETE',
			headers: { sessionid: SECRET, 'Content-Type': 'application/json; charset=utf-8' },
			body: '{"brmObjects":[{"Id":"1"}]}',
		}),
	);
	const [received] = server.received;
	expect(received).toMatchObject({
		method: 'DELETE',
		url: '/org/rest/2.0/delete/ACCOUNT?a=%27x%27',
		body: '{"brmObjects":[{"Id":"1"}]}',
	});
	expect(received.headers).toMatchObject({
		sessionid: SECRET,
		'content-type': 'application/json; charset=utf-8',
	});
});

describe('no answer', () => {
	test('for want of a connection: the request cannot have happened', async () => {
		const url = `http://127.0.0.1:${await closedPort()}/`;
		const error = await failure(httpSender(helpers)(request(url)));
		expect(error).toMatchObject({ code: 'ECONNREFUSED', outcome: 'refused' });
		expect(error.message).toMatch(/^No connection to 127\.0\.0\.1:\d+ \(ECONNREFUSED\)$/);
	});

	test('within the time: the request may have happened, and the message says how long was waited', async () => {
		server = await TestServer.start(() => undefined);
		const error = await failure(httpSender(helpers)(request(server.origin, { timeout: 1100 })));
		expect(error).toMatchObject({ code: 'ETIMEDOUT', outcome: 'unknown' });
		expect(error.message).toBe(`${new URL(server.origin).host} did not answer within 1 s`);
		expect(error.description).toContain('Timeout');
	});

	test('but its beginning within the time: the same', async () => {
		server = await TestServer.start((_, response) => {
			response.writeHead(200, { 'content-length': 100 }).write('{"createResponse": [');
		});
		const error = await failure(httpSender(helpers)(request(server.origin, { timeout: 300 })));
		expect(error).toMatchObject({ code: 'ETIMEDOUT', outcome: 'unknown' });
		expect(error.message).toMatch(/did not answer within 300 ms$/);
	});

	test('because the connection broke: the request may have happened', async () => {
		server = await TestServer.start((_, response) => response.destroy());
		const error = await failure(httpSender(helpers)(request(server.origin, { method: 'POST' })));
		expect(error).toMatchObject({ outcome: 'unknown' });
		expect(error.message).toContain('broke before the answer came');
	});

	test('because it broke in the middle of the answer: the request may have happened', async () => {
		server = await TestServer.start((_, response) => {
			response.writeHead(200, { 'Content-Length': '1000' });
			response.write('{"createResponse":[');
			setTimeout(() => response.destroy(), 50);
		});
		const error = await failure(httpSender(helpers)(request(server.origin, { method: 'POST' })));
		expect(error.outcome).toBe('unknown');
	});

	test('shows neither the session nor the body in the error', async () => {
		server = await TestServer.start((_, response) => response.destroy());
		const body = JSON.stringify({ password: 'Tr0ub4dor' });
		const error = await failure(httpSender(helpers)(request(server.origin, { body })));
		const seen = JSON.stringify({ ...error, message: error.message, stack: error.stack });
		expect(seen).not.toContain(SECRET);
		expect(seen).not.toContain('Tr0ub4dor');
		expect(error.cause).toBeUndefined();
	});
});

describe('a stop of the run', () => {
	test('before the request keeps it from being sent', async () => {
		server = await TestServer.start((_, response) => response.end('{}'));
		const run = new AbortController();
		run.abort();
		const sent = httpSender(helpers, run.signal)(request(server.origin));
		await expect(sent).rejects.toMatchObject({ name: 'CancelledError', outcome: 'refused' });
		expect(server.received).toHaveLength(0);
	});

	test('while the request is under way ends it at once, and it may have happened', async () => {
		const run = new AbortController();
		server = await TestServer.start(() => run.abort());
		const begun = Date.now();
		const sent = httpSender(helpers, run.signal)(request(server.origin, { timeout: 20_000 }));
		await expect(sent).rejects.toBeInstanceOf(CancelledError);
		await expect(sent).rejects.toMatchObject({ outcome: 'unknown' });
		expect(Date.now() - begun).toBeLessThan(5000);
	});
});
