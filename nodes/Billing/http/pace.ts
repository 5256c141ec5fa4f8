import type { HttpAnswer, HttpRequest, HttpSend } from './http';
import { Lanes, type Limits, type Verdict } from './lane';
import { askedPause } from './retry';

export interface PacedRequest extends HttpRequest {
	/** Overtakes those who wait, and no cancel stops it: for what must not be left undone. */
	urgent?: boolean;
}

export type PacedSend = (request: PacedRequest) => Promise<HttpAnswer>;

export interface Pace extends Limits {
	/** What the limits belong to; each address by itself if left out. */
	of?: string;
	/** Other ways in which the vendor says that there are too many requests. */
	isThrottle?: (answer: HttpAnswer) => boolean;
}

/** Shared by all nodes, runs, polls and editor lists of the process. */
const lanes = new Lanes();

/**
 * Sends each request when its turn has come.
 * @param signal ends the wait for the turn, whatever `send` makes of it afterwards
 */
export function paced(send: HttpSend, pace: Pace, signal?: AbortSignal): PacedSend {
	return async ({ urgent = false, ...request }) => {
		const lane = lanes.to(pace.of ?? request.url.replace(/[?#].*$/, ''));
		const sent = await lane.enter(pace, urgent, urgent ? undefined : signal);
		let said: Verdict | undefined;
		try {
			const answer = await send(request);
			said = { tooMany: isThrottle(answer, pace), pause: askedPause(answer) };
			return answer;
		} finally {
			lane.leave(sent, said);
		}
	};
}

function isThrottle(answer: HttpAnswer, pace: Pace): boolean {
	if (answer.status === 429) return true;
	if (answer.status === 503 && askedPause(answer) !== undefined) return true;
	return pace.isThrottle?.(answer) ?? false;
}
