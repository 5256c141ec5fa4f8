import type { INodeExecutionData } from 'n8n-workflow';
import { PACKAGE_NAME } from './fixture/package.mjs';
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

describe('the package', () => {
	test('finds its node types under the name of the package', async () => {
		const result = await engine.run(chain(start, fixture('Ask')));
		expect(result.items('Ask')).toEqual([{ path: '/data' }]);
	});

	test('routes an error item to the error output and keeps the input fields', async () => {
		const path = '={{ $json.n === 1 ? "/data" : "/status/500" }}';
		const ask = fixture('Ask', { path }, { onError: 'continueErrorOutput' });
		const result = await engine.run(chain(start, ask), { input: items(1, 2) });
		expect(result.status).toBe('success');
		expect(result.items('Ask', 0)).toEqual([{ path: '/data' }]);
		expect(result.items('Ask', 1)).toMatchObject([{ n: 2, error: expect.any(String) }]);
	});

	test('offers a node as a tool whose arguments come from the model', async () => {
		const tool = fixture(
			'Tool',
			{ path: "={{ $fromAI('path') }}" },
			{ type: `${PACKAGE_NAME}.fixtureTool` },
		);
		const agent = {
			name: 'Agent',
			type: 'harness.agent',
			parameters: { arguments: '{"path":"/chosen"}' },
		};
		const workflow = chain(start, agent);
		workflow.nodes.push(tool);
		workflow.connections.Tool = { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] };
		const result = await engine.run(workflow);
		expect(result.items('Agent')).toEqual([{ tool: 'Tool', response: '[{"path":"/chosen"}]' }]);
		expect(server.paths.at(-1)).toBe('/logout');
	});

	test('keeps binary data outside the items and gives it back', async () => {
		const workflow = chain(start, code('Write'), code('Read'));
		const result = await engine.run(workflow, {
			code: {
				Write: async (_, { helpers }) => {
					const data = await helpers.prepareBinaryData(Buffer.from('%PDF'), 'invoice.pdf');
					return [{ json: {}, binary: { data } }];
				},
				Read: async ([item], { helpers }) => {
					const whole = await helpers.getBinaryDataBuffer(0, 'data');
					const stream = await helpers.getBinaryStream(item.binary?.data.id ?? '');
					const streamed = await helpers.binaryToBuffer(stream);
					return [{ json: { same: whole.equals(streamed) }, binary: item.binary }];
				},
			},
		});
		const [item] = result.outputOf('Read');
		expect(item.json).toEqual({ same: true });
		expect(item.binary?.data).toMatchObject({ mimeType: 'application/pdf', bytes: 4 });
		expect((await engine.binary(item)).toString()).toBe('%PDF');
	});
});

describe('the editor', () => {
	const type = `${PACKAGE_NAME}.fixture`;
	const credentials = { fixtureApi: 'api' };

	test('calls the methods of a node with the parameters entered so far', async () => {
		const draft = { type, credentials };
		expect(await engine.editor.loadOptions(draft, 'paths')).toEqual([{ name: '/data', value: 1 }]);
		const search = { filter: 'found', paginationToken: 'next' };
		const list = await engine.editor.listSearch(draft, 'search', search);
		expect(list).toEqual({ results: [{ name: '/found', value: 'next' }] });
		await expect(engine.editor.loadOptions(draft, 'nothing')).rejects.toThrow('no method');
	});

	test('drops the second of two mapper fields with the same id', async () => {
		const { fields } = await engine.editor.resourceMapping({ type, credentials }, 'fields');
		expect(fields).toMatchObject([{ id: 'a', displayName: 'A' }]);
	});
});

describe('polling', () => {
	const workflow = chain({ name: 'Poll', type: `${PACKAGE_NAME}.fixtureTrigger` }, code('Next'));

	test('keeps the state of the trigger in the given static data', async () => {
		const staticData = {};
		expect(await engine.poll(workflow, 'Poll', { staticData })).toEqual([[{ json: { count: 1 } }]]);
		expect(await engine.poll(workflow, 'Poll', { staticData })).toBeNull();
		expect(staticData).toEqual({ count: 2 });
		expect(engine.logs).toContainEqual({
			level: 'info',
			message: 'polled',
			metadata: { count: 2 },
		});
	});

	test('tells the trigger when the editor asks for a sample', async () => {
		const sample = await engine.poll(workflow, 'Poll', { mode: 'manual' });
		expect(sample).toEqual([[{ json: { sample: true } }]]);
	});

	test('starts a run with what a poll found', async () => {
		const [found] = (await engine.poll(workflow, 'Poll')) ?? [];
		const result = await engine.run(workflow, { input: found, code: { Next: (list) => list } });
		expect(result.items('Next')).toEqual([{ count: 1 }]);
	});

	test('polls for a sample when the workflow is run by hand', async () => {
		const code = { Next: (list: INodeExecutionData[]) => list };
		const result = await engine.run(workflow, { mode: 'manual', code });
		expect(result.items('Next')).toEqual([{ sample: true }]);
	});
});
