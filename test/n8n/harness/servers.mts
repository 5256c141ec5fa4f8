import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from './ports.mjs';
import { ProcessGroup } from './processGroup.mjs';
import { newTempDir, removeTempDir } from './tempDir.mjs';

/** A server that n8n needs beside itself, empty, and gone when it is closed. */
export interface Server {
	/** How n8n is told where it is. */
	env: Readonly<Record<string, string>>;
	close(): Promise<void>;
}

const START_WITHIN_MS = 30_000;

export async function startRedis(log: string): Promise<Server> {
	const file = 'redis-server';
	if (spawnSync(file, ['--version']).error) {
		throw new Error(`Queue mode needs ${file} (Debian's package of that name)`);
	}
	const port = await freePort();
	const redis = new ProcessGroup({
		name: file,
		file,
		args: ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no'],
		cwd: tmpdir(),
		env: process.env,
		log,
	});
	return await ready(redis, 'Ready to accept connections', {
		env: { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) },
		close: async () => await redis.stop(),
	});
}

export async function startPostgres(log: string): Promise<Server> {
	const bin = postgresFolder();
	const user = postgresUser();
	const dir = newTempDir('postgres');
	if (user) chownSync(dir, user.uid, user.gid);
	const name = 'n8n';
	const data = join(dir, 'data');
	const setUp = ['-D', data, '-U', name, '--auth=trust', '--encoding=UTF8', '--no-sync'];
	execFileSync(join(bin, 'initdb'), setUp, { ...user, cwd: dir, stdio: 'pipe' });

	const port = await freePort();
	const settings = { fsync: 'off', listen_addresses: '127.0.0.1', unix_socket_directories: dir };
	const postgres = new ProcessGroup({
		name: 'postgres',
		file: join(bin, 'postgres'),
		args: [
			...['-D', data, '-p', String(port)],
			...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
		],
		cwd: dir,
		env: process.env,
		log,
		user,
	});
	return await ready(postgres, 'database system is ready to accept connections', {
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: name,
			DB_POSTGRESDB_PASSWORD: 'not-a-real-password',
		},
		async close() {
			await postgres.stop();
			removeTempDir(dir);
		},
	});
}

async function ready(process: ProcessGroup, says: string, server: Server): Promise<Server> {
	try {
		await process.printed(says, START_WITHIN_MS);
		return server;
	} catch (error) {
		await server.close();
		throw error;
	}
}

/** Debian puts the programs of each version into a folder of their own, outside of the path. */
function postgresFolder(): string {
	const root = '/usr/lib/postgresql';
	const versions = existsSync(root) ? readdirSync(root) : [];
	const [newest] = versions
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => join(root, version, 'bin'))
		.filter((bin) => existsSync(join(bin, 'initdb')));
	if (!newest) throw new Error("Queue mode needs PostgreSQL (Debian's package postgresql)");
	return newest;
}

/** PostgreSQL refuses to be run by root. */
function postgresUser(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const idOf = (kind: string) =>
		Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }));
	return { uid: idOf('-u'), gid: idOf('-g') };
}
