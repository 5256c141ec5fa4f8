import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../values';
import { type Change, isUpTo, type Place } from './changes';

/** Changes remembered at most: some tens of kilobytes in n8n's database. */
const REMEMBERED = 2000;

/** Records at the newest timestamp whose content is remembered at most. */
const COMPARED = 200;

/**
 * How far a trigger has come, by the vendor's own timestamps.
 *
 * A record may become visible after one with a later timestamp, when its transaction ends later. So behind the
 * newest timestamp a window stays open, as long as the look-back says; what was handed on within it is remembered
 * and not handed on again. The window closes as time goes by, measured from when the newest change was seen:
 * only differences of our clock count, so it need not agree with the vendor's.
 */
export class Cursor {
	/** What is done for good: nothing up to here is looked at again. */
	private past?: Place;
	/** The newest change that was handed on. */
	private newest?: { at: number; step: number; seenAt: number };
	/** Ids handed on within the window, by timestamp. */
	private readonly seen = new Map<number, Set<string>>();
	/** Hashes of the records at the newest timestamp, while they may change again without another one. */
	private readonly prints = new Map<string, string>();
	/**
	 * The first timestamp that the last poll left unread. The next one goes on there, without reading the window
	 * again: else it might spend all its time on it.
	 */
	private unread?: number;
	/** See `ChangeSource.slack`; undefined until there was a change to ask with. */
	slack?: number;

	/** A cursor that begins behind a time, or at the very beginning. */
	static behind(at?: number): Cursor {
		const cursor = new Cursor();
		if (at !== undefined) cursor.past = { at };
		return cursor;
	}

	/** @returns undefined for anything but a saved cursor */
	static restore(saved: unknown): Cursor | undefined {
		if (!isRecord(saved) || !isRecord(saved.seen) || !isRecord(saved.prints)) return undefined;
		const cursor = new Cursor();
		if (isPlace(saved.past)) cursor.past = { at: saved.past.at, id: saved.past.id };
		if (isNewest(saved.newest)) cursor.newest = { ...saved.newest };
		if (typeof saved.unread === 'number') cursor.unread = saved.unread;
		if (typeof saved.slack === 'number') cursor.slack = saved.slack;
		for (const [at, ids] of Object.entries(saved.seen)) {
			if (Array.isArray(ids)) cursor.seen.set(Number(at), new Set(ids.map(String)));
		}
		for (const [id, print] of Object.entries(saved.prints)) cursor.prints.set(id, String(print));
		return cursor;
	}

	save(): IDataObject {
		return {
			...(this.past && { past: { ...this.past } }),
			...(this.newest && { newest: { ...this.newest } }),
			...(this.unread !== undefined && { unread: this.unread }),
			...(this.slack !== undefined && { slack: this.slack }),
			seen: Object.fromEntries([...this.seen].map(([at, ids]) => [at, [...ids]])),
			prints: Object.fromEntries(this.prints),
		};
	}

	/** Where to read from (ms). */
	get from(): number | undefined {
		if (this.unread !== undefined) return this.unread - (this.slack ?? 0);
		if (!this.past) return undefined;
		const at = this.past.id === undefined ? this.past.at + 1 : this.past.at;
		return at - (this.slack ?? 0);
	}

	/** Whether a change has not been handed on, or must be completed to tell. */
	isOpen({ id, moment: { at } }: Change): boolean {
		if (this.past && isUpTo(this.past, at, id)) return false;
		return !this.seen.get(at)?.has(id) || this.hasPrint(id, at);
	}

	/** Whether a completed change is to be handed on. */
	isNew(change: Change): boolean {
		const { id, moment } = change;
		if (!this.seen.get(moment.at)?.has(id)) return true;
		return this.hasPrint(id, moment.at) && this.prints.get(id) !== printOf(change);
	}

	/** Remembers what is handed on. @param seenAt our clock, after the changes were read */
	handOn(changes: Change[], seenAt: number, mayRepeat: boolean): void {
		for (const change of changes) {
			const { at, step } = change.moment;
			const ids = this.seen.get(at) ?? new Set();
			this.seen.set(at, ids.add(change.id));
			if (!this.newest || at > this.newest.at) {
				this.newest = { at, step, seenAt };
				this.prints.clear();
			}
			const comparable = mayRepeat && step > 1 && at === this.newest.at;
			if (comparable && this.prints.size < COMPARED) this.prints.set(change.id, printOf(change));
		}
	}

	/**
	 * Closes the window as far as time allows.
	 *
	 * @param readAt our clock, before the reading began
	 * @param unread the first timestamp that was not read; undefined where everything from `from` on was
	 * @param lookBack ms
	 */
	settle(readAt: number, unread: number | undefined, lookBack: number): void {
		const readWindow = unread === undefined && this.unread === undefined;
		this.unread = unread;
		if (this.newest && readWindow) {
			const { at, step, seenAt } = this.newest;
			const elapsed = Math.max(0, readAt - seenAt);
			if (elapsed >= step) this.prints.clear();
			this.forget({ at: Math.min(at, at + elapsed - lookBack - step) });
		}
		this.shrink();
	}

	private hasPrint(id: string, at: number): boolean {
		return at === this.newest?.at && this.prints.has(id);
	}

	/** Moves what is past, never back. */
	private forget(place: Place): void {
		if (this.past && !isBehind(place, this.past)) return;
		this.past = place;
		for (const [at, ids] of this.seen) {
			for (const id of ids) if (isUpTo(place, at, id)) ids.delete(id);
			if (ids.size === 0) this.seen.delete(at);
		}
	}

	/** So many changes within the window that not all can be remembered: the oldest are past early. */
	private shrink(): void {
		const count = [...this.seen.values()].reduce((sum, ids) => sum + ids.size, 0);
		if (count <= REMEMBERED) return;
		const places = [...this.seen].flatMap(([at, ids]) => [...ids].map((id) => ({ at, id })));
		places.sort((a, b) => (isUpTo(b, a.at, a.id) ? -1 : 1));
		this.forget(places[count - REMEMBERED - 1]);
	}
}

function isBehind(place: Place, other: Place): boolean {
	if (place.at !== other.at || other.id === undefined) return place.at > other.at;
	return place.id === undefined || !isUpTo(other, place.at, place.id);
}

function printOf({ record }: Change): string {
	return createHash('sha256').update(JSON.stringify(record)).digest('base64').slice(0, 16);
}

function isPlace(value: unknown): value is Place {
	if (!isRecord(value) || typeof value.at !== 'number') return false;
	return value.id === undefined || typeof value.id === 'string';
}

function isNewest(value: unknown): value is { at: number; step: number; seenAt: number } {
	if (!isRecord(value)) return false;
	return [value.at, value.step, value.seenAt].every((part) => typeof part === 'number');
}
