import type { IDataObject } from 'n8n-workflow';

import { BillingError, InputError } from '../../../errors';
import { type Change, type ChangeSource, inOrder } from '../../../polling/changes';
import { readMoment } from '../../../polling/timestamps';
import type { BillingPlatformClient, Row } from '../client';
import { convertRows } from '../convert';
import { valueOf } from '../metadata';
import { isLast } from '../reader';
import { toJson } from '../records';
import { allOf, page } from '../sql';
import type { TimestampForm } from './timestamps';

export interface Watch {
	entity: string;
	/** The field that tells when a record changed. */
	timestamp: string;
	/** Whether that field moves with every change of a record. */
	followsUpdates: boolean;
	/** Leaves out records that have only been created. */
	onlyUpdates: boolean;
	/** Whether a record without `timestamp` would be missed. */
	includesCreation: boolean;
	/** Field names; empty for whole records. */
	fields: string[];
	where?: string;
	form: TimestampForm;
	pageSize: number;
	convert: boolean;
}

/** Time zones reach from UTC-12 to UTC+14. */
const LARGEST_OFFSET = 14 * 3_600_000;

/**
 * Changes of one entity's records, found by a timestamp of theirs.
 *
 * A query over Id and timestamp finds them, in order; whole records are then read by Id. With chosen fields the
 * query brings these along, and nothing else is asked.
 */
export class RecordChanges implements ChangeSource {
	readonly mayRepeat: boolean;

	constructor(
		private readonly client: BillingPlatformClient,
		private readonly watch: Watch,
	) {
		this.mayRepeat = watch.followsUpdates;
	}

	async newest(count: number): Promise<Change[]> {
		const { timestamp } = this.watch;
		const rows = await this.rows([`${timestamp} IS NOT NULL`], `${timestamp} DESC, Id DESC`, count)
			// A field that the entity does not have is refused in the vendor's words, which differ.
			.catch(async (error: unknown) => {
				await this.check();
				return await Promise.reject(error);
			});
		if (rows.length === 0) await this.check();
		return this.toChanges(rows);
	}

	/** With a full page, what shares the last timestamp is left to the next one: it may go on there. */
	async *since(from: number | undefined): AsyncGenerator<Change[]> {
		await this.client.prove(this.watch.entity);
		for (let at = from; ; ) {
			const { changes, isLast } = await this.read(at);
			const newest = changes.at(-1);
			if (isLast || !newest) {
				yield this.told(changes);
				return;
			}
			const end = this.floor(newest.moment.at);
			const before = changes.filter(({ moment }) => moment.at < end);
			if (before.length > 0) {
				yield this.told(before);
				at = end;
			} else {
				yield this.told(await this.readStep(end));
				at = end + this.watch.form.step;
			}
		}
	}

	async complete(changes: Change[]): Promise<Change[]> {
		if (this.watch.fields.length > 0 || changes.length === 0) return changes;
		const ids = changes.map(({ id }) => id);
		const rows = await this.client.retrieveByIds(this.watch.entity, ids);
		const byId = new Map(rows.map((row) => [valueOf(row, 'Id'), row]));
		return changes.flatMap((change) => {
			const record = byId.get(change.id);
			if (!record) return [];
			const moment = readMoment(valueOf(record, this.watch.timestamp));
			const hasMovedOn = moment && moment.at !== change.moment.at;
			return hasMovedOn ? [] : [{ ...change, record }];
		});
	}

	/**
	 * For users with time zone conversion the `Z` of a timestamp may be a lie (apis 5.3): then the newest record is
	 * not found at its own timestamp, but some hours before.
	 *
	 * @throws BillingError where it is not found at all
	 */
	async slack({ id, moment }: Change): Promise<number> {
		await this.refuseBlank();
		const itself = `Id = ${id}`;
		for (const slack of [0, LARGEST_OFFSET]) {
			const rows = await this.rows([itself, this.notBefore(moment.at - slack)], 'Id', 1);
			if (rows.length > 0) return slack;
		}
		// It may have been deleted a moment ago.
		if ((await this.rows([itself], 'Id', 1)).length === 0) return 0;
		throw new BillingError('BillingPlatform does not find its newest record by its timestamp', {
			description: 'Choose another form in the option Timestamps in Queries.',
		});
	}

	async toJson(changes: Change[]): Promise<IDataObject[]> {
		const { entity, fields, convert } = this.watch;
		const rows = changes.map(({ record }) => (fields.length > 0 ? only(fields, record) : record));
		if (convert && rows.length > 0) convertRows(rows, await this.client.fields(entity));
		return toJson(rows);
	}

