import { toText } from '../../values';
import type { Row } from './client';
import type { FieldInfo } from './metadata';

/** The vendor's words for types are not public in full: any of these is taken, all others stay text. */
const NUMBERS = /^(NUMBER|NUMERIC|INTEGER|DECIMAL|FLOAT|DOUBLE|CURRENCY|PERCENT)/;
const FLAGS = /^(BOOLEAN|FLAG|CHECKBOX|YESNO)/;

/** Turns the values of rows into the types of their fields, where nothing is lost by it. Changes the rows. */
export function convertRows(rows: Row[], fields: FieldInfo[]): void {
	// An Id stays text, as the lookups that point to it do: what belongs together must compare as equal.
	const typed = fields.filter(({ primaryKey }) => !primaryKey);
	const types = new Map(typed.map(({ name, dataType }) => [name.toLowerCase(), dataType]));
	for (const row of rows) {
		for (const [name, value] of Object.entries(row)) {
			row[name] = convertValue(value, types.get(name.toLowerCase()) ?? '');
		}
	}
}

function convertValue(value: unknown, dataType: string): unknown {
	const text = toText(value).trim();
	if (text === '') return value;
	if (FLAGS.test(dataType)) return toFlag(text) ?? value;
	if (NUMBERS.test(dataType) && isExact(text)) return Number(text);
	return value;
}

function toFlag(text: string): boolean | undefined {
	if (/^(1|true|y|yes)$/i.test(text)) return true;
	if (/^(0|false|n|no)$/i.test(text)) return false;
	return undefined;
}

/** A plain decimal number of at most 15 digits, so that the double holds every one (`.1` is Oracle's 0.1). */
function isExact(text: string): boolean {
	const match = /^[-+]?(\d*)\.?(\d*)$/.exec(text);
	if (!match) return false;
	const digits = (match[1] + match[2]).replace(/^0+/, '');
	// Leading zeros mean a code, not an amount: 00123 stays as it is.
	return match[1] + match[2] !== '' && digits.length <= 15 && !/^0\d/.test(match[1]);
}
