import { createRequire } from 'node:module';

import type { IDataObject, INodeExecutionData, IRunExecutionData, ITaskData } from 'n8n-workflow';

const require = createRequire(import.meta.url);
// n8n's own format for saved executions, from n8n's own dependencies.
const { parse } = createRequire(require.resolve('n8n-workflow'))('flatted') as {
	parse(text: string): IRunExecutionData;
};

/** A run in a real n8n, read as it was saved or printed. */
export class Execution {
	constructor(
		readonly id: string,
		readonly status: string,
		private readonly data: IRunExecutionData,
	) {}

	static saved(execution: { id: string; status: string; data: string }): Execution {
		return new Execution(execution.id, execution.status, parse(execution.data));
	}

	/** What `n8n execute --rawOutput` prints, among other lines. */
	static printed(stdout: string): Execution {
		const [json] = /^\{$.*?^\}$/ms.exec(stdout) ?? [];
		if (!json) throw new Error(`No execution in what n8n printed:\n${stdout.slice(-2000)}`);
		const { status, data } = JSON.parse(json) as {
			status: string;
			data: IRunExecutionData;
		};
		return new Execution('', status, data);
	}

	get error(): string | undefined {
		return this.data.resultData.error?.message;
	}

	runsOf(nodeName: string): ITaskData[] {
		return this.data.resultData.runData[nodeName] ?? [];
	}

	/** The items of one output, of the last time the node ran. */
	outputOf(nodeName: string, outputIndex = 0): INodeExecutionData[] {
		return this.runsOf(nodeName).at(-1)?.data?.main?.[outputIndex] ?? [];
	}

	/** The JSON of one output, of all times the node ran. */
	items(nodeName: string, outputIndex = 0): IDataObject[] {
		return this.runsOf(nodeName)
			.flatMap((run) => run.data?.main?.[outputIndex] ?? [])
			.map(({ json }) => json);
	}

	/** All of it as text: for "this secret is nowhere". */
	everything(): string {
		return JSON.stringify(this.data);
	}
}
