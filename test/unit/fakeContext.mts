import type { IDataObject, IExecuteFunctions, INode, NodeTypeAndVersion } from 'n8n-workflow';

export const BILLING_TYPE = 'n8n-nodes-billing.billing';

export interface FakeContext {
	/** What the node under test is given. */
	ctx: IExecuteFunctions;
	/** Stops the run. */
	cancel(): void;
	/** Ends the run: calls the hooks that were registered with n8n, each once. */
	finish(): Promise<void>;
	readonly hooks: number;
	/** How often n8n was asked to resolve a parameter. */
	readonly resolved: string[];
	readonly log: Array<{ level: string; message: string }>;
}

export interface FakeOptions {
	name?: string;
	/** Items of the input, or just how many. */
	items?: IDataObject[] | number;
	/** Parameters as written in the workflow; an entry of `values` is what an expression gives, item by item. */
	parameters?: Record<string, unknown>;
	values?: Record<string, unknown[]>;
	continueOnFail?: boolean;
	/** Id of the run; none for an editor's list. */
	executionId?: string;
	/** False for n8n before 2.33. */
	endOfRun?: boolean;
	/** Two nodes of one run share its signal. */
	run?: AbortController;
	/** Hooks of the run that another node began. */
	hooks?: Array<() => Promise<void>>;
	workflow?: FakeWorkflow;
}

/** Nodes of a workflow and what follows what. */
export interface FakeWorkflow {
	nodes: Array<Partial<NodeTypeAndVersion> & { name: string }>;
	edges: Array<[from: string, to: string]>;
}

/** n8n's side of a node's execution, as small as the code under test needs it. Everything else is absent. */
export function fakeContext(options: FakeOptions = {}): FakeContext {
	const { parameters = {}, values = {}, items = 1, workflow = { nodes: [], edges: [] } } = options;
	const run = options.run ?? new AbortController();
	const hooks = options.hooks ?? [];
	const resolved: string[] = [];
	const log: FakeContext['log'] = [];
	const say = (level: string) => (message: string) => void log.push({ level, message });
	const name = options.name ?? 'Billing';
	const node: INode = {
		id: '1',
		name,
		type: BILLING_TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
	};
	const rows = typeof items === 'number' ? Array.from({ length: items }, () => ({})) : items;
	const ctx = {
		getNode: () => node,
		getInputData: () => rows.map((json) => ({ json })),
		continueOnFail: () => options.continueOnFail ?? false,
		getExecutionId: () => options.executionId,
		getExecutionCancelSignal: () => run.signal,
		logger: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
		getNodeParameter(path: string, item: number, fallback: unknown) {
			resolved.push(`${path}@${item}`);
			const given = values[path]?.[item] ?? lookUp(parameters, path);
			return given === undefined ? fallback : given;
		},
		getChildNodes: (start: string) => reach(workflow, start, ([from, to]) => [from, to]),
		getParentNodes: (start: string, { depth }: { depth?: number } = {}) =>
			reach(workflow, start, ([from, to]) => [to, from], depth),
		...(options.endOfRun !== false && {
			onExecutionFinish: (hook: () => Promise<void>) => void hooks.push(hook),
		}),
	};
	return {
		ctx: ctx as unknown as IExecuteFunctions,
		cancel: () => run.abort(),
		finish: async () => {
			for (const hook of hooks.splice(0)) await hook();
		},
		get hooks() {
			return hooks.length;
		},
		resolved,
		log,
	};
}

function lookUp(parameters: Record<string, unknown>, path: string): unknown {
	return path.split('.').reduce<unknown>((value, key) => {
		if (typeof value !== 'object' || value === null) return undefined;
		return (value as Record<string, unknown>)[key];
	}, parameters);
}

/** Nodes that can be reached, the start itself left out unless a loop leads back to it, as n8n does. */
function reach(
	{ nodes, edges }: FakeWorkflow,
	start: string,
	turn: (edge: [string, string]) => [string, string],
	depth = Infinity,
): NodeTypeAndVersion[] {
	const found = new Set<string>();
	let edge = [start];
	for (let step = 0; step < depth && edge.length > 0; step++) {
		const next = edges
			.map(turn)
			.filter(([from, to]) => edge.includes(from) && !found.has(to))
			.map(([, to]) => to);
		next.forEach((name) => found.add(name));
		edge = next;
	}
	return [...found].map((name) => ({
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		disabled: false,
		...nodes.find((node) => node.name === name),
		name,
	}));
}
