import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { CallCounter } from './callCounter.mjs';
import type { FaultQueue, SpoiltAnswer, XmlFault } from './faults.mjs';
import type { RequestLog } from './requestLog.mjs';
import type { VendorClock } from './vendorClock.mjs';

/** One vendor call as a stand-in sees it: no sockets, no streams. */
export interface Call {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

export interface Reply {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** How the body becomes bytes; UTF-8 where it is left out. */
	readonly encoding?: BufferEncoding;
}

/** What a control request hands over: the path behind the action's name, and the JSON body. */
export interface ControlInput {
	readonly rest: readonly string[];
	readonly body: unknown;
}

export type ControlHandler = (input: ControlInput) => unknown;

/** What the server and the control need from any vendor's stand-in. */
export interface StandIn {
	readonly name: string;
	readonly calls: CallCounter;
	readonly faults: FaultQueue;
	readonly log: RequestLog;
	readonly clock: VendorClock;
	/** Vendor specific control actions, keyed `METHOD action`, e.g. `GET books`. */
	readonly control: Readonly<Record<string, ControlHandler>>;
	owns(path: string): boolean;
	kindOf(call: Call): string;
	/** Does the whole work of a call at once, so that two calls never see each other half done. */
	answer(call: Call): Reply;
	/** What may be shown of a call in the request log; never a secret. */
	notesOf(call: Call): Readonly<Record<string, string | number>>;
	expireSessionOf(call: Call): void;
	/** The same reply with one result more (+1) or fewer (-1), for faults. */
	resizeResults(reply: Reply, by: 1 | -1): Reply;
	/** Does to an answer what the fault says; one for XML does nothing where answers are not. */
	spoil(reply: Reply, fault: SpoiltAnswer | XmlFault): Reply;
}

export function jsonReply(
	status: number,
	content: unknown,
	headers: Readonly<Record<string, string>> = {},
): Reply {
	return {
		status,
		headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
		body: JSON.stringify(content),
	};
}

/** For control actions that write records. */
export function recordsIn(body: unknown): Array<Record<string, unknown>> {
	if (Array.isArray(body) && body.every(isRecord)) return body;
	throw new Error('A list of records, please');
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Does not keep a stopped process alive. */
export function pause(milliseconds: number): Promise<void> {
	return setTimeout(milliseconds, undefined, { ref: false });
}
