import { RecordError } from './errors.mjs';
import type { Field } from './fields.mjs';

export type Stored = string | number | null;

const DATE_TEXT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(\.\d{1,3})?Z?)?$/;
const NUMBER_TEXT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/** `2025-01-31` or an ISO time becomes `2025-01-31T00:00:00.000Z`; anything else undefined. */
export function toTimestamp(text: string): string | undefined {
	const match = DATE_TEXT.exec(text);
	if (!match) return undefined;
	const [, day, clock = '00:00:00', fraction = '.'] = match;
	const stamp = `${day}T${clock}${fraction.padEnd(4, '0')}Z`;
	const parsed = new Date(stamp);
	// Date would roll 30 February over into March.
	return !Number.isNaN(parsed.getTime()) && parsed.toISOString() === stamp ? stamp : undefined;
}

/** A value as a client sends it, as it is kept. Blank clears the field; Oracle keeps '' as NULL. */
export function toStored(field: Field, value: unknown): Stored {
	if (value === null || value === undefined || value === '') return null;
	if (typeof value !== 'string' && typeof value !== 'number') {
		throw bad(field, `${field.name} must be a text or a number`);
	}
	const text = String(value);
	switch (field.type) {
		case 'NUMBER':
		case 'LOOKUP':
			if (!NUMBER_TEXT.test(text.trim()))
				throw bad(field, `${field.name} is not a number: ${text}`);
			return Number(text);
		case 'CHECKBOX':
			if (text !== '0' && text !== '1') throw bad(field, `${field.name} must be 0 or 1`);
			return Number(text);
		case 'DATE':
		case 'DATETIME': {
			const stamp = toTimestamp(text);
			if (stamp === undefined) throw bad(field, `${field.name} is not a date: ${text}`);
			return stamp;
		}
		case 'DROPDOWN':
			if (!field.values?.includes(text)) throw bad(field, `${field.name} cannot be ${text}`);
			return text;
		default:
			if (text.length > field.length) {
				throw bad(field, `${field.name} is longer than ${field.length} characters`);
			}
			return text;
	}
}

function bad(field: Field, message: string): RecordError {
	return new RecordError('badValue', field.name, message);
}

export type BlankForm = 'omit' | 'null' | 'empty';

/** A row as it is sent: every value a text [DOC samples], blanks in the form asked for. */
export function toWire(
	keys: readonly string[],
	row: readonly unknown[],
	blanks: BlankForm,
): Record<string, string | null> {
	const record: Record<string, string | null> = {};
	for (let index = 0; index < keys.length; index += 1) {
		const value = row[index];
		if (value === null || value === undefined || value === '') {
			if (blanks !== 'omit') record[keys[index]] = blanks === 'null' ? null : '';
		} else {
			record[keys[index]] = typeof value === 'number' ? numberText(value) : String(value);
		}
	}
	return record;
}

/** As Oracle prints numbers: `.1`, `-.5`, and no binary rounding tails. [DOC sample] */
function numberText(value: number): string {
	if (Number.isSafeInteger(value)) return String(value);
	return String(Number(value.toPrecision(15))).replace(/^(-?)0\./, '$1.');
}
