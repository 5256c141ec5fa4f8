import type { INodeExecutionData } from 'n8n-workflow';

import type { ItemParameters } from '../../items/parameters';
import { readColumns } from '../../items/recordData';
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
