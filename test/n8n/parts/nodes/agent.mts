import assert from 'node:assert/strict';

import { readExample } from '../../../demo/examples.mjs';
import type { Place } from '../../harness/place.mjs';
import type { NewWorkflow } from '../../harness/rest.mjs';
import { ScriptedModel } from '../../harness/scriptedModel.mjs';
import type { Test } from '../../runner.mjs';
import { ACCOUNT } from '../accounts.mjs';
import { allClosed, sessionsOf } from '../sessions.mjs';
import { billing, handOn, type NodeSketch, START } from '../workflows.mjs';

const EXAMPLE = 'billing-questions-agent.json';
const QUESTION = 'What does this customer owe us?';

/** n8n 1 ran the tools inside the agent; since version 3 of the agent, the engine runs them as nodes of their own. */
const AGENT_VERSIONS = [1.9, 3.1];

/** Billing as a tool of n8n's AI agent, whose language model follows a script. */
export async function agent(place: Place, test: Test): Promise<void> {
	const { rest, credentials, sandbox } = place;
	const model = await ScriptedModel.start();
	const modelCredential = {
		id: await rest.createCredential('openAiApi', 'Scripted model', {
			apiKey: 'not-a-real-key',
			url: `${model.url}/v1`,
		}),
		name: 'Scripted model',
	};

	const run = async (workflow: NewWorkflow) => {
		sandbox.billingPlatform.reset();
		sandbox.cloudBilling.reset();
		const { id } = await rest.createWorkflow(workflow);
		const ended = await rest.run(id, START);
		assert.equal(ended.error, undefined);
		const heard = JSON.stringify(model.asked);
		assert.ok(!heard.includes(sandbox.billingPlatform.password));
		assert.ok(!heard.includes(sandbox.cloudBilling.apiToken));
		return ended;
	};

	try {
		for (const version of AGENT_VERSIONS) {
			await test(`answers an agent (version ${version}) with three tools in one session`, async () => {
				const { account, unpaid } = debtor(place);
				model.follow(
					{ tool: 'Find_a_customer', input: { name: account.Name } },
					{ tool: 'Unpaid_invoices_of_a_customer', input: { accountId: account.Id } },
					{ tool: 'Look_at_an_invoice', input: { invoiceId: unpaid[0].Id } },
					{ say: `${unpaid.length} invoices` },
				);
				const example = readExample(EXAMPLE, credentials);
				const ended = await run(askedByHand(example, version, modelCredential));

				const tools = model.asked[0].tools?.map((tool) => tool.function.name);
				assert.deepEqual(tools?.sort(), [
					'Find_a_customer',
					'Look_at_an_invoice',
					'Unpaid_invoices_of_a_customer',
				]);
				assert.ok(model.toolAnswer(1).includes(`"Id":"${account.Id}"`), model.toolAnswer(1));
				for (const { Id } of unpaid) assert.ok(model.toolAnswer(2).includes(`"Id":"${Id}"`));
				assert.ok(model.toolAnswer(3).includes(String(unpaid[0].GrandTotalAmount)));
				assert.equal(ended.items('Agent')[0].output, `${unpaid.length} invoices`);
				assert.deepEqual(sessionsOf(place), allClosed(1));
			});
		}

		await test('tells an agent why a record was refused, and writes it when asked in the right way', async () => {
			const write = billing('Write account', credentials.billingPlatform, {
				system: 'billingPlatform',
				resource: 'record',
				operation: 'create',
				entity: ACCOUNT,
				dataMode: 'fields',
				fieldValues: {
					values: [
						{ name: 'Name', value: "={{ $fromAI('name', 'Name of the account', 'string') }}" },
						{ name: 'Status', value: "={{ $fromAI('status', 'Its status', 'string') }}" },
						{ name: 'AccountTypeId', value: '2' },
					],
				},
			});
			model.follow(
				{ tool: 'Write_account', input: { name: 'Asked for', status: 'LOST' } },
				{ tool: 'Write_account', input: { name: 'Asked for', status: 'ACTIVE' } },
				{ say: 'Written' },
			);
			await run(withTool(write, modelCredential));

			assert.match(model.toolAnswer(1), /Status cannot be LOST/);
			const written = sandbox.billingPlatform
				.rows('ACCOUNT')
				.filter(({ Name }) => Name === 'Asked for');
			assert.equal(written.length, 1);
			assert.ok(model.toolAnswer(2).includes(`"Id":"${written[0].Id}"`), model.toolAnswer(2));
			assert.deepEqual(sessionsOf(place), allClosed(1));
		});

		await test('finds a customer of CloudBilling for an agent', async () => {
			const [customer] = sandbox.cloudBilling.rows('customer');
			const find = billing('Find customer', credentials.cloudBilling, {
				system: 'cloudBilling',
				resource: 'customer',
				operation: 'get',
				customerCode: "={{ $fromAI('code', 'Code of the customer', 'string') }}",
			});
			model.follow(
				{ tool: 'Find_customer', input: { code: customer.CustomerCode } },
				{ say: 'Found' },
			);
			await run(withTool(find, modelCredential));
			assert.ok(model.toolAnswer(1).includes(String(customer.CustomerName)), model.toolAnswer(1));
			assert.equal(place.vendors.cloudBilling.complaint(), undefined);
		});
	} finally {
		await model.stop();
	}
}

