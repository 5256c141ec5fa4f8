import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { validateHeaderValue } from 'node:http';
import fc from 'fast-check';

import { BillingError, InputError } from '../../nodes/Billing/errors.js';
import type { HttpAnswer } from '../../nodes/Billing/http/http.js';
import { BillingPlatformClient } from '../../nodes/Billing/systems/billingPlatform/client.js';
import { convertRows } from '../../nodes/Billing/systems/billingPlatform/convert.js';
import { toBrmObject } from '../../nodes/Billing/systems/billingPlatform/records.js';
import { readWriteResults } from '../../nodes/Billing/systems/billingPlatform/results.js';
import {
	passwordSession,
	tokenSession,
} from '../../nodes/Billing/systems/billingPlatform/session.js';
import { Transport } from '../../nodes/Billing/systems/billingPlatform/transport.js';
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
import { BASE_URL, CountedSession, FakeWire } from '../unit/billingPlatform/vendor.mjs';
import { rule, type Rule, unlessRefused, unlessRefusedLater } from './rule.mjs';
import { hostileText, json, scalar } from './values.mjs';
import { documents } from './xmlDocuments.mjs';

const NAMES = [
	...[
		'createResponse',
		'queryResponse',
		'loginResponse',
		'Response',
		'errors',
		'error',
		'error_code',
		'message',
	],
	...[
		'Id',
		'ErrorCode',
		'ErrorText',
		'success',
		'created',
		'SessionID',
		'access_token',
		'INVALID_SESSION_ID',
	],
	...[
		'EntityName',
		'FieldName',
		'DataType',
		'RowsInAll',
		'__proto__',
		'constructor',
		'hasOwnProperty',
		'length',
	],
];
const shapes = json(NAMES, 4);
const status = fc.constantFrom(200, 200, 200, 201, 301, 400, 401, 403, 404, 418, 429, 500, 501);
const bodies = fc.oneof(
	{ weight: 5, arbitrary: shapes.map((value) => JSON.stringify(value) ?? '') },
	fc.tuple(shapes, fc.nat(60)).map(([value, cut]) => (JSON.stringify(value) ?? '').slice(0, -cut)),
	hostileText,
);
const headers = fc.constantFrom<Record<string, string>>(
	{},
	{ 'content-type': 'text/html' },
	{ 'x-a': 'b' },
);
/** Whatever can come back, but for what is asked for again after a pause. */
const answers: fc.Arbitrary<HttpAnswer> = fc.record({ status, headers, body: bodies });

const KEYS = ['K1', 'K2', '0', 'constructor'];

async function unlessTold<T>(work: () => Promise<T>): Promise<T | undefined> {
	return await unlessRefusedLater(work, BillingError, InputError);
}

function clientOf(answer: HttpAnswer): BillingPlatformClient {
	const { send } = new FakeWire(answer);
	return new BillingPlatformClient(
		new Transport({ baseUrl: BASE_URL, session: new CountedSession(), send, ...ONCE }),
	);
}

/** A second try would only wait and get the same. */
const ONCE = { timeout: 1000, retries: 0 };
const contract = createBuiltInContract({ contractName: 'IApi' });
const header = { namespace: 'urn:h', name: 'ApiToken', value: 'a-made-up-one' };
const held = {
	get: async () => await Promise.resolve({ header }),
	renew: async () => await Promise.resolve({ header }),
};

