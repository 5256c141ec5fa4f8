import type { Engine } from '../engine/harness/index.mjs';
import { BareScript } from './bare.mjs';
import { BillingNode, columnNames, EngineAlone, MappedBillingNode } from './billingNode.mjs';
import { type Contestant, newRecords, type Row, type Verb, VERBS } from './contestant.mjs';
import { median, say, timed } from './measure.mjs';
import { type Access, booksOf, type StandIn } from './standIn.mjs';

/** One job of one contestant. */
export interface Job {
	readonly milliseconds: number;
	/** As the stand-in counted them, login and logout included. */
	readonly calls: number;
	readonly rows: readonly Row[];
}

/** Runs one job and has the stand-in's books confirm it. */
export async function measureJob(
	access: Access,
	contestant: Contestant,
	verb: Verb,
	records: readonly Row[],
): Promise<Job> {
	const before = await booksOf(access);
	const { milliseconds, result } = await timed(() => contestant.write(verb, records));
	const after = await booksOf(access);
	if (result.length !== records.length || after.rowsFailed > 0 || after.openSessions > 0) {
		const found = `${result.length} of ${records.length} records, ${after.rowsFailed} refused`;
		throw new Error(`${contestant.name}, ${verb}: ${found}, ${after.openSessions} sessions open`);
	}
	return { milliseconds, calls: after.calls - before.calls, rows: result };
}

/** Milliseconds of each round, and the calls of one job. */
export interface Series {
	readonly milliseconds: number[];
	calls: number;
}

export interface WriteTimes {
	readonly count: number;
	readonly verbs: Readonly<Record<Verb, { readonly node: Series; readonly bare: Series }>>;
	/** Upserts again, with other means. */
	readonly keepAlive: Series;
	readonly mapped: Series;
	/** The engine without any call. */
	readonly alone: Series;
	readonly aloneOneExpression: Series;
	readonly aloneMapped: Series;
}

/** Every verb by node and bare script in turn, on records of their own, some rounds long. */
export async function measureWrites(
	standIn: StandIn,
	engine: Engine,
	count: number,
	rounds: number,
): Promise<WriteTimes> {
	const { access } = standIn;
	const pair = { node: new BillingNode(engine), bare: new BareScript(access) };
	const others = {
		keepAlive: new BareScript(access, { keepAlive: true }),
		mapped: new MappedBillingNode(engine),
		alone: new EngineAlone(engine),
		aloneOneExpression: new EngineAlone(engine, ['Name']),
		aloneMapped: new EngineAlone(engine, columnNames()),
	};
	const times = emptyTimes(count);
	for (let round = 1; round <= rounds; round++) {
		await standIn.reset();
		await measureVerbs(access, pair, times, round);
		for (const name of keysOf(others)) {
			const job = await measureJob(access, others[name], 'upsert', newRecords(count));
			add(times[name], job);
		}
		const upsert = times.verbs.upsert;
		const [node, bare] = [upsert.node, upsert.bare].map((series) => median(series.milliseconds));
		const ratio = (node / bare).toFixed(2);
		say(`${count} records, round ${round} of ${rounds}: upserts ${ratio} of the bare script`);
	}
	others.keepAlive.close();
	return times;
}

type Side = 'node' | 'bare';

/** All verbs one after the other. Who begins changes from round to round. */
async function measureVerbs(
	access: Access,
	pair: Readonly<Record<Side, Contestant>>,
	times: WriteTimes,
	round: number,
): Promise<void> {
	const order: readonly Side[] = round % 2 === 1 ? ['node', 'bare'] : ['bare', 'node'];
	const ids: Record<Side, Row[]> = { node: [], bare: [] };
	const firstKey = { node: 1_000_000, bare: 2_000_000 };
	for (const verb of VERBS) {
		for (const side of order) {
			const input = inputOf(verb, times.count, ids[side], firstKey[side]);
			const job = await measureJob(access, pair[side], verb, input);
			if (verb === 'create') ids[side] = job.rows.map(({ Id }) => ({ Id }));
			add(times.verbs[verb][side], job);
		}
	}
}

function inputOf(verb: Verb, count: number, ids: Row[], firstKey: number): Row[] {
	switch (verb) {
		case 'create':
			return newRecords(count, firstKey);
		case 'update':
			return ids.map(({ Id }, index) => ({ Id, Name: `Renamed ${index}`, C_Region: 'North' }));
		case 'upsert':
			// Half of them are there already.
			return newRecords(count, firstKey + Math.ceil(count / 2));
		default:
			return ids.map(({ Id }) => ({ Id }));
	}
}

function emptyTimes(count: number): WriteTimes {
	const verbs = VERBS.map((verb) => [verb, { node: emptySeries(), bare: emptySeries() }] as const);
	return {
		count,
		verbs: Object.fromEntries(verbs) as WriteTimes['verbs'],
		keepAlive: emptySeries(),
		mapped: emptySeries(),
		alone: emptySeries(),
		aloneOneExpression: emptySeries(),
		aloneMapped: emptySeries(),
	};
}

export function emptySeries(): Series {
	return { milliseconds: [], calls: 0 };
}

export function add(series: Series, { milliseconds, calls }: Job): void {
	series.milliseconds.push(milliseconds);
	series.calls = calls;
}

export function keysOf<Key extends string>(object: Readonly<Record<Key, unknown>>): Key[] {
	return Object.keys(object) as Key[];
}
