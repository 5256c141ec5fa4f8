import type {
	IDataObject,
	INodeCredentialTestResult,
	INodeExecutionData,
	IRun,
	IWorkflowBase,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { additionalData } from './additionalData.mjs';
import { type CancelTrigger, cancelOn } from './cancellation.mjs';
import { type CredentialEntry, CredentialStore } from './credentialStore.mjs';
import { CredentialTester } from './credentialTest.mjs';
import { CredentialTypes } from './credentialTypes.mjs';
import { CredentialsHelper } from './credentials.mjs';
import { Editor } from './editor.mjs';
import { SettlingHooks } from './hooks.mjs';
import { type CodeFunction, type LogLine, runScope } from './logging.mjs';
import { NodeTypes } from './nodeTypes.mjs';
import { RunResult } from './results.mjs';
import { container, core, flatted } from './runtime.mjs';
import { type WorkflowJson, startNode, toWorkflow } from './workflow.mjs';

export interface EngineOptions {
	/** Folder of the built node package: the one with its package.json. */
	packageDir: string;
	/** Credential id to what is saved under it. */
	credentials?: Readonly<Record<string, CredentialEntry>>;
	/** False: nodes find no `onExecutionFinish`, as in n8n before 2.33. */
	hooks?: boolean;
}

export interface RunOptions {
	/** Name of the node to start at. Default: the first trigger, else the first node. */
	startNode?: string;
	/** What the start node receives. Default: one empty item. */
	input?: INodeExecutionData[];
	/** How n8n was told to run it. Default: `trigger`, a production run. */
	mode?: WorkflowExecuteMode;
	executionId?: string;
	/** Stops the run in the middle, as n8n's stop button does. */
	cancelWhen?: CancelTrigger;
	/** What the `harness.code` nodes do, by node name. */
	code?: Readonly<Record<string, CodeFunction>>;
}

export interface PollOptions {
	/** `manual` is the editor's test step. Default: `trigger`. */
	mode?: 'trigger' | 'manual';
	/** What the node remembers between polls. It writes to this very object. */
	staticData?: IDataObject;
}

/** What a waiting run needs to go on, possibly in another process. */
interface Execution {
	executionId: string;
	workflow: WorkflowJson;
	mode: WorkflowExecuteMode;
	options: RunOptions;
}

let lastExecutionId = 0;

/** Runs workflows against one node package, in n8n's own engine, in this process. */
export class Engine {
	readonly editor: Editor;

	/** All log lines so far, of runs, polls and editor calls. */
	readonly logs: LogLine[] = [];

	private readonly executions = new WeakMap<RunResult, Execution>();

	private constructor(
		private readonly nodeTypes: NodeTypes,
		private readonly credentialsHelper: CredentialsHelper,
		/** What is saved as credentials now. */
		readonly credentials: CredentialStore,
		private readonly tester: CredentialTester,
	) {
		this.editor = new Editor(nodeTypes, credentialsHelper);
	}

	/**
	 * Reads the package as n8n does at its start.
	 *
	 * @throws UserError when a class cannot be found; any error of the package's own modules
	 */
	static async load({ packageDir, credentials, hooks = true }: EngineOptions): Promise<Engine> {
		const loader = new core.PackageDirectoryLoader(packageDir);
		await loader.loadAll();
		const types = new CredentialTypes(loader);
		const store = new CredentialStore(credentials);
		const helper = new CredentialsHelper(types, store);
		const tester = new CredentialTester(types, store, helper);
		return new Engine(new NodeTypes(loader, hooks), helper, store, tester);
	}

	/**
	 * Runs a workflow to its end, and waits for everything that hangs on the end.
	 *
	 * A run that fails is a result with an `error`, not a rejection.
	 *
	 * @throws WorkflowHasIssuesError when n8n would not start it: a required parameter is missing
	 * @throws UnrecognizedNodeTypeError
	 */
	async run(json: WorkflowJson, options: RunOptions = {}): Promise<RunResult> {
		const { executionId = String(++lastExecutionId), mode = 'trigger' } = options;
		const execution = { executionId, workflow: json, mode, options };
		return await this.execute(execution, (workflow, hooks) => {
			const node = startNode(workflow, options.startNode);
			const data = { main: [options.input ?? [{ json: {} }]] };
			const task = { startTime: Date.now(), executionTime: 0, executionIndex: 0, source: [], data };
			return this.executor(execution, workflow, hooks).run({
				workflow,
				startNode: node,
				triggerToStartFrom: { name: node.name, data: task },
			});
		});
	}

	/**
	 * Goes on with a run of this engine that waits. As in n8n, it starts from what was saved: what nodes
	 * kept in memory or registered with `onExecutionFinish` before the wait is not part of it.
	 *
	 * @throws Error when the run is not waiting
	 */
	async resume(
		waiting: RunResult,
		options: Pick<RunOptions, 'cancelWhen' | 'code'> = {},
	): Promise<RunResult> {
		const execution = this.executions.get(waiting);
		if (!execution || waiting.status !== 'waiting') throw new Error('This run is not waiting');
		const saved = waiting.saved();
		const next = { ...execution, options: { ...execution.options, ...options } };
		return await this.execute(next, (workflow, hooks) =>
			this.executor(next, workflow, hooks, saved).processRunExecutionData(workflow),
		);
	}

	/** Polls once. Null means "nothing new", as n8n understands it. */
	async poll(
		json: WorkflowJson,
		triggerName: string,
		{ mode = 'trigger', staticData = {} }: PollOptions = {},
	): Promise<INodeExecutionData[][] | null> {
		const workflow = toWorkflow(json, this.nodeTypes);
		const node = startNode(workflow, triggerName);
		const context = new core.PollContext(
			workflow,
			node,
			additionalData(this.credentialsHelper),
			mode,
			mode === 'manual' ? 'manual' : 'activate',
			undefined,
			undefined,
			undefined,
			undefined,
			() => staticData,
		);
		const pollers = container().get(core.TriggersAndPollers);
		return await this.logged(() => pollers.runPollFunction(workflow, node, context));
	}

	/** Tests a saved credential as the editor's button does; see `CredentialTester.test`. */
	async testCredential(id: string, freshLogin = false): Promise<INodeCredentialTestResult> {
		return await this.logged(() => this.tester.test(id, freshLogin));
	}

	/** The content of a binary property. */
	async binary(item: INodeExecutionData, name = 'data'): Promise<Buffer> {
		const data = item.binary?.[name];
		if (!data) throw new Error(`The item has no binary property "${name}"`);
		return await container().get(core.BinaryDataService).getAsBuffer(data);
	}

	private async execute(
		execution: Execution,
		start: (workflow: Workflow, hooks: SettlingHooks) => Running,
	): Promise<RunResult> {
		const { executionId, mode, options } = execution;
		const logs: LogLine[] = [];
		const run = async (): Promise<RunResult> => {
			const workflow = toWorkflow(execution.workflow, this.nodeTypes);
			const hooks = new SettlingHooks(mode, executionId, savedWorkflow(workflow));
			const running = start(workflow, hooks);
			const takeBack = cancelOn(options.cancelWhen, () => running.cancel());
			const data = await running.finally(takeBack);
			await hooks.settled();
			const result = new RunResult(executionId, data, logs, hooks);
			this.executions.set(result, execution);
			return result;
		};
		return await this.logged(run, logs, options.code);
	}

	private executor(
		{ executionId, mode }: Execution,
		workflow: Workflow,
		hooks: SettlingHooks,
		saved?: string,
	): InstanceType<typeof core.WorkflowExecute> {
		const data = additionalData(this.credentialsHelper, {
			executionId,
			hooks,
			workflowId: workflow.id,
			workflowSettings: workflow.settings,
			...(saved && { restartExecutionId: executionId }),
		});
		const runExecutionData = saved && (flatted.parse(saved) as IRun['data']);
		return new core.WorkflowExecute(data, mode, runExecutionData || undefined);
	}

	private async logged<T>(
		work: () => Promise<T>,
		logs: LogLine[] = [],
		code: RunOptions['code'] = {},
	): Promise<T> {
		const write = (line: LogLine): void => {
			logs.push(line);
			this.logs.push(line);
		};
		return await runScope.run({ write, code }, work);
	}
}

/** n8n's promise of a run. */
type Running = ReturnType<InstanceType<typeof core.WorkflowExecute>['run']>;

function savedWorkflow({ id, name, nodes, settings, ...workflow }: Workflow): IWorkflowBase {
	const now = new Date();
	return {
		id,
		name: name ?? id,
		nodes: Object.values(nodes),
		connections: workflow.connectionsBySourceNode,
		settings,
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: now,
		updatedAt: now,
	};
}
