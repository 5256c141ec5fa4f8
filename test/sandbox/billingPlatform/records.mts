import { entityNamed, lookupBehind, type Entity } from './entities.mjs';
import { RecordError } from './errors.mjs';
import { isRecord } from '../exchange.mjs';
import type { Field } from './fields.mjs';
import type { Stamps } from './stamps.mjs';
import { dataTable, type Store } from './store.mjs';
import { toStored, type Stored } from './values.mjs';

type InputRecord = Readonly<Record<string, unknown>>;
type Values = Map<string, Stored>;

const API_USER_ID = 1;

/** Checks and writes one record at a time. Every method throws a RecordError before it changes anything. */
export class RecordWriter {
	constructor(
		private readonly store: Store,
		private readonly visibleFrom: () => number,
		private readonly stamps: Stamps,
	) {}

	create(entity: Entity, record: InputRecord): number {
		// An empty Id is tolerated on create. [CLIENT]
		if (!isBlank(record.Id)) {
			throw new RecordError('restrictedField', 'Id', 'Id cannot be set on create');
		}
		return this.insert(entity, this.checkedValues(entity, record, 'create'));
	}

	update(entity: Entity, record: InputRecord): number {
		const id = this.existingId(entity, record.Id);
		return this.change(entity, id, this.checkedValues(entity, record, 'update'));
	}

	upsert(entity: Entity, key: Field, record: InputRecord): { id: number; created: boolean } {
		if (key.primaryKey) {
			if (isBlank(record.Id)) return { id: this.create(entity, record), created: true };
			return { id: this.update(entity, record), created: false };
		}
		if (isBlank(record[key.name])) {
			throw new RecordError('keyMissing', key.name, `${key.name} has no value`);
		}
		const found = this.idByKey(entity, key, toStored(key, record[key.name]));
		if (found !== undefined) {
			const values = this.checkedValues(entity, record, 'update');
			return { id: this.change(entity, found, values), created: false };
		}
		return { id: this.insert(entity, this.checkedValues(entity, record, 'create')), created: true };
	}

	remove(entity: Entity, record: InputRecord, emptyRecycleBin: boolean): number {
		const id = this.existingId(entity, record.Id);
		const change = emptyRecycleBin
			? `DELETE FROM ${dataTable(entity)}`
			: `UPDATE ${dataTable(entity)} SET deleted$ = 1`;
		this.store.run(`${change} WHERE "Id" = ?`, [id]);
		return id;
	}

	restore(entity: Entity, record: InputRecord): number {
		const id = this.existingId(entity, record.Id, 'deleted');
		for (const key of entity.fields.filter((field) => field.externalKey)) {
			const sql = `SELECT "${key.name}" FROM ${dataTable(entity)} WHERE "Id" = ?`;
			this.refuseDuplicate(entity, key, this.store.first(sql, [id])?.[0] ?? null, id);
		}
		this.store.run(`UPDATE ${dataTable(entity)} SET deleted$ = 0 WHERE "Id" = ?`, [id]);
		return id;
	}

	private insert(entity: Entity, values: Values): number {
		const complete = new Map(values);
		for (const field of entity.fields) {
			if (field.defaultValue !== undefined && !complete.has(field.name)) {
				complete.set(field.name, toStored(field, field.defaultValue));
			}
			if (field.required && (complete.get(field.name) ?? null) === null) throw required(field);
		}
		this.refuseDuplicates(entity, complete);
		const stamps = this.stamps.ofNewRecord();
		return insertRow(this.store, entity, complete, this.visibleFrom(), stamps);
	}

	private change(entity: Entity, id: number, values: Values): number {
		for (const [name, value] of values) {
			const field = entity.byName.get(name);
			if (field?.required && value === null) throw required(field);
		}
		this.refuseDuplicates(entity, values, id);
		if (entity.stamped) {
			values.set('Updated', this.stamps.now());
			values.set('UpdatedUserId', API_USER_ID);
		}
		changeRow(this.store, entity, id, values);
		return id;
	}

	private checkedValues(entity: Entity, record: InputRecord, verb: 'create' | 'update'): Values {
		const values: Values = new Map();
		for (const [name, raw] of Object.entries(record)) {
			if (name === 'Id') continue;
			const field = entity.byName.get(name);
			if (!field) {
				const [target, id] = this.resolveObject(entity, name, raw);
				values.set(target.name, id);
			} else if (!field.system) {
				values.set(name, this.checkedValue(field, raw));
			} else if (verb === 'create' && !isBlank(raw)) {
				throw new RecordError('restrictedField', name, `${name} cannot be set on create`);
			}
		}
		return values;
	}

