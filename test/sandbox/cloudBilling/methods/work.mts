import type { Row, Value } from '../contract/model.mjs';
import type { RowCounts } from '../books.mjs';
import type { Store } from '../data/store.mjs';
import type { ReadSwitches } from '../switches.mjs';

export interface Work {
	readonly store: Store;
	readonly switches: ReadSwitches;
	readonly counts: RowCounts;
}

/** One operation: takes its arguments, gives its Result, or throws a ResultError. */
export type Method = (args: Row, work: Work) => Value;

/** An argument that is not sent, nil or empty does not filter. */
export function textArgument(args: Row, name: string): string | undefined {
	const value = args[name];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

export function listArgument(args: Row, name: string): string[] {
	const value = args[name];
	return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

export function rowsArgument(args: Row, name: string): Row[] {
	const value = args[name];
	return Array.isArray(value) ? value.filter(isRow) : [];
}

function isRow(value: Value): value is Row {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The rows of one page; the first page where none is asked for. */
export function pageOf<Item>(rows: readonly Item[], page: Value, size: number): Item[] {
	const number = typeof page === 'number' ? Math.max(page, 1) : 1;
	return rows.slice((number - 1) * size, number * size);
}
