import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { pack, type Tarball } from '../package/packedPackage.mjs';
import { CURRENT, type Installation, installN8n } from './install/install.mjs';
import { N8nHome } from './harness/n8nHome.mjs';

/** What all parts of the tests have in common. */
export interface Context {
	installation: Installation;
	tarball: Tarball;
	/** Screenshots, logs and the like of this run; ignored by git. */
	artefacts: string;
}

const artefacts = fileURLToPath(new URL('../../.cache/n8n-tests/', import.meta.url));

/** Where the pictures of the README are. */
export function picturesDir(): string {
	const dir = fileURLToPath(new URL('../../docs/images/', import.meta.url));
	mkdirSync(dir, { recursive: true });
	return dir;
}

export async function prepare(name: string): Promise<Context> {
	const installation = await installN8n(CURRENT);
	const dir = join(artefacts, name);
	rmSync(dir, { recursive: true, force: true });
	mkdirSync(dir, { recursive: true });
	return { installation, tarball: pack(dir), artefacts: dir };
}

export function newHome(
	{ installation, tarball, artefacts: dir }: Context,
	name: string,
	env: Readonly<Record<string, string>> = {},
): N8nHome {
	return new N8nHome({ name, installation, tarball, logDir: join(dir, 'logs'), env });
}
