import type {
	ExecutionError,
	ExecutionStatus,
	IDataObject,
	INodeExecutionData,
	IRun,
	IRunExecutionData,
	ITaskData,
	NodeExecutionHint,
} from 'n8n-workflow';
import type { SettlingHooks } from './hooks.mjs';
import { type LogLine, printable } from './logging.mjs';
import { flatted } from './runtime.mjs';

/** What a run left behind. Node names are those of the workflow. */
export class RunResult {
	readonly status: ExecutionStatus;

	/** The error that ended the run: a plain object with `name`, `message`, `description`, as n8n saves it. */
	readonly error: ExecutionError | undefined;

	/** Everything n8n would save. */
	readonly executionData: IRunExecutionData;

	readonly durationMs: number;

	/** How often n8n announced the end of the run. */
	readonly finishes: number;

	constructor(
		readonly executionId: string,
		run: IRun,
		readonly logs: readonly LogLine[],
		hooks: SettlingHooks,
	) {
		this.status = finalStatus(run, hooks.canceled);
		this.finishes = hooks.finishes;
		this.executionData = run.data;
		this.error = run.data.resultData.error;
		this.durationMs = (run.stoppedAt ?? new Date()).getTime() - run.startedAt.getTime();
	}

	/** Every execution of a node, in order; empty if it never ran. */
	runsOf(nodeName: string): ITaskData[] {
		return this.executionData.resultData.runData[nodeName] ?? [];
	}

	/** The items of one output, of the last execution of the node unless another is asked for. */
	outputOf(nodeName: string, outputIndex = 0, runIndex = -1): INodeExecutionData[] {
		return this.runsOf(nodeName).at(runIndex)?.data?.main?.[outputIndex] ?? [];
	}

	/** The JSON of one output, of all executions of the node together. */
	items(nodeName: string, outputIndex = 0): IDataObject[] {
		return this.runsOf(nodeName).flatMap((_, runIndex) =>
			this.outputOf(nodeName, outputIndex, runIndex).map(({ json }) => json),
		);
	}

	/** What the nodes, or one of them, told the user beside the output. */
	hints(nodeName?: string): NodeExecutionHint[] {
		const names = nodeName ? [nodeName] : Object.keys(this.executionData.resultData.runData);
		return names.flatMap((name) => this.runsOf(name).flatMap(({ hints }) => hints ?? []));
	}

	/** Execution data as the text n8n saves. Hidden properties of error objects are not in it. */
	saved(): string {
		return flatted.stringify(this.executionData);
	}

	/** All that a user or an administrator can see of the run: for "this secret is nowhere". */
	everything(): string {
		return [this.saved(), ...this.logs.map(printable)].join('\n');
	}
}

/** n8n decides this from the data too, outside n8n-core. */
function finalStatus(run: IRun, canceled: boolean): ExecutionStatus {
	if (canceled) return 'canceled';
	if (run.data.resultData.error) return 'error';
	return run.waitTill ? 'waiting' : 'success';
}
