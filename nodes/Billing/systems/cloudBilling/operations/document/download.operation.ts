import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { BillingError } from '../../../../errors';
import { runPerItemWithBinary } from '../../../../items/perItem';
import { toText } from '../../../../values';
import { foundOrThrow, type Row } from '../../client';
import { options } from '../../fields';
import { requiredText } from '../../items';
import { decodeBase64 } from '../../soap/base64';
import type { CloudBillingContext, CloudBillingOperation } from '../context';

const properties: INodeProperties[] = [
	{
		displayName: 'Document ID',
		name: 'documentId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 5395b1e2749cd80cb461f1a0',
		description: 'The ID of the transformation result, as Get Many gives it',
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		placeholder: 'e.g. data',
		hint: 'The name of the output binary field to put the file in',
	},
];

const fileName: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	description:
		'Else the file has the name that CloudBilling gives it, or that of the ID of the document',
};

export const downloadDocument: CloudBillingOperation = {
	option: {
		name: 'Download',
		value: 'download',
		description: 'Download a document, e.g. the PDF of an invoice',
		action: 'Download a document',
	},

	properties: [...properties, options(fileName)],

	async execute(run) {
		return await runPerItemWithBinary(run.ctx, async (item) => [await download(run, item)]);
	},
};

async function download(
	{ ctx, parameters, client }: CloudBillingContext,
	item: number,
): Promise<INodeExecutionData> {
	const id = requiredText(parameters, 'documentId', item, 'Document ID');
	const file = foundOrThrow(
		await client.one('GetInvoiceTransformationResultFile', { invoiceTransformationResultId: id }),
		`document with ID ${id}`,
	);
	const { FileBytes, FileName, ...about } = file;
	const bytes = decodeBase64(toText(FileBytes));
	if (bytes.length === 0) throw new BillingError(`The document ${id} has no content`);
	const type = toText(about.ContentType) || 'application/octet-stream';
	const name =
		parameters.string('options.fileName', item) || plainName(FileName) || nameOf(id, type);
	const property = parameters.string('binaryPropertyName', item, 'data');
	const binary = { [property]: await ctx.helpers.prepareBinaryData(bytes, name, type) };
	return { json: toJson(id, about, name, bytes.length), binary };
}

function toJson(id: string, about: Row, fileName: string, fileSize: number) {
	return { Id: id, ...about, fileName, fileSize } as INodeExecutionData['json'];
}

/** Without a path: the name comes from outside. Whether the answer has one is not documented. */
function plainName(fileName: unknown): string {
	return toText(fileName)
		.replace(/^.*[\\/]/s, '')
		.trim();
}

const ENDINGS: Record<string, string> = {
	'application/pdf': 'pdf',
	'text/html': 'html',
	'text/plain': 'txt',
	'text/csv': 'csv',
	'application/xml': 'xml',
	'text/xml': 'xml',
};

function nameOf(id: string, type: string): string {
	const ending = ENDINGS[type.split(';', 1)[0].trim().toLowerCase()];
	return ending ? `${id}.${ending}` : id;
}
