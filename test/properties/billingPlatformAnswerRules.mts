import { ok, strictEqual } from 'node:assert';
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
import { BASE_URL, CountedSession, FakeWire } from '../unit/billingPlatform/vendor.mjs';
import { rule, type Rule, unlessRefused } from './rule.mjs';
import { hostileText, json, scalar } from './values.mjs';

import { answers, ONCE, shapes, unlessTold } from './answers.mjs';

function clientOf(answer: HttpAnswer): BillingPlatformClient {
	const { send } = new FakeWire(answer);
	return new BillingPlatformClient(
		new Transport({ baseUrl: BASE_URL, session: new CountedSession(), send, ...ONCE }),
	);
}

export const billingPlatformAnswerRules: Rule[] = [
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
			const ids = results.flatMap(({ json: done }) => done?.Id ?? []);
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
