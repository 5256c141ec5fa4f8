import type {
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	INodeType,
	ResourceMapperFields,
} from 'n8n-workflow';
import { additionalData } from './additionalData.mjs';
import type { CredentialsHelper } from './credentials.mjs';
import type { NodeTypes } from './nodeTypes.mjs';
import { core, n8n } from './runtime.mjs';
import { toWorkflow } from './workflow.mjs';

/** A node as it stands in the editor while the user fills in the form. */
export interface DraftNode {
	/** Full name: `<package>.<node>`. */
	type: string;
	typeVersion?: number;
	/** What the user has entered; the rest has its default. */
	parameters?: INodeParameters;
	/** Credential type to credential id. */
	credentials?: Record<string, string>;
	/** Path of the parameter that asks, for methods that read a sibling of it. */
	path?: string;
}

/** Calls the methods of a node the way n8n's editor does. */
export class Editor {
	constructor(
		private readonly nodeTypes: NodeTypes,
		private readonly credentialsHelper: CredentialsHelper,
	) {}

	/** The entries of a drop-down. */
	async loadOptions(draft: DraftNode, method: string): Promise<INodePropertyOptions[]> {
		const load = existing(draft, method, this.methods(draft).loadOptions);
		return await load.call(this.context(draft));
	}

	/** One page of a resource locator's list. */
	async listSearch(
		draft: DraftNode,
		method: string,
		search: { filter?: string; paginationToken?: string } = {},
	): Promise<INodeListSearchResult> {
		const list = existing(draft, method, this.methods(draft).listSearch);
		return await list.call(this.context(draft), search.filter, search.paginationToken);
	}

	/** The fields of a resource mapper. n8n drops the second of two fields with the same id. */
	async resourceMapping(draft: DraftNode, method: string): Promise<ResourceMapperFields> {
		const mapping = existing(draft, method, this.methods(draft).resourceMapping);
		const result = await mapping.call(this.context(draft));
		const ids = result.fields.map(({ id }) => id);
		return { ...result, fields: result.fields.filter(({ id }, i) => ids.indexOf(id) === i) };
	}

	private methods({ type, typeVersion }: DraftNode): NonNullable<INodeType['methods']> {
		return this.nodeTypes.getByNameAndVersion(type, typeVersion).methods ?? {};
	}

	private context({ credentials = {}, path = '', ...draft }: DraftNode) {
		const details = Object.entries(credentials).map(([type, id]) => [type, { id, name: id }]);
		const node = { name: 'Temp-Node', ...draft, credentials: Object.fromEntries(details) };
		const workflow = toWorkflow({ nodes: [node], connections: {} }, this.nodeTypes);
		const complete = workflow.nodes[node.name];
		const data = additionalData(this.credentialsHelper, {
			currentNodeParameters: complete.parameters,
		});
		return new core.LoadOptionsContext(workflow, complete, data, path);
	}
}

function existing<T>(draft: DraftNode, name: string, methods: Record<string, T> = {}): T {
	const method = methods[name];
	if (!method) throw new n8n.UnexpectedError(`Node type "${draft.type}" has no method "${name}"`);
	return method;
}
