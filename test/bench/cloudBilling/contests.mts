import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { type Client, createClientAsync, type IHttpClient, WSDL } from 'soap';
import { parseString } from 'xml2js';
import { metadataToColumns } from '../../../nodes/Billing/systems/cloudBilling/metadata.js';
import { decodeResponse } from '../../../nodes/Billing/systems/cloudBilling/soap/decode.js';
import { encodeRequest } from '../../../nodes/Billing/systems/cloudBilling/soap/encode.js';
import { readWsdl } from '../../../nodes/Billing/systems/cloudBilling/wsdl/read.js';
import { singleWsdl } from '../../unit/cloudBilling/wcfWsdl.mjs';
import { customersXml, largeWsdl, purchases } from './data.mjs';

/** What the node does with XML, without n8n around it, and what users have otherwise. */
export const CONTENDERS = {
	decode: ['node', 'fastXmlParser', 'xml2js', 'soap'],
	encode: ['node', 'fastXmlParser', 'soap'],
	wsdl: ['node', 'fastXmlParser', 'soap'],
} as const;

export type Contest = keyof typeof CONTENDERS;
export type Contender = (typeof CONTENDERS)[Contest][number];

type Work = () => unknown;
/** Gives the work on an input, which is XML or records as JSON. */
type Prepare = (input: string) => Work | Promise<Work>;

/** The input of a contest with so many records, or characters of a WSDL. */
export const INPUTS: Readonly<Record<Contest, (size: number) => string>> = {
	decode: customersXml,
	encode: (count) => JSON.stringify(purchases(count)),
	wsdl: largeWsdl,
};

export async function prepare(
	contest: Contest,
	contender: Contender,
	input: string,
): Promise<() => Promise<unknown>> {
	const work = await PREPARE[contest][contender]?.(input);
	if (!work) throw new Error(`${contender} takes no part in ${contest}`);
	return async () => await work();
}

const PREPARE: Readonly<Record<Contest, Partial<Record<Contender, Prepare>>>> = {
	decode: {
		node: async (xml) => {
			const contract = await readWsdl({ text: singleWsdl() });
			return () => toItems(decodeResponse(contract, 'CustomersGetAll', xml));
		},
		fastXmlParser: (xml) => () => new XMLParser().parse(xml),
		// With the options of n8n's XML node.
		xml2js: (xml) => {
			const options = { mergeAttrs: true, explicitRoot: true, explicitArray: false };
			return () =>
				new Promise((resolve) => parseString(xml, options, (_, result) => resolve(result)));
		},
		soap: async (xml) => {
			const client = await soapClient(xml);
			return async () => {
				const [result] = (await client.CustomersGetAllAsync({})) as unknown[];
				return result;
			};
		},
	},
	encode: {
		node: async (json) => {
			const contract = await readWsdl({ text: singleWsdl() });
			const rows = recordsIn(json);
			return () => encodeRequest(contract, 'StorePurchases', { purchases: rows });
		},
		// No types, no order, no namespaces, no checks.
		fastXmlParser: (json) => {
			const rows = recordsIn(json);
			return () => new XMLBuilder().build({ StorePurchases: { purchases: { Purchase: rows } } });
		},
		soap: async (json) => {
			const client = await soapClient(SHORT_ANSWER);
			const Purchase = recordsIn(json).map((row) => ({
				...row,
				NumericValues: { NumericNameValuePair: row.NumericValues },
				StringValues: { NameValuePair: row.StringValues },
			}));
			return async () => {
				await client.StorePurchasesAsync({ purchases: { Purchase } });
				return client.lastRequest;
			};
		},
	},
	wsdl: {
		node: (text) => () => readWsdl({ text }),
		fastXmlParser: (text) => () => new XMLParser().parse(text),
		soap: (text) => () =>
			new Promise((resolve) => {
				const wsdl = new WSDL(text, 'memory', {});
				wsdl.onReady(() => resolve(wsdl));
			}),
	},
};

const recordsIn = (json: string) => JSON.parse(json) as Array<Record<string, unknown>>;

function toItems(answer: ReturnType<typeof decodeResponse>) {
	if (answer.kind === 'fault' || !Array.isArray(answer.payload)) throw new Error('No customers');
	return answer.payload.map((row) => ({
		json: metadataToColumns(row as Record<string, unknown>),
		pairedItem: { item: 0 },
	}));
}

const SHORT_ANSWER =
	'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>' +
	'<StorePurchasesResponse xmlns="http://tempuri.org/"/></s:Body></s:Envelope>';

/** A client of the soap library whose every call is answered with this text, without a network. */
async function soapClient(answer: string): Promise<Client> {
	const folder = mkdtempSync(join(tmpdir(), 'wsdl-'));
	const file = join(folder, 'service.wsdl');
	writeFileSync(file, singleWsdl());
	const httpClient: IHttpClient = {
		request(_url, _data, callback) {
			callback(null, { status: 200, statusCode: 200, headers: {}, data: answer }, answer);
			// The library goes by the callback; what this promise would bring is not looked at.
			return new Promise<never>(() => {});
		},
	};
	try {
		return await createClientAsync(file, { httpClient });
	} finally {
		rmSync(folder, { recursive: true });
	}
}
