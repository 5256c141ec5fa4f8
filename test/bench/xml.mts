import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { createClientAsync, WSDL, type Client, type IHttpClient } from 'soap';
import { parseString } from 'xml2js';
import { decodeResponse } from '../../nodes/Billing/systems/cloudBilling/soap/decode.js';
import { encodeRequest } from '../../nodes/Billing/systems/cloudBilling/soap/encode.js';
import { readWsdl } from '../../nodes/Billing/systems/cloudBilling/wsdl/read.js';
import { customersXml, largeWsdl, purchases } from './xmlData.mjs';
import { singleWsdl } from '../unit/cloudBilling/wcfWsdl.mjs';

/**
 * Measures the SOAP core against what users have otherwise: bare fast-xml-parser, xml2js (n8n's XML
 * node) and the soap library. Each case runs in a process of its own, so that its peak memory is
 * its own. `npx tsx test/bench/xml.mts`
 */
const ROUNDS = 7;
const COUNT = 10_000;

type Work = () => unknown;
type Prepare = () => Work | Promise<Work>;

const GOALS: Readonly<Record<string, Readonly<Record<string, Prepare>>>> = {
	[`decode ${COUNT} customers into items`]: {
		ours: async () => {
			const contract = await readWsdl({ text: singleWsdl() });
			const xml = customersXml(COUNT);
			return () => decodeResponse(contract, 'CustomersGetAll', xml);
		},
		'fast-xml-parser, bare': () => {
			const xml = customersXml(COUNT);
			return () => new XMLParser().parse(xml);
		},
		'xml2js, as in the XML node': () => {
			const xml = customersXml(COUNT);
			const options = { mergeAttrs: true, explicitRoot: true, explicitArray: false };
			return () =>
				new Promise((resolve) => parseString(xml, options, (_, result) => resolve(result)));
		},
		soap: async () => {
			const client = await soapClient(customersXml(COUNT));
			return () => client.CustomersGetAllAsync({});
		},
	},
	[`encode ${COUNT} purchases`]: {
		ours: async () => {
			const contract = await readWsdl({ text: singleWsdl() });
			const rows = purchases(COUNT);
			return () => encodeRequest(contract, 'StorePurchases', { purchases: rows });
		},
		'fast-xml-parser, bare': () => {
			const rows = purchases(COUNT);
			return () => new XMLBuilder().build({ StorePurchases: { purchases: { Purchase: rows } } });
		},
		soap: async () => {
			const client = await soapClient(SHORT_ANSWER);
			const rows = purchases(COUNT).map((row) => ({
				...row,
				NumericValues: { NumericNameValuePair: row.NumericValues },
				StringValues: { NameValuePair: row.StringValues },
			}));
			return () => client.StorePurchasesAsync({ purchases: { Purchase: rows } });
		},
	},
	'read a WSDL of 1 MB': {
		ours: () => {
			const text = largeWsdl(1_000_000);
			return () => readWsdl({ text });
		},
		'fast-xml-parser, bare': () => {
			const text = largeWsdl(1_000_000);
			return () => new XMLParser().parse(text);
		},
		soap: () => {
			const text = largeWsdl(1_000_000);
			return () =>
				new Promise((resolve) => {
					const wsdl = new WSDL(text, 'memory', {});
					wsdl.onReady(() => resolve(wsdl));
				});
		},
	},
	'decode a PDF of 20 MB': {
		ours: async () => {
			const { createBuiltInContract } =
				await import('../../nodes/Billing/systems/cloudBilling/contract.js');
			const contract = createBuiltInContract();
			const xml = pdfXml();
			return () => decodeResponse(contract, 'GetInvoiceTransformationResultFile', xml);
		},
	},
};

const SHORT_ANSWER =
	'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>' +
	'<StorePurchasesResponse xmlns="http://tempuri.org/"/></s:Body></s:Envelope>';

function pdfXml(): string {
	const name = 'GetInvoiceTransformationResultFile';
	return (
		'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>' +
		`<${name}Response xmlns="http://tempuri.org/"><${name}Result><FileBytes>${'QUJD'.repeat(7_000_000)}</FileBytes>` +
		`</${name}Result></${name}Response></s:Body></s:Envelope>`
	);
}

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

interface Figures {
	/** Median over all rounds but the first, in milliseconds. */
	median: number;
	first: number;
	/** Peak memory of the process beyond what it had with its input at hand, in MB. */
	memory: number;
}

async function measure(goal: string, name: string): Promise<Figures> {
	const work = await GOALS[goal][name]();
	const before = process.memoryUsage().rss;
	const times: number[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		const started = performance.now();
		await work();
		times.push(performance.now() - started);
	}
	const [first, ...rest] = times;
	rest.sort((a, b) => a - b);
	const peak = process.resourceUsage().maxRSS * 1024;
	return { median: rest[Math.floor(rest.length / 2)], first, memory: (peak - before) / 1e6 };
}

function report(): void {
	for (const goal of Object.keys(GOALS)) {
		console.log(`\n${goal}`);
		let ours: number | undefined;
		for (const name of Object.keys(GOALS[goal])) {
			const self = fileURLToPath(import.meta.url);
			const figures: Figures = JSON.parse(
				execFileSync(process.execPath, [...process.execArgv, self, goal, name], {
					encoding: 'utf8',
				}),
			);
			ours ??= figures.median;
			const { median, first, memory } = figures;
			console.log(
				`  ${name.padEnd(28)}${median.toFixed(0).padStart(6)} ms  (first ${first.toFixed(0)} ms)` +
					`${(median / ours).toFixed(1).padStart(7)} x ours${memory.toFixed(0).padStart(7)} MB more at peak`,
			);
		}
	}
}

const [goal, name] = process.argv.slice(2);
if (goal === undefined) report();
else console.log(JSON.stringify(await measure(goal, name)));