	/** Says why there is nothing, where it is not for want of records. */
	private async check(): Promise<void> {
		const { entity, timestamp } = this.watch;
		if (!(await this.client.knows(entity))) {
			throw new BillingError(`BillingPlatform knows no entity ${entity}`, {
				description: 'Choose it from the list, or check its name and the org in the credential.',
			});
		}
		const fields = await this.client.fields(entity).catch(() => []);
		const isKnown = fields.some(({ name }) => name.toLowerCase() === timestamp.toLowerCase());
		if (fields.length > 0 && !isKnown) {
			throw new InputError(
				`${entity} has no field ${timestamp}, so what has changed cannot be told`,
				'Name a field that holds the time of the last change in the option Timestamp Field.',
				'Entity',
			);
		}
		await this.refuseBlank();
	}

	/** Whether new records have an Updated is [INFERRED]: without one they would never be found by it. */
	private async refuseBlank(): Promise<void> {
		const { entity, timestamp, includesCreation } = this.watch;
		if (!includesCreation) return;
		const rows = await this.rows([`${timestamp} IS NULL`], 'Id', 1);
		if (rows.length === 0) return;
		throw new InputError(
			`Records of ${entity} have no ${timestamp} before their first change`,
			'Use two triggers: one for Record Created and one for Record Updated.',
			'Event',
		);
	}

	/** A page of changes in order, from a time on. */
	private async read(from: number | undefined): Promise<{ changes: Change[]; isLast: boolean }> {
		const { timestamp, pageSize } = this.watch;
		const condition = from === undefined ? `${timestamp} IS NOT NULL` : this.notBefore(from);
		const rows = await this.rows([condition], `${timestamp}, Id`, pageSize);
		return { changes: this.toChanges(rows), isLast: isLast(rows, pageSize) };
	}

	/** Everything at one timestamp, however much: by Id, because records leave it when they change again. */
	private async readStep(at: number): Promise<Change[]> {
		const { timestamp, form, pageSize } = this.watch;
		const range = [this.notBefore(at), `${timestamp} < ${form.write(at + form.step)}`];
		const all: Row[] = [];
		for (let last: string | undefined; ; ) {
			const rows = await this.rows([...range, last ? `Id > ${last}` : ''], 'Id', pageSize);
			all.push(...rows);
			if (isLast(rows, pageSize)) return this.toChanges(all);
			last = valueOf(rows[rows.length - 1], 'Id');
		}
	}

	private async rows(conditions: string[], orderBy: string, count: number): Promise<Row[]> {
		const { entity, where } = this.watch;
		const condition = allOf([...conditions, where]);
		const sql = `SELECT ${this.columns()} FROM ${entity}${condition && ` WHERE ${condition}`} ORDER BY ${orderBy}`;
		return await this.client.query(page(sql, 0, count));
	}

	private columns(): string {
		const { timestamp, onlyUpdates, fields } = this.watch;
		const needed = ['Id', timestamp, ...(onlyUpdates ? ['Created'] : [])];
		const names = new Map([...needed, ...fields].map((name) => [name.toLowerCase(), name]));
		return [...names.values()].join(', ');
	}

	private toChanges(rows: Row[]): Change[] {
		const changes = rows.map((record) => {
			const text = valueOf(record, this.watch.timestamp);
			const moment = readMoment(text);
			if (!moment) throw this.noMoment(text);
			return { id: valueOf(record, 'Id'), moment, record };
		});
		return changes.sort(inOrder);
	}

	/** Without records that have only been created, where those are not asked for. */
	private told(changes: Change[]): Change[] {
		if (!this.watch.onlyUpdates) return changes;
		return changes.filter(
			({ moment, record }) => readMoment(valueOf(record, 'Created'))?.at !== moment.at,
		);
	}

	private noMoment(text: string): InputError {
		return new InputError(
			`"${text}" is no timestamp`,
			'Choose a field that holds the time of the last change, in the option Timestamp Field.',
			this.watch.timestamp,
		);
	}

	private notBefore(at: number): string {
		return `${this.watch.timestamp} >= ${this.watch.form.write(this.floor(at))}`;
	}

	private floor(at: number): number {
		return Math.floor(at / this.watch.form.step) * this.watch.form.step;
	}
}

/** Only the fields asked for: the query needed more. */
function only(fields: string[], record: Row): Row {
	const wanted = new Set(fields.map((field) => field.toLowerCase()));
	return Object.fromEntries(
		Object.entries(record).filter(([name]) => wanted.has(name.toLowerCase())),
	);
}
