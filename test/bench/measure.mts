import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The middle of several measurements, and how far they were apart. */
export interface Spread {
	readonly median: number;
	readonly low: number;
	readonly high: number;
}

setFlagsFromString('--expose-gc');
export const collectGarbage = runInNewContext('gc') as () => void;

/** The rubbish of the work before is swept first, not in the time of this one. */
export async function timed<Result>(
	work: () => Promise<Result>,
): Promise<{ milliseconds: number; result: Result }> {
	collectGarbage();
	const startedAt = performance.now();
	const result = await work();
	return { milliseconds: performance.now() - startedAt, result };
}

export function spread(values: readonly number[]): Spread {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = (sorted.length - 1) / 2;
	return {
		median: (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2,
		low: sorted[0],
		high: sorted[sorted.length - 1],
	};
}

export const median = (values: readonly number[]): number => spread(values).median;

/** One ratio per round: only what was measured side by side is compared. */
export function ratios(ours: readonly number[], theirs: readonly number[]): Spread {
	return spread(ours.map((value, round) => value / theirs[round]));
}

const startedAt = Date.now();

/** A line of progress with the seconds so far. */
export function say(line: string): void {
	const seconds = Math.round((Date.now() - startedAt) / 1000);
	process.stdout.write(`${String(seconds).padStart(4)} s  ${line}\n`);
}
