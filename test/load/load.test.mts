import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A short form of `npm run test:load`; in a process of its own, as only that can be told to collect garbage. */
const PROGRAM = fileURLToPath(new URL('run.mts', import.meta.url));
const SHORT = ['--at-once=40', '--credentials=8', '--runs=150', '--first=50'];

test('many runs at once share no session, leave none open, and leave no memory behind', () => {
	const { stdout, stderr, status } = spawnSync(
		process.execPath,
		['--expose-gc', '--import', 'tsx', PROGRAM, ...SHORT],
		{ encoding: 'utf8' },
	);
	expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
	expect(stdout).toMatch(/^load: 40 runs at once on 1 credential .* 0 open at the end/m);
	expect(stdout).toMatch(/^load: 40 runs at once on 8 credentials .* 0 open at the end/m);
	expect(stdout).toMatch(/^soak: 150 runs .* 0 open/m);
}, 240_000);
