import assert from 'node:assert/strict';

import type { Context } from '../context.mjs';
import { eventually } from '../harness/eventually.mjs';
import { openQueuePlace, type QueuePlace } from '../harness/queuePlace.mjs';
import type { SavedWorkflow } from '../harness/rest.mjs';
import type { Part } from '../runner.mjs';
import { readAccount, resume, writeAccount, writeWaitRead } from './accounts.mjs';
import { allClosed, sessionsOf } from './sessions.mjs';
import { chain, webhook } from './workflows.mjs';

const RUNS_PER_WORKER = 5;
const RUNS_AT_ONCE = 40;
/** Enough for every worker to be busy and some to wait for one. */
const RUNS_AT_KILL = 2 * RUNS_PER_WORKER + 2;
const SLOW_MS = 6000;
/** The calls that carry the session of a run: write, read, logout. */
const CALLS_PER_SESSION = 3;

/** n8n in queue mode, judged by the books of the stand-in: sessions belong to runs, not to processes. */
export function queue(context: Context): Part {
	return {
		name: 'Queue mode',
		async run(test) {
			const place = await openQueuePlace(context, 'queue', { runsPerWorker: RUNS_PER_WORKER });
			const { billingPlatform } = place.sandbox;
			const [first, second] = place.workers;
			try {
				const runs = await activeWorkflow(place, 'write-and-read');

				await test('opens and closes one session for each of 40 runs at once, on two workers', async () => {
					billingPlatform.reset();
					const keys = keysOf('RUN', RUNS_AT_ONCE);
					const answers = await Promise.all(keys.map(async (key) => await ask(place, key)));
					assert.deepEqual(
						answers.map(({ C_CrmId }) => C_CrmId),
						keys,
					);

					assert.ok(first.begun.length > 0 && second.begun.length > 0, 'A worker got no run');
					assert.equal(first.begun.length + second.begun.length, RUNS_AT_ONCE);
					await eventually(10_000, () => {
						assert.deepEqual(sessionsOf(place), allClosed(RUNS_AT_ONCE));
					});
					const calls = billingPlatform.books().sessions.map((session) => session.calls);
					assert.deepEqual(new Set(calls), new Set([CALLS_PER_SESSION]));
					assert.deepEqual(writtenAccounts(place), keys.sort());
				});

				await test('logs out before a Wait and in again after it, on whichever worker', async () => {
					billingPlatform.reset();
					const waits = await activeWorkflow(place, 'wait', true);
					const answer = Promise.allSettled([ask(place, 'WAIT-1', 'wait')]);
					const [id] = await executionsOf(place, waits, 1);
					const asleep = await place.rest.asleep(id);
					await eventually(10_000, () => {
						assert.deepEqual(sessionsOf(place), allClosed(1));
					});

					await resume(asleep);
					const ended = await place.rest.finished(id);
					assert.equal(ended.status, 'success');
					assert.equal(ended.items('Read')[0].C_CrmId, 'WAIT-1');
					await answer;
					assert.deepEqual(sessionsOf(place), allClosed(2));
				});

				await test('leaves at most the sessions of a worker that was killed, and all other runs end right', async () => {
					billingPlatform.reset();
					billingPlatform.faults.add(slowReads);
					const before = new Set(await place.rest.executionsOf(runs.id));
					const keys = keysOf('KILL', RUNS_AT_KILL);
					const all = Promise.allSettled(keys.map(async (key) => await ask(place, key)));
					await eventually(30_000, () => {
						assert.equal(billingPlatform.books().openSessions, 2 * RUNS_PER_WORKER);
						// By then each waits for its slow read, so what is written does not hang on the moment of the kill.
						assert.equal(writtenAccounts(place).length, 2 * RUNS_PER_WORKER);
					});
					await first.process.kill();
					const { held } = first;
					assert.equal(held.length, RUNS_PER_WORKER);

					await all;
					const executions = await executionsOf(place, runs, before.size + RUNS_AT_KILL);
					const ours = executions.filter((id) => !before.has(id));
					const ends = await Promise.all(ours.map(async (id) => await place.rest.finished(id)));
					for (const { id, status } of ends) {
						// n8n does not begin anew what it may have done in part.
						const expected = held.includes(id) ? 'error' : 'success';
						assert.equal(status, expected, `Execution ${id}`);
					}
					const { logins, logouts, openSessions } = billingPlatform.books();
					assert.ok(openSessions <= held.length, `${openSessions} sessions are open`);
					assert.equal(logins - logouts, openSessions);
					assert.deepEqual(writtenAccounts(place), keys.sort());
				});

				await test('leaves no session when a worker is told to stop, and ends its runs first', async () => {
					billingPlatform.reset();
					billingPlatform.faults.add(slowReads);
					const keys = keysOf('STOP', RUNS_PER_WORKER);
					const all = Promise.allSettled(keys.map(async (key) => await ask(place, key)));
					await eventually(30_000, () => {
						assert.equal(billingPlatform.books().openSessions, RUNS_PER_WORKER);
					});
					await second.process.stop();
					assert.deepEqual(second.held, []);
					for (const { status } of await all) assert.equal(status, 'fulfilled');
					assert.deepEqual(sessionsOf(place), allClosed(RUNS_PER_WORKER));
				});
			} finally {
				await place.close();
			}
		},
	};
}

/** So that a run can be met in its middle. */
const slowReads = {
	match: { kind: 'retrieve' },
	do: { type: 'delayAfterWork', ms: SLOW_MS },
	times: 'always',
} as const;

async function activeWorkflow(
	{ rest, url, credentials }: QueuePlace,
	path: string,
	waits = false,
): Promise<SavedWorkflow> {
	const { billingPlatform: credential } = credentials;
	const nodes = waits
		? writeWaitRead(credential)
		: [writeAccount('Write', credential), readAccount('Read', credential)];
	const saved = await rest.createWorkflow(chain(webhook('Asked', path), ...nodes));
	await rest.activate(saved);
	await answers(url, path);
	return saved;
}

/** n8n makes a workflow answer a moment after it says that it does. Asking by OPTIONS starts no run. */
async function answers(url: string, path: string): Promise<void> {
	await eventually(10_000, async () => {
		const options = { method: 'OPTIONS', headers: { Origin: url } };
		const { headers } = await fetch(`${url}/webhook/${path}`, options);
		assert.match(headers.get('Access-Control-Allow-Methods') ?? '', /POST/);
	});
}

function keysOf(prefix: string, count: number): string[] {
	return Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);
}

/** Starts a run by a request. @returns what the run gave */
async function ask(
	{ url }: QueuePlace,
	key: string,
	path = 'write-and-read',
): Promise<Record<string, unknown>> {
	const response = await fetch(`${url}/webhook/${path}`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ key }),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`The run of ${key} answered ${response.status}: ${text}`);
	return JSON.parse(text) as Record<string, unknown>;
}

/** The ids of a workflow's executions, as soon as all are there. */
async function executionsOf(
	{ rest }: QueuePlace,
	{ id }: SavedWorkflow,
	count: number,
): Promise<string[]> {
	return await eventually(30_000, async () => {
		const ids = await rest.executionsOf(id);
		assert.equal(ids.length, count);
		return ids;
	});
}

function writtenAccounts({ sandbox }: QueuePlace): string[] {
	const keys = sandbox.billingPlatform.rows('ACCOUNT').map(({ C_CrmId }) => C_CrmId ?? '');
	return keys.filter((key) => /^(RUN|KILL)-/.test(key)).sort();
}
