// The package as a user gets it: packed by npm, unpacked where only n8n-workflow can be found beside it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface PackageJson {
	name: string;
	homepage: string;
	scripts: Record<string, string>;
	dependencies?: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
}

export function readJson<T>(path: string): T {
	return JSON.parse(readFileSync(path, 'utf8')) as T;
}

export const packageJson = readJson<PackageJson>(join(root, 'package.json'));

export interface Tarball {
	path: string;
	/** The packed files, relative to the package. */
	files: string[];
}

/** Packs what `dist` holds now. */
export function pack(intoDir: string): Tarball {
	const output = execFileSync(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', intoDir],
		{ cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
	);
	const [{ filename, files }] = JSON.parse(output) as Array<{
		filename: string;
		files: Array<{ path: string }>;
	}>;
	return { path: join(intoDir, filename), files: files.map(({ path }) => path) };
}

/** Unpacks a package into the `node_modules` of a folder. @returns where it is */
export function unpack({ path }: Tarball, dir: string): string {
	const folder = join(dir, 'node_modules', packageJson.name);
	mkdirSync(folder, { recursive: true });
	execFileSync('tar', ['-xzf', path, '--strip-components=1', '-C', folder]);
	return folder;
}

export class PackedPackage {
	/** Holds `node_modules` with the package and n8n-workflow. */
	readonly home = mkdtempSync(join(realpathSync(tmpdir()), 'billing-packed-'));

	readonly folder: string;

	/** The packed files, relative to the folder. */
	readonly files: string[];

	constructor() {
		const tarball = pack(this.home);
		this.files = tarball.files;
		this.folder = unpack(tarball, this.home);
		symlinkSync(
			join(root, 'node_modules/n8n-workflow'),
			join(this.home, 'node_modules/n8n-workflow'),
		);
	}

	path(file: string): string {
		return join(this.folder, file);
	}

	text(file: string): string {
		return readFileSync(this.path(file), 'utf8');
	}

	remove(): void {
		rmSync(this.home, { recursive: true });
	}
}
