import type { IDataObject, IHttpRequestMethods, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../../errors';
import type { HttpAnswer } from '../../../../http/http';
import { encodePart } from '../../../../http/url';
import type { ItemParameters } from '../../../../items/parameters';
import { runPerItem } from '../../../../items/perItem';
import { isRecord, toText } from '../../../../values';
import { answerError, readJson, responseEntries } from '../../answer';
import { options } from '../../fields';
import { toJson } from '../../records';
import type { Call } from '../../transport';
import type { BillingPlatformOperation } from '../context';

const properties: INodeProperties[] = [
	{
		displayName: 'Method',
		name: 'method',
		type: 'options',
		default: 'GET',
		options: ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'].map((name) => ({ name, value: name })),
	},
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. ACCOUNT/7509',
		description: "What follows /rest/2.0/ in the vendor's documentation",
	},
	{
		displayName: 'Query Parameters',
		name: 'queryParameters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Parameter',
		default: {},
		options: [
			{
				displayName: 'Parameter',
				name: 'values',
				values: [
					{ displayName: 'Name', name: 'name', type: 'string', default: '' },
					{ displayName: 'Value', name: 'value', type: 'string', default: '' },
				],
			},
		],
	},
	{
		displayName: 'Body',
		name: 'body',
		type: 'json',
		default: '',
		displayOptions: { hide: { method: ['GET'] } },
		placeholder: 'e.g. {"brmObjects": {"Name": "Account 1"}}',
		description: 'JSON to send; empty for none',
	},
];

const requestOptions: INodeProperties[] = [
	{
		displayName: 'Split Into Items',
		name: 'splitIntoItems',
		type: 'boolean',
		default: false,
		description:
			'Whether to give one item for each record of the answer instead of the whole answer',
	},
	{
		displayName: 'REST Version',
		name: 'version',
		type: 'string',
		default: '2.0',
		description: 'One documented path, bulk_upload_history, asks for 2.1',
	},
	{
		displayName: 'Repeat After Fault',
		name: 'repeatable',
		type: 'boolean',
		default: false,
		description:
			'Whether sending the request twice does no harm, so that it may be sent again when its answer is lost. A GET always may.',
	},
];

export const request: BillingPlatformOperation = {
	option: {
		name: 'Request',
		value: 'request',
		description: "Send any request inside the run's session",
		action: 'Send an API request',
	},

	properties: [...properties, options(...requestOptions)],

	async execute({ ctx, parameters, client }) {
		return await runPerItem(
			ctx,
			async (item) => {
				const call = readCall(parameters, item);
				const answer = await client.request(call);
				if (answer.status >= 300) throw answerError(answer, call.safety);
				if (answer.body.trimStart().startsWith('<')) readJson(answer, call.safety);
				return toItems(answer, parameters.boolean('options.splitIntoItems', item));
			},
			{ writes: true },
		);
	},
};

function readCall(parameters: ItemParameters, item: number): Call {
	// The list of the field offers nothing else; an expression is checked by the vendor.
	const method = parameters.string('method', item, 'GET') as IHttpRequestMethods;
	const repeatable = parameters.boolean('options.repeatable', item);
	const query = parameters
		.rows('queryParameters', 'values', item)
		.map(({ name, value }) => [toText(name).trim(), toText(value)]);
	return {
		method,
		path: readPath(parameters.string('path', item)),
		query: Object.fromEntries(query),
		body: method === 'GET' ? undefined : readBody(parameters, item),
		safety: method === 'GET' ? 'read' : repeatable ? 'repeatable' : 'once',
		version: readVersion(parameters.string('options.version', item, '2.0')),
	};
}

/** Keeps the session inside the org: no other host, no way out of /rest/. */
function readPath(text: string): string {
	const path = text.trim().replace(/^\/+/, '');
	const parts = path.split('/').map((part) => decode(part));
	if (path === '') throw new InputError('the path is empty', 'e.g. ACCOUNT/7509', 'Path');
	if (/^log(in|out)$/i.test(parts[0])) {
		throw new InputError('the node logs in and out by itself', undefined, 'Path');
	}
	if (parts.some((part) => /^\.{1,2}$/.test(part) || /[\\:?#/\s\p{Cc}]/u.test(part))) {
		throw new InputError(
			`"${path}" is not a path below /rest/2.0/`,
			'Write it without host, query or dots, e.g. ACCOUNT/7509. Query parameters have fields of their own.',
			'Path',
		);
	}
	return parts.map(encodePart).join('/');
}

function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

function readVersion(text: string): string {
	if (/^\d+\.\d+$/.test(text.trim())) return text.trim();
	throw new InputError('a version looks like 2.0', undefined, 'REST Version');
}

function readBody(parameters: ItemParameters, item: number): unknown {
	const text = parameters.value('body', item, '');
	return toText(text).trim() === '' ? undefined : parameters.json('body', item);
}

function toItems(answer: HttpAnswer, split: boolean): IDataObject[] {
	const body = parse(answer.body);
	const entries = split ? responseEntries(body) : undefined;
	if (entries) return toJson(entries);
	return isRecord(body) ? toJson([body]) : toJson([{ data: body }]);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
