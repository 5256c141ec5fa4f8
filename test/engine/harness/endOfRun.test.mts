import type { IExecuteFunctions } from 'n8n-workflow';
import type { FixtureServer } from './fixture/server.mjs';
import { Fixture, items } from './fixture/setup.mjs';
import { chain, code, fixture, start } from './fixture/workflows.mjs';
import type { Engine } from './index.mjs';

let setup: Fixture;
let engine: Engine;
let server: FixtureServer;

beforeEach(async () => {
	setup = await Fixture.create();
	({ engine, server } = setup);
});
afterEach(async () => await setup.remove());

describe('the end of a run', () => {
	test('runs handlers of onExecutionFinish after success', async () => {
		const result = await engine.run(chain(start, fixture('Ask')));
		expect(result.status).toBe('success');
		expect(server.paths).toEqual(['/login', '/data', '/logout']);
	});

	test('runs handlers of onExecutionFinish after failure', async () => {
		const result = await engine.run(chain(start, fixture('Ask', { path: '/status/500' })));
		expect(result.error).toMatchObject({ name: 'NodeApiError', httpCode: '500' });
		expect(server.paths).toEqual(['/login', '/status/500', '/logout']);
	});

	test('runs handlers of onExecutionFinish after cancel, and waits for them', async () => {
		const workflow = chain(start, fixture('Ask', { path: '/hang' }), code('Never'));
		const result = await engine.run(workflow, { cancelWhen: server.hanging });
		expect(result.status).toBe('canceled');
		expect(result.finishes).toBe(1);
		expect(result.runsOf('Never')).toEqual([]);
		expect(server.paths).toEqual(['/login', '/hang', '/logout']);
		expect(server.sessions.size).toBe(0);
	});

	test('saves a cancelled run as canceled even if a node fails with a message of its own', async () => {
		const clumsy = async (
			_: unknown,
			context: { onExecutionCancellation(stop: () => void): void },
		) => {
			await new Promise<void>((resolve) => context.onExecutionCancellation(resolve));
			throw new Error('Interrupted');
		};
		const workflow = chain(start, code('Clumsy'));
		const result = await engine.run(workflow, { cancelWhen: 10, code: { Clumsy: clumsy } });
		expect(result.status).toBe('canceled');
		expect(result.error).toMatchObject({ message: 'Interrupted' });
	});

	test('cancels after a time or by a signal, and forgets the trigger when the run was faster', async () => {
		const hang = chain(start, fixture('Ask', { path: '/hang' }));
		const byTime = await engine.run(hang, { cancelWhen: 50 });
		const bySignal = await engine.run(hang, { cancelWhen: AbortSignal.timeout(50) });
		const faster = await engine.run(chain(start), { cancelWhen: 60_000 });
		const all = [byTime, bySignal, faster];
		expect(all.map(({ status }) => status)).toEqual(['canceled', 'canceled', 'success']);
	});

	test('gives every node of a run the same cancel signal', async () => {
		const signals = new Set<unknown>();
		const collect = (_: unknown, context: { getExecutionCancelSignal(): unknown }) => {
			signals.add(context.getExecutionCancelSignal());
			return items(1);
		};
		await engine.run(chain(start, code('A'), code('B')), { code: { A: collect, B: collect } });
		expect(signals.size).toBe(1);
	});

	test('hides onExecutionFinish from nodes of an older n8n', async () => {
		const older = await Fixture.create({ hooks: false });
		const found: string[] = [];
		const look = (_: unknown, context: object) => {
			found.push(typeof Reflect.get(context, 'onExecutionFinish'));
			return [];
		};
		await older.engine.run(chain(start, fixture('Ask'), code('Look')), { code: { Look: look } });
		await engine.run(chain(start, code('Look')), { code: { Look: look } });
		expect(found).toEqual(['undefined', 'function']);
		expect(older.server.paths).toEqual(['/login', '/data']);
		await older.remove();
	});

	test('resumes a waiting run after the node that waited', async () => {
		const wait = { name: 'Wait', type: 'n8n-nodes-base.wait', parameters: { amount: 2 } };
		const workflow = chain(start, fixture('Before'), wait, fixture('After'));
		const waiting = await engine.run(workflow);
		expect(waiting.status).toBe('waiting');
		expect(server.paths).toEqual(['/login', '/data']);
		const result = await engine.resume(waiting);
		expect(result.status).toBe('success');
		expect(result.executionId).toBe(waiting.executionId);
		expect(result.runsOf('Before')).toHaveLength(1);
		expect(server.paths.slice(2)).toEqual(['/data', '/logout']);
		await expect(engine.resume(result)).rejects.toThrow('not waiting');
	});

	test('calls a node that retries on fail again after a cancelled run has ended', async () => {
		const calls: string[] = [];
		const retry = { ...code('Retry'), retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		const hang = async (_: unknown, context: IExecuteFunctions) => {
			const signal = context.getExecutionCancelSignal();
			calls.push(signal?.aborted ? 'called after the end' : 'called');
			context.onExecutionFinish?.(() => void calls.push('finished'));
			if (signal?.aborted) return [];
			await new Promise<void>((resolve) => context.onExecutionCancellation(resolve));
			throw new Error('Interrupted');
		};
		const run = { cancelWhen: 10, code: { Retry: hang } };
		const result = await engine.run(chain(start, retry), run);
		expect(result.status).toBe('canceled');
		expect(calls).toEqual(['called', 'finished', 'called after the end']);
	});

	test('ends as an error when the last node throws, although it is set to continue', async () => {
		const workflow = chain(start, { ...code('Last'), onError: 'continueRegularOutput' });
		const fail = () => {
			throw new Error('Thrown');
		};
		const result = await engine.run(workflow, { code: { Last: fail } });
		expect(result.status).toBe('error');
	});
});
