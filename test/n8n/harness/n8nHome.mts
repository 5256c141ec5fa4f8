import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

import type { INodeExecutionData } from 'n8n-workflow';

import type { Tarball } from '../../package/packedPackage.mjs';
import type { Installation } from '../install/install.mjs';
import { installAsN8nDoes } from './communityPackage.mjs';
import { freePort } from './ports.mjs';
import { ProcessGroup } from './processGroup.mjs';
import { newTempDir, removeTempDir } from './tempDir.mjs';

export interface HomeOptions {
	/** What it is called in messages and in the names of its logs. */
	name: string;
	installation: Installation;
	/** The package, which is unpacked where n8n puts what it installs. */
	tarball: Tarball;
	/** Where its logs go. */
	logDir: string;
	env?: Readonly<Record<string, string>>;
}

/** What a command line of n8n has printed, and how it ended. */
export interface Ran {
	code: number | null;
	stdout: string;
	stderr: string;
}

const START_WITHIN_MS = 240_000;

const SETTINGS = {
	// `execute` prints its result through the logger.
	N8N_LOG_LEVEL: 'info',
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_SECURE_COOKIE: 'false',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
	N8N_RUNNERS_ENABLED: 'false',
	DB_SQLITE_POOL_SIZE: '2',
};

/** An n8n with a state of its own: its database, key and community packages lie in a folder that goes with it. */
export class N8nHome {
	private readonly dir = newTempDir('n8n');

	private readonly processes: ProcessGroup[] = [];

	private readonly env: NodeJS.ProcessEnv;

	constructor(private readonly options: HomeOptions) {
		installAsN8nDoes(options.tarball, this.dir);
		this.env = {
			...withoutNpm(process.env),
			...SETTINGS,
			PATH: [dirname(options.installation.node), process.env.PATH].join(delimiter),
			N8N_USER_FOLDER: this.dir,
			...options.env,
		};
	}

	/** A file of its own, which goes when the n8n goes. */
	file(name: string): string {
		return join(this.dir, name);
	}

	/** The bytes of a binary property of an item: n8n keeps them in a file, and the item says in which. */
	async binary({ binary }: INodeExecutionData, property = 'data'): Promise<Buffer> {
		const id = binary?.[property]?.id;
		if (!id) throw new Error(`The item has no binary property “${property}”`);
		return await readFile(join(this.dir, '.n8n/storage', id.slice(id.indexOf(':') + 1)));
	}

	/** Runs one command of n8n's command line to its end. */
	async cli(...args: string[]): Promise<Ran> {
		const command = await this.spawn('cli', args);
		const code = await command.ended;
		await command.stop();
		return { code, stdout: command.stdout, stderr: command.stderr };
	}

	/** Starts the n8n that has the editor. @returns when the editor can be opened */
	async start(port?: number): Promise<{ url: string; process: ProcessGroup }> {
		const chosen = port ?? (await freePort());
		const process = await this.spawn('main', ['start'], { N8N_PORT: String(chosen) });
		await process.printed('Editor is now accessible', START_WITHIN_MS);
		return { url: `http://localhost:${chosen}`, process };
	}

	/** Starts a command that goes on until it is stopped, e.g. a worker. */
	async spawn(
		role: string,
		args: readonly string[],
		env: Readonly<Record<string, string>> = {},
	): Promise<ProcessGroup> {
		const { installation, name, logDir } = this.options;
		const process = new ProcessGroup({
			name: `n8n ${args[0]} (${name})`,
			file: installation.node,
			args: [installation.script, ...args],
			cwd: this.dir,
			// One n8n has one port for its task runners, and two cannot share it.
			env: { ...this.env, N8N_RUNNERS_BROKER_PORT: String(await freePort()), ...env },
			log: join(logDir, `${name}-${role}.log`),
		});
		this.processes.push(process);
		return process;
	}

	/** Ends all that it has started, and leaves nothing of it. */
	async remove(): Promise<void> {
		await Promise.all(this.processes.map(async (process) => await process.stop()));
		removeTempDir(this.dir);
	}
}

/** `npm run` puts its own settings into the environment; n8n starts npm too, and has none of them. */
function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return Object.fromEntries(
		Object.entries(env).filter(([name]) => !/^(npm_|NODE_OPTIONS$)/i.test(name)),
	);
}
