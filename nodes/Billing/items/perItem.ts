import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { CancelledError, descriptionOf, toNodeError } from '../errors';
import { describeCommitted, errorItem } from './results';

/** What one input item gives: rows, or whole items where there is binary data. */
export type Produced = IDataObject[] | INodeExecutionData[];

/**
 * Does `produce` for one input item after the other and pairs what comes out with it.
 *
 * With *On Error: continue* a failed item goes on as an error item; otherwise the node stops there. Then,
 * if `writes`, the error says which items were done before.
 */
export async function runPerItem(
	ctx: IExecuteFunctions,
	produce: (itemIndex: number) => Promise<IDataObject[]>,
	{ writes = false } = {},
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	const count = ctx.getInputData().length;
	for (let item = 0; item < count; item++) {
		try {
			if (ctx.getExecutionCancelSignal()?.aborted) throw new CancelledError();
			for (const json of await produce(item)) output.push({ json, pairedItem: { item } });
		} catch (error) {
			if (!ctx.continueOnFail() || error instanceof CancelledError) {
				const description = writes ? doneBefore(error, item) : undefined;
				throw toNodeError(ctx.getNode(), error, item, { description });
			}
			output.push(errorItem(ctx, error, item));
		}
	}
	return output;
}

function doneBefore(error: unknown, item: number): string | undefined {
	const done = Array.from({ length: item }, (_, before) => ({ item: before }));
	const lines = [
		descriptionOf(error),
		done.length ? `Done before: ${describeCommitted(done)}.` : '',
	];
	return lines.filter(Boolean).join(' ') || undefined;
}
