import { request } from 'node:http';
import type { Row } from '../contestant.mjs';
import type { Access } from '../standIn.mjs';

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const SERVICE = 'http://tempuri.org/';
const CONTRACTS =
	'http://schemas.datacontract.org/2004/07/Kolonel.Public.Service.API.Contracts.V1_1';
const TOKEN = 'http://api.cloudbilling.nl/2018/11/auth/token';
const ACTION = `${SERVICE}IPublicApi/UploadPurchases`;

/**
 * What someone would write by hand for this one upload, in Code and HTTP Request nodes or in a script: the
 * envelope as a template with the members already in order, a look at the ResultCode, and nothing else. No
 * WSDL, no types, no retries, no errors by record.
 */
export async function uploadBare(
	{ cloud }: Access,
	records: readonly Row[],
	batchSize: number,
): Promise<Row[]> {
	const results: Row[] = [];
	for (let from = 0; from < records.length; from += batchSize) {
		const batch = records.slice(from, from + batchSize);
		const answer = await post(cloud.endpoint, envelope(cloud.apiToken, batch));
		if (!/<(\w+:)?ResultCode[^>]*>Success</.test(answer)) throw new Error(answer.slice(0, 300));
		for (const { PurchaseReference } of batch) results.push({ PurchaseReference, uploaded: true });
	}
	return results;
}

function envelope(token: string, batch: readonly Row[]): string {
	return (
		`<s:Envelope xmlns:s="${ENVELOPE}"><s:Header><ApiToken xmlns="${TOKEN}">${token}</ApiToken></s:Header>` +
		`<s:Body><UploadPurchases xmlns="${SERVICE}"><purchases xmlns:a="${CONTRACTS}">` +
		`${batch.map(purchase).join('')}</purchases></UploadPurchases></s:Body></s:Envelope>`
	);
}

function purchase(row: Row): string {
	return (
		`<a:Purchase><a:CustomerCode>${escaped(row.CustomerCode)}</a:CustomerCode>` +
		`<a:ProductLabel>${escaped(row.ProductLabel)}</a:ProductLabel>` +
		`<a:PurchaseDate>${escaped(row.PurchaseDate)}</a:PurchaseDate>` +
		`<a:PurchaseReference>${escaped(row.PurchaseReference)}</a:PurchaseReference>` +
		`<a:Quantity>${escaped(row.Quantity)}</a:Quantity><a:StringValues><a:NameValuePair>` +
		`<a:Name>Segment</a:Name><a:Value>${escaped(row.StringValues_Segment)}</a:Value>` +
		'</a:NameValuePair></a:StringValues></a:Purchase>'
	);
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function escaped(value: unknown): string {
	return String(value).replace(/[&<>]/g, (character) => ESCAPES[character]);
}

/** As n8n's HTTP helper does, each call opens a connection. */
async function post(url: string, body: string): Promise<string> {
	const headers = {
		'Content-Type': 'text/xml; charset=utf-8',
		'Content-Length': Buffer.byteLength(body),
		SOAPAction: `"${ACTION}"`,
	};
	return await new Promise((resolve, reject) => {
		const outgoing = request(url, { method: 'POST', headers, agent: false }, (incoming) => {
			const chunks: Buffer[] = [];
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
			incoming.on('error', reject);
			incoming.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
		});
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}
