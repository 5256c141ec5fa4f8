import { sleep } from 'n8n-workflow';

import { CancelledError, type Outcome } from '../errors';

const NAP_MS = 200;

/** Waits in short naps: n8n has no timers for us that a stop could end. */
export async function pause(
	ms: number,
	signal?: AbortSignal,
	outcome: Outcome = 'refused',
): Promise<void> {
	// The clock on the wall may be set back meanwhile, and the pause would last as long.
	const end = performance.now() + ms;
	for (let left = ms; left > 0; left = end - performance.now()) {
		if (signal?.aborted) throw new CancelledError(outcome);
		await sleep(Math.min(left, NAP_MS));
	}
	if (signal?.aborted) throw new CancelledError(outcome);
}
