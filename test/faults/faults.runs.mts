import type { Call } from '../sandbox/exchange.mjs';
import { disturb } from './disturb.mjs';
import { cancelled, passing } from './fates.mjs';
import type { FaultCase, Subject } from './model.mjs';
import { firstHit, type World } from './world.mjs';

const DAY_MS = 86_400_000;

const at = (world: World, { kind, safety }: Subject, run: (call: Call) => void): void =>
	world.on({ at: 'arrival', kind, nth: firstHit(safety), run });

/** The run is stopped at each of its requests, in as many runs. A poll cannot be stopped; n8n may die at its end. */
const stopped = (name: string, moment: 'arrival' | 'answer'): FaultCase => ({
	name,
	expect: cancelled,
	runs: (goodCalls, { safety }) => (safety === 'poll' ? 1 : goodCalls),
	order(world, { safety }, run) {
		if (safety === 'poll') return { dies: true };
		const cancelWhen = new Promise<void>((resolve) =>
			world.on({ at: moment, nth: run + 1, run: () => resolve() }),
		);
		return { cancelWhen };
	},
});

export const RUNS: readonly FaultCase[] = [
	{
		name: 'rows change while they are read',
		expect: ({ twisted }) => twisted?.moving ?? 'done',
		order: (world, subject) => at(world, subject, (call) => disturb(world, subject, call)),
	},
	{
		name: 'clock jumps a day ahead',
		expect: passing,
		order: (world, subject) => at(world, subject, () => world.clock.jump(DAY_MS)),
	},
	{
		name: 'clock jumps a day back',
		expect: passing,
		order: (world, subject) => at(world, subject, () => world.clock.jump(-DAY_MS)),
	},
	{
		name: 'clock jumps a day back in a pause',
		expect: passing,
		order(world, subject) {
			world.hit(subject, { type: 'status', code: 429, headers: { 'retry-after': '2' } });
			world.clock.atPause(() => world.clock.jump(-DAY_MS));
		},
	},
	stopped('stopped as the n-th request arrives', 'arrival'),
	stopped('stopped as the n-th request is answered', 'answer'),
];
