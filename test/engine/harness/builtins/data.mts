import type { IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';
import { runScope } from '../logging.mjs';
import { n8n } from '../runtime.mjs';
import { nodeType, property } from './describe.mjs';

/** Passes on what the run starts with; see `RunOptions.input`. */
const start: INodeType['execute'] = async function () {
	return [this.getInputData()];
};

export const manualTrigger = nodeType('manualTrigger', { group: ['trigger'], inputs: [] }, start);
export const scheduleTrigger = nodeType(
	'scheduleTrigger',
	{ group: ['trigger'], inputs: [] },
	start,
);

/** Emits the items written in its parameter. */
export const items = nodeType(
	'items',
	{ properties: [property('items', 'json', '[]')] },
	async function () {
		const list = fromJson<IDataObject[]>(this.getNodeParameter('items', 0));
		return [list.map((json) => ({ json, pairedItem: 0 }))];
	},
);

/** Runs the function given for this node in the options of the run. */
export const code = nodeType('code', {}, async function () {
	const { name } = this.getNode();
	const run = runScope.getStore()?.code[name];
	if (!run) throw new n8n.UserError(`The run was given no code for the node "${name}"`);
	const output = await run(this.getInputData(), this);
	return isPerOutput(output) ? output : [output];
});

/** n8n's Edit Fields: JSON mode, and the assignments of the manual mode. */
export const set = nodeType(
	'set',
	{
		properties: [
			property('mode', 'string', 'manual'),
			property('jsonOutput', 'json', '{}'),
			property('assignments', 'json', { assignments: [] }),
			property('includeOtherFields', 'boolean', false),
		],
	},
	async function () {
		const output = this.getInputData().map((item, index) => {
			const raw = this.getNodeParameter('mode', index) === 'raw';
			const fields = raw
				? fromJson<IDataObject>(this.getNodeParameter('jsonOutput', index))
				: assigned(this.getNodeParameter('assignments.assignments', index, []));
			const others = this.getNodeParameter('includeOtherFields', index) ? item.json : {};
			return { ...item, json: { ...others, ...fields }, pairedItem: { item: index } };
		});
		return [output];
	},
);

/** One item for each entry of a list in the input; the list's entries are objects. */
export const splitOut = nodeType(
	'splitOut',
	{ properties: [property('fieldToSplitOut', 'string', ''), property('options', 'json', {})] },
	async function () {
		const output = this.getInputData().flatMap(({ json }, item) => {
			const list = json[String(this.getNodeParameter('fieldToSplitOut', item))];
			const entries = Array.isArray(list) ? (list as IDataObject[]) : [];
			return entries.map((entry) => ({ json: entry, pairedItem: { item } }));
		});
		return [output];
	},
);

function assigned(value: unknown): IDataObject {
	const list = value as Array<{ name: string; value: IDataObject[string] }>;
	return Object.fromEntries(list.map((assignment) => [assignment.name, assignment.value]));
}

function fromJson<T>(value: unknown): T {
	return typeof value === 'string' ? n8n.jsonParse<T>(value) : (value as T);
}

function isPerOutput(
	output: INodeExecutionData[] | INodeExecutionData[][],
): output is INodeExecutionData[][] {
	return Array.isArray(output[0]);
}
