import type {
	FieldType,
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { BillingError, LoginRefusedError } from '../../../errors';
import type { BillingPlatformClient } from '../client';
import type { FieldInfo } from '../metadata';
import { chosenEntity, forEditor } from './context';

const UNREADABLE =
	'The org lists no fields for this entity: the user of the credential may not read them. Choose Fields by Name or JSON under Data.';

type Shape = (field: FieldInfo) => ResourceMapperField;

export async function columnsForCreate(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await columns(this, (field) => ({
		...column(field),
		required: field.required && !field.hasDefault && !field.primaryKey,
		display: !isSystem(field) && !field.primaryKey && !field.restrictCreate,
	}));
}

export async function columnsForUpdate(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await columns(this, (field) => ({
		...column(field),
		defaultMatch: field.primaryKey,
		canBeUsedToMatch: field.primaryKey,
		display: field.primaryKey || (!isSystem(field) && !field.ignoreOnEdit),
	}));
}

export async function columnsForUpsert(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await columns(this, (field) => ({
		...column(field),
		defaultMatch: field.externalKey,
		canBeUsedToMatch: field.externalKey,
		display: !isSystem(field) && !field.primaryKey,
	}));
}

async function columns(ctx: ILoadOptionsFunctions, shape: Shape): Promise<ResourceMapperFields> {
	return await forEditor(ctx, async (client) => {
		const fields = await client.fields(chosenEntity(ctx)).catch(noneIfForbidden);
		if (fields.length === 0) return { fields: [], emptyFieldsNotice: UNREADABLE };
		const lookups = await lookupsByKey(client, fields);
		const shaped = fields
			.map((field) => optionalIfByKey(shape(field), lookups))
			.map((field) => ({ ...field, removed: !field.required }));
		return { fields: [...shaped, ...lookups].filter(({ display }) => display) };
	});
}

/** A user who may not read metadata can still type; any other fault is shown as it is. */
function noneIfForbidden(error: unknown): FieldInfo[] {
	const refused = error instanceof BillingError && !(error instanceof LoginRefusedError);
	if (refused && error.status !== undefined && error.status < 500 && error.status !== 429)
		return [];
	throw error;
}

/** Lookups can also be given by an external key of the record they point to [DOC]: one more column each. */
async function lookupsByKey(
	client: BillingPlatformClient,
	fields: FieldInfo[],
): Promise<ResourceMapperField[]> {
	const lookups = fields.filter((field) => field.referencedEntityId && !isSystem(field));
	if (lookups.length === 0) return [];
	const keys = await client.externalKeys();
	return lookups.flatMap((lookup) =>
		keys
			.filter((key) => key.entityId === lookup.referencedEntityId)
			.map((key) => ({
				...column(lookup),
				id: `${lookup.name}Obj.${key.name}`,
				displayName: `${lookup.label} by ${key.label}`,
				removed: true,
			})),
	);
}

/** A lookup that can be given by a key instead is not required by its Id; the vendor wants one of them. */
function optionalIfByKey(
	field: ResourceMapperField,
	lookups: ResourceMapperField[],
): ResourceMapperField {
	const byKey = lookups.some(({ id }) => id.startsWith(`${field.id}Obj.`));
	return byKey ? { ...field, required: false } : field;
}

/** The name, and the label where that says more: a long title breaks the editor's layout. */
function titleOf({ name, label }: FieldInfo): string {
	const plain = (text: string) => text.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
	const known = [name, name.replace(/^C_/, '').replace(/Id$/, '')].map(plain);
	return known.includes(plain(label)) ? name : `${name} (${label})`;
}

function column(field: FieldInfo): ResourceMapperField {
	return {
		id: field.name,
		displayName: titleOf(field),
		required: false,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: columnType(field.dataType),
	};
}

/** Controlled by the system itself: Created, Updated and who did it (apis 6.2). */
function isSystem({ name, system }: FieldInfo): boolean {
	return system && /^(Created|Updated)(UserId)?$/.test(name);
}

/** Anything else is text, which takes all that BillingPlatform sends. */
function columnType(dataType: string): FieldType {
	if (/^(BOOLEAN|FLAG|CHECKBOX|YESNO)/.test(dataType)) return 'boolean';
	if (/^(DATE|TIMESTAMP)/.test(dataType)) return 'dateTime';
	return 'string';
}
