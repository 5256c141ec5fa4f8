import type { INodeProperties } from 'n8n-workflow';

import { runPerItem } from '../../../../items/perItem';
import { isRecord } from '../../../../values';
import { responseEntries } from '../../answer';
import { entity, options, recordIdField } from '../../fields';
import { recordError } from '../../results';
import { fieldName, recordId } from '../../sql';
import type { BillingPlatformOperation } from '../context';

const file: INodeProperties[] = [
	{
		displayName: 'Field Name',
		name: 'fieldName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. AllRecordsFile',
		description: 'The field of the record that holds the file',
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		placeholder: 'e.g. data',
		hint: 'The name of the input binary field containing the file to be uploaded',
	},
];

const fileName: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	description: 'Another name than that of the binary file',
};

export const upload: BillingPlatformOperation = {
	option: {
		name: 'Upload',
		value: 'upload',
		description: 'Upload a file into a field of a record',
		action: 'Upload a file',
	},

	properties: [entity, recordIdField, ...file, options(fileName)],

	async execute({ ctx, parameters, client }) {
		return await runPerItem(
			ctx,
			async (item) => {
				const entityName = parameters.locator('entity', item);
				const id = recordId(parameters.value('recordId', item));
				const field = fieldName(parameters.string('fieldName', item).trim(), 'Field Name');
				const property = parameters.string('binaryPropertyName', item, 'data');
				const binary = ctx.helpers.assertBinaryData(item, property);
				const bytes = await ctx.helpers.getBinaryDataBuffer(item, property);
				const name = parameters.string('options.fileName', item) || binary.fileName || property;
				const reply = await client.uploadFile(entityName, id, field, {
					name,
					base64: bytes.toString('base64'),
				});
				const failure = (responseEntries(reply) ?? []).map(recordError).find(Boolean);
				if (failure) throw failure;
				const said = isRecord(reply) ? reply : {};
				return [
					{ Id: id, field, fileName: name, fileSize: bytes.length, uploaded: true, reply: said },
				];
			},
			{ writes: true },
		);
	},
};
