import type { INodeExecutionData, INodeProperties, ResourceMapperTypeOptions } from 'n8n-workflow';

import { InputError } from '../errors';
import { isRecord, toText } from '../values';
import type { ItemParameters } from './parameters';

/** The three ways to give the values of a record: the fields that the editor shows, and how they are read. */

const dataMode: INodeProperties = {
	displayName: 'Data',
	name: 'dataMode',
	type: 'options',
	default: 'columns',
	description: 'How to say which values the record gets',
	options: [
		{
			name: 'Columns',
			value: 'columns',
			description: 'Choose from the fields of the record, or take the input items as they are',
		},
		{
			name: 'Fields by Name',
			value: 'fields',
			description: 'Type names and values; works where the user may not read the list of fields',
		},
		{ name: 'JSON', value: 'json', description: 'One JSON object for each record' },
	],
};

/** What the fields show as a sample before anything is typed. */
export interface RecordSample {
	/** With `e.g.` before it. */
	name: string;
	/** JSON, without. */
	record: string;
}

const byName = (sample: RecordSample): INodeProperties => ({
	displayName: 'Fields',
	name: 'fieldValues',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Field',
	default: {},
	displayOptions: { show: { dataMode: ['fields'] } },
	options: [
		{
			displayName: 'Field',
			name: 'values',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: sample.name,
				},
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
			],
		},
	],
});

const asJson = (sample: RecordSample): INodeProperties => ({
	displayName: 'Record',
	name: 'record',
	type: 'json',
	default: '{}',
	displayOptions: { show: { dataMode: ['json'] } },
	placeholder: `e.g. ${sample.record}`,
	description: 'A JSON object with the fields of the record',
});

/** The three ways to give the values of a record: mapped columns, names typed by hand, JSON. */
export function recordData(
	mapper: { mode: ResourceMapperTypeOptions['mode']; resourceMapperMethod: string },
	description: string,
	/** The parameters whose change makes the editor load the columns anew. */
	dependsOn: string[],
	sample: RecordSample,
): INodeProperties[] {
	return [
		dataMode,
		{
			displayName: 'Columns',
			name: 'columns',
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'defineBelow', value: null },
			required: true,
			displayOptions: { show: { dataMode: ['columns'] } },
			description,
			typeOptions: {
				loadOptionsDependsOn: dependsOn,
				resourceMapper: {
					...mapper,
					fieldWords: { singular: 'field', plural: 'fields' },
					// Each column says itself whether it is there from the start: with `false` only required ones are.
					addAllFields: true,
					multiKeyMatch: false,
					supportAutoMap: true,
					allowEmptyValues: true,
				},
			},
		},
		byName(sample),
		asJson(sample),
	];
}

/** The values of one item's record, from whichever input the user chose. @throws InputError */
export function readColumns(
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
		'One record is one object, {"name": "value"}; several records are several items.',
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