	private checkedValue(field: Field, raw: unknown): Stored {
		const value = toStored(field, raw);
		if (value === null || field.references === undefined) return value;
		if (this.idExists(entityNamed(field.references), value)) return value;
		throw new RecordError(
			'lookupNotFound',
			field.name,
			`${field.references} has no record with Id ${value}`,
		);
	}

	/** `"AccountIdObj": {"C_CrmId": "CRM-1"}`: a lookup by the external key of its target. [DOC] */
	private resolveObject(entity: Entity, name: string, raw: unknown): [Field, number] {
		const field = lookupBehind(entity, name);
		if (field?.references === undefined) {
			throw new RecordError('unknownField', name, `${entity.name} has no field ${name}`);
		}
		const target = entityNamed(field.references);
		const entries = isRecord(raw) ? Object.entries(raw) : [];
		const key = entries.length === 1 ? target.byName.get(entries[0][0]) : undefined;
		if (!key?.externalKey) {
			throw new RecordError('badValue', name, `${name} needs one external key of ${target.name}`);
		}
		const id = this.idByKey(target, key, toStored(key, entries[0][1]));
		if (id !== undefined) return [field, id];
		throw new RecordError(
			'lookupNotFound',
			name,
			`${target.name} has no record with ${key.name} ${String(entries[0][1])}`,
		);
	}

	private existingId(entity: Entity, raw: unknown, where: 'kept' | 'deleted' = 'kept'): number {
		if (isBlank(raw)) throw new RecordError('required', 'Id', 'Id is required');
		const id = Number(raw);
		if (this.idExists(entity, id, where)) return id;
		throw new RecordError(
			'recordNotFound',
			'Id',
			`${entity.name} has no ${where === 'deleted' ? 'deleted ' : ''}record with Id ${String(raw)}`,
		);
	}

	private idExists(entity: Entity, id: Stored, where: 'kept' | 'deleted' = 'kept'): boolean {
		const sql = `SELECT 1 FROM ${dataTable(entity)} WHERE "Id" = ? AND deleted$ = ?`;
		return this.store.first(sql, [id, where === 'deleted' ? 1 : 0]) !== undefined;
	}

	private idByKey(entity: Entity, key: Field, value: Stored): number | undefined {
		const sql = `SELECT "Id" FROM ${dataTable(entity)} WHERE "${key.name}" = ? AND deleted$ = 0`;
		const id = this.store.first(sql, [value])?.[0];
		return typeof id === 'number' ? id : undefined;
	}

	private refuseDuplicates(entity: Entity, values: Values, ownId?: number): void {
		for (const [name, value] of values) {
			const field = entity.byName.get(name);
			if (field?.externalKey) this.refuseDuplicate(entity, field, value, ownId);
		}
	}

	private refuseDuplicate(entity: Entity, key: Field, value: Stored, ownId?: number): void {
		if (value === null) return;
		const other = this.idByKey(entity, key, value);
		if (other === undefined || other === ownId) return;
		throw new RecordError(
			'duplicateKey',
			key.name,
			`${entity.name} already has a record with ${key.name} ${value}`,
		);
	}
}

/** Changes fields of a row as they are, without any check: stamps too, and nothing by itself. */
export function changeRow(
	store: Store,
	entity: Entity,
	id: number,
	values: ReadonlyMap<string, Stored>,
): void {
	if (values.size === 0) return;
	const changes = [...values.keys()].map((name) => `"${name}" = ?`).join(', ');
	store.run(`UPDATE ${dataTable(entity)} SET ${changes} WHERE "Id" = ?`, [...values.values(), id]);
}

/** Writes a row as it is, without any check; fills Id and stamps where the values leave them out. */
export function insertRow(
	store: Store,
	entity: Entity,
	values: ReadonlyMap<string, Stored>,
	visibleFrom: number,
	stamps: Readonly<Record<string, Stored>> = {},
): number {
	const given = values.get('Id');
	const id = store.nextId(entity, typeof given === 'number' ? given : undefined);
	const now = new Date(store.clock.now()).toISOString();
	const automatic: Readonly<Record<string, Stored>> = {
		Id: id,
		Created: now,
		Updated: now,
		CreatedUserId: API_USER_ID,
		UpdatedUserId: API_USER_ID,
		...stamps,
	};
	const row = entity.fields.map(({ name }) => {
		const value = values.get(name);
		return (value === undefined ? automatic[name] : value) ?? null;
	});
	const places = row.map(() => '?').join(', ');
	store.run(`INSERT INTO ${dataTable(entity)} VALUES (${places}, 0, ?)`, [...row, visibleFrom]);
	return id;
}

function required(field: Field): RecordError {
	return new RecordError('required', field.name, `${field.name} is required`);
}

function isBlank(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}
