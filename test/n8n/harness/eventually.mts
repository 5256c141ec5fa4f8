import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 50;

/** Tries an assertion until it holds. @returns what it gives @throws what it threw last, when the time is over */
export async function eventually<T>(withinMs: number, holds: () => T | Promise<T>): Promise<T> {
	const deadline = performance.now() + withinMs;
	for (;;) {
		try {
			return await holds();
		} catch (error) {
			if (performance.now() > deadline) throw error;
		}
		await sleep(LOOK_AGAIN_MS);
	}
}
