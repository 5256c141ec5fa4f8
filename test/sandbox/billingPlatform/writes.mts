import { isRecord, type Reply } from '../exchange.mjs';
import type { RowCounts } from './books.mjs';
import type { BulkWork } from './bulk.mjs';
import type { Entity } from './entities.mjs';
import { badRequest, RecordError } from './errors.mjs';
import type { Field } from './fields.mjs';
import { RecordWriter } from './records.mjs';
import { writeReply, type Outcome } from './results.mjs';
import { Stamps } from './stamps.mjs';
import type { Store } from './store.mjs';
import type { BillingPlatformSwitches } from './switches.mjs';

type Body = Readonly<Record<string, unknown>>;
type CountName = Exclude<keyof RowCounts, 'rowsFailed' | 'rowsRead'>;

/** Writing calls: many records in, one result each out, in the same order; some may fail alone. [INFERRED] */
export class Writes {
	private readonly writer: RecordWriter;

	constructor(
		private readonly store: Store,
		private readonly switches: () => BillingPlatformSwitches,
		private readonly bulk: BulkWork,
		private readonly counts: RowCounts,
	) {
		const visibleFrom = (): number => {
			const lag = switches().readAfterWriteLagMs;
			return lag > 0 ? Date.now() + lag : 0;
		};
		this.writer = new RecordWriter(store, visibleFrom, new Stamps(store.clock, switches));
	}

	create(entity: Entity, body: Body): Reply {
		return this.write(entity, body, 'createResponse', 'rowsCreated', (record) => {
			this.bulk.check(entity, record);
			const id = this.writer.create(entity, record);
			this.bulk.created(entity, id);
			return { id };
		});
	}

	update(entity: Entity, body: Body): Reply {
		return this.write(entity, body, 'updateResponse', 'rowsUpdated', (record) => ({
			id: this.writer.update(entity, record),
		}));
	}

	upsert(entity: Entity, body: Body): Reply {
		const key = this.keyField(entity, body.externalIDFieldName);
		return this.write(entity, body, 'upsertResponse', undefined, (record) =>
			this.writer.upsert(entity, key, record),
		);
	}

	remove(entity: Entity, body: Body): Reply {
		const forGood = String(body.EmptyRecycleBin ?? '0') === '1';
		const key = this.switches().deleteResponseKey;
		return this.write(entity, body, key, 'rowsDeleted', (record) => ({
			id: this.writer.remove(entity, record, forGood),
		}));
	}

	restore(entity: Entity, body: Body): Reply {
		return this.write(entity, body, 'undeleteResponse', 'rowsUndeleted', (record) => ({
			id: this.writer.restore(entity, record),
		}));
	}

	/** The result of something that was not a record, such as a file. */
	accepted(id: number): Reply {
		return writeReply('createResponse', [{ id }], this.switches());
	}

	private write(
		entity: Entity,
		body: Body,
		responseKey: string,
		count: CountName | undefined,
		writeOne: (record: Body) => { id: number; created?: boolean },
	): Reply {
		if (entity.metadata) throw badRequest(`${entity.name} cannot be written`);
		const records = this.recordsOf(body);
		const outcomes = this.store.transaction(() =>
			records.map((record) => attempt(record, () => writeOne(record))),
		);
		for (const outcome of outcomes) this.counts[countOf(outcome, count)] += 1;
		return writeReply(responseKey, outcomes, this.switches());
	}

	/** One record or a list. [DOC] */
	private recordsOf({ brmObjects }: Body): readonly Body[] {
		const records: unknown[] = Array.isArray(brmObjects) ? brmObjects : [brmObjects];
		const { maxRecordsPerWrite } = this.switches();
		if (records.length === 0 || !records.every(isRecord)) {
			throw badRequest('brmObjects must be a record or a list of records');
		}
		if (maxRecordsPerWrite > 0 && records.length > maxRecordsPerWrite) {
			throw badRequest(`At most ${maxRecordsPerWrite} records can be written in one request`);
		}
		return records;
	}

	private keyField(entity: Entity, name: unknown): Field {
		const field = typeof name === 'string' ? entity.byName.get(name) : undefined;
		const isById = field?.primaryKey && this.switches().upsertById === 'on';
		// What a wrong key field answers is unknown. [INFERRED]
		if (!field || !(field.externalKey || isById)) {
			throw badRequest(`externalIDFieldName is not an external key of ${entity.name}`);
		}
		return field;
	}
}

function attempt(record: Body, write: () => { id: number; created?: boolean }): Outcome {
	try {
		return write();
	} catch (error) {
		if (!(error instanceof RecordError)) throw error;
		const { Id: id } = record;
		return { error, ...((typeof id === 'string' || typeof id === 'number') && { id: String(id) }) };
	}
}

function countOf(outcome: Outcome, count: CountName | undefined): keyof RowCounts {
	if ('error' in outcome) return 'rowsFailed';
	return count ?? (outcome.created ? 'rowsCreated' : 'rowsUpdated');
}
