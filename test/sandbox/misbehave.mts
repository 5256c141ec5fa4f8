import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { jsonReply, pause, type Call, type Reply, type StandIn } from './exchange.mjs';
import type { Fault } from './faults.mjs';

const HTML_PAGE =
	'<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Back soon</body></html>';

/** Does the work of one call the way the fault says; undefined means the connection is to be reset. */
export async function perform(
	standIn: StandIn,
	call: Call,
	fault: Fault | undefined,
): Promise<Reply | undefined> {
	switch (fault?.type) {
		case 'expireSession':
			return expiringSession(standIn, call, fault.when ?? 'before');
		case 'delay':
			await pause(fault.ms);
			return standIn.answer(call);
		case 'delayAfterWork': {
			const reply = standIn.answer(call);
			await pause(fault.ms);
			return reply;
		}
		case 'resetBefore':
			return undefined;
		case 'resetAfter':
			standIn.answer(call);
			return undefined;
		case 'status':
			if (fault.afterWork) standIn.answer(call);
			return statusReply(fault);
		case 'html':
			// A page instead of an answer mostly comes from something in front of the vendor: no work done.
			if (fault.afterWork) standIn.answer(call);
			return { status: 200, headers: { 'content-type': 'text/html' }, body: HTML_PAGE };
		case 'empty':
		case 'garbage': {
			const reply = fault.afterWork === false ? jsonReply(200, {}) : standIn.answer(call);
			return { ...reply, body: fault.type === 'empty' ? '' : garbageOf(reply) };
		}
		case 'dropResult':
			return standIn.resizeResults(standIn.answer(call), -1);
		case 'extraResult':
			return standIn.resizeResults(standIn.answer(call), 1);
		case 'badContentType': {
			const reply = standIn.answer(call);
			return { ...reply, headers: { ...reply.headers, 'content-type': 'text/plain' } };
		}
		case 'soapFault':
			return standIn.spoil(fault.afterWork ? standIn.answer(call) : jsonReply(200, {}), fault);
		case 'wrongEncoding':
		case 'outOfShape':
		case 'sameIds':
		case 'doctype':
		case 'entityBomb':
		case 'deepNesting':
		case 'unknownEnum':
		case 'extraMembers':
			return standIn.spoil(standIn.answer(call), fault);
		case 'truncate':
		case 'gzipBomb':
		case undefined:
			return standIn.answer(call);
	}
}

function garbageOf({ headers, body }: Reply): string {
	const isXml = headers['content-type']?.startsWith('text/xml');
	return `${isXml ? '<oops' : '{"oops":'}${body.slice(0, 40)}`;
}

function expiringSession(standIn: StandIn, call: Call, when: 'before' | 'after'): Reply {
	if (when === 'before') standIn.expireSessionOf(call);
	const reply = standIn.answer(call);
	if (when === 'after') standIn.expireSessionOf(call);
	return reply;
}

function statusReply(fault: Extract<Fault, { type: 'status' }>): Reply {
	const body = fault.body ?? { error: 'fault', message: `Status ${fault.code} as ordered` };
	if (typeof body === 'string') {
		return {
			status: fault.code,
			headers: { 'content-type': 'text/plain', ...fault.headers },
			body,
		};
	}
	return jsonReply(fault.code, body, fault.headers);
}

/** Puts the reply on the wire; undefined resets the connection. */
export function deliver(
	response: ServerResponse,
	reply: Reply | undefined,
	fault: Fault | undefined,
): void {
	if (!reply) {
		response.socket?.resetAndDestroy();
		return;
	}
	const body = Buffer.from(reply.body, reply.encoding);
	if (fault?.type === 'gzipBomb') return bomb(response, reply, body, fault.megabytes);
	if (fault?.type !== 'truncate') {
		response.writeHead(reply.status, { ...reply.headers, 'content-length': body.length });
		response.end(body);
		return;
	}
	const half = body.subarray(0, Math.floor(body.length / 2));
	if (fault.how === 'short') {
		response.writeHead(reply.status, { ...reply.headers, connection: 'close' });
		response.end(half);
		return;
	}
	response.writeHead(reply.status, { ...reply.headers, 'content-length': body.length });
	response.write(half, () => {
		if (fault.how !== 'stalled') response.socket?.destroy();
	});
}

/** Gzip members stand one behind the other: the answer's own, and blanks that are packed once for all. */
const blanks = new Map<number, Buffer>();

function bomb(response: ServerResponse, reply: Reply, body: Buffer, megabytes: number): void {
	const packed = blanks.get(megabytes) ?? gzipSync(Buffer.alloc(megabytes * 1_000_000, ' '));
	blanks.set(megabytes, packed);
	response.writeHead(reply.status, { ...reply.headers, 'content-encoding': 'gzip' });
	response.end(Buffer.concat([gzipSync(body), packed]));
}
