import { strictEqual } from 'node:assert';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { heapMegabytes } from './heap.mjs';
import { checkRun, type Ending, loadEngine, workflowFor } from './runs.mjs';
import { booksOf, cloudBooksOf, Vendors } from './vendors.mjs';

const VENDORS = 2;
const AT_ONCE = 10;
/** The heap of the last run may differ from that of the first so much. */
const TOLERANCE = 0.1;

/** Of ten runs eight are good, one fails and one is stopped. */
function endingOf(number: number): Ending {
	if (number % 10 === 3) return 'error';
	return number % 10 === 7 ? 'canceled' : 'success';
}

/**
 * Many runs in this process, ten at once.
 * @param first after how many the heap is measured first
 */
export async function soak(runs: number, first: number): Promise<string> {
	const vendors = await Vendors.start(VENDORS);
	try {
		const engine = await loadEngine(vendors);
		const begin = performance.now();
		let heap = 0;
		for (let done = 0; done < runs; done += AT_ONCE) {
			const numbers = Array.from({ length: AT_ONCE }, (_, index) => done + index);
			await Promise.all(numbers.map(async (number) => await runOne(number)));
			// The harness keeps the lines of all runs for the tests; n8n writes them to its log.
			engine.logs.length = 0;
			if (done + AT_ONCE === first) heap = await settledHeap();
			if ((done + AT_ONCE) % 1000 === 0) {
				console.log(`${done + AT_ONCE} runs, heap ${(await settledHeap()).toFixed(1)} MB`);
			}
		}
		const last = await settledHeap();
		const seconds = Math.round((performance.now() - begin) / 1000);
		const logins = await checkBooks(vendors);
		const change = last / heap - 1;
		const text = `soak: ${runs.toLocaleString('en')} runs in ${seconds} s: ${logins} logins, 0 open; heap ${heap.toFixed(1)} MB after ${first.toLocaleString('en')}, ${last.toFixed(1)} MB after the last (${(100 * change).toFixed(1)} %)`;
		if (change > TOLERANCE) throw new Error(text);
		return text;

		async function runOne(number: number): Promise<void> {
			const ending = endingOf(number);
			const vendor = number % VENDORS;
			const cancelWhen = ending === 'canceled' ? (number % 7) * 4 : undefined;
			const result = await engine.run(workflowFor(vendor + 1, number, ending), { cancelWhen });
			// A stop that comes after the last node changes nothing.
			const isLate = ending === 'canceled' && result.status === 'success';
			checkRun(result, vendors.all[vendor], isLate ? 'success' : ending);
		}
	} finally {
		await vendors.stop();
	}
}

/** Once what ends by itself after a run has ended. */
async function settledHeap(): Promise<number> {
	for (let turn = 0; turn < 20; turn++) await nextTurn();
	return heapMegabytes();
}

async function checkBooks({ all }: Vendors): Promise<number> {
	let sum = 0;
	for (const vendor of all) {
		const { logins, logouts, openSessions, refusedLogins } = await booksOf(vendor);
		const cloud = await cloudBooksOf(vendor);
		strictEqual(openSessions, 0);
		strictEqual(logouts, logins);
		strictEqual(refusedLogins + cloud.refusedLogins + cloud.refusedTokens, 0);
		sum += logins + cloud.logins;
	}
	return sum;
}
