import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { FixtureServer } from './harness/fixture/server.mjs';
import { Fixture, items } from './harness/fixture/setup.mjs';
import { chain, code, fixture, start } from './harness/fixture/workflows.mjs';
import type { Engine, WorkflowJson } from './harness/index.mjs';

let setup: Fixture;
let engine: Engine;
let server: FixtureServer;

beforeEach(async () => {
	setup = await Fixture.create();
	({ engine, server } = setup);
});
afterEach(async () => await setup.remove());

describe('flow', () => {
	test('runs the items of the start node through every node', async () => {
		const workflow = chain(start, code('Double'), {
			name: 'Set',
			type: 'n8n-nodes-base.set',
			parameters: { mode: 'raw', jsonOutput: '={{ { "total": $json.n + 1 } }}' },
		});
		const double = { Double: () => items(2, 4) };
		const result = await engine.run(workflow, { input: items(1, 2), code: double });
		expect(result.status).toBe('success');
		expect(result.items('Start')).toEqual([{ n: 1 }, { n: 2 }]);
		expect(result.items('Set')).toEqual([{ total: 3 }, { total: 5 }]);
	});

	test('sends each item down the branch its condition chooses and merges the branches', async () => {
		const condition = {
			leftValue: '={{ $json.n }}',
			rightValue: 2,
			operator: { type: 'number', operation: 'gt' },
		};
		const options = { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 };
		const conditions = { combinator: 'and', options, conditions: [condition] };
		const workflow: WorkflowJson = {
			nodes: [
				start,
				{ name: 'If', type: 'n8n-nodes-base.if', parameters: { conditions } },
				code('Big'),
				{ name: 'Small', type: 'n8n-nodes-base.noOp' },
				{ name: 'Merge', type: 'n8n-nodes-base.merge' },
				{ name: 'Note', type: 'n8n-nodes-base.stickyNote' },
			],
			connections: {
				Start: { main: [[{ node: 'If', type: 'main', index: 0 }]] },
				If: {
					main: [
						[{ node: 'Big', type: 'main', index: 0 }],
						[{ node: 'Small', type: 'main', index: 0 }],
					],
				},
				Big: { main: [[{ node: 'Merge', type: 'main', index: 0 }]] },
				Small: { main: [[{ node: 'Merge', type: 'main', index: 1 }]] },
			},
		};
		const result = await engine.run(workflow, {
			input: items(1, 2, 3),
			code: { Big: (list) => list },
		});
		expect(result.items('Big')).toEqual([{ n: 3 }]);
		expect(result.items('Merge')).toEqual([{ n: 3 }, { n: 1 }, { n: 2 }]);
	});

	test('runs the loop branch once per batch, and then the end of the loop', async () => {
		const workflow: WorkflowJson = {
			nodes: [
				{
					name: 'Items',
					type: 'harness.items',
					parameters: { items: '[{"n":1},{"n":2},{"n":3}]' },
				},
				{ name: 'Loop', type: 'n8n-nodes-base.splitInBatches', parameters: { batchSize: 2 } },
				code('Work'),
				{ name: 'Done', type: 'n8n-nodes-base.noOp' },
			],
			connections: {
				Items: { main: [[{ node: 'Loop', type: 'main', index: 0 }]] },
				Loop: {
					main: [
						[{ node: 'Done', type: 'main', index: 0 }],
						[{ node: 'Work', type: 'main', index: 0 }],
					],
				},
				Work: { main: [[{ node: 'Loop', type: 'main', index: 0 }]] },
			},
		};
		const result = await engine.run(workflow, { code: { Work: (list) => list } });
		expect(result.runsOf('Work')).toHaveLength(2);
		expect(result.items('Done')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
	});

	test('runs parallel branches one after the other', async () => {
		const order: string[] = [];
		const step = (name: string) => async () => {
			order.push(`${name} starts`);
			await new Promise((resolve) => setTimeout(resolve, 5));
			order.push(`${name} ends`);
			return [];
		};
		const workflow = chain(start, code('A'));
		workflow.nodes.push(code('B'));
		workflow.connections.Start.main[0]?.push({ node: 'B', type: 'main', index: 0 });
		await engine.run(workflow, { code: { A: step('A'), B: step('B') } });
		expect(order).toEqual(['A starts', 'A ends', 'B starts', 'B ends']);
	});

	test('tries a node again when it is set to retry on fail', async () => {
		let tries = 0;
		const node = { ...code('Flaky'), retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		const flaky = () => {
			tries++;
			if (tries < 3) throw new Error('not yet');
			return items(tries);
		};
		const result = await engine.run(chain(start, node), { code: { Flaky: flaky } });
		expect(result.items('Flaky')).toEqual([{ n: 3 }]);
	});

	test('reports a failed node as the error of the run', async () => {
		const node = {
			name: 'Stop',
			type: 'n8n-nodes-base.stopAndError',
			parameters: { errorMessage: 'Enough' },
		};
		const result = await engine.run(chain(start, node, code('Never')));
		expect(result.status).toBe('error');
		expect(result.error).toMatchObject({ name: 'NodeOperationError', message: 'Enough' });
		expect(result.runsOf('Never')).toEqual([]);
	});

	test('refuses a workflow that n8n would not start', async () => {
		const running = engine.run(chain(start, fixture('Ask', { path: '' })));
		await expect(running).rejects.toThrow('issues');
		await expect(engine.run(chain({ name: 'X', type: 'no.such' }))).rejects.toThrow('no.such');
	});
});

describe('surroundings', () => {
	test('keeps the log lines of overlapping runs apart', async () => {
		const say = (message: string) => ({
			Say: async (_: unknown, context: { logger: { warn(text: string): void } }) => {
				await new Promise((resolve) => setTimeout(resolve, 5));
				context.logger.warn(message);
				return [];
			},
		});
		const workflow = chain(start, code('Say'));
		const runs = ['one', 'two'].map((text) => engine.run(workflow, { code: say(text) }));
		const [one, two] = await Promise.all(runs);
		const warnings = ({ logs }: typeof one) => logs.filter(({ level }) => level === 'warn');
		expect(warnings(one)).toEqual([{ level: 'warn', message: 'one' }]);
		expect(warnings(two)).toEqual([{ level: 'warn', message: 'two' }]);
		expect(one.everything()).toContain('one');
	});

	test('shows of an error only what n8n saves and prints', async () => {
		const fail = async (_: unknown, { helpers, logger }: IExecuteFunctions) => {
			const headers = { session: 'secret' };
			const request = helpers.httpRequest({ url: `${server.url}/status/500`, headers });
			const error = await request.catch((reason: unknown) => reason);
			logger.warn('failed', { error });
			throw error;
		};
		const result = await engine.run(chain(start, code('Fail')), { code: { Fail: fail } });
		expect(result.error).toMatchObject({ name: 'NodeApiError', httpCode: '500' });
		expect(result.everything()).toContain('status code 500');
		expect(result.everything()).not.toContain('secret');
	});

	test('works outside jest, writes nothing to the home directory, and lets the process end', () => {
		const home = mkdtempSync(join(tmpdir(), 'home-'));
		const script = join(home, 'script.mts');
		const harness = fileURLToPath(new URL('./harness/index.mts', import.meta.url));
		writeFileSync(
			script,
			`import { Engine } from ${JSON.stringify(harness)};
			const engine = await Engine.load({ packageDir: ${JSON.stringify(setup.packageDir)} });
			const nodes = [{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' }];
			const { status } = await engine.run({ nodes, connections: {} });
			console.log(status);`,
		);
		const child = spawnSync(process.execPath, ['--import', 'tsx', script], {
			encoding: 'utf8',
			env: { PATH: process.env.PATH, HOME: home, USERPROFILE: home },
		});
		expect(child).toMatchObject({ stdout: 'success\n', stderr: '', status: 0 });
		expect(readdirSync(home)).toEqual(['script.mts']);
		rmSync(home, { recursive: true });
	});
});
