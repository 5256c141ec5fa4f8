import assert from 'node:assert/strict';

import { difference, unexpectedCalls } from '../../demo/accounts.mjs';
import { exampleFiles, readExample } from '../../demo/examples.mjs';
import { stories } from '../../demo/stories.mjs';
import { vendorsOf } from '../../demo/vendors.mjs';
import type { WorkflowJson } from '../../engine/harness/index.mjs';
import { startSandbox } from '../../sandbox/index.mjs';
import { type Context, newHome } from '../context.mjs';
import { CommandLine } from '../harness/commandLine.mjs';
import type { Part } from '../runner.mjs';

const QUERY = 'dunning-list.json';

/** Starts when someone asks, and needs a language model. */
const CHAT = 'billing-questions-agent.json';

/** Every example, imported and executed by n8n's command line, judged by the stand-ins' books. */
export function cli(context: Context): Part {
	return {
		name: 'Command line',
		async run(test) {
			const sandbox = await startSandbox();
			const home = newHome(context, 'cli');
			const n8n = new CommandLine(home);
			const vendors = vendorsOf(sandbox);
			try {
				await test('imports credentials of both systems', async () => {
					await n8n.importCredentials(Object.values(vendors));
				});

				await test('has a story for each example but the chat, so none goes unchecked', async () => {
					const told = [...stories.map(({ file }) => file), CHAT];
					assert.deepEqual(told.sort(), [...exampleFiles].sort());
				});

				await test('imports every example, and one that the vendor will refuse', async () => {
					const examples = exampleFiles.map((file) => ({
						...readExample(file, vendors),
						id: idOf(file),
					}));
					await n8n.importWorkflows([...examples, refused(readExample(QUERY, vendors))]);
				});

				// What a poll finds cannot be had on the command line; the demo runs those examples.
				for (const story of stories.filter(({ change }) => !change)) {
					await test(`runs examples/${story.file}`, async () => {
						sandbox.billingPlatform.reset();
						sandbox.cloudBilling.reset();
						const vendor = vendors[story.system];
						const before = vendor.account();
						const result = await n8n.execute(idOf(story.file));
						assert.equal(result.error, undefined);

						const spent = difference(before, vendor.account());
						const engine = { binary: home.binary.bind(home) };
						assert.equal(await story.check({ result, engine, sandbox }), undefined);
						assert.equal(unexpectedCalls(story, spent), undefined);
						assert.equal(vendor.complaint(), undefined);
						assert.ok(!result.everything().includes(sandbox.billingPlatform.password));
						assert.ok(!result.everything().includes(sandbox.cloudBilling.apiToken));
					});
				}

				await test('ends with an error and logs out when the vendor refuses', async () => {
					sandbox.billingPlatform.reset();
					await assert.rejects(n8n.execute('refused'), /Execution error:[^]*NOWHERE/);
					assert.equal(vendors.billingPlatform.complaint(), undefined);
					assert.equal(vendors.billingPlatform.account().logins, 1);
				});
			} finally {
				await home.remove();
				await sandbox.stop();
			}
		},
	};
}

/** The example made to ask for what is not there. */
function refused(workflow: WorkflowJson): WorkflowJson {
	const question = { query: 'SELECT Id FROM NOWHERE', queryParameters: {} };
	const nodes = workflow.nodes.map((node) =>
		node.parameters?.query === undefined
			? node
			: { ...node, parameters: { ...node.parameters, ...question } },
	);
	return { ...workflow, id: 'refused', name: 'Refused', nodes };
}

/** n8n takes no more than 21 characters. */
function idOf(file: string): string {
	return file.replace(/\.json$/, '').slice(0, 21);
}
