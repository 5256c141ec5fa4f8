import type { Engine } from '../engine/harness/index.mjs';
import { BareScript } from './bare.mjs';
import { BillingNode } from './billingNode.mjs';
import { type Contestant, newRecords } from './contestant.mjs';
import { say } from './measure.mjs';
import type { StandIn } from './standIn.mjs';
import { add, emptySeries, keysOf, measureJob, type Series } from './writes.mjs';

/** Few records, by the node, by the bare script, and as users do it today. */
export interface SmallTimes {
	readonly count: number;
	readonly node: Series;
	readonly bare: Series;
	/** One request for each record, one after the other, in one session. */
	readonly onePerRecord: Series;
	/** The same with a login and a logout around each. */
	readonly loginPerRecord: Series;
}

/** As many as can be waited for; what comes above is scaled from here. */
const COUNTS = [1, 10, 100];

export async function measureSmall(
	standIn: StandIn,
	engine: Engine,
	rounds: number,
): Promise<SmallTimes[]> {
	const { access } = standIn;
	const contestants = {
		node: new BillingNode(engine),
		bare: new BareScript(access),
		onePerRecord: new BareScript(access, { batchSize: 1 }),
		loginPerRecord: new BareScript(access, { batchSize: 1, loginPerBatch: true }),
	};
	const all = COUNTS.map((count) => ({
		count,
		node: emptySeries(),
		bare: emptySeries(),
		onePerRecord: emptySeries(),
		loginPerRecord: emptySeries(),
	}));
	await warmUp(standIn, contestants.node, contestants.bare);
	for (let round = 1; round <= rounds; round++) {
		await standIn.reset();
		for (const times of all) {
			for (const name of keysOf(contestants)) {
				const records = newRecords(times.count);
				add(times[name], await measureJob(access, contestants[name], 'upsert', records));
			}
		}
		say(`what users do today, round ${round} of ${rounds}`);
	}
	return all;
}

/** The first jobs of a process are slow for everyone: code is loaded and compiled. */
async function warmUp(standIn: StandIn, ...contestants: Contestant[]): Promise<void> {
	for (let job = 0; job < 5; job++) {
		for (const contestant of contestants) {
			await measureJob(standIn.access, contestant, 'upsert', newRecords(200));
		}
	}
}
