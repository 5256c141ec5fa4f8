import { MemoryWatch } from '../bench/memoryWatch.mjs';
import { heapMegabytes } from './heap.mjs';
import { checkBooks, checkRun, loadEngine, type Totals, workflowFor } from './runs.mjs';
import { Vendors } from './vendors.mjs';

/** More than this for each run at once, and a busy n8n would die of it. */
const MOST_MB_EACH = 3;
/** What may stay of all runs when they are over: contracts that are kept, compiled code. */
const MOST_MB_LEFT = 40;

/**
 * Runs all at the same moment, dealt out to this many credentials of each kind; the books of the stand-ins judge.
 * @returns the line that says what was found
 */
export async function load(credentials: number, runs: number): Promise<string> {
	const vendors = await Vendors.start(credentials);
	try {
		const engine = await loadEngine(vendors);
		// Whatever is loaded and compiled once is no matter of the load.
		await engine.run(workflowFor(1, 0, 'success'));
		engine.logs.length = 0;
		const before = heapMegabytes();
		const watch = await MemoryWatch.begin();
		watch.restart();
		const base = process.memoryUsage.rss();
		const begin = performance.now();
		const numbers = Array.from({ length: runs }, (_, index) => index + 1);
		const vendorOf = (number: number): number => number % credentials;
		const results = await Promise.all(
			numbers.map(
				async (number) => await engine.run(workflowFor(vendorOf(number) + 1, number, 'success')),
			),
		);
		const seconds = (performance.now() - begin) / 1000;
		const peak = ((await watch.end()) - base) / 1e6;
		results.forEach((result, index) =>
			checkRun(result, vendors.all[vendorOf(index + 1)], 'success'),
		);
		results.length = 0;
		engine.logs.length = 0;
		const left = heapMegabytes() - before;
		const totals: Totals[] = [];
		for (const [index, vendor] of vendors.all.entries()) {
			const own = numbers.filter((number) => vendorOf(number) === index);
			totals.push(await checkBooks(vendor, index === 0 ? [0, ...own] : own));
		}
		refuseAbove(peak / runs, MOST_MB_EACH, 'MB for each run at once');
		refuseAbove(left, MOST_MB_LEFT, 'MB left behind');
		return `load: ${runs} runs at once on ${credentials} ${credentials === 1 ? 'credential' : 'credentials'} of each kind in ${seconds.toFixed(1)} s: ${describe(totals)}, memory +${peak.toFixed(0)} MB at most, +${left.toFixed(1)} MB of heap after`;
	} finally {
		await vendors.stop();
	}
}

function describe(totals: Totals[]): string {
	const sum = (part: keyof Totals): number => totals.reduce((all, each) => all + each[part], 0);
	const peak = Math.max(...totals.map((each) => each.peak));
	return `${sum('logins')} logins, ${sum('logouts')} logouts, at most ${peak} sessions of one credential open, ${sum('open')} open at the end`;
}

function refuseAbove(value: number, most: number, what: string): void {
	if (value > most) throw new Error(`${value.toFixed(1)} ${what}; at most ${most} may be`);
}
