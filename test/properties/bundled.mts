import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * A script of this folder as one file. Loaded one by one, modules of the node would exist twice (as ES module and
 * as CommonJS), and an error of one copy is none of the other's class.
 */
export async function bundled(script: string): Promise<{ file: string; remove(): void }> {
	const folder = mkdtempSync(join(tmpdir(), 'billing-properties-'));
	const root = fileURLToPath(new URL('../../', import.meta.url));
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
	const file = join(folder, 'worker.cjs');
	await build({
		entryPoints: [fileURLToPath(new URL(script, import.meta.url))],
		outfile: file,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		packages: 'external',
		target: 'es2022',
		sourcemap: 'inline',
		// Parts of the tests that read files beside themselves are not used here.
		logLevel: 'error',
		resolveExtensions: ['.mts', '.ts', '.mjs', '.js'],
	});
	return { file, remove: () => rmSync(folder, { recursive: true }) };
}
