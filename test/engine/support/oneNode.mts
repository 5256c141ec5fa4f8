import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { RunOptions, RunResult, WorkflowJson } from '../harness/index.mjs';
import type { BillingTest } from './billingTest.mjs';
import { billing, chain, cloud, entity, start } from './workflows.mjs';

type Node = WorkflowJson['nodes'][number];

/** What one Billing node is told to do. */
export interface Step {
	/** Default: BillingPlatform. */
	system?: 'cloudBilling';
	resource: string;
	operation: string;
	parameters?: INodeParameters;
	/** Input items; one empty item if left out. */
	records?: IDataObject[];
	/** Other settings of the node, e.g. `onError`. */
	node?: Partial<Node>;
	run?: RunOptions;
}

/** Failed records go to the second output, the others to the first. */
export const CONTINUE: Partial<Node> = { onError: 'continueErrorOutput' };

/** Runs a workflow of one Billing node, named `Billing`. */
export async function runStep(test: BillingTest, step: Step): Promise<RunResult> {
	const { resource, operation, parameters, records, node, run } = step;
	const make = step.system === 'cloudBilling' ? cloud : billing;
	const workflow = chain(start, make('Billing', resource, operation, parameters, node));
	return await test.run(workflow, records, run);
}

/** What the node gave; a run that failed is a failed test. */
export async function outputOf(test: BillingTest, step: Step): Promise<IDataObject[]> {
	const result = await runStep(test, step);
	expect(result.error).toBeUndefined();
	return result.items('Billing');
}

/** What the user reads when the run stopped: message and description. A run that went well is a failed test. */
export async function errorOf(test: BillingTest, step: Step): Promise<string> {
	const { error } = await runStep(test, step);
	expect(error).toBeDefined();
	return `${error?.message} | ${error?.description ?? ''}`;
}

/** Good items and failed ones of a node that goes on after failed records. */
export async function bothOutputsOf(
	test: BillingTest,
	step: Step,
): Promise<{ good: IDataObject[]; failed: IDataObject[] }> {
	const result = await runStep(test, { ...step, node: { ...CONTINUE, ...step.node } });
	expect(result.error).toBeUndefined();
	return { good: result.items('Billing', 0), failed: result.items('Billing', 1) };
}

/** Steps on records of one entity. The input items are the records, their `Id` the Record ID. */
export const recordStep = (
	operation: string,
	entityName: string,
	more: Omit<Step, 'resource' | 'operation'> = {},
): Step => ({
	resource: 'record',
	operation,
	...more,
	parameters: { ...entity(entityName), ...more.parameters },
});

export const byId: INodeParameters = { recordId: '={{ $json.Id }}' };

export const query = (sql: string, parameters: INodeParameters = {}): Step => ({
	resource: 'query',
	operation: 'execute',
	parameters: { query: sql, returnAll: true, ...parameters },
});

export const apiRequest = (
	method: string,
	path: string,
	body?: IDataObject,
	options: INodeParameters = {},
): Step => ({
	resource: 'api',
	operation: 'request',
	parameters: { method, path, ...(body && { body: JSON.stringify(body) }), options },
});

export const ids = (...values: number[]): IDataObject[] => values.map((id) => ({ Id: String(id) }));

/** A record that the stand-in takes as an ACCOUNT. */
export const newAccount = (number: number, more: IDataObject = {}): IDataObject => ({
	Name: `Test account ${number}`,
	Status: 'ACTIVE',
	AccountTypeId: '2',
	C_CrmId: `T-${number}`,
	...more,
});

export const newAccounts = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => newAccount(index + 1));
