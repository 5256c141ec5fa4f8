import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dirs = new Set<string>();

process.once('exit', () => {
	for (const dir of dirs) rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
});

/** A folder that goes with this process, or before. */
export function newTempDir(name: string): string {
	const dir = mkdtempSync(join(tmpdir(), `billing-${name}-`));
	dirs.add(dir);
	return dir;
}

export function removeTempDir(dir: string): void {
	rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
	dirs.delete(dir);
}
