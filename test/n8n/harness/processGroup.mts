import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { unwatch, watch } from './watchdog.mjs';

export interface Command {
	/** What it is called in messages. */
	name: string;
	file: string;
	args: readonly string[];
	cwd: string;
	env: NodeJS.ProcessEnv;
	/** The file that keeps what it prints. */
	log: string;
	/** Another user to run it; only root can do that. */
	user?: { uid: number; gid: number };
}

const LOOK_AGAIN_MS = 50;
/** n8n lets running workflows end first; nothing here takes as long as this. */
const GRACE_MS = 20_000;

const running = new Set<ProcessGroup>();

// Whatever ends this process, no n8n lives on. Its own group would otherwise keep it from hearing a Ctrl-C.
process.once('exit', () => {
	for (const group of running) group.signal('SIGKILL');
});

/** A command together with all that it starts: n8n starts a task runner, and that one outlives its parent. */
export class ProcessGroup {
	/** What was printed so far. */
	stdout = '';
	stderr = '';
	/** The exit code of the command itself; what it has started may live on until {@link stop}. */
	readonly ended: Promise<number | null>;

	private readonly child: ChildProcess;

	private readonly closed: Promise<unknown>;

	constructor(private readonly command: Command) {
		const { file, args, cwd, env, log, user } = command;
		this.child = spawn(file, args, {
			cwd,
			env,
			...user,
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		mkdirSync(dirname(log), { recursive: true });
		const copy = createWriteStream(log, { flags: 'a' });
		this.child.stdout!.setEncoding('utf8').on('data', (text: string) => {
			this.stdout += text;
			copy.write(text);
		});
		this.child.stderr!.setEncoding('utf8').on('data', (text: string) => {
			this.stderr += text;
			copy.write(text);
		});
		running.add(this);
		watch(this.pid);
		this.ended = new Promise((resolve, reject) => {
			this.child.once('error', reject).once('exit', resolve);
		});
		this.closed = new Promise((resolve) => {
			this.child.once('close', () => copy.end(resolve));
		});
	}

	get pid(): number {
		return this.child.pid ?? 0;
	}

	/** Waits until a text was printed. */
	async printed(text: string, withinMs: number): Promise<void> {
		const deadline = performance.now() + withinMs;
		while (!this.stdout.includes(text) && !this.stderr.includes(text)) {
			const { name, log } = this.command;
			if (this.child.exitCode !== null || this.child.signalCode !== null) {
				throw new Error(`${name} ended before it printed “${text}”: see ${log}\n${this.end()}`);
			}
			if (performance.now() > deadline) {
				throw new Error(`${name} has not printed “${text}” after ${withinMs} ms: see ${log}`);
			}
			await sleep(LOOK_AGAIN_MS);
		}
	}

	/** Asks all of it to end, then makes it. @returns when none of it is left, and all it has printed is here */
	async stop(graceMs = GRACE_MS): Promise<void> {
		this.signal(graceMs > 0 ? 'SIGTERM' : 'SIGKILL');
		const deadline = performance.now() + graceMs;
		while (this.isThere()) {
			if (performance.now() > deadline) this.signal('SIGKILL');
			await sleep(LOOK_AGAIN_MS);
		}
		running.delete(this);
		unwatch(this.pid);
		await this.closed;
	}

	/** Ends all of it at once, as a crash would. */
	async kill(): Promise<void> {
		await this.stop(0);
	}

	signal(signal: NodeJS.Signals | 0): boolean {
		if (this.pid === 0) return false;
		try {
			return process.kill(-this.pid, signal);
		} catch (error) {
			if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
			throw error;
		}
	}

	private isThere(): boolean {
		return this.signal(0);
	}

	private end(): string {
		return `${this.stdout}\n${this.stderr}`.trim().split('\n').slice(-20).join('\n');
	}
}
