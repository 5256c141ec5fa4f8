import type {
	ICredentialDataDecryptedObject,
	ICredentialsExpressionResolveValues,
	IExecuteData,
	INode,
	INodeParameters,
	INodeType,
	IWorkflowDataProxyAdditionalKeys,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { nodeType } from './builtins/describe.mjs';
import { n8n } from './runtime.mjs';

/** Resolves the expressions of a credential where items and other nodes are within reach. */
export function resolveInRun(
	data: INodeParameters,
	values: ICredentialsExpressionResolveValues,
	mode: WorkflowExecuteMode,
	keys: IWorkflowDataProxyAdditionalKeys,
	executeData?: IExecuteData,
): unknown {
	return values.workflow.expression.getParameterValue(
		data,
		values.runExecutionData,
		values.runIndex,
		values.itemIndex,
		values.node.name,
		values.connectionInputData,
		mode,
		keys,
		executeData,
		false,
		data,
	);
}

/** Resolves the expressions of a credential outside a run, where only the credential itself is known. */
export function resolveAlone(
	data: INodeParameters,
	mode: WorkflowExecuteMode,
	keys: IWorkflowDataProxyAdditionalKeys,
): unknown {
	const { expression } = singleNodeWorkflow(placeholder, placeholderType);
	const node = placeholder;
	return expression.getComplexParameterValue(node, data, mode, keys, undefined, undefined, data);
}

/** Resolves one value of a generic `authenticate`; what is not there becomes an empty text, as in n8n. */
export function resolveValue(
	value: string,
	credentials: ICredentialDataDecryptedObject,
	{ expression }: Workflow,
	node: INode,
): string {
	if (!n8n.isExpression(value)) return value;
	const keys = { $credentials: credentials };
	const mode = 'internal';
	const resolved = expression.getSimpleParameterValue(node, value, mode, keys, undefined, '');
	return resolved ? String(resolved) : '';
}

/** A workflow of one node, for work that n8n does outside real workflows. */
export function singleNodeWorkflow(node: INode, type: INodeType): Workflow {
	const nodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	return new n8n.Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
}

const placeholderType = nodeType('mock', {});

const placeholder: INode = {
	id: '',
	name: '',
	type: 'mock',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
