import { AsyncLocalStorage } from 'node:async_hooks';
import { types } from 'node:util';
import type { IExecuteFunctions, INodeExecutionData, LogLevel, LogMetadata } from 'n8n-workflow';

export interface LogLine {
	level: Exclude<LogLevel, 'silent'>;
	message: string;
	metadata?: LogMetadata;
}

/** What a `harness.code` node does: items in, items (or the items of each output) out. */
export type CodeFunction = (
	items: INodeExecutionData[],
	context: IExecuteFunctions,
) => CodeResult | Promise<CodeResult>;
type CodeResult = INodeExecutionData[] | INodeExecutionData[][];

/** What belongs to one run. It follows the run through every await, so runs may overlap. */
export interface RunScope {
	write(line: LogLine): void;
	code: Readonly<Record<string, CodeFunction>>;
}

export const runScope = new AsyncLocalStorage<RunScope>();

/** The logger n8n writes to. A line goes to the run that caused it, never to the console. */
export function createLogger() {
	const write =
		(level: LogLine['level']) =>
		(message: string, metadata?: LogMetadata): void =>
			runScope.getStore()?.write({ level, message, ...(metadata && { metadata }) });
	const logger = {
		error: write('error'),
		warn: write('warn'),
		info: write('info'),
		debug: write('debug'),
		scoped: () => logger,
	};
	return logger;
}

/** A log line as n8n prints it: errors in the metadata are reduced to what they say. */
export function printable({ level, message, metadata = {} }: LogLine): string {
	const values = Object.entries(metadata).map(([key, value]) => [key, reduced(value)]);
	return `${level} ${message} ${JSON.stringify(Object.fromEntries(values))}`;
}

function reduced(value: unknown): unknown {
	// n8n's errors are of another realm than the tests that jest runs.
	if (!types.isNativeError(value)) return value;
	const { name, message, stack, cause } = value;
	return { name, message, stack, cause: reduced(cause) };
}
