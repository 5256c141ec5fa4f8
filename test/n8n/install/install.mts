import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { say, seconds } from '../say.mjs';
import { cacheDir, once } from './cache.mjs';

/** A version of n8n, and what it needs to install from the registry. */
export interface Release {
	n8n: string;
	node: string;
	/** Versions of its dependencies that have to be others than it asks for. */
	overrides: Readonly<Record<string, string>>;
	/** Packages whose install scripts it cannot do without. */
	compiled: readonly string[];
}

/** The n8n that the package is made for. */
export const CURRENT: Release = {
	n8n: '2.41.1',
	node: '24.21.0',
	overrides: { linkedom: '0.18.12' },
	compiled: ['sqlite3', 'isolated-vm'],
};

/** The newest n8n 1: it does not tell nodes when a run ends. */
export const OLDER: Release = {
	n8n: '1.123.81',
	node: '24.21.0',
	overrides: { xlsx: '0.18.5' },
	compiled: ['sqlite3', 'isolated-vm'],
};

export interface Installation {
	readonly release: Release;
	/** The Node binary to run it with. */
	readonly node: string;
	/** The script of n8n's command line. */
	readonly script: string;
}

const REPORT_EVERY_MS = 15_000;
const HOW_MUCH_OF_THE_LOG = 40;

/** n8n on a Node of its own, installed from the registry at the first call and found in the cache at the next. */
export async function installN8n(release: Release = CURRENT): Promise<Installation> {
	const node = await installNode(release.node);
	const dir = join(cacheDir(), `n8n-${release.n8n}-node-${release.node}-${platform}`);
	await once(dir, async (partial) => await fillN8n(partial, release, node));
	const script = join(dir, 'node_modules/n8n/bin/n8n');
	return { release, script, node: join(node, 'bin/node') };
}

const platform = `${process.platform}-${process.arch}`;

/** @returns the folder of a Node: `bin/node` and the headers for compiling */
async function installNode(version: string): Promise<string> {
	const name = `node-${platform}`;
	const dir = join(cacheDir(), `${name}-${version}`);
	await once(dir, async (partial) => {
		say(`Installing Node ${version} (once, into ${cacheDir()}) …`);
		await writePackage(partial, { dependencies: { [name]: version } });
		await npm(partial, ['install'], process.env);
	});
	return join(dir, 'node_modules', name);
}

async function fillN8n(dir: string, release: Release, node: string): Promise<void> {
	const { n8n, overrides, compiled } = release;
	const start = performance.now();
	say(`Installing n8n ${n8n} (once, into ${cacheDir()}); this takes 5 to 10 minutes and 3 GB …`);
	await writePackage(dir, { dependencies: { n8n }, overrides });
	const env = {
		...process.env,
		// The compiled parts must fit the Node that will run them, whichever runs npm here.
		PATH: [join(node, 'bin'), process.env.PATH].join(delimiter),
		npm_config_nodedir: node,
	};
	await watched(`n8n ${n8n}`, dir, async () => {
		await npm(dir, ['install', '--ignore-scripts'], env);
		say(`  compiling ${compiled.join(' and ')} …`);
		await npm(dir, ['rebuild', '--ignore-scripts=false', ...compiled], env);
	});
	say(`n8n ${n8n} is installed, after ${seconds(start)}.`);
}

async function writePackage(dir: string, content: object): Promise<void> {
	const json = { name: 'installed-for-tests', private: true, ...content };
	await mkdir(dir, { recursive: true });
	writeFileSync(join(dir, 'package.json'), JSON.stringify(json, null, '\t'));
}

/** Says now and then how far an installation is: npm itself is silent where there is no terminal. */
async function watched(what: string, dir: string, work: () => Promise<void>): Promise<void> {
	const start = performance.now();
	const timer = setInterval(() => {
		say(`  ${what}: ${seconds(start)}, ${countPackages(dir)} packages so far`);
	}, REPORT_EVERY_MS);
	try {
		await work();
	} finally {
		clearInterval(timer);
	}
}

function countPackages(dir: string): number {
	const modules = join(dir, 'node_modules');
	if (!existsSync(modules)) return 0;
	return readdirSync(modules)
		.filter((name) => !name.startsWith('.'))
		.flatMap((name) => (name.startsWith('@') ? readdirSync(join(modules, name)) : [name])).length;
}

async function npm(cwd: string, args: string[], env: NodeJS.ProcessEnv): Promise<void> {
	const log = join(cwd, 'npm.log');
	const command = ['npm', ...args, '--no-audit', '--no-fund', '--loglevel=warn'].join(' ');
	const code = await new Promise<number | null>((resolve, reject) => {
		const child = spawn(`${command} >>npm.log 2>&1`, { cwd, env, shell: true, stdio: 'ignore' });
		child.once('error', reject).once('close', resolve);
	});
	if (code === 0) return;
	const end = (await readFile(log, 'utf8')).split('\n').slice(-HOW_MUCH_OF_THE_LOG).join('\n');
	throw new Error(`“${command}” failed:\n${end}`);
}
