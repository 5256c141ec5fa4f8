import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { say } from '../say.mjs';

const LOOK_AGAIN_MS = 2000;

/** Outside the checkout, so that a fresh clone finds what an older one has installed. */
export function cacheDir(): string {
	const { BILLING_TEST_CACHE, XDG_CACHE_HOME } = process.env;
	if (BILLING_TEST_CACHE) return BILLING_TEST_CACHE;
	return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-billing');
}

/**
 * Fills a folder once, whoever asks for it first. It has its name only when it is whole: one that was left half
 * done, by a full disk or a Ctrl-C, is thrown away and begun again.
 */
export async function once(dir: string, fill: (partial: string) => Promise<void>): Promise<void> {
	if (existsSync(dir)) return;
	mkdirSync(dirname(dir), { recursive: true });
	const unlock = await lock(`${dir}.lock`);
	try {
		if (existsSync(dir)) return;
		removeLeftovers(dir);
		const partial = `${dir}.partial-${process.pid}`;
		mkdirSync(partial);
		await fill(partial);
		renameSync(partial, dir);
	} finally {
		unlock();
	}
}

async function lock(file: string): Promise<() => void> {
	let told = false;
	while (!take(file)) {
		const holder = Number(readIfThere(file));
		if (holder > 0 && !isAlive(holder)) {
			rmSync(file, { force: true });
			continue;
		}
		if (!told) say(`Waiting for process ${holder}, which is installing into ${dirname(file)} …`);
		told = true;
		await sleep(LOOK_AGAIN_MS);
	}
	return () => rmSync(file, { force: true });
}

function take(file: string): boolean {
	try {
		writeFileSync(file, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (isCode(error, 'EEXIST')) return false;
		throw error;
	}
}

function readIfThere(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if (isCode(error, 'ENOENT')) return '';
		throw error;
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return !isCode(error, 'ESRCH');
	}
}

function isCode(error: unknown, code: string): boolean {
	return error instanceof Error && 'code' in error && error.code === code;
}

function removeLeftovers(dir: string): void {
	const prefix = `${basename(dir)}.partial-`;
	for (const name of readdirSync(dirname(dir))) {
		if (name.startsWith(prefix)) rmSync(join(dirname(dir), name), { recursive: true, force: true });
	}
}
