import { fileURLToPath } from 'node:url';
import type { Engine, RunResult } from '../engine/harness/index.mjs';
import { BareScript } from './bare.mjs';
import { BillingNode } from './billingNode.mjs';
import { ask } from './childProcess.mjs';
import { ENTITY, type Row, SOME_FIELDS } from './contestant.mjs';
import { say, timed } from './measure.mjs';
import { type Access, booksOf, type StandIn } from './standIn.mjs';
import { emptySeries, type Series } from './writes.mjs';

type Side = 'node' | 'bare';

/** What a process that measures memory is told. */
export interface MemoryOrder {
	readonly reader: Side;
	readonly fields: readonly string[];
	readonly access: Access;
}

/** What it reports: bytes above what the process had before it began to read. */
export interface Memory {
	readonly rows: number;
	/** The most that was resident at any moment. */
	readonly peak: number;
	/** Heap that the rows hold, once all rubbish is swept. */
	readonly kept: number;
}

export interface ReadingTimes {
	readonly what: string;
	readonly fields: readonly string[];
	readonly count: number;
	readonly time: Readonly<Record<Side, Series>>;
	readonly memory: Readonly<Record<Side, Memory[]>>;
}

const PROGRAM = fileURLToPath(new URL('readingProcess.mts', import.meta.url));
const SIDES: readonly Side[] = ['node', 'bare'];

/** Reads all rows of a big entity: for the time here, for the memory in processes of their own. */
export async function measureReading(
	standIn: StandIn,
	engine: Engine,
	{ count, timeRounds, memoryRounds }: { count: number; timeRounds: number; memoryRounds: number },
): Promise<ReadingTimes[]> {
	await standIn.reset();
	await standIn.fill(ENTITY, count);
	say(`the stand-in has ${count} rows`);
	const all = [
		emptyTimes('whole records', [], count),
		emptyTimes(`${SOME_FIELDS.length} fields`, SOME_FIELDS, count),
	];
	const readers = { node: new BillingNode(engine), bare: new BareScript(standIn.access) };
	// Round 0 warms up: the first big answer is slow for whoever gets it.
	for (let round = 0; round <= timeRounds; round++) {
		for (const times of all) await timeBoth(standIn.access, readers, times, round);
	}
	say(`Get Many of ${count} rows: ${timeRounds} rounds for the time`);
	for (let round = 1; round <= memoryRounds; round++) {
		for (const { fields, memory } of all) {
			for (const reader of SIDES) {
				const order = { reader, fields, access: standIn.access };
				memory[reader].push(complete(count, await ask<Memory>(PROGRAM, order)));
			}
		}
		say(`Get Many of ${count} rows: memory, round ${round} of ${memoryRounds}`);
	}
	return all;
}

async function timeBoth(
	access: Access,
	readers: Readonly<Record<Side, BillingNode | BareScript>>,
	{ fields, count, time }: ReadingTimes,
	round: number,
): Promise<void> {
	// Who begins changes from round to round.
	for (const side of round % 2 === 0 ? SIDES : [...SIDES].reverse()) {
		const before = await booksOf(access);
		const { milliseconds, result } = await timed<Row[] | RunResult>(() =>
			readers[side].read(fields),
		);
		const after = await booksOf(access);
		complete(count, { rows: Array.isArray(result) ? result.length : result.items('Work').length });
		if (round > 0) time[side].milliseconds.push(milliseconds);
		time[side].calls = after.calls - before.calls;
	}
}

function complete<Result extends { rows: number }>(count: number, result: Result): Result {
	if (result.rows !== count) throw new Error(`${result.rows} of ${count} rows came out`);
	return result;
}

function emptyTimes(what: string, fields: readonly string[], count: number): ReadingTimes {
	const time = { node: emptySeries(), bare: emptySeries() };
	return { what, fields, count, time, memory: { node: [], bare: [] } };
}
