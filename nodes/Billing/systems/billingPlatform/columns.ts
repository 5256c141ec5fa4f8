import type { INodeExecutionData } from 'n8n-workflow';

import { InputError } from '../../errors';
import type { ItemParameters } from '../../items/parameters';
import { isRecord, toText } from '../../values';
import type { FieldInfo } from './metadata';
import { type BrmObject, toBrmObject } from './records';

/**
 * The values of one item's record, from whichever of the three inputs the user chose.
 *
 * @param known field names of the entity in upper case; what is not among them is left out
 * @throws InputError
 */
export function readRecord(
	parameters: ItemParameters,
	item: INodeExecutionData,
	itemIndex: number,
	known?: Set<string>,
): BrmObject {
	const columns = readColumns(parameters, item, itemIndex);
	return toBrmObject(known ? keepKnown(columns, known) : columns);
}

function readColumns(
	parameters: ItemParameters,
	item: INodeExecutionData,
	itemIndex: number,
): Record<string, unknown> {
	switch (parameters.string('dataMode', itemIndex, 'columns')) {
		case 'fields':
			return readByName(parameters, itemIndex);
		case 'json':
			return readJsonRecord(parameters, itemIndex);
		default:
			return readMapped(parameters, item, itemIndex);
	}
}

function readMapped(
	parameters: ItemParameters,
	item: INodeExecutionData,
	itemIndex: number,
): Record<string, unknown> {
	const columns = parameters.value('columns', itemIndex);
	if (!isRecord(columns)) throw new InputError('no columns are mapped', undefined, 'Columns');
	if (columns.mappingMode === 'autoMapInputData') return item.json;
	const mapped = isRecord(columns.value) ? columns.value : {};
	// The mapper holds null for a field that the user left alone; an emptied one is "".
	return Object.fromEntries(Object.entries(mapped).filter(([, value]) => value !== null));
}

function readByName(parameters: ItemParameters, itemIndex: number): Record<string, unknown> {
	const rows = parameters.rows('fieldValues', 'values', itemIndex);
	return Object.fromEntries(rows.map(({ name, value }) => [toText(name).trim(), value]));
}

function readJsonRecord(parameters: ItemParameters, itemIndex: number): Record<string, unknown> {
	const record = parameters.json('record', itemIndex);
	if (isRecord(record)) return record;
	throw new InputError(
		'this is not a JSON object',
		'One record is one object, e.g. {"Name": "Harbour Bakery"}; several records are several items.',
		'Record',
	);
}

/** The column that the user chose to match by, else the parameter that names it. */
export function readMatchColumn(
	parameters: ItemParameters,
	itemIndex: number,
	parameterName: string,
): string {
	const dataMode = parameters.string('dataMode', itemIndex, 'columns');
	if (dataMode !== 'columns') return parameters.string(parameterName, itemIndex).trim();
	const columns = parameters.value('columns', itemIndex);
	const matching: unknown[] =
		isRecord(columns) && Array.isArray(columns.matchingColumns) ? columns.matchingColumns : [];
	return toText(matching[0]).trim();
}

export function knownNames(fields: FieldInfo[]): Set<string> {
	return new Set(fields.map(({ name }) => name.toUpperCase()));
}

function keepKnown(columns: Record<string, unknown>, known: Set<string>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(columns).filter(([name]) => {
			const [field] = name.split('.');
			return known.has(field.toUpperCase()) || known.has(field.replace(/Obj$/, '').toUpperCase());
		}),
	);
}
