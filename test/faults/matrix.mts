import { type Mode, modesOf, runOnce } from './cell.mjs';
import { concerns, FAULTS } from './faults.mjs';
import { describeAccount, type Verdict } from './judge.mjs';
import type { FaultCase, Subject } from './model.mjs';
import { SUBJECTS } from './subjects.mjs';
import { World } from './world.mjs';

/** The run without a fault, which all others are measured by. */
export const NO_FAULT: FaultCase = {
	name: 'no fault',
	expect: () => 'done',
	order: () => undefined,
};

/** One fault on one subject: a verdict for each run of each mode. */
export interface Cell {
	readonly fault: FaultCase;
	readonly subject: Subject;
	readonly runs: ReadonlyArray<{ mode: Mode; run: number; verdict: Verdict }>;
}

/** All cells of one subject, in the order of the faults. */
export async function runSubject(
	world: World,
	subject: Subject,
	isWanted: (fault: FaultCase) => boolean = () => true,
): Promise<Cell[]> {
	const good = await runCell(world, NO_FAULT, subject, 0);
	const { calls } = good.runs[0].verdict.books;
	const cells = [good];
	for (const fault of FAULTS) {
		if (!concerns(fault, subject) || !isWanted(fault)) continue;
		cells.push(await runCell(world, fault, subject, calls));
	}
	return cells;
}

async function runCell(
	world: World,
	fault: FaultCase,
	subject: Subject,
	goodCalls: number,
): Promise<Cell> {
	const runs = [];
	const count = fault.runs?.(goodCalls, subject) ?? 1;
	for (const mode of modesOf(subject)) {
		for (let run = 0; run < count; run++) {
			runs.push({ mode, run, verdict: await runOnce(world, fault, subject, mode, run) });
		}
	}
	return { fault, subject, runs };
}

/** What n8n's process remembers of an address: the method of queries that has given rows, and the contract. */
const WARMERS = SUBJECTS.filter(({ name }) => /^(Query: Execute SQL|Customer: Get)$/.test(name));

/** A world in which n8n has been at work for a while. */
export async function warmWorld(): Promise<World> {
	const world = await World.create();
	for (const subject of WARMERS) await runOnce(world, NO_FAULT, subject, 'stop');
	return world;
}

export function problemsOf({ fault, subject, runs }: Cell): string[] {
	return runs.flatMap(({ mode, run, verdict: { problems, trail } }) => {
		const place = `${fault.name} / ${subject.name} (${mode}${run > 0 ? `, ${run + 1}` : ''})`;
		return problems.map((problem) => `${place}: ${problem} [${trail}]`);
	});
}

/** What the user sees, in a few words. */
export function describeSeen({ fault, subject, runs }: Cell): string {
	const [{ verdict }] = runs;
	const { seen } = verdict;
	if (runs.length > 2) return describeStops(runs.map((each) => each.verdict));
	if (seen.account && seen.fate !== 'done') return describeAccount(seen.account);
	if (fault.expect(subject) === 'asGiven') return 'as given';
	if (seen.fate === 'done') return 'done';
	return subject.work.does === 'poll' ? 'error, next poll tells all' : 'error, no rows';
}

function describeStops(verdicts: Verdict[]): string {
	const cancelled = verdicts.filter(({ seen }) => seen.fate === 'cancelled').length;
	return `${cancelled} of ${verdicts.length} stopped`;
}

/** What the vendor's books say. */
export function describeBooks({ subject, runs }: Cell): string {
	const [{ verdict }] = runs;
	const { done, calls, logins, openSessions } = verdict.books;
	const rows = `${done.filter((times) => times === 1).length}/${done.length} once`;
	const parts = [
		subject.work.does === 'write' && runs.length <= 2 && rows,
		runs.length <= 2 && `${calls} calls`,
		subject.system === 'billingPlatform' && logins !== 1 && `${logins} logins`,
		openSessions > 0 && `${openSessions} left open`,
	];
	return parts.filter(Boolean).join(', ') || 'all told, 0 open';
}
