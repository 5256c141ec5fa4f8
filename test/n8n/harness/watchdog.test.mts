import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const WITHIN_MS = 10_000;

/** Starts a process that would go on for long, as a test run starts n8n, and says which. */
const starter = `
	import { ProcessGroup } from ${JSON.stringify(new URL('processGroup.mts', import.meta.url).href)};
	const group = new ProcessGroup({
		name: 'long',
		file: process.execPath,
		args: ['-e', 'setInterval(() => {}, 1000)'],
		cwd: '.',
		env: process.env,
		log: '/dev/null',
	});
	console.log(group.pid);
	setInterval(() => {}, 1000);
`;

describe('The watchdog', () => {
	it('ends what a test run has started when the run itself is killed', async () => {
		const run = spawn(
			process.execPath,
			['--import', 'tsx', '--input-type=module', '--eval', starter],
			{ stdio: ['ignore', 'pipe', 'inherit'] },
		);
		const [line] = (await once(run.stdout.setEncoding('utf8'), 'data')) as [string];
		const started = Number(line);
		expect(isAlive(started)).toBe(true);

		run.kill('SIGKILL');
		const deadline = performance.now() + WITHIN_MS;
		while (isAlive(started) && performance.now() < deadline) await sleep(50);
		expect(isAlive(started)).toBe(false);
	});
});

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}