type ModelCredential = { id: string; name: string };

/** The example, started by a trigger that has the question. */
function askedByHand(
	workflow: NewWorkflow & { name: string },
	agentVersion: number,
	openAiApi: ModelCredential,
): NewWorkflow {
	const nodes = workflow.nodes.map((node) => {
		switch (node.type) {
			case '@n8n/n8n-nodes-langchain.chatTrigger':
				return { ...node, type: 'n8n-nodes-base.manualTrigger', name: START, typeVersion: 1 };
			case '@n8n/n8n-nodes-langchain.agent':
				return { ...node, typeVersion: agentVersion };
			case '@n8n/n8n-nodes-langchain.lmChatOpenAi':
				return { ...node, credentials: { openAiApi } };
			default:
				return node;
		}
	});
	const { Question: fromQuestion, ...connections } = workflow.connections;
	return {
		...workflow,
		nodes,
		connections: { ...connections, [START]: fromQuestion },
		pinData: { [START]: [{ json: { chatInput: QUESTION } }] },
	};
}

/** An agent with one Billing node as its tool. */
function withTool(tool: NodeSketch, openAiApi: ModelCredential): NewWorkflow {
	const agentNode = {
		name: 'Agent',
		type: '@n8n/n8n-nodes-langchain.agent',
		typeVersion: 3.1,
		parameters: { promptType: 'define', text: QUESTION, options: {} },
	};
	const workflow = handOn([], agentNode);
	return {
		...workflow,
		nodes: [
			...workflow.nodes,
			{
				name: 'Model',
				type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
				typeVersion: 1.2,
				id: 'model',
				position: [0, 200],
				parameters: { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
				credentials: { openAiApi },
			},
			{
				typeVersion: 1,
				id: 'tool',
				position: [200, 200],
				...tool,
				type: 'n8n-nodes-billing.billingTool',
			},
		],
		connections: {
			...workflow.connections,
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			[tool.name]: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
	};
}

/** An account that has unpaid invoices, and these. */
function debtor({ sandbox }: Place) {
	const { billingPlatform } = sandbox;
	const unpaidOf = (accountId: string | null) => {
		const profiles = billingPlatform
			.rows('BILLING_PROFILE')
			.filter(({ AccountId }) => AccountId === accountId)
			.map(({ Id }) => Id);
		return billingPlatform
			.rows('INVOICE')
			.filter((row) => row.PaymentStatus === 'UNPAID' && profiles.includes(row.BillingProfileId));
	};
	const account = billingPlatform.rows('ACCOUNT').find(({ Id }) => unpaidOf(Id).length > 1);
	if (!account) throw new Error('No account has unpaid invoices');
	return { account, unpaid: unpaidOf(account.Id) };
}
