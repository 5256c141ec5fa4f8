import { ok, strictEqual } from 'node:assert';
import { validateHeaderValue } from 'node:http';
import fc from 'fast-check';

import { BillingError, InputError } from '../../nodes/Billing/errors.js';

import type { HttpSend } from '../../nodes/Billing/http/http.js';
import { createBuiltInContract } from '../../nodes/Billing/systems/cloudBilling/contract.js';
import { loadContract } from '../../nodes/Billing/systems/cloudBilling/contractSource.js';
import {
	DecodeError,
	EncodeError,
	WsdlError,
	XmlError,
} from '../../nodes/Billing/systems/cloudBilling/errors.js';
import { readSettings } from '../../nodes/Billing/systems/cloudBilling/settings.js';
import { decodeResponse } from '../../nodes/Billing/systems/cloudBilling/soap/decode.js';
import { encodeRequest } from '../../nodes/Billing/systems/cloudBilling/soap/encode.js';
import {
	type Contract,
	fieldOf,
	parametersOf,
} from '../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import { SoapTransport } from '../../nodes/Billing/systems/cloudBilling/transport.js';
import { readWsdl } from '../../nodes/Billing/systems/cloudBilling/wsdl/read.js';
import { tinyWsdl } from '../unit/cloudBilling/contracts.mjs';
import { rule, type Rule, unlessRefused, unlessRefusedLater } from './rule.mjs';
import { hostileText, json } from './values.mjs';
import { HOST, importing, imports, location, nearly, nested, schemas } from './wsdlDocuments.mjs';
import { elementsOf, withAllInside } from './xmlTree.mjs';

const values = json(['A', 'B', 'C', '@A', '#text', '@xsi:type'], 2);

/** What is done with a contract: a form, a request, an answer. */
function use(contract: Contract, given: unknown): void {
	for (const operation of contract.operations.values()) {
		const parameters = parametersOf(contract, operation);
		for (const parameter of parameters) fieldOf(contract, parameter);
		const all = Object.fromEntries(parameters.map((parameter) => [parameter.name, given]));
		for (const sent of [{}, all]) {
			const xml = unlessRefused(() => encodeRequest(contract, operation.name, sent), EncodeError);
			if (xml === undefined) continue;
			const elements = withAllInside(elementsOf(xml));
			strictEqual(elements[0].local, 'Envelope');
			unlessRefused(() => decodeResponse(contract, operation.name, xml), XmlError, DecodeError);
		}
	}
}

async function readAndUse(text: string, given: unknown): Promise<void> {
	const contract = await unlessRefusedLater(async () => await readWsdl({ text }), WsdlError);
	if (contract) use(contract, given);
}

const ONCE = { timeout: 1000, retries: 0 };
let endpoints = 0;

export const wsdlRules: Rule[] = [
	rule(
		'a schema of any shape gives requests that are well-formed, or is refused',
		60_000,
		fc.tuple(schemas, values),
		async ([[content, declarations], given]) => {
			await readAndUse(tinyWsdl(content.join(''), declarations.join('')), given);
		},
	),

	rule(
		'a WSDL that is nearly right is read or refused',
		60_000,
		fc.tuple(nearly, values),
		async ([text, given]) => await readAndUse(text, given),
	),

	rule(
		'groups that hold groups that hold groups do not grow without end',
		60,
		fc.record({
			tag: fc.constantFrom('group', 'attributeGroup', 'complexType'),
			levels: fc.integer({ min: 1, max: 40 }),
			width: fc.integer({ min: 1, max: 4 }),
		}),
		async ({ tag, levels, width }) => await readAndUse(tinyWsdl(...nested(tag, levels, width)), {}),
	),

	rule(
		'nothing is fetched but from the host of the endpoint, and never with the token',
		30_000,
		fc.tuple(fc.array(imports, { minLength: 1, maxLength: 3 }), location),
		async ([documents, more]) => {
			const endpoint = `${HOST}/${++endpoints}`;
			const settings = readSettings({ endpoint, apiToken: 'hidden-token' });
			let calls = 0;
			const send: HttpSend = async (request) => {
				const url = new URL(request.url);
				strictEqual(url.origin, HOST);
				ok(!JSON.stringify(request).includes('hidden-token'));
				const all = importing(documents[calls++ % documents.length]);
				const wsdl =
					calls === 1
						? tinyWsdl('', '').replace('elementFormDefault', `id="x" elementFormDefault`)
						: '';
				const body = wsdl
					? wsdl
							.replace(/(<xs:schema [^>]*>)/, `$1${all}`)
							.replace('<types>', `<import location="${more}"/><types>`)
					: `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${all}</xs:schema>`;
				return await Promise.resolve({
					status: 200,
					headers: {},
					body: '',
					bytes: Buffer.from(body),
				});
			};
			const { contract } = await loadContract(settings, send, ONCE);
			ok(contract.operations.size > 0);
			ok(calls < 250);
		},
	),

	rule(
		'a SOAPAction is one that HTTP can carry, or the call is refused before it is sent',
		20_000,
		fc.tuple(hostileText, hostileText),
		async ([contractName, soapActionPattern]) => {
			const contract = createBuiltInContract({ contractName, soapActionPattern });
			const call = { operation: 'CustomersGetAll', parameters: {}, safety: 'read' } as const;
			const send: HttpSend = async ({ url, headers }) => {
				strictEqual(url, `${HOST}/soap`);
				for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value);
				return await Promise.resolve({ status: 500, headers: {}, body: '' });
			};
			const transport = new SoapTransport({ endpoint: `${HOST}/soap`, contract, send, ...ONCE });
			await unlessRefusedLater(async () => await transport.call(call), BillingError, InputError);
		},
	),
];
