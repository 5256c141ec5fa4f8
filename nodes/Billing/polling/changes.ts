import type { IDataObject } from 'n8n-workflow';

import { compareIds } from '../values';
import type { Moment } from './timestamps';

/** One change of one record, as a billing system tells it. */
export interface Change {
	/** What the record is known by: with `at` it tells one change from another. */
	id: string;
	/** When it changed by the vendor's clock. */
	moment: Moment;
	record: Record<string, unknown>;
}

/** Where a trigger finds changes. A system supplies it; nothing here knows any vendor. */
export interface ChangeSource {
	/**
	 * Whether a record may change again without a new timestamp, because it has been read in the very second
	 * it was changed. Then the content of the newest records is compared once more.
	 */
	readonly mayRepeat: boolean;
	/** The newest changes, oldest first. */
	newest(count: number): Promise<Change[]>;
	/**
	 * Changes at `from` (ms) or later, earlier ones too where it is easier, in batches.
	 * Each batch is sorted by `inOrder` and lies behind the one before, so all that share a timestamp come together.
	 */
	since(from: number | undefined): AsyncIterable<Change[]>;
	/** Adds what `since` leaves out; records that are gone or have changed again meanwhile are dropped. */
	complete(changes: Change[]): Promise<Change[]>;
	/**
	 * How far the vendor's timestamps may lie ahead of what it compares them with (ms): nothing, or hours where
	 * they are written in a time zone that they do not name. Asked once, with a change that there is.
	 */
	slack(known: Change): Promise<number>;
	/** The records as n8n items take them. */
	toJson(changes: Change[]): Promise<IDataObject[]>;
}

/** Everything up to a place in the order of changes: all of one moment where no `id` is given. */
export interface Place {
	at: number;
	id?: string;
}

/** The order in which changes are handed on: by time, and by Id within one timestamp. */
export function inOrder(a: Change, b: Change): number {
	return a.moment.at - b.moment.at || compareIds(a.id, b.id);
}

/** Whether a change lies at or before the place. */
export function isUpTo(place: Place, at: number, id: string): boolean {
	if (at !== place.at) return at < place.at;
	return place.id === undefined || compareIds(id, place.id) <= 0;
}
