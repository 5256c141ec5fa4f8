import type { IDataObject } from 'n8n-workflow';
import { n8n } from '../runtime.mjs';
import { nodeType, property } from './describe.mjs';

interface Tool {
	name: string;
	invoke(input: IDataObject): Promise<unknown>;
}

/** Calls each connected tool once per item, with the arguments a model would have chosen. */
export const agent = nodeType(
	'agent',
	{
		inputs: ['main', n8n.NodeConnectionTypes.AiTool],
		properties: [property('arguments', 'json', '{}')],
	},
	async function () {
		const output = [];
		for (const index of this.getInputData().keys()) {
			const tools = await this.getInputConnectionData(n8n.NodeConnectionTypes.AiTool, index);
			const given = this.getNodeParameter('arguments', index);
			const input = typeof given === 'string' ? n8n.jsonParse<IDataObject>(given) : given;
			for (const tool of tools as Tool[]) {
				const response = String(await tool.invoke(input as IDataObject));
				output.push({ json: { tool: tool.name, response }, pairedItem: { item: index } });
			}
		}
		return [output];
	},
);
