import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerControl, CONTROL_PREFIX } from './control.mjs';
import { jsonReply, pause, type Call, type StandIn } from './exchange.mjs';
import { deliver, perform } from './misbehave.mjs';

export interface ListenOptions {
	readonly port: number;
	readonly latencyMs: number;
}

export interface RunningServer {
	readonly url: string;
	stop(): Promise<void>;
}

const HOST = '127.0.0.1';

export async function listen(
	standIns: readonly StandIn[],
	{ port, latencyMs }: ListenOptions,
): Promise<RunningServer> {
	const server = createServer((request, response) => {
		serve(standIns, latencyMs, request, response).catch((error: unknown) => {
			if (!response.headersSent && !response.destroyed) {
				deliver(response, jsonReply(500, { error: 'sandbox', message: String(error) }), undefined);
			}
		});
	});
	// Longer than any pause of a client, so that a kept connection is not closed under its next request.
	server.keepAliveTimeout = 120_000;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, HOST, resolve);
	});
	return { url: `http://${HOST}:${portOf(server)}`, stop: () => stop(server) };
}

function portOf(server: Server): number {
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port');
	return address.port;
}

function stop(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}

async function serve(
	standIns: readonly StandIn[],
	latencyMs: number,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const method = request.method ?? 'GET';
	const { path, query } = splitTarget(request.url ?? '/');
	const body = await readBody(request);
	if (path === CONTROL_PREFIX || path.startsWith(`${CONTROL_PREFIX}/`)) {
		return deliver(response, answerControl(standIns, method, path, body), undefined);
	}
	const standIn = standIns.find((candidate) => candidate.owns(path));
	if (!standIn) {
		return deliver(response, jsonReply(404, { error: 'not_found', message: path }), undefined);
	}
	const call: Call = { method, path, query, headers: request.headers, body };
	return await serveVendorCall(standIn, latencyMs, call, response);
}

async function serveVendorCall(
	standIn: StandIn,
	latencyMs: number,
	call: Call,
	response: ServerResponse,
): Promise<void> {
	const kind = standIn.kindOf(call);
	const startedAt = Date.now();
	const end = standIn.calls.begin(kind);
	try {
		const fault = standIn.faults.take(kind, call);
		if (latencyMs > 0) await pause(latencyMs);
		const reply = await perform(standIn, call, fault);
		// Logged before it is sent: who has the answer finds it in the log.
		standIn.log.add({
			at: new Date(startedAt).toISOString(),
			kind,
			method: call.method,
			path: call.path,
			status: reply?.status ?? 0,
			milliseconds: Date.now() - startedAt,
			...(fault && { fault: fault.type }),
			notes: standIn.notesOf(call),
		});
		end();
		deliver(response, reply, fault);
	} catch (error) {
		end();
		throw error;
	}
}

/** By hand, because `new URL` would read `//org/...` as a host name. */
function splitTarget(target: string): { path: string; query: URLSearchParams } {
	const mark = target.indexOf('?');
	if (mark < 0) return { path: target, query: new URLSearchParams() };
	return { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}

async function readBody(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}
