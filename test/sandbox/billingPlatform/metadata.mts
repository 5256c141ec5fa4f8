import { ENTITIES, entityNamed, type Entity } from './entities.mjs';
import type { Field } from './fields.mjs';
import { insertRow } from './records.mjs';
import type { Store } from './store.mjs';
import type { Stored } from './values.mjs';

/**
 * Fills ENTITY and ENTITY_FIELD from the list of entities. Some flags stay blank, as nobody outside knows
 * which ones the vendor fills.
 */
export function describeEntities(store: Store): void {
	ENTITIES.forEach((entity, index) => {
		insertRow(
			store,
			entityNamed('ENTITY'),
			new Map(Object.entries(entityRow(entity, index + 1))),
			0,
		);
		for (const field of entity.fields) {
			const row = fieldRow(field, index + 1);
			insertRow(store, entityNamed('ENTITY_FIELD'), new Map(Object.entries(row)), 0);
		}
	});
}

function entityRow(entity: Entity, id: number): Readonly<Record<string, Stored>> {
	return {
		Id: id,
		EntityName: entity.name,
		EntityLabel: entity.label,
		ApiEnabled: 1,
		SystemFlag: entity.custom ? 0 : 1,
		VisibleFlag: entity.metadata ? null : 1,
		TableName: entity.name,
		RecycleBinFlag: entity.metadata ? null : 1,
		LookupEnabledFlag: 1,
		ViewEntity: 0,
		VirtualEntityFlag: 0,
	};
}

function fieldRow(field: Field, entityId: number): Readonly<Record<string, Stored>> {
	const target = ENTITIES.findIndex(({ name }) => name === field.references);
	return {
		EntityId: entityId,
		FieldName: field.name,
		FieldLabel: field.label,
		DataType: field.type,
		DataLength: field.type === 'TEXT' || field.type === 'TEXTAREA' ? field.length : null,
		RequiredFlag: field.required ? 1 : 0,
		ExternalKeyFlag: field.externalKey ? 1 : null,
		UniqueField: field.externalKey || field.primaryKey ? 1 : 0,
		PrimaryKeyFlag: field.primaryKey ? 1 : null,
		ApiAccessableFlag: 1,
		ApiHiddenFlag: 0,
		SystemFlag: field.name.startsWith('C_') ? 0 : 1,
		Status: 'ACTIVE',
		DefaultValue: field.defaultValue ?? null,
		ReferencedEntityId: target < 0 ? null : target + 1,
		ReferencedColumn: target < 0 ? null : 'Id',
		// What this column means is not public; taken to be the field of the target that people see. [INFERRED]
		LookupFieldName: target < 0 ? null : (ENTITIES[target].fields[1]?.name ?? null),
		RestrictCreate: field.system ? 1 : 0,
		IgnoreOnEdit: field.system ? 1 : 0,
		DisplayNew: field.system ? 0 : 1,
		DisplayUpdate: field.system ? 0 : 1,
	};
}
