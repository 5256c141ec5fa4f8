import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import type { MadeCredential } from '../../demo/examples.mjs';
import type { NewWorkflow } from '../harness/rest.mjs';

export const START = 'Start';

/** A workflow that is started by hand and hands these rows, or one empty item, to one node after the other. */
export function handOn(
	rows: IDataObject[],
	...nodes: Array<Pick<INode, 'name'> & Partial<INode>>
): NewWorkflow {
	const chain = [{ name: START, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 }, ...nodes];
	return {
		name: nodes.map(({ name }) => name).join(', ') || 'Empty',
		nodes: chain.map((node, index) => ({
			type: 'n8n-nodes-billing.billing',
			typeVersion: 1,
			id: `node-${index}`,
			position: [220 * index, 0],
			parameters: {},
			...node,
		})),
		connections: Object.fromEntries(
			chain
				.slice(1)
				.map(({ name }, index) => [
					chain[index].name,
					{ main: [[{ node: name, type: 'main', index: 0 }]] },
				]),
		),
		...(rows.length > 0 && { pinData: { [START]: rows.map((json) => ({ json })) } }),
	};
}

/** A Billing node with its credential. */
export function billing(
	name: string,
	{ id, name: credentialName, credentialType }: MadeCredential,
	parameters: INodeParameters,
): Pick<INode, 'name'> & Partial<INode> {
	return { name, parameters, credentials: { [credentialType]: { id, name: credentialName } } };
}
