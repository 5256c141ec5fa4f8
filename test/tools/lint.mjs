// n8n's own lint, with warnings counted as failures: eslint's exit code alone lets them pass.
import { spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

const { status, stdout, stderr } = spawnSync('npx --no-install n8n-node lint', {
	shell: true,
	encoding: 'utf8',
});
process.stdout.write(stdout);
process.stderr.write(stderr);

const found = /✖ (\d+) problems?/.exec(stripVTControlCharacters(stdout + stderr));
process.exitCode = found ? 1 : status;
