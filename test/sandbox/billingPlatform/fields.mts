/**
 * TEXT, TEXTAREA, NUMBER and LOOKUP are names the vendor uses; the other names are [INFERRED], the
 * vocabulary of ENTITY_FIELD.DataType is not public.
 */
export type FieldType =
	| 'TEXT'
	| 'TEXTAREA'
	| 'NUMBER'
	| 'LOOKUP'
	| 'DATE'
	| 'DATETIME'
	| 'CHECKBOX'
	| 'DROPDOWN'
	| 'FILE';

export interface Field {
	readonly name: string;
	readonly label: string;
	readonly type: FieldType;
	readonly required: boolean;
	/** Usable as externalIDFieldName; its values are unique. */
	readonly externalKey: boolean;
	readonly primaryKey: boolean;
	/** Set by the platform: refused on create, ignored on update. */
	readonly system: boolean;
	readonly length: number;
	readonly references?: string;
	readonly values?: readonly string[];
	readonly defaultValue?: string;
}

type FieldOptions = Partial<Omit<Field, 'name' | 'type'>>;

function field(name: string, type: FieldType, options: FieldOptions): Field {
	return {
		name,
		type,
		label: labelOf(name),
		required: false,
		externalKey: false,
		primaryKey: false,
		system: false,
		length: type === 'TEXTAREA' ? 4000 : 255,
		...options,
	};
}

/** `C_CreditLimit` is shown as `Credit Limit`, `AccountTypeId` as `Account Type`. */
function labelOf(name: string): string {
	const words = name.replace(/^C_/, '').replace(/([a-z0-9])([A-Z])/g, '$1 $2');
	return words.replace(/ Id$/, '');
}

export const text = (name: string, options: FieldOptions = {}) => field(name, 'TEXT', options);
export const longText = (name: string) => field(name, 'TEXTAREA', {});
export const number = (name: string, options: FieldOptions = {}) => field(name, 'NUMBER', options);
export const date = (name: string, options: FieldOptions = {}) => field(name, 'DATE', options);
export const time = (name: string, options: FieldOptions = {}) => field(name, 'DATETIME', options);
export const flag = (name: string, options: FieldOptions = {}) => field(name, 'CHECKBOX', options);
export const file = (name: string) => field(name, 'FILE', {});
export const lookup = (name: string, references: string, options: FieldOptions = {}) =>
	field(name, 'LOOKUP', { references, ...options });
export const choice = (name: string, values: readonly string[], options: FieldOptions = {}) =>
	field(name, 'DROPDOWN', { values, ...options });

export const ID_FIELD = field('Id', 'NUMBER', { label: 'Id', primaryKey: true, system: true });

export const STAMP_FIELDS: readonly Field[] = [
	time('Created', { system: true }),
	time('Updated', { system: true }),
	number('CreatedUserId', { system: true }),
	number('UpdatedUserId', { system: true }),
];
