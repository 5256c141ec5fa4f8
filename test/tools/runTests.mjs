// The test command: runs the steps below in order, stops at the first that fails, and ends with one line of result.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const scratch = mkdtempSync(join(tmpdir(), 'billing-tests-'));
const report = join(scratch, 'report.json');

const steps = [
	['lint', 'npm run --silent lint'],
	['type check', 'npm run --silent typecheck'],
	['build', 'npm run --silent build'],
	['tests', `npx --no-install jest --ci --json --outputFile "${report}"`],
];

for (const [name, command] of steps) {
	console.log(`\n== ${name}`);
	const start = performance.now();
	const { status } = spawnSync(command, {
		shell: true,
		// `jest --json` also prints its report, which is for us and not for the reader.
		stdio: ['ignore', name === 'tests' ? 'ignore' : 'inherit', 'inherit'],
	});
	const seconds = ((performance.now() - start) / 1000).toFixed(1);
	console.log(`== ${name}: ${status === 0 ? 'passed' : 'FAILED'} after ${seconds} s`);
	if (status !== 0) {
		process.exitCode = 1;
		break;
	}
}

const { passed, failed, skipped } = results();
if (skipped > 0) console.log(`\nSkipped: ${skipped}`);
console.log(`\nTests: ${passed} passed, ${failed} failed`);
rmSync(scratch, { recursive: true });

/** A step that fails outside the tests counts as one failure, and so does a test file that cannot be loaded. */
function results() {
	const stopped = process.exitCode ? 1 : 0;
	if (!existsSync(report)) return { passed: 0, failed: stopped, skipped: 0 };
	const run = JSON.parse(readFileSync(report, 'utf8'));
	return {
		passed: run.numPassedTests,
		failed: Math.max(run.numFailedTests + run.numRuntimeErrorTestSuites, stopped),
		skipped: run.numPendingTests,
	};
}
