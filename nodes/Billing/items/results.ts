import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { BillingError, InputError, messageOf, toNodeError } from '../errors';

/** What became of one record: what to hand on, or why it failed. */
export type RecordResult =
	| { json: IDataObject; id?: string; error?: undefined }
	| { error: Error; json?: undefined };

/** The item that goes to the error output: the reason in words, the vendor's code and the field it blames. */
export function errorItem(
	ctx: IExecuteFunctions,
	error: unknown,
	itemIndex: number,
): INodeExecutionData {
	const json: IDataObject = { error: messageOf(error) };
	if (error instanceof BillingError) {
		if (error.code !== undefined) json.errorCode = error.code;
		if (error.field !== undefined) json.errorField = error.field;
		if (error.outcome === 'unknown') json.mayHaveHappened = true;
	}
	if (error instanceof InputError && error.field !== undefined) json.errorField = error.field;
	return {
		json,
		error: toNodeError(ctx.getNode(), error, itemIndex),
		pairedItem: { item: itemIndex },
	};
}

/** One committed record: the input item it came from and the Id the vendor gave it. */
export interface Committed {
	item: number;
	id?: string;
}

const SHOWN_RUNS = 200;

/**
 * Text that names items and their Ids, neighbours drawn together: `items 0–99 (Ids 7509–7608), item 120 (Id 7)`.
 */
export function describeCommitted(committed: Committed[]): string {
	const runs: Array<{ first: Committed; last: Committed }> = [];
	for (const entry of committed) {
		const run = runs.at(-1);
		if (run && follows(run.last, entry)) run.last = entry;
		else runs.push({ first: entry, last: entry });
	}
	const shown = runs.slice(0, SHOWN_RUNS).map(({ first, last }) => {
		const items = span(String(first.item), String(last.item));
		const ids = first.id && last.id ? ` (Id ${span(first.id, last.id)})` : '';
		return `item ${items}${ids}`;
	});
	const hidden = runs.length - shown.length;
	return shown.join(', ') + (hidden > 0 ? ` and ${hidden} more` : '');
}

function follows(last: Committed, next: Committed): boolean {
	if (next.item !== last.item + 1) return false;
	if (last.id === undefined || next.id === undefined) return last.id === next.id;
	return Number(next.id) === Number(last.id) + 1;
}

function span(first: string, last: string): string {
	return first === last ? first : `${first}–${last}`;
}
