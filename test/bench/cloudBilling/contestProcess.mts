import { readFileSync } from 'node:fs';
import { collectGarbage, median, timed } from '../measure.mjs';
import { MemoryWatch } from '../memoryWatch.mjs';
import { INPUTS, prepare } from './contests.mjs';
import type { ContestOrder, Figures } from './xml.mjs';

const REPEATS = 4;

/**
 * One contender in a process of its own, so that its memory is its own. A small piece of the same work goes
 * first, so that its code is loaded; the memory is that of the first big one, the time the median of others.
 */
async function main({ contest, contender, size, file }: ContestOrder): Promise<Figures> {
	const small = await prepare(contest, contender, INPUTS[contest](size / 100));
	await small();
	// From a file, as making it here would leave memory behind that the work could use.
	const work = await prepare(contest, contender, readFileSync(file, 'utf8'));
	const watch = await MemoryWatch.begin();
	collectGarbage();
	const before = process.memoryUsage.rss();
	watch.restart();
	const result = await work();
	const peak = (await watch.end()) - before;
	const times: number[] = [];
	for (let repeat = 0; repeat < REPEATS; repeat++) times.push((await timed(work)).milliseconds);
	// A WSDL gives no records, and what it gives is not the same for any two contenders.
	const found = contest === 'wsdl' ? size : countIn(result);
	return { found, peak, milliseconds: median(times) };
}

/** How many records came out: the entries of the longest list, or the references in a text. */
function countIn(result: unknown): number {
	if (typeof result === 'string') return (result.match(/>REF-/g) ?? []).length;
	if (typeof result !== 'object' || result === null) return 0;
	const own = Array.isArray(result) ? result.length : 0;
	return Object.values(result).reduce<number>(
		(most, value) => (own > 1 ? most : Math.max(most, countIn(value))),
		own,
	);
}

process.send?.(await main(JSON.parse(process.argv[2]) as ContestOrder));
process.disconnect?.();
