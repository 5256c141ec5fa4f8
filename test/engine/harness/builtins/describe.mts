import type { INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';

/** A node type of the harness: a description with everything the engine reads, and an `execute`. */
export function nodeType(
	name: string,
	description: Partial<INodeTypeDescription>,
	execute?: INodeType['execute'],
): INodeType {
	return {
		description: {
			name,
			displayName: name,
			description: '',
			group: ['transform'],
			version: [1, 2, 3, 4],
			defaults: { name },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
			...description,
		},
		...(execute && { execute }),
	};
}

export function property(
	name: string,
	type: INodeProperties['type'],
	value: INodeProperties['default'],
	more: Partial<INodeProperties> = {},
): INodeProperties {
	return { displayName: name, name, type, default: value, ...more };
}
