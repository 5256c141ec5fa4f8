import type { INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { n8n } from './runtime.mjs';

/**
 * The node as an AI agent sees it: `<name>Tool`, no main input, one tool output. n8n derives the same
 * from `usableAsTool`; it does so outside n8n-core.
 */
export function toolVariant(nodeType: INodeType): INodeType {
	const { usableAsTool, ...description } = nodeType.description;
	const replacements = typeof usableAsTool === 'object' ? usableAsTool.replacements : {};
	const tool: INodeTypeDescription = {
		...description,
		...replacements,
		name: `${description.name}Tool`,
		displayName: `${description.displayName} Tool`,
		inputs: [],
		outputs: [n8n.NodeConnectionTypes.AiTool],
		properties: [...toolProperties(nodeType.description), ...description.properties],
	};
	return Object.create(nodeType, { description: { value: tool } }) as INodeType;
}

function toolProperties({ properties, description }: INodeTypeDescription): INodeProperties[] {
	const hasOperations = properties.some(({ name }) => name === 'resource' || name === 'operation');
	const text: INodeProperties = {
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		default: description,
		required: true,
	};
	if (!hasOperations) return [text];
	const choice: INodeProperties = {
		displayName: 'Tool Description',
		name: 'descriptionType',
		type: 'options',
		options: [
			{ name: 'Set Automatically', value: 'auto' },
			{ name: 'Set Manually', value: 'manual' },
		],
		default: 'auto',
	};
	return [choice, { ...text, displayOptions: { show: { descriptionType: ['manual'] } } }];
}
