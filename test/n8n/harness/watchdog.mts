import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('mourner.mjs', import.meta.url));

let toWatchdog: Writable | undefined;

/** Has a process group ended when this process is gone, even by SIGKILL, when no handler of its own runs any more. */
export function watch(pid: number): void {
	toWatchdog ??= start();
	toWatchdog.write(`+${pid}\n`);
}

export function unwatch(pid: number): void {
	toWatchdog?.write(`-${pid}\n`);
}

/** It hears of our end by the end of its input, which the system closes for us. */
function start(): Writable {
	// In a group of its own: what is sent to all of ours at once must not end it too.
	const child = spawn(process.execPath, [script], {
		detached: true,
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	child.unref();
	return child.stdin;
}
