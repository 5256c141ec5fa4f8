import type { IConnections, IDataObject, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../harness/index.mjs';

type Node = WorkflowJson['nodes'][number];

/** Ids under which `BillingTest` keeps its credentials. */
export const CREDENTIALS = {
	billingPlatformApi: { id: 'password', name: 'BillingPlatform' },
	billingPlatformOAuth2Api: { id: 'oauth', name: 'BillingPlatform OAuth2' },
};

export const start: Node = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };

/** Nodes one after the other, each connected to the next. */
export function chain(...nodes: Node[]): WorkflowJson {
	const connections: IConnections = {};
	for (const [index, { name }] of nodes.slice(1).entries()) {
		connections[nodes[index].name] = { main: [[{ node: name, type: 'main', index: 0 }]] };
	}
	return { nodes, connections };
}

/** A Billing node on BillingPlatform. */
export function billing(
	name: string,
	resource: string,
	operation: string,
	parameters: INodeParameters = {},
	more: Partial<Node> = {},
): Node {
	return {
		name,
		type: 'n8n-nodes-billing.billing',
		parameters: { system: 'billingPlatform', resource, operation, ...parameters },
		credentials: CREDENTIALS,
		...more,
	};
}

/** A Billing node on CloudBilling; with `user`, by the deprecated login. */
export function cloud(
	name: string,
	resource: string,
	operation: string,
	parameters: INodeParameters = {},
	more: Partial<Node> = {},
): Node {
	return {
		name,
		type: 'n8n-nodes-billing.billing',
		parameters: { system: 'cloudBilling', resource, operation, ...parameters },
		credentials: { cloudBillingApi: { id: 'cloud', name: 'CloudBilling' } },
		...more,
	};
}

export const entity = (name: string): INodeParameters => ({
	entity: { __rl: true, mode: 'name', value: name },
});

/** Every input item is a record as it is; `key` is the column to match by. */
export const mappedAutomatically = (key?: string): INodeParameters => ({
	dataMode: 'columns',
	columns: {
		mappingMode: 'autoMapInputData',
		value: null,
		matchingColumns: key ? [key] : [],
		schema: [],
	},
});

/** A filter by field, operator and value. */
export const filteredBy = (field: string, operator: string, value: string): INodeParameters => ({
	filters: { conditions: [{ field: { __rl: true, mode: 'name', value: field }, operator, value }] },
});

export const itemsOf = (records: IDataObject[]) => records.map((json) => ({ json }));
