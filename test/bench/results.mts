import { cloudLines, type CloudTimes } from './cloudBilling/lines.mjs';
import { VERBS } from './contestant.mjs';
import type { GrowthTimes } from './growth.mjs';
import { grouped, type Line, megabytes, timeLine } from './lines.mjs';
import { median, ratios } from './measure.mjs';
import type { PollTimes } from './polling.mjs';
import type { ReadingTimes } from './reading.mjs';
import type { SmallTimes } from './today.mjs';
import type { Series, WriteTimes } from './writes.mjs';

/** Everything that was measured. */
export interface Results {
	readonly small: readonly SmallTimes[];
	readonly writes: readonly WriteTimes[];
	readonly reading: readonly ReadingTimes[];
	readonly growth: readonly GrowthTimes[];
	readonly polling: readonly PollTimes[];
	readonly cloud: CloudTimes;
}

const NAMES = {
	create: 'Create',
	get: 'Get by Id',
	update: 'Update',
	delete: 'Delete',
	restore: 'Restore',
	upsert: 'Create or Update',
} as const;

/** What the project promises, by number of records. */
const TIME_TARGETS: Readonly<Record<number, number>> = { 1_000: 1.3, 10_000: 1.15 };
const CALL_TARGETS: Readonly<Record<number, number>> = { 1_000: 12, 10_000: 102 };
const READING = { calls: 13, time: 1.2, memory: 1.5 };
const GROWTH = 1.1;
const POLL = { calls: 3, time: 1.5 };

export function linesOf(results: Results): Line[] {
	const { small, writes, reading, growth, polling, cloud } = results;
	return [
		...writes.flatMap(verbLines),
		...writes.flatMap((times) => todayLines(times, small)),
		...writes.flatMap(expressionLines),
		...reading.flatMap(readingLines),
		...growthLines(growth),
		...pollLines(polling),
		...cloudLines(cloud),
	];
}

function verbLines({ count, verbs }: WriteTimes): Line[] {
	return VERBS.map((verb) => ({
		...timeLine(verbs[verb].node, verbs[verb].bare),
		what: NAMES[verb],
		records: count,
		callsTarget: CALL_TARGETS[count],
		target: TIME_TARGETS[count],
	}));
}

/** One by one is measured on few records: what it takes for many is scaled. */
function todayLines({ count, verbs, keepAlive }: WriteTimes, small: readonly SmallTimes[]): Line[] {
	const measured = small[small.length - 1];
	const { node } = verbs.upsert;
	const scaled = ({ milliseconds, calls }: Series): Series => ({
		milliseconds: node.milliseconds.map(() => median(milliseconds) * (count / measured.count)),
		calls,
	});
	const base = { records: count };
	return [
		{
			...base,
			...timeLine(node, scaled(measured.onePerRecord), 'one by one'),
			what: 'Create or Update, as today: one request per record',
		},
		{
			...base,
			...timeLine(
				node,
				scaled(measured.loginPerRecord),
				'one by one, login and logout around each',
			),
			what: 'Create or Update, as today: a session for each',
		},
		{
			...base,
			...timeLine(node, keepAlive, 'bare script, one connection'),
			what: 'Create or Update, against a kept connection',
		},
	];
}

function expressionLines(times: WriteTimes): Line[] {
	const { count, verbs, mapped, alone, aloneOneExpression, aloneMapped } = times;
	const { bare } = verbs.upsert;
	const base = { records: count };
	const engine = (what: string, series: Series): Line => ({
		...base,
		...timeLine(series, bare),
		calls: undefined,
		what,
	});
	return [
		{ ...base, ...timeLine(mapped, bare), what: 'Create or Update, six columns by expression' },
		engine('Engine alone: six expressions per item', aloneMapped),
		engine('Engine alone: one expression per item', aloneOneExpression),
		engine('Engine alone: items handed on', alone),
	];
}

function readingLines({ what, count, time, memory }: ReadingTimes): Line[] {
	const name = `Get Many, ${what}`;
	const memoryLine = (label: string, key: 'peak' | 'kept'): Line => {
		const [ours, theirs] = [memory.node, memory.bare].map((list) => list.map((one) => one[key]));
		return {
			what: `${name}: ${label}`,
			records: count,
			ours: megabytes(median(ours)),
			theirs: `bare script: ${megabytes(median(theirs))}`,
			ratio: ratios(ours, theirs),
			target: READING.memory,
		};
	};
	return [
		{
			...timeLine(time.node, time.bare),
			what: `${name}: time`,
			records: count,
			callsTarget: READING.calls,
			target: READING.time,
		},
		memoryLine('peak memory', 'peak'),
		memoryLine('heap that stays', 'kept'),
	];
}

/** Each size against each smaller one, in the same round. */
function growthLines(growth: readonly GrowthTimes[]): Line[] {
	const perRecord = (times: readonly number[]) => `${(median(times) * 1000).toFixed(0)} µs each`;
	return growth.flatMap((larger, index) =>
		growth.slice(0, index).map((smaller) => ({
			what: 'Create or Update, time per record, no latency',
			records: larger.count,
			ours: perRecord(larger.node),
			theirs: `${grouped(smaller.count)} records: ${perRecord(smaller.node)}`,
			ratio: ratios(larger.node, smaller.node),
			target: GROWTH,
		})),
	);
}

/** Login, one read, logout: the same for every size. */
function pollLines(polling: readonly PollTimes[]): Line[] {
	const [smallest] = polling;
	return polling.map(({ count, poll }) => ({
		...timeLine(poll, smallest.poll, `${grouped(smallest.count)} records`),
		what: 'Billing Trigger: a poll with nothing new',
		records: count,
		callsTarget: POLL.calls,
		target: POLL.time,
	}));
}
