import { deepStrictEqual, ok } from 'node:assert';
import fc from 'fast-check';

import { BillingError } from '../../nodes/Billing/errors.js';
import { bulkErrors } from '../../nodes/Billing/systems/cloudBilling/bulk.js';
import { createBuiltInContract } from '../../nodes/Billing/systems/cloudBilling/contract.js';
import {
	columnsToMetadata,
	metadataToColumns,
	pairsOf,
} from '../../nodes/Billing/systems/cloudBilling/metadata.js';
import { sessionProtocol } from '../../nodes/Billing/systems/cloudBilling/session.js';
import { readSettings } from '../../nodes/Billing/systems/cloudBilling/settings.js';
import {
	SessionTransport,
	SoapTransport,
} from '../../nodes/Billing/systems/cloudBilling/transport.js';
import { FakeWire } from '../unit/billingPlatform/vendor.mjs';
import { rule, type Rule } from './rule.mjs';
import { json } from './values.mjs';
import { documents } from './xmlDocuments.mjs';

import { bodies, headers, ONCE, status, unlessTold } from './answers.mjs';

const KEYS = ['K1', 'K2', '0', 'constructor'];

const contract = createBuiltInContract({ contractName: 'IApi' });
const header = { namespace: 'urn:h', name: 'ApiToken', value: 'a-made-up-one' };
const held = {
	get: async () => await Promise.resolve({ header }),
	renew: async () => await Promise.resolve({ header }),
};

export const cloudBillingAnswerRules: Rule[] = [
	rule(
		'CloudBilling: each record of a bulk result has failed by name, or the result says nothing else',
		40_000,
		fc.tuple(
			json(
				[...KEYS, 'Errors', 'Description', 'FailedCount', 'NotClosed', 'purchaseReference', 'Done'],
				4,
			),
			fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 1 }),
		),
		([payload, keys]) => {
			const errors = bulkErrors(payload, keys);
			ok([...errors.keys()].every((key) => keys.includes(key)));
			ok([...errors.values()].every((error) => error instanceof BillingError));
		},
	),

	rule(
		'CloudBilling: an answer of any shape and status is a result, or a told error',
		50_000,
		fc.tuple(fc.oneof(documents, bodies), status, headers),
		async ([text, code, given]) => {
			const bytes = Buffer.from(text);
			const { send } = new FakeWire({ status: code, headers: given, body: '', bytes });
			const options = {
				endpoint: 'https://h.example.com/soap',
				contract,
				send,
				...ONCE,
			};
			const transport = new SessionTransport(new SoapTransport(options), held, false);
			const call = { operation: 'CustomersGetAll', parameters: {}, safety: 'read' } as const;
			const result = await unlessTold(async () => await transport.call(call));
			if (result !== undefined) JSON.stringify(result);
		},
	),

	rule(
		'CloudBilling: a login of any shape gives a token, or a told error',
		20_000,
		fc.tuple(documents, status),
		async ([text, code]) => {
			const user = {
				authentication: 'user',
				emailAddress: 'a',
				password: 'made-up',
				environment: 'e',
			};
			const settings = readSettings({ endpoint: 'https://h.example.com/soap', ...user });
			const answer = {
				status: code,
				headers: {},
				body: '',
				bytes: Buffer.from(text.replaceAll('CustomersGetAll', 'Login')),
			};
			const { send } = new FakeWire(answer);
			const transport = new SoapTransport({
				endpoint: settings.endpoint,
				contract,
				send,
				...ONCE,
			});
			const protocol = sessionProtocol(
				settings,
				async (parameters) =>
					await transport.call({ operation: 'Login', parameters, safety: 'once' }),
			);
			const session = await unlessTold(async () => await protocol.open());
			ok(
				session === undefined ||
					(typeof session.header.value === 'string' && session.header.value !== ''),
			);
		},
	),

	rule(
		'CloudBilling: metadata as columns and back is the same',
		30_000,
		fc.dictionary(
			fc.constantFrom('Code', 'StringValues', 'NumericValues', 'StringValues_a', 'DateValues_'),
			json(['Name', 'Value', 'More'], 3),
			{ maxKeys: 4, noNullPrototype: true },
		),
		(record) => {
			const columns = metadataToColumns(record);
			const back = columnsToMetadata(columns);
			const again = metadataToColumns(back);
			deepStrictEqual(metadataToColumns(columnsToMetadata(again)), again);
			pairsOf(record);
		},
	),
];
