import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { BillingError, CancelledError, descriptionOf, toNodeError } from '../errors';
import { type Committed, describeCommitted, errorItem } from './results';

interface PerItemOptions {
	/** Whether `produce` changes something at the vendor: then an error says which items were done before. */
	writes?: boolean;
}

/**
 * Gets rows for one input item after the other and pairs each row with the item it came from.
 *
 * With *On Error: continue* a failed item goes on as an error item; otherwise the node stops there.
 */
export async function runPerItem(
	ctx: IExecuteFunctions,
	produce: (itemIndex: number) => Promise<IDataObject[]>,
	options: PerItemOptions = {},
): Promise<INodeExecutionData[]> {
	const produceItems = async (item: number): Promise<INodeExecutionData[]> => {
		// One object for all rows of an item: at 100,000 rows, one each would weigh as much as the rows.
		const pairedItem = { item };
		return (await produce(item)).map((json) => ({ json, pairedItem }));
	};
	return await runPerItemWithBinary(ctx, produceItems, options);
}

/** The same for whole items, which may carry binary data. */
export async function runPerItemWithBinary(
	ctx: IExecuteFunctions,
	produce: (itemIndex: number) => Promise<INodeExecutionData[]>,
	{ writes = false }: PerItemOptions = {},
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	const done: Committed[] = [];
	const count = ctx.getInputData().length;
	for (let item = 0; item < count; item++) {
		try {
			if (ctx.getExecutionCancelSignal()?.aborted) throw new CancelledError();
			for (const made of await produce(item)) {
				made.pairedItem ??= { item };
				output.push(made);
			}
			done.push({ item });
		} catch (error) {
			if (!ctx.continueOnFail() || error instanceof CancelledError) {
				const notSent = range(item + 1, count);
				const description = writes ? account(error, done, notSent) : undefined;
				throw toNodeError(ctx.getNode(), error, item, { description });
			}
			output.push(errorItem(ctx, error, item));
		}
	}
	return output;
}

function account(error: unknown, done: Committed[], notSent: Committed[]): string | undefined {
	const isUnknown = error instanceof BillingError && error.outcome === 'unknown';
	const lines = [
		isUnknown && 'This may have happened all the same: look before you send it again.',
		descriptionOf(error),
		done.length > 0 && `Done before: ${describeCommitted(done)}.`,
		notSent.length > 0 && `Not sent: ${describeCommitted(notSent)}.`,
	];
	return lines.filter(Boolean).join(' ') || undefined;
}

function range(from: number, to: number): Committed[] {
	return Array.from({ length: to - from }, (_, index) => ({ item: from + index }));
}
