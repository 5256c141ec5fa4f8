import { parseArgs } from 'node:util';
import { runAll } from './lanes.mjs';
import { type Cell, problemsOf } from './matrix.mjs';
import { writeReport } from './report.mjs';
import { SUBJECTS } from './subjects.mjs';

/** More than there are processors: half of the time is waiting. */
const LANES = 4;

/**
 * Every fault on every operation and event; writes the matrix into `docs/reliability.md`.
 * `npm run test:faults -- --only "Record: Get" --fault reset` runs a part of it and writes nothing.
 */
async function main(): Promise<number> {
	const { values } = parseArgs({
		options: { only: { type: 'string' }, fault: { type: 'string' } },
	});
	const isWhole = Object.keys(values).length === 0;
	const only = new RegExp(values.only ?? '');
	const subjects = SUBJECTS.filter(({ system, name }) => only.test(`${system} ${name}`));
	const begun = performance.now();
	const cells: Cell[] = [];
	console.log(`Faults: ${subjects.length} operations and events, ${LANES} at a time …`);
	await runAll(subjects, LANES, values.fault ?? '', (found) => {
		cells.push(...found);
		report(found);
	});
	const runs = cells.reduce((sum, cell) => sum + cell.runs.length, 0);
	const failed = cells.filter((cell) => problemsOf(cell).length > 0).length;
	const seconds = Math.round((performance.now() - begun) / 1000);
	if (isWhole && failed === 0) await writeReport(cells, SUBJECTS);
	console.log(
		`faults: ${cells.length - failed} cells kept, ${failed} broken (${runs} runs, ${seconds} s)`,
	);
	return failed === 0 ? 0 : 1;
}

function report(cells: readonly Cell[]): void {
	const problems = cells.flatMap(problemsOf);
	const { name, system } = cells[0].subject;
	const result = problems.length === 0 ? 'kept' : `${problems.length} PROBLEMS`;
	console.log(`  ${system} ${name}: ${cells.length} cells, ${result}`);
	for (const problem of problems) console.log(`    ${problem}`);
}

process.exit(await main());
