import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../../errors';
import type { ItemParameters } from '../../../../items/parameters';
import { runPerItem } from '../../../../items/perItem';
import { isRecord } from '../../../../values';
import { keepMetadataLists, options } from '../../fields';
import { toItems } from '../../items';
import type { CloudBillingOperation } from '../context';

const operation: INodeProperties = {
	displayName: 'Operation Name',
	name: 'operationName',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: "One of the service's own operations, as its WSDL lists them",
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'cloudBillingSearchOperations', searchable: true },
		},
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. GetInvoiceDetails' },
	],
};

const parameterFields: INodeProperties[] = [
	{
		displayName: 'Parameters',
		name: 'parameterMode',
		type: 'options',
		default: 'form',
		description: 'How to give the parameters of the operation',
		options: [
			{
				name: 'Form',
				value: 'form',
				description: "A field for each parameter, made from the service's types",
			},
			{ name: 'JSON', value: 'json', description: 'One JSON object with all parameters' },
		],
	},
	{
		displayName: 'Values',
		name: 'callParameters',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		required: true,
		// Until there is an operation the editor could only show an error in place of its parameters.
		displayOptions: { show: { parameterMode: ['form'] }, hide: { operationName: [''] } },
		description: 'Nested and repeated parameters are given as JSON',
		typeOptions: {
			loadOptionsDependsOn: ['operationName.value'],
			resourceMapper: {
				mode: 'add',
				resourceMapperMethod: 'cloudBillingParameters',
				fieldWords: { singular: 'parameter', plural: 'parameters' },
				addAllFields: true,
				supportAutoMap: true,
				noFieldsError: 'This operation takes no parameters',
				allowEmptyValues: true,
			},
		},
	},
	{
		displayName: 'Parameters (JSON)',
		name: 'parametersJson',
		type: 'json',
		default: '{}',
		displayOptions: { show: { parameterMode: ['json'] } },
		placeholder: 'e.g. {"customerCode": "101001"}',
		description: 'Names and nesting as in the WSDL; the order does not matter',
	},
];

const repeatable: INodeProperties = {
	displayName: 'Repeat After Fault',
	name: 'repeatable',
	type: 'boolean',
	default: false,
	description:
		'Whether calling twice does no harm, so that the call may be sent again when its answer is lost',
};

export const callOperation: CloudBillingOperation = {
	option: {
		name: 'Call',
		value: 'call',
		description: "Call any operation of the service's WSDL",
		action: 'Call an operation',
	},

	properties: [operation, ...parameterFields, options(keepMetadataLists, repeatable)],

	async execute({ ctx, parameters, client }) {
		const items = ctx.getInputData();
		return await runPerItem(
			ctx,
			async (item) => {
				const name = parameters.locator('operationName', item);
				const safety = parameters.boolean('options.repeatable', item) ? 'repeatable' : 'once';
				const values = readParameters(parameters, items[item].json, item);
				const payload = await client.call(name, client.fromForm(name, values), safety);
				return toItems(asRows(payload), parameters, item);
			},
			{ writes: true },
		);
	},
};

function readParameters(
	parameters: ItemParameters,
	json: IDataObject,
	item: number,
): Record<string, unknown> {
	if (parameters.string('parameterMode', item, 'form') === 'json') {
		const values = parameters.json('parametersJson', item);
		if (isRecord(values)) return values;
		throw new InputError('this is not a JSON object', undefined, 'Parameters (JSON)');
	}
	const form = parameters.value('callParameters', item);
	if (!isRecord(form)) return {};
	if (form.mappingMode === 'autoMapInputData') return json;
	const values = isRecord(form.value) ? form.value : {};
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function asRows(payload: unknown): Array<Record<string, unknown>> {
	const entries: unknown[] = Array.isArray(payload) ? payload : [payload];
	return entries.map((entry) => (isRecord(entry) ? entry : { result: entry }));
}
