import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../errors';
import { isRecord, toText } from '../../values';
import { dateText, withoutOffset } from './dates';
import { recordId } from './sql';

const FIELD = /^[A-Za-z]\w*$/;
const LOOKUP = /^([A-Za-z]\w*Obj)\.([A-Za-z]\w*)$/;

export type BrmObject = Record<string, unknown>;

/**
 * A record as BillingPlatform takes it, out of columns as a person gives them.
 *
 * - `AccountIdObj.C_CrmId` names a lookup by the target's external key and becomes a nested object [DOC]
 * - flags go as "1" and "0" [CLIENT]; `null` and `""` clear a field [CLIENT]; `undefined` is left out
 *
 * @throws InputError naming the field
 */
export function toBrmObject(columns: Record<string, unknown>): BrmObject {
	const record: BrmObject = {};
	for (const [name, value] of Object.entries(columns)) {
		if (value === undefined) continue;
		const lookup = LOOKUP.exec(name);
		if (lookup) {
			const [, field, key] = lookup;
			record[field] = {
				...(isRecord(record[field]) && record[field]),
				[key]: toValue(name, value),
			};
		} else if (FIELD.test(name)) {
			record[name] = name.endsWith('Obj') && isRecord(value) ? value : toValue(name, value);
		} else {
			throw new InputError('this is not the name of a field', undefined, name);
		}
	}
	if (Object.keys(record).length === 0) throw new InputError('the record has no fields');
	return record;
}

function toValue(name: string, value: unknown): string | number | null {
	if (value === null) return value;
	if (typeof value === 'string') return withoutOffset(value);
	if (typeof value === 'number' && Number.isFinite(value)) return value;
	if (typeof value === 'boolean') return value ? '1' : '0';
	const date = dateText(value);
	if (date === '') throw new InputError('this is not a valid date', undefined, name);
	if (date !== undefined) return date;
	throw new InputError(
		'a field takes text, a number, a date or true/false',
		'A lookup by key is written as AccountIdObj.C_CrmId.',
		name,
	);
}

/** The Id that a record carries, whatever its casing. @throws InputError when it is missing or no Id */
export function idOf(record: Record<string, unknown>): string {
	const name = Object.keys(record).find((key) => key.toLowerCase() === 'id');
	return recordId(name === undefined ? '' : record[name], 'Id');
}

/** The value of the upsert key. @throws InputError when it is missing or empty */
export function keyOf(record: BrmObject, keyField: string): string {
	const name = Object.keys(record).find((key) => key.toLowerCase() === keyField.toLowerCase());
	const value = toText(name === undefined ? undefined : record[name]).trim();
	if (value !== '') return value;
	throw new InputError(
		'the key to match on is empty',
		'Create or Update finds the record by this field, so every item needs a value for it.',
		keyField,
	);
}

/** Rows as n8n items take them. */
export function toJson(rows: Array<Record<string, unknown>>): IDataObject[] {
	// Parsed from JSON, so every value is one that n8n takes.
	return rows as IDataObject[];
}
