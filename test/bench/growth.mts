import type { Engine } from '../engine/harness/index.mjs';
import { BareScript } from './bare.mjs';
import { BillingNode, loadEngine } from './billingNode.mjs';
import { newRecords } from './contestant.mjs';
import { median, say } from './measure.mjs';
import { StandIn } from './standIn.mjs';
import { keysOf, measureJob } from './writes.mjs';

/** Milliseconds per record in each round. */
export interface GrowthTimes {
	readonly count: number;
	readonly node: number[];
	readonly bare: number[];
}

/** Short jobs are repeated within a round, or noise would be all there is. */
const SIZES = [
	{ count: 1_000, repeats: 5 },
	{ count: 10_000, repeats: 1 },
	{ count: 100_000, repeats: 1 },
];

/** Upserts of new records without any latency, so that nothing hides the work of the node. */
export async function measureGrowth(rounds: number): Promise<GrowthTimes[]> {
	const standIn = await StandIn.start(0);
	try {
		const engine = await loadEngine(standIn.access);
		const all = SIZES.map(({ count }) => ({ count, node: [], bare: [] }));
		await measureRound(standIn, engine, SIZES[0]);
		for (let round = 1; round <= rounds; round++) {
			for (const [index, size] of SIZES.entries()) {
				const times = await measureRound(standIn, engine, size);
				for (const side of keysOf(times)) (all[index][side] as number[]).push(times[side]);
			}
			say(`1,000 to 100,000 records, round ${round} of ${rounds}`);
		}
		return all;
	} finally {
		await standIn.stop();
	}
}

async function measureRound(
	standIn: StandIn,
	engine: Engine,
	{ count, repeats }: { count: number; repeats: number },
): Promise<{ node: number; bare: number }> {
	const { access } = standIn;
	const contestants = { node: new BillingNode(engine), bare: new BareScript(access) };
	const times: Record<'node' | 'bare', number[]> = { node: [], bare: [] };
	for (let repeat = 0; repeat < repeats; repeat++) {
		for (const side of keysOf(contestants)) {
			await standIn.reset();
			const job = await measureJob(access, contestants[side], 'upsert', newRecords(count));
			times[side].push(job.milliseconds / count);
		}
	}
	return { node: median(times.node), bare: median(times.bare) };
}
