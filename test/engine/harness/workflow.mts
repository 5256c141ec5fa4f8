import type { IConnections, IDataObject, INode, IWorkflowSettings, Workflow } from 'n8n-workflow';
import { n8n } from './runtime.mjs';
import type { NodeTypes } from './nodeTypes.mjs';

/** A workflow as n8n exports it. What a test does not care about may be left out. */
export interface WorkflowJson {
	id?: string;
	name?: string;
	nodes: Array<Pick<INode, 'name' | 'type'> & Partial<INode>>;
	connections: IConnections;
	settings?: IWorkflowSettings;
	staticData?: IDataObject;
}

/** Builds n8n's workflow from a copy, because n8n writes default values into the nodes it is given. */
export function toWorkflow(json: WorkflowJson, nodeTypes: NodeTypes): Workflow {
	const { nodes, ...copy } = n8n.deepCopy(json);
	return new n8n.Workflow({
		id: 'workflow',
		name: 'Workflow',
		...copy,
		active: false,
		nodeTypes,
		// What n8n gives to every new workflow.
		settings: { executionOrder: 'v1', ...copy.settings },
		nodes: nodes.map((node, index) => ({
			id: node.name,
			typeVersion: newestVersion(nodeTypes, node.type),
			// n8n runs the branches of a node from top to bottom.
			position: [0, 100 * index],
			parameters: {},
			...node,
		})),
	});
}

/**
 * The node a run starts at: the named one, else the first trigger, else the first node nothing leads to.
 *
 * @throws UserError when the workflow has no such node
 */
export function startNode(workflow: Workflow, name?: string): INode {
	const named = name === undefined ? undefined : workflow.getNode(name);
	const candidates = Object.values(workflow.nodes).filter((node) => !node.disabled);
	const isTrigger = ({ type, typeVersion }: INode) =>
		workflow.nodeTypes.getByNameAndVersion(type, typeVersion).description.group.includes('trigger');
	const isFirst = (node: INode) =>
		!workflow.connectionsByDestinationNode[node.name] &&
		workflow.connectionsBySourceNode[node.name] !== undefined;
	const found =
		name === undefined ? (candidates.find(isTrigger) ?? candidates.find(isFirst)) : named;
	if (!found) throw new n8n.UserError(`The workflow has no node ${name ?? 'to start from'}`);
	return found;
}

export function newestVersion(nodeTypes: NodeTypes, type: string): number {
	const { version, defaultVersion } = nodeTypes.getByNameAndVersion(type).description;
	return defaultVersion ?? (Array.isArray(version) ? Math.max(...version) : version);
}
