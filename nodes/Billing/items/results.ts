import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { BillingError, InputError, messageOf } from '../errors';

/** What became of one record: what to hand on, or why it failed. */
export type RecordResult =
	| { json: IDataObject; id?: string; error?: undefined }
	| { error: Error; json?: undefined };

/**
 * The item that goes to the error output: the reason in words, and the vendor's code and the field it blames.
 *
 * n8n knows a failed item by its keys: `error` alone, in newer versions also `details`. It must not carry
 * `error` beside its JSON: then n8n would put the message in the place of all else.
 */
export function errorItem(
	ctx: IExecuteFunctions,
	error: unknown,
	itemIndex: number,
): INodeExecutionData {
	const details = detailsOf(error);
	const knowsDetails = typeof ctx.onExecutionFinish === 'function';
	const json = {
		error: messageOf(error),
		...(knowsDetails && Object.keys(details).length > 0 && { details }),
	};
	return { json, pairedItem: { item: itemIndex } };
}

function detailsOf(error: unknown): IDataObject {
	if (!(error instanceof BillingError || error instanceof InputError)) return {};
	const { code, outcome } =
		error instanceof BillingError ? error : { code: undefined, outcome: '' };
	return {
		...(code !== undefined && { code }),
		...(error.field !== undefined && { field: error.field }),
		...(outcome === 'unknown' && { mayHaveHappened: true }),
	};
}

/** One committed record: the input item it came from and the Id the vendor gave it. */
export interface Committed {
	item: number;
	id?: string;
}

const SHOWN_RUNS = 200;

/**
 * Text that names items and their Ids, neighbours drawn together: `item 0–99 (Id 7509–7608), item 120 (Id 7)`.
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
