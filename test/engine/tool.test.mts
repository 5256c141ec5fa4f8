import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from './harness/index.mjs';
import { BillingTest } from './support/billingTest.mjs';
import { newAccount } from './support/oneNode.mjs';
import { billing, chain, entity, filteredBy, start } from './support/workflows.mjs';

let billingTest: BillingTest;

beforeEach(async () => {
	billingTest = await BillingTest.create();
});
afterEach(async () => {
	expect(billingTest.books().openSessions).toBe(0);
	await billingTest.stop();
});

type Node = WorkflowJson['nodes'][number];

const tool = (name: string, operation: string, parameters: INodeParameters): Node =>
	billing(
		name,
		'record',
		operation,
		{ ...entity('ACCOUNT'), ...parameters },
		{
			type: 'n8n-nodes-billing.billingTool',
		},
	);

const byRegion = tool('Find accounts', 'getAll', {
	...filteredBy('C_Region', 'equals', "={{ $fromAI('region', 'Where the account is') }}"),
	returnAll: true,
	fields: ['Id', 'C_Region'],
});

const upsert = tool('Save account', 'upsert', {
	dataMode: 'json',
	record: "={{ $fromAI('record', 'The account', 'json') }}",
	keyField: 'C_CrmId',
});

/** An agent with the tools given, that calls each of them once per input item. */
function agentWith(args: IDataObject, ...tools: Node[]): WorkflowJson {
	const parameters = { arguments: JSON.stringify(args) };
	const workflow = chain(start, { name: 'Agent', type: 'harness.agent', parameters });
	workflow.nodes.push(...tools);
	for (const { name } of tools) {
		workflow.connections[name] = { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] };
	}
	return workflow;
}

const responses = (items: IDataObject[]) =>
	items.map(({ response }) => JSON.parse(String(response)) as unknown);

describe('the node as a tool of an agent', () => {
	test('Get Many answers what the model asks for', async () => {
		const result = await billingTest.run(agentWith({ region: 'North' }, byRegion));
		expect(result.error).toBeUndefined();
		const expected = billingTest.vendor
			.rows('ACCOUNT')
			.filter(({ C_Region }) => C_Region === 'North')
			.map(({ Id, C_Region }) => ({ Id, C_Region }));
		expect(expected.length).toBeGreaterThan(1);
		expect(responses(result.items('Agent'))).toEqual([expected]);
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1 });
	});

	test('Create or Update writes what the model says', async () => {
		const result = await billingTest.run(agentWith({ record: newAccount(1) }, upsert));
		expect(result.error).toBeUndefined();
		expect(responses(result.items('Agent'))).toEqual([[{ Id: '41', created: true }]]);
		expect(billingTest.vendor.rows('ACCOUNT').at(-1)).toMatchObject({ C_CrmId: 'T-1' });
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1, rowsCreated: 1 });
	});

	test('logs in once and logs out once, however often and by however many tools it is called', async () => {
		const args = { region: 'West', record: newAccount(1) };
		const result = await billingTest.run(agentWith(args, byRegion, upsert), [{}, {}, {}]);
		expect(result.error).toBeUndefined();
		expect(result.items('Agent')).toHaveLength(6);
		const { logins, logouts, rowsCreated, rowsUpdated } = billingTest.books();
		expect({ logins, logouts, rowsCreated, rowsUpdated }).toEqual({
			logins: 1,
			logouts: 1,
			rowsCreated: 1,
			rowsUpdated: 2,
		});
	});

	test('shares the session of the nodes of the run', async () => {
		const workflow = agentWith({ region: 'West' }, byRegion);
		const after = billing('After', 'record', 'getAll', { ...entity('INVOICE'), limit: 1 });
		workflow.nodes.push(after);
		workflow.connections.Agent = { main: [[{ node: 'After', type: 'main', index: 0 }]] };
		const result = await billingTest.run(workflow);
		expect(result.items('After')).toHaveLength(1);
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1 });
	});

	// n8n's agent hands the message to the model; the agent of the harness stops at it.
	test("tells the agent what is wrong in the vendor's words, and logs out", async () => {
		const args = { record: newAccount(1, { Status: 'NO_SUCH' }) };
		const result = await billingTest.run(agentWith(args, upsert));
		expect(result.error?.message).toContain('Status cannot be NO_SUCH');
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1, rowsCreated: 0 });
	});

	test('takes a value of the model as a value', async () => {
		const result = await billingTest.run(agentWith({ region: "x' OR 'a' = 'a" }, byRegion));
		expect(result.error).toBeUndefined();
		expect(JSON.stringify(result.items('Agent'))).not.toContain('North');
	});

	test('shows neither password nor secret', async () => {
		const result = await billingTest.run(agentWith({ region: 'North' }, byRegion));
		for (const secret of billingTest.secrets()) expect(result.everything()).not.toContain(secret);
	});
});
