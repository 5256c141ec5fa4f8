import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 50;

/** Waits without end: the test has one of its own. */
export async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await sleep(LOOK_AGAIN_MS);
}
