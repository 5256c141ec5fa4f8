import { join } from 'node:path';

import type { Context } from '../context.mjs';
import { openPlace, type Place } from './place.mjs';
import { startPostgres, startRedis } from './servers.mjs';
import { Worker } from './worker.mjs';

const START_WITHIN_MS = 240_000;

/** n8n in queue mode: the one that has the editor takes requests, workers run the workflows. */
export interface QueuePlace extends Place {
	workers: [Worker, Worker];
}

/** How soon n8n notices that a worker is gone; by default it takes a minute or more. */
const NOTICES_SOON = {
	QUEUE_WORKER_LOCK_DURATION: '8000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

export async function openQueuePlace(
	context: Context,
	name: string,
	{ runsPerWorker }: { runsPerWorker: number },
): Promise<QueuePlace> {
	const log = (what: string) => join(context.artefacts, 'logs', `${name}-${what}.log`);
	const opened: Array<{ close(): Promise<void> }> = [];
	const close = async () => {
		for (const each of opened.reverse()) await each.close();
	};
	try {
		const redis = await startRedis(log('redis'));
		opened.push(redis);
		// n8n warns of SQLite in queue mode, and its runs fail there with "database is locked".
		const database = await startPostgres(log('postgres'));
		opened.push(database);
		const place = await openPlace(context, name, {
			env: { EXECUTIONS_MODE: 'queue', ...NOTICES_SOON, ...redis.env, ...database.env },
		});
		opened.push(place);
		const startWorker = async (role: string) => {
			const args = ['worker', `--concurrency=${runsPerWorker}`];
			// It tells runs where they are woken, and that is not where it is itself.
			const process = await place.home.spawn(role, args, { WEBHOOK_URL: `${place.url}/` });
			await process.printed('n8n worker is now ready', START_WITHIN_MS);
			return new Worker(process);
		};
		const workers = await Promise.all([startWorker('worker-1'), startWorker('worker-2')]);
		return { ...place, workers, close };
	} catch (error) {
		await close();
		throw error;
	}
}
