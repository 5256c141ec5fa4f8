import type { DirectoryLoader } from 'n8n-core';
import type { IDataObject, INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import { builtinNodeTypes } from './builtins/index.mjs';
import { core, n8n } from './runtime.mjs';
import { toolVariant } from './toolVariant.mjs';

type AnyNodeType = INodeType | IVersionedNodeType;

/** The node types a workflow may use: those of the package, their tool variants, and the built-in ones. */
export class NodeTypes implements INodeTypes {
	private readonly resolved = new Map<string, INodeType>();

	/** @param hooks false hides `onExecutionFinish` from every node, as n8n before 2.33 does not have it */
	constructor(
		private readonly loader: DirectoryLoader,
		private readonly hooks: boolean,
	) {}

	/** @throws UnrecognizedNodeTypeError */
	getByName(type: string): AnyNodeType {
		const builtin = builtinNodeTypes.get(type);
		if (builtin) return builtin;
		const prefix = `${this.loader.packageName}.`;
		if (!type.startsWith(prefix)) {
			throw new core.UnrecognizedNodeTypeError(...(type.split('.', 2) as [string, string]));
		}
		return this.loader.getNode(type.slice(prefix.length)).type;
	}

	/** @throws UnrecognizedNodeTypeError */
	getByNameAndVersion(type: string, version?: number): INodeType {
		const key = `${type}@${version ?? ''}`;
		const known = this.resolved.get(key);
		if (known) return known;
		const found = this.find(type, version);
		const nodeType = this.hooks ? found : withoutExecutionFinish(found);
		this.resolved.set(key, nodeType);
		return nodeType;
	}

	getKnownTypes(): IDataObject {
		return { ...this.loader.known.nodes };
	}

	private find(type: string, version?: number): INodeType {
		const ofVersion = (name: string) =>
			n8n.NodeHelpers.getVersionedNodeType(this.getByName(name), version);
		if (!type.endsWith('Tool') || this.isOwnType(type)) return ofVersion(type);
		const base = ofVersion(type.slice(0, -'Tool'.length));
		if (!base.description.usableAsTool) {
			throw new n8n.UserError(`Node type "${base.description.name}" cannot be used as a tool`);
		}
		return toolVariant(base);
	}

	private isOwnType(type: string): boolean {
		return type.slice(`${this.loader.packageName}.`.length) in this.loader.known.nodes;
	}
}

/** A context is made for one execution of one node, so hiding the method on it reaches nothing else. */
function withoutExecutionFinish(nodeType: INodeType): INodeType {
	const { execute } = nodeType;
	if (!execute) return nodeType;
	const hidden: INodeType['execute'] = async function (...rest) {
		Object.defineProperty(this, 'onExecutionFinish', { value: undefined });
		return await execute.apply(this, rest);
	};
	return Object.create(nodeType, { execute: { value: hidden } }) as INodeType;
}
