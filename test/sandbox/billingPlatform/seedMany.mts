import { entityNamed, type Entity } from './entities.mjs';
import type { Field } from './fields.mjs';
import { insertRow } from './records.mjs';
import type { Stamps } from './stamps.mjs';
import { dataTable, type Store } from './store.mjs';
import { toStored, type Stored } from './values.mjs';

const DAY_MS = 86_400_000;
const LOOKUP_TARGETS = 1000;

/** Many valid records of any entity, for paging and speed: required fields and keys filled, little else. */
export function seedMany(store: Store, entity: Entity, count: number, stamps: Stamps): void {
	store.transaction(() => {
		const from = Number(
			store.first(`SELECT COALESCE(MAX("Id"), 0) FROM ${dataTable(entity)}`, [])?.[0],
		);
		const makers = entity.fields.flatMap((field) => {
			const maker = makerOf(store, entity, field);
			return maker ? [[field.name, maker] as const] : [];
		});
		for (let number = from + 1; number <= from + count; number += 1) {
			const values = new Map(makers.map(([name, make]) => [name, make(number)]));
			insertRow(store, entity, values, 0, stamps.ofNewRecord());
		}
	});
}

type Maker = (number: number) => Stored;

function makerOf(store: Store, entity: Entity, field: Field): Maker | undefined {
	if (field.system && field.defaultValue === undefined) return undefined;
	if (field.externalKey) return (number) => `${field.label} ${entity.name}-${number}`;
	if (field.defaultValue !== undefined) {
		const value = toStored(field, field.defaultValue);
		return () => value;
	}
	return field.required ? requiredMaker(store, entity, field) : undefined;
}

function requiredMaker(store: Store, entity: Entity, field: Field): Maker {
	switch (field.type) {
		case 'LOOKUP': {
			const ids = someIds(store, entityNamed(field.references ?? ''));
			if (ids.length === 0) throw new Error(`Seed ${field.references} before ${entity.name}`);
			return (number) => ids[number % ids.length];
		}
		case 'NUMBER':
		case 'CHECKBOX':
			return (number) => number % 2;
		case 'DROPDOWN':
			return () => field.values?.[0] ?? null;
		case 'DATE':
		case 'DATETIME': {
			const today = Math.floor(store.clock.now() / DAY_MS);
			return (number) => new Date((today - (number % 365)) * DAY_MS).toISOString();
		}
		default:
			return (number) => `${entity.label} ${String(number).padStart(6, '0')}`;
	}
}

function someIds(store: Store, entity: Entity): number[] {
	const ids: number[] = [];
	const sql = `SELECT "Id" FROM ${dataTable(entity)} WHERE deleted$ = 0 AND "Id" > ? ORDER BY "Id" LIMIT 1`;
	let last = 0;
	while (ids.length < LOOKUP_TARGETS) {
		const id = store.first(sql, [last])?.[0];
		if (typeof id !== 'number') return ids;
		ids.push(id);
		last = id;
	}
	return ids;
}
