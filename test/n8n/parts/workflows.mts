import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import type { MadeCredential } from '../../demo/examples.mjs';
import type { NewWorkflow } from '../harness/rest.mjs';

export const START = 'Start';

/** A node as far as it differs from a Billing node without parameters. */
export type NodeSketch = Pick<INode, 'name'> & Partial<INode>;

/** A workflow that is started by hand and hands these rows, or one empty item, to one node after the other. */
export function handOn(rows: IDataObject[], ...nodes: NodeSketch[]): NewWorkflow {
	const start = { name: START, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 };
	return {
		...chain(start, ...nodes),
		name: nodes.map(({ name }) => name).join(', ') || 'Empty',
		...(rows.length > 0 && { pinData: { [START]: rows.map((json) => ({ json })) } }),
	};
}

/** A workflow of nodes, one after the other. */
export function chain(...nodes: NodeSketch[]): NewWorkflow {
	return {
		nodes: nodes.map((node, index) => ({
			type: 'n8n-nodes-billing.billing',
			typeVersion: 1,
			id: `node-${index}`,
			position: [220 * index, 0],
			parameters: {},
			...node,
		})),
		connections: Object.fromEntries(
			nodes
				.slice(1)
				.map(({ name }, index) => [
					nodes[index].name,
					{ main: [[{ node: name, type: 'main', index: 0 }]] },
				]),
		),
	};
}

/** A Billing node with its credential. */
export function billing(
	name: string,
	{ id, name: credentialName, credentialType }: MadeCredential,
	parameters: INodeParameters,
): NodeSketch {
	return { name, parameters, credentials: { [credentialType]: { id, name: credentialName } } };
}

/** Answers each request with the first item of the last node, once the run is over. */
export function webhook(name: string, path: string): NodeSketch {
	return {
		name,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', options: {} },
	};
}
