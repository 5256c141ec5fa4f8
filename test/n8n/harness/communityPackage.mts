import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { packageJson, readJson, type Tarball, unpack } from '../../package/packedPackage.mjs';

/** Puts the package where n8n puts what a user installs, cut down and noted down as n8n does it. */
export function installAsN8nDoes(tarball: Tarball, userFolder: string): void {
	const dir = join(userFolder, '.n8n/nodes');
	mkdirSync(dir, { recursive: true });
	const file = join(unpack(tarball, dir), 'package.json');
	const { devDependencies, peerDependencies, ...installed } =
		readJson<Record<string, unknown>>(file);
	writeJson(file, installed);
	const ledger = { dependencies: { [packageJson.name]: installed.version } };
	writeJson(join(dir, 'package.json'), { name: 'installed-nodes', private: true, ...ledger });
}

function writeJson(file: string, content: object): void {
	writeFileSync(file, JSON.stringify(content, null, 2));
}
