import { isRecord, toText } from '../../values';

/**
 * Metadata of CloudBilling's records: three lists of name-value pairs, and the plain columns that
 * people work with.
 *
 * A column is named after its list and the pair's name, such as `StringValues_Segment`: the same
 * name may stand in all three lists, and the name of a pair may be that of a member of the record,
 * so the name alone would collide.
 */
export const METADATA_LISTS = ['StringValues', 'NumericValues', 'DateValues'] as const;

type MetadataList = (typeof METADATA_LISTS)[number];

interface Pair {
	readonly Name: string;
	readonly Value: unknown;
}

/**
 * Replaces the metadata lists of a record by columns, after its other members.
 *
 * Nothing is lost: a pair that cannot be a column stays in its list. Those are pairs whose name
 * occurs twice in the list, pairs with members besides `Name` and `Value`, pairs without a name,
 * and pairs whose column the record already has. Empty lists are left out.
 */
export function metadataToColumns(
	record: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
	const result: Record<string, unknown> = {};
	for (const name of Object.keys(record)) {
		if (!isMetadataList(name) || !isListOrNull(record[name])) result[name] = record[name];
	}
	for (const list of METADATA_LISTS) {
		const entries = record[list];
		if (!Array.isArray(entries)) continue;
		const counts = countNames(entries);
		const rest = entries.filter((entry: unknown) => {
			if (!isPair(entry) || counts.get(entry.Name) !== 1) return true;
			const column = columnOf(list, entry.Name);
			if (column in record) return true;
			result[column] = entry.Value;
			return false;
		});
		if (rest.length > 0) result[list] = rest;
	}
	return result;
}

/**
 * The reverse of `metadataToColumns`: gathers the metadata columns of a record into its lists,
 * after the pairs that the lists have already. A column that is undefined is left out; one that is
 * null becomes a pair whose value is null.
 */
export function columnsToMetadata(
	record: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
	const result: Record<string, unknown> = {};
	const gathered = new Map<MetadataList, unknown[]>();
	for (const name of Object.keys(record)) {
		const list = METADATA_LISTS.find((each) => name.startsWith(columnOf(each, '')));
		if (list === undefined || name === columnOf(list, '')) {
			result[name] = record[name];
		} else if (record[name] !== undefined) {
			const pairs = gathered.get(list) ?? [];
			pairs.push({ Name: name.slice(list.length + 1), Value: record[name] });
			gathered.set(list, pairs);
		}
	}
	for (const [list, pairs] of gathered) {
		const present = record[list];
		result[list] = [...(Array.isArray(present) ? present : []), ...pairs];
	}
	return result;
}

/**
 * A list as people write it: names with their values, `{"Segment": "SMB"}`, or a single pair. Anything else is left
 * as it is.
 */
export function pairsOf(value: unknown): unknown {
	if (!isRecord(value)) return value;
	if ('Name' in value) return [value];
	const isNested = Object.values(value).some((inner) => isRecord(inner) || Array.isArray(inner));
	return isNested ? value : Object.entries(value).map(([Name, Value]) => ({ Name, Value }));
}

function columnOf(list: MetadataList, name: string): string {
	return `${list}_${name}`;
}

function isMetadataList(name: string): name is MetadataList {
	return METADATA_LISTS.some((list) => list === name);
}

function isListOrNull(value: unknown): boolean {
	return value === null || value === undefined || Array.isArray(value);
}

function isPair(entry: unknown): entry is Pair {
	if (typeof entry !== 'object' || entry === null || Object.keys(entry).length !== 2) return false;
	return 'Name' in entry && 'Value' in entry && typeof entry.Name === 'string' && entry.Name !== '';
}

function countNames(entries: readonly unknown[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const entry of entries) {
		if (typeof entry !== 'object' || entry === null || !('Name' in entry)) continue;
		const name = toText(entry.Name);
		counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	return counts;
}
