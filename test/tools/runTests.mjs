// The test command: runs the checks side by side, then the tests if all of them passed, and ends with one line of result.
import { exec, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const scratch = mkdtempSync(join(tmpdir(), 'billing-tests-'));
const report = join(scratch, 'report.json');

const checks = await Promise.all([
	check('lint', 'npm run --silent lint'),
	check('type check', 'npm run --silent typecheck'),
	check('build', 'npm run --silent build'),
]);
const isGood = checks.every(Boolean) && test();
if (!isGood) process.exitCode = 1;

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

/** What a check says is printed in one piece: others run at the same time. */
async function check(name, command) {
	const start = performance.now();
	return await new Promise((resolve) => {
		exec(command, { maxBuffer: Infinity }, (error, stdout, stderr) => {
			console.log(`\n== ${name}\n${stdout}${stderr}`.trimEnd());
			resolve(ended(name, start, error === null));
		});
	});
}

function test() {
	const start = performance.now();
	console.log('\n== tests');
	// `jest --json` also prints its report, which is for us and not for the reader.
	const { status } = spawnSync(`npx --no-install jest --ci --json --outputFile "${report}"`, {
		shell: true,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	return ended('tests', start, status === 0);
}

function ended(name, start, isGood) {
	const seconds = ((performance.now() - start) / 1000).toFixed(1);
	console.log(`== ${name}: ${isGood ? 'passed' : 'FAILED'} after ${seconds} s`);
	return isGood;
}
