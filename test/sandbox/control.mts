import { jsonReply, type ControlHandler, type Reply, type StandIn } from './exchange.mjs';

export const CONTROL_PREFIX = '/__sandbox';

/** Answers `/__sandbox/...`: steers the sandbox from another process. No part of any vendor's API. */
export function answerControl(
	standIns: readonly StandIn[],
	method: string,
	path: string,
	body: string,
): Reply {
	const [name, ...rest] = path.slice(CONTROL_PREFIX.length).split('/').filter(Boolean);
	if (name === undefined) return jsonReply(200, overview(standIns));
	const standIn = standIns.find((candidate) => candidate.name === name);
	if (!standIn) return jsonReply(404, { error: `There is no stand-in named ${name}` });
	const found = findHandler(standIn, method, rest);
	if (!found) return jsonReply(404, { error: `No control action ${method} ${rest.join('/')}` });
	try {
		const input: unknown = body === '' ? undefined : JSON.parse(body);
		return jsonReply(200, found.handler({ rest: found.rest, body: input }) ?? { ok: true });
	} catch (error) {
		return jsonReply(400, { error: error instanceof Error ? error.message : String(error) });
	}
}

function overview(standIns: readonly StandIn[]): Record<string, string[]> {
	return Object.fromEntries(
		standIns.map((standIn) => [standIn.name, Object.keys(handlersOf(standIn))]),
	);
}

function handlersOf(standIn: StandIn): Readonly<Record<string, ControlHandler>> {
	return {
		'GET requests': () => standIn.log.read(),
		'DELETE requests': () => standIn.log.clear(),
		'GET faults': () => standIn.faults.read(),
		'POST faults': ({ body }) => standIn.faults.addUnchecked(body),
		'DELETE faults': () => standIn.faults.clear(),
		'GET clock': () => standIn.clock.read(),
		'POST clock': ({ body }) => {
			standIn.clock.setUnchecked(body);
			return standIn.clock.read();
		},
		...standIn.control,
	};
}

/** The longest action name that fits wins; what is left of the path goes to the handler. */
function findHandler(
	standIn: StandIn,
	method: string,
	path: readonly string[],
): { handler: ControlHandler; rest: readonly string[] } | undefined {
	const handlers = handlersOf(standIn);
	for (let length = path.length; length > 0; length -= 1) {
		const action = `${method} ${path.slice(0, length).join('/')}`;
		if (Object.hasOwn(handlers, action)) {
			return { handler: handlers[action], rest: path.slice(length).map(decodeURIComponent) };
		}
	}
	return undefined;
}
