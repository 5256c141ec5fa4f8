import type { IDataObject } from 'n8n-workflow';

import { BillingError } from '../../../errors';
import { type Change, type ChangeSource, inOrder } from '../../../polling/changes';
import { readMoment } from '../../../polling/timestamps';
import { toText } from '../../../values';
import type { Row } from '../client';

export interface Watch {
	/** What the rows are called, in the singular. */
	noun: string;
	/** The member that tells when a row changed. */
	timestamp: string;
	/** The members that rows are known by, the first one that a row has. */
	keys: string[];
	mayRepeat: boolean;
	/** Whether `read` can leave out what is older than `from`. */
	readsFrom: boolean;
	/** The rows that changed at `from` (ms) or later, in any order; earlier ones may be among them. */
	read(from: number | undefined): Promise<Row[]>;
	/** Rows with all their members, in the same order. */
	complete?(rows: Row[]): Promise<Row[]>;
	toJson(rows: Row[]): IDataObject[];
}

const DAY = 86_400_000;

/** How far back to look for the newest rows, until there are enough: a whole history may be long. */
const SPANS = [DAY, 31 * DAY, undefined];

/** A text without a time zone may be local time, hours ahead of UTC. */
const LARGEST_OFFSET = 14 * 3_600_000;

/** Changes that a method of CloudBilling lists at once; none of its methods sorts or gives a part of them. */
export class RowChanges implements ChangeSource {
	constructor(private readonly watch: Watch) {}

	get mayRepeat(): boolean {
		return this.watch.mayRepeat;
	}

	async newest(count: number): Promise<Change[]> {
		for (const span of this.watch.readsFrom ? SPANS : [undefined]) {
			const changes = await this.read(span && Date.now() - span);
			if (changes.length >= count || span === undefined) return changes.slice(-count);
		}
		return [];
	}

	async *since(from: number | undefined): AsyncGenerator<Change[]> {
		yield await this.read(from);
	}

	async complete(changes: Change[]): Promise<Change[]> {
		if (!this.watch.complete || changes.length === 0) return changes;
		const rows = await this.watch.complete(changes.map(({ record }) => record));
		return changes.map((change, index) => ({ ...change, record: rows[index] }));
	}

	async slack({ moment }: Change): Promise<number> {
		return await Promise.resolve(moment.zoned ? 0 : LARGEST_OFFSET);
	}

	async toJson(changes: Change[]): Promise<IDataObject[]> {
		return await Promise.resolve(this.watch.toJson(changes.map(({ record }) => record)));
	}

	/** @throws BillingError where rows come without their timestamp */
	private async read(from: number | undefined): Promise<Change[]> {
		const { noun, timestamp } = this.watch;
		const rows = await this.watch.read(from);
		const changes = rows.flatMap((record) => {
			const moment = readMoment(toText(record[timestamp]));
			return moment ? [{ id: this.idOf(record), moment, record }] : [];
		});
		if (rows.length > 0 && changes.length === 0) {
			throw new BillingError(`CloudBilling gives no ${timestamp} with a ${noun}`, {
				description: 'Without it the trigger cannot tell what is new.',
			});
		}
		return changes.sort(inOrder);
	}

	private idOf(row: Row): string {
		return this.watch.keys.map((key) => toText(row[key])).find((text) => text !== '') ?? '';
	}
}
