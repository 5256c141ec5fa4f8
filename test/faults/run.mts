import { type Cell, problemsOf, runAll } from './matrix.mjs';
import { writeReport } from './report.mjs';
import { SUBJECTS } from './subjects.mjs';

const LANES = 4;

/** Every fault on every operation and event; writes the matrix into `docs/reliability.md`. */
async function main(): Promise<number> {
	const begun = performance.now();
	const cells: Cell[] = [];
	console.log(`Faults: ${SUBJECTS.length} operations and events, ${LANES} at a time …`);
	await runAll(SUBJECTS, LANES, (found) => {
		cells.push(...found);
		const problems = found.flatMap(problemsOf);
		const { name, system } = found[0].subject;
		const result = problems.length === 0 ? 'kept' : `${problems.length} PROBLEMS`;
		console.log(`  ${system} ${name}: ${found.length} cells, ${result}`);
		for (const problem of problems) console.log(`    ${problem}`);
	});
	const runs = cells.reduce((sum, cell) => sum + cell.runs.length, 0);
	const failed = cells.filter((cell) => problemsOf(cell).length > 0).length;
	const seconds = Math.round((performance.now() - begun) / 1000);
	if (failed === 0) await writeReport(cells, SUBJECTS);
	console.log(
		`faults: ${cells.length - failed} cells kept, ${failed} broken (${runs} runs, ${seconds} s)`,
	);
	return failed === 0 ? 0 : 1;
}

process.exit(await main());
