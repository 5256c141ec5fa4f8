import { isRecord, type Reply } from '../exchange.mjs';
import type { SpoiltAnswer, XmlFault } from '../faults.mjs';

/** Makes of a good answer what the fault says. */
export function spoil(reply: Reply, fault: SpoiltAnswer | XmlFault): Reply {
	switch (fault.type) {
		case 'wrongEncoding':
			return fault.how === 'utf16' ? asUtf16(reply) : withBadByte(reply);
		case 'outOfShape':
			return fault.how === 'noList' ? withBody(reply, { elsewhere: 'done' }) : withTexts(reply);
		case 'sameIds':
			return withSameIds(reply);
		default:
			return reply;
	}
}

/** The same answer with one result more (+1) or fewer (-1). */
export function resized(reply: Reply, by: 1 | -1): Reply {
	return withLists(reply, (list) => (by < 0 ? list.slice(0, -1) : [...list, list.at(-1)]));
}

function asUtf16(reply: Reply): Reply {
	return { ...reply, body: `\ufeff${reply.body}`, encoding: 'utf16le' };
}

/** An é of Latin-1, which UTF-8 does not have, at the end of the first text that is a value. */
function withBadByte(reply: Reply): Reply {
	const utf8 = Buffer.from(reply.body).toString('latin1');
	return { ...reply, body: utf8.replace(/(:"[^"]*)"/, '$1\u00e9"'), encoding: 'latin1' };
}

function withTexts(reply: Reply): Reply {
	return withLists(reply, (list) => list.map(() => 'text'));
}

function withSameIds(reply: Reply): Reply {
	return withLists(reply, (list) => {
		const [first] = list;
		if (!isRecord(first)) return list;
		return list.map((entry) => (isRecord(entry) ? { ...entry, Id: first.Id } : entry));
	});
}

function withLists(reply: Reply, change: (list: unknown[]) => unknown[]): Reply {
	const content: unknown = JSON.parse(reply.body);
	if (!isRecord(content)) return reply;
	const changed = Object.entries(content).map(([key, value]) => {
		return [key, Array.isArray(value) ? change(value) : value];
	});
	return withBody(reply, Object.fromEntries(changed));
}

function withBody(reply: Reply, content: unknown): Reply {
	return { ...reply, body: JSON.stringify(content) };
}
