import type { IDataObject } from 'n8n-workflow';
import type { Engine, WorkflowJson } from '../engine/harness/index.mjs';
import { watchRecords } from '../engine/support/triggers.mjs';
import { CREDENTIALS } from '../engine/support/workflows.mjs';
import { ENTITY } from './contestant.mjs';
import { say, timed } from './measure.mjs';
import { type Access, booksOf, type StandIn } from './standIn.mjs';
import { emptySeries, type Series } from './writes.mjs';

/** Polls that find nothing new, in an entity of this size. */
export interface PollTimes {
	readonly count: number;
	readonly poll: Series;
}

const WORKFLOW: WorkflowJson = {
	nodes: [
		{
			name: 'Trigger',
			type: 'n8n-nodes-billing.billingTrigger',
			parameters: watchRecords('recordCreatedOrUpdated', ENTITY),
			credentials: CREDENTIALS,
		},
	],
	connections: {},
};

/** A trigger of its own for each size; round 0 is its activation. */
export async function measurePolling(
	standIn: StandIn,
	engine: Engine,
	sizes: readonly number[],
	rounds: number,
): Promise<PollTimes[]> {
	const all: PollTimes[] = [];
	await standIn.reset();
	for (const count of sizes) {
		await standIn.fill(ENTITY, count);
		const staticData: IDataObject = {};
		const times = { count, poll: emptySeries() };
		for (let round = 0; round <= rounds; round++) {
			const { milliseconds, calls } = await pollOnce(standIn.access, engine, staticData);
			if (round === 0) continue;
			times.poll.milliseconds.push(milliseconds);
			times.poll.calls = Math.max(times.poll.calls, calls);
		}
		all.push(times);
		say(`polls of ${count} records with nothing new, ${rounds} rounds`);
	}
	return all;
}

async function pollOnce(
	access: Access,
	engine: Engine,
	staticData: IDataObject,
): Promise<{ milliseconds: number; calls: number }> {
	const before = await booksOf(access);
	const { milliseconds, result } = await timed(() =>
		engine.poll(WORKFLOW, 'Trigger', { staticData }),
	);
	const { calls, openSessions } = await booksOf(access);
	if (result !== null || openSessions > 0) {
		throw new Error(`A poll found ${result?.[0].length ?? 0} items, ${openSessions} sessions open`);
	}
	return { milliseconds, calls: calls - before.calls };
}
