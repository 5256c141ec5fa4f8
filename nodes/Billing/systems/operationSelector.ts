import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** A resource, as far as its Operation dropdown needs it. */
interface Choices {
	option: INodePropertyOptions & { value: string };
	operations: ReadonlyArray<{ option: INodePropertyOptions & { value: string } }>;
}

export function operationSelector(
	{ operations }: Choices,
	displayOptions: IDisplayOptions,
): INodeProperties {
	const first = operations[0].option.value;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions,
		options: operations.map((operation) => operation.option),
		default: first,
	};
}

/**
 * Never seen: Operation where System or Resource has no value.
 *
 * n8n's editor takes the value of a dropdown away when another one changes and the dropdown that is shown then does
 * not have it. But it looks at nothing that is at its default: the first system and the first resource are not there,
 * so the real Operation counts as hidden, and would keep what the resource does not have.
 */
export function operationsToReset(
	resources: readonly Choices[],
	system: string[],
): INodeProperties[] {
	const all = resources.map(({ option }) => option.value);
	return [
		operationSelector(resources[0], { show: { system }, hide: { resource: all } }),
		...resources.map((resource) =>
			operationSelector(resource, {
				show: { resource: [resource.option.value] },
				hide: { system },
			}),
		),
	];
}