export const answerRules: Rule[] = [
	rule(
		'BillingPlatform: an answer of any shape is rows, or a told error',
		40_000,
		answers,
		async (answer) => {
			const reads = [
				async () => await clientOf(answer).query('SELECT Id FROM ACCOUNT'),
				async () => await clientOf(answer).retrieveByIds('ACCOUNT', ['1']),
				async () => await clientOf(answer).retrieve('ACCOUNT', 'Id > 0'),
			];
			for (const read of reads) {
				const rows = await unlessTold(read);
				ok(
					rows === undefined || rows.every((row) => typeof row === 'object' && !Array.isArray(row)),
				);
			}
		},
	),

	rule(
		'BillingPlatform: a write has one result for each record, or a told error',
		40_000,
		answers,
		async (answer) => {
			const records = [{ Id: '1' }, { Id: '2' }];
			const writes = [
				async () => await clientOf(answer).create('ACCOUNT', records),
				async () => await clientOf(answer).update('ACCOUNT', records),
				async () => await clientOf(answer).delete('ACCOUNT', ['1', '2'], true),
			];
			for (const write of writes) {
				const results = await unlessTold(write);
				strictEqual(results?.length ?? 2, 2);
				for (const { json: done, error } of results ?? [])
					ok((done === undefined) !== (error === undefined));
			}
		},
	),

	rule(
		'BillingPlatform: results are never guessed',
		40_000,
		fc.tuple(
			fc.array(json(['Id', 'ErrorCode', 'ErrorText', 'success'], 1), { maxLength: 3 }),
			fc.nat(3),
		),
		([entries, count]) => {
			const body = { createResponse: entries };
			const results = unlessRefused(() => readWriteResults(body, count), BillingError);
			if (results === undefined) return;
			strictEqual(results.length, count);
			const ids = results.flatMap(({ id }) => id ?? []);
			strictEqual(new Set(ids).size, ids.length);
		},
	),

	rule(
		'BillingPlatform: metadata of any shape is read or refused',
		20_000,
		answers,
		async (answer) => {
			const client = clientOf(answer);
			await unlessTold(async () => await client.fields('ACCOUNT'));
			await unlessTold(async () => await client.entities());
			await unlessTold(async () => await client.externalKeys());
		},
	),

	rule(
		'BillingPlatform: a login gives a session that requests can carry, or a told error',
		40_000,
		answers,
		async (answer) => {
			const login = { baseUrl: 'https://h.example.com/org', timeout: 1000, retries: 0 };
			const { send } = new FakeWire(answer);
			const protocols = [
				passwordSession(send, { ...login, username: 'u', password: 'p' }),
				tokenSession(send, { ...login, clientId: 'c', clientSecret: 's' }),
			];
			for (const protocol of protocols) {
				const session = await unlessTold(async () => await protocol.open());
				if (session === undefined) continue;
				for (const [name, value] of Object.entries(session.headers))
					validateHeaderValue(name, value);
				await unlessTold(async () => await protocol.close(session));
			}
		},
	),

	rule(
		'a record holds the fields that were given and nothing else',
		30_000,
		fc.dictionary(
			fc.oneof(
				fc.constantFrom('Name', 'AccountIdObj.Name', 'AccountIdObj', '__proto__'),
				hostileText,
			),
			fc.oneof(scalar, shapes),
			{ maxKeys: 3 },
		),
		(columns) => {
			const record = unlessRefused(() => toBrmObject(columns), InputError);
			if (record === undefined) return;
			const roots = Object.keys(columns).map((name) => name.split('.')[0]);
			ok(Object.keys(record).every((name) => roots.includes(name)));
			JSON.stringify(record);
		},
	),

	rule(
		'converting values loses no digit',
		30_000,
		fc.tuple(
			fc.oneof(scalar, fc.stringMatching(/^[-+]?\d{0,18}(\.\d{0,4})?$/)),
			fc.constantFrom('NUMBER', 'BOOLEAN', 'TEXT'),
		),
		([value, dataType]) => {
			const row: Record<string, unknown> = { A: value };
			convertRows([row], [{ ...FIELD, dataType }]);
			if (typeof row.A !== 'number' || typeof value === 'number') return;
			ok(Number.isFinite(row.A) && Number(String(value).trim()) === row.A);
			ok(
				String(value)
					.replace(/[^0-9]/g, '')
					.replace(/^0+/, '').length <= 15,
			);
		},
	),

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

const FIELD = {
	...{
		entityId: '1',
		name: 'A',
		label: 'A',
		required: false,
		externalKey: false,
		primaryKey: false,
	},
	...{ restrictCreate: false, ignoreOnEdit: false, hasDefault: false, system: false },
};
