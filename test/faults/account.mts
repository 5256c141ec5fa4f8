import type { IDataObject } from 'n8n-workflow';
import type { RunResult } from '../engine/harness/index.mjs';

/** What the user is told of one input item. */
export type Told = 'done' | 'refused' | 'unknown' | 'unsent';

/** What the user is told of every item; an item that is missing here was not spoken of. */
export type Account = Map<number, Told>;

export interface ErrorText {
	message: string;
	description: string;
	itemIndex?: number;
}

const PARTS: ReadonlyArray<readonly [Told, RegExp]> = [
	['done', /Committed: ([^.]*)\./],
	['done', /Done before: ([^.]*)\./],
	['refused', /Failed: ([^.]*)\./],
	['unknown', /May have been committed, look before you send them again: ([^.]*)\./],
	['unsent', /Not sent: ([^.]*)\./],
];
const ONE_MAY_HAVE_HAPPENED = /This may have happened all the same/;

/** Reads the words of an error of a write as a person would. */
export function accountOfError({ message, description, itemIndex }: ErrorText): Account {
	const account: Account = new Map();
	for (const [told, pattern] of PARTS) {
		for (const item of itemsIn(pattern.exec(description)?.[1] ?? '')) account.set(item, told);
	}
	const named = itemIndex ?? Number(/\[item (\d+)\]$/.exec(message)?.[1] ?? 0);
	if (!account.has(named)) {
		account.set(named, ONE_MAY_HAVE_HAPPENED.test(description) ? 'unknown' : 'refused');
	}
	return account;
}

/** Reads the items of a node that goes on after errors. */
export function accountOfItems(
	result: RunResult,
	name: string,
): { account: Account; twice: number } {
	const account: Account = new Map();
	let twice = 0;
	const add = (item: number, told: Told): void => {
		if (account.has(item)) twice += 1;
		account.set(item, told);
	};
	for (const { pairedItem } of result.outputOf(name, 0)) add(itemOf(pairedItem), 'done');
	for (const { pairedItem, json } of result.outputOf(name, 1)) {
		const { mayHaveHappened } = (json.details ?? {}) as IDataObject;
		add(itemOf(pairedItem), mayHaveHappened ? 'unknown' : 'refused');
	}
	return { account, twice };
}

/** `item 0–3 (Id 41–44), item 7` */
function itemsIn(text: string): number[] {
	const spans = [...text.matchAll(/item (\d+)(?:–(\d+))?/g)];
	return spans.flatMap(([, first, last = first]) =>
		Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index),
	);
}

function itemOf(pairedItem: unknown): number {
	const first: unknown = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
	return typeof first === 'number' ? first : Number((first as { item: number }).item);
}
