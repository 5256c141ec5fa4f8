import { FIELDS_OF } from './entityFields.mjs';
import { ID_FIELD, STAMP_FIELDS, type Field } from './fields.mjs';

export interface Entity {
	readonly name: string;
	readonly label: string;
	readonly fields: readonly Field[];
	/** Spelled exactly as the field is. */
	readonly byName: ReadonlyMap<string, Field>;
	/** SQL does not mind the case of a field name; keys here are lower case. */
	readonly byLowerName: ReadonlyMap<string, Field>;
	/** Whether it has Created, Updated, CreatedUserId and UpdatedUserId. */
	readonly stamped: boolean;
	/** ENTITY and ENTITY_FIELD describe the others and are not written through the API. */
	readonly metadata: boolean;
	readonly custom: boolean;
}

// Listed without Created and Updated. [SCHEMA]
const UNSTAMPED = new Set(['LEDGER', 'WALLET']);
const METADATA = new Set(['ENTITY', 'ENTITY_FIELD']);

function entity(name: string, ownFields: readonly Field[]): Entity {
	const stamped = !UNSTAMPED.has(name);
	const fields = [ID_FIELD, ...ownFields, ...(stamped ? STAMP_FIELDS : [])];
	return {
		name,
		label: labelOf(name),
		fields,
		byName: new Map(fields.map((field) => [field.name, field])),
		byLowerName: new Map(fields.map((field) => [field.name.toLowerCase(), field])),
		stamped,
		metadata: METADATA.has(name),
		custom: name.startsWith('C_'),
	};
}

function labelOf(name: string): string {
	// ACTIVITY is shown under another name. [SCHEMA]
	if (name === 'ACTIVITY') return 'Invoice Detail';
	const words = name.replace(/^C_/, '').toLowerCase().split('_');
	return words.map((word) => word[0].toUpperCase() + word.slice(1)).join(' ');
}

export const ENTITIES: readonly Entity[] = Object.entries(FIELDS_OF).map(([name, fields]) =>
	entity(name, fields),
);

const byName = new Map(ENTITIES.map((each) => [each.name, each]));

/** In any case: resource names are not case sensitive. [CLIENT] */
export function findEntity(name: string): Entity | undefined {
	return byName.get(name.toUpperCase());
}

export function entityNamed(name: string): Entity {
	const found = findEntity(name);
	if (!found) throw new Error(`The stand-in has no entity ${name}`);
	return found;
}

/**
 * The lookup behind `AccountTypeIdObj` [CLIENT] or `AccountObj` [DOC], in any case. The sources show the
 * name of the lookup with and without its Id, so both are taken.
 */
export function lookupBehind(entity: Entity, objectName: string): Field | undefined {
	const base = /^(.+)obj$/i.exec(objectName)?.[1].toLowerCase();
	if (base === undefined) return undefined;
	const field = entity.byLowerName.get(base) ?? entity.byLowerName.get(`${base}id`);
	return field?.type === 'LOOKUP' ? field : undefined;
}
