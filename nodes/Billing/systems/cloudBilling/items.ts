import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../errors';
import type { ItemParameters } from '../../items/parameters';
import { isRecord, toText } from '../../values';
import type { Row } from './client';
import { DOCUMENTED_TYPES } from './documentedTypes';
import { columnsToMetadata, METADATA_LISTS, metadataToColumns, pairsOf } from './metadata';
import { toWireDateTime } from './soap/dates';

/** Parameters and members that are dates, which the vendor documents as text in this form. */
const DATES: ReadonlySet<string> = new Set([
	'billingPeriodDate',
	'calculatedSinceDate',
	'billingPeriodEndFrom',
	'billingPeriodEndTo',
	'createdFrom',
	'createdTo',
	'dateFrom',
	'dateTo',
	'fromDate',
	'toDate',
	...['Purchase', 'Invoice2'].flatMap((type) =>
		Object.entries(DOCUMENTED_TYPES[type])
			.filter(([, shape]) => shape === 'dateTime')
			.map(([name]) => name),
	),
]);

/** Records as n8n items take them: metadata as plain columns unless the user wants the lists. */
export function toItems(rows: Row[], parameters: ItemParameters, item: number): IDataObject[] {
	const keep = parameters.boolean('options.keepMetadataLists', item);
	// Decoded from XML, so every value is one that n8n takes.
	return (keep ? rows : rows.map(metadataToColumns)) as IDataObject[];
}

/** A record as CloudBilling takes it: metadata, columns or not, gathered into their lists. */
export function toRecord(columns: Record<string, unknown>): Row {
	const dated = Object.entries(columns).map(([name, value]) => [name, toMember(name, value)]);
	return columnsToMetadata(Object.fromEntries(dated));
}

function toMember(name: string, value: unknown): unknown {
	if (METADATA_LISTS.some((list) => list === name)) return pairsOf(value);
	const isDate = DATES.has(name) || name.startsWith('DateValues_');
	return isDate && toText(value) !== '' ? wireDate(value) : value;
}

/** A date as the vendor takes it. What is no date goes as it is, and the service or its contract says so. */
export function wireDate(value: unknown): unknown {
	return toWireDateTime(value) ?? value;
}

/**
 * A text without which a call makes no sense.
 * @throws InputError where it is empty, as an expression of an item may be
 */
export function requiredText(
	parameters: ItemParameters,
	name: string,
	item: number,
	label: string,
): string {
	const text = parameters.string(name, item).trim();
	if (text === '') throw new InputError('this is empty', undefined, label);
	return text;
}

/** A filter's value; undefined where it was not added. */
export function filterValue(parameters: ItemParameters, name: string, item: number): unknown {
	const value = parameters.value('filters', item, {});
	const filter = isRecord(value) ? value[name] : undefined;
	// An empty list would ask for what is in none of its values.
	const isEmpty = Array.isArray(filter) ? filter.length === 0 : toText(filter).trim() === '';
	if (isEmpty) return undefined;
	if (DATES.has(name)) return wireDate(filter);
	return typeof filter === 'string' ? filter.trim() : filter;
}
