import { notStrictEqual, ok, strictEqual } from 'node:assert';
import fc from 'fast-check';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { InputError } from '../../nodes/Billing/errors.js';
import type { HttpRequest } from '../../nodes/Billing/http/http.js';
import { isLoopback } from '../../nodes/Billing/http/url.js';
import { ItemParameters } from '../../nodes/Billing/items/parameters.js';
import { BillingPlatformClient } from '../../nodes/Billing/systems/billingPlatform/client.js';
import { orgUrl } from '../../nodes/Billing/systems/billingPlatform/connection.js';
import { request } from '../../nodes/Billing/systems/billingPlatform/operations/api/request.operation.js';
import { createBulkExtract } from '../../nodes/Billing/systems/billingPlatform/operations/bulkExtract/create.operation.js';
import { getBulkExtract } from '../../nodes/Billing/systems/billingPlatform/operations/bulkExtract/get.operation.js';
import type { BillingPlatformOperation } from '../../nodes/Billing/systems/billingPlatform/operations/context.js';
import { upload } from '../../nodes/Billing/systems/billingPlatform/operations/file/upload.operation.js';
import { executeQuery } from '../../nodes/Billing/systems/billingPlatform/operations/query/execute.operation.js';
import { create } from '../../nodes/Billing/systems/billingPlatform/operations/record/create.operation.js';
import { deleteRecords } from '../../nodes/Billing/systems/billingPlatform/operations/record/delete.operation.js';
import { get } from '../../nodes/Billing/systems/billingPlatform/operations/record/get.operation.js';
import { getAll } from '../../nodes/Billing/systems/billingPlatform/operations/record/getAll.operation.js';
import { restore } from '../../nodes/Billing/systems/billingPlatform/operations/record/restore.operation.js';
import { update } from '../../nodes/Billing/systems/billingPlatform/operations/record/update.operation.js';
import { upsert } from '../../nodes/Billing/systems/billingPlatform/operations/record/upsert.operation.js';
import { answer, FakeWire, transportTo, BASE_URL } from '../unit/billingPlatform/vendor.mjs';
import { fakeContext } from '../unit/fakeContext.mjs';
import { rule, type Rule, unlessRefused } from './rule.mjs';
import { hostileText, scalar } from './values.mjs';

const RECORDS = { create, delete: deleteRecords, get, getAll, restore, update, upsert };
const ENTITY = '[A-Za-z][A-Za-z0-9_]*';

/** Where each operation may go, below the version: nowhere else, whatever it is given. */
const PLACES: Record<string, { operation: BillingPlatformOperation; path: RegExp }> = {
	create: { operation: RECORDS.create, path: new RegExp(`^${ENTITY}$`) },
	delete: { operation: RECORDS.delete, path: new RegExp(`^delete/${ENTITY}$`) },
	get: { operation: RECORDS.get, path: new RegExp(`^(${ENTITY}/[0-9]+|${ENTITY}|query)$`) },
	getAll: { operation: RECORDS.getAll, path: new RegExp(`^(${ENTITY}|query)$`) },
	restore: { operation: RECORDS.restore, path: new RegExp(`^undelete/${ENTITY}$`) },
	update: { operation: RECORDS.update, path: new RegExp(`^${ENTITY}$`) },
	upsert: { operation: RECORDS.upsert, path: new RegExp(`^${ENTITY}$`) },
	query: { operation: executeQuery, path: /^query$/ },
	upload: {
		operation: upload,
		path: new RegExp(`^files/${ENTITY}/[0-9]+/[A-Za-z][A-Za-z0-9_.]*$`),
	},
	createBulkExtract: { operation: createBulkExtract, path: /^BULK_API_REQUEST$/ },
	getBulkExtract: { operation: getBulkExtract, path: /^BULK_API_REQUEST\/[0-9]+$/ },
	request: { operation: request, path: /^[^?#]+$/ },
};

/** The vendor's own words, in any casing: a record is never read from or written to one of them. */
const VERBS = /^(?:login|logout|query|delete|undelete|files)$/i;

const text = fc.oneof(
	{ weight: 3, arbitrary: hostileText },
	fc.constantFrom(
		'ACCOUNT',
		'Name',
		'7509',
		'login',
		'LOGOUT',
		'logout/',
		'..',
		'2.0',
		'files',
		'Query',
	),
	fc.tuple(hostileText, hostileText).map((parts) => parts.join('/')),
);
const value = fc.oneof({ weight: 3, arbitrary: text }, scalar);

const parameters = fc.record({
	entity: fc.oneof(fc.constant('ACCOUNT'), text),
	recordId: fc.oneof(fc.constant('7509'), value),
	fieldName: fc.oneof(fc.constant('AllRecordsFile'), text),
	path: text,
	queryParameters: fc.record({
		values: fc.array(fc.record({ name: text, value }), { maxLength: 2 }),
	}),
	method: fc.constantFrom('GET', 'POST', 'DELETE'),
	body: fc.oneof(fc.constant(''), text, fc.constant('{"a":1}')),
	query: fc.oneof(fc.constant('SELECT Id FROM ACCOUNT WHERE Name = $1'), text),
	filters: fc.record({
		conditions: fc.array(
			fc.record({ field: fc.constant('Name'), operator: fc.constant('equals'), value }),
			{
				maxLength: 2,
			},
		),
	}),
	fields: fc.oneof(fc.constant([]), fc.array(text, { maxLength: 2 })),
	dataMode: fc.constantFrom('fields', 'json'),
	fieldValues: fc.record({
		values: fc.array(fc.record({ name: fc.oneof(fc.constant('Name'), text), value }), {
			maxLength: 2,
		}),
	}),
	record: fc.dictionary(fc.oneof(fc.constantFrom('Id', 'Name'), text), value, { maxKeys: 2 }),
	keyField: fc.oneof(fc.constant('Name'), text),
	requestName: text,
	requestBody: fc.oneof(fc.constant('SELECT Id FROM ACCOUNT'), text),
	options: fc.record({ version: fc.oneof(fc.constant('2.0'), text), fileName: text }),
});

const answers = fc.constantFrom(
	answer(404, ''),
	answer(200, { anyResponse: [{ ErrorCode: '0', Id: '7509' }] }),
	answer(200, { anyResponse: [] }),
	answer(500, { error: 'x' }),
);

/** What an error says that comes from a mistake of ours, not from what was given. */
const CRASH =
	/^(?:Cannot |undefined|null|URI malformed|Invalid (?:array|string|time|count)|Maximum call|.* is not (?:a function|iterable|defined|an object))/;

async function run(
	name: string,
	given: object,
	reply: ReturnType<typeof answer>,
): Promise<HttpRequest[]> {
	const wire = new FakeWire(reply);
	const { ctx } = fakeContext({ parameters: { ...given } });
	const helpers = {
		assertBinaryData: () => ({ fileName: 'a.csv' }),
		getBinaryDataBuffer: async () => await Promise.resolve(Buffer.from('a')),
	};
	Object.assign(ctx, { helpers, addExecutionHints: () => {} });
	const client = new BillingPlatformClient(transportTo(wire));
	const work = PLACES[name].operation.execute({ ctx, client, parameters: new ItemParameters(ctx) });
	await work.catch((error: unknown) => {
		const isTold = error instanceof NodeApiError || error instanceof NodeOperationError;
		if (!isTold || CRASH.test(error.message)) throw error;
	});
	return wire.requests;
}

function checkAddress(name: string, { url: address }: HttpRequest): void {
	const url = new URL(address);
	strictEqual(url.origin, new URL(BASE_URL).origin);
	strictEqual(url.hash, '');
	// What a server resolves is what was meant: no dots, no second host.
	ok(address.startsWith(`${BASE_URL}/rest/`));
	strictEqual(url.pathname, address.slice(url.origin.length).split('?')[0]);
	const [version, ...rest] = url.pathname.slice('/org/rest/'.length).split('/');
	ok(/^\d+\.\d+$/.test(version));
	const path = rest.map(decodeURIComponent).join('/');
	ok(PLACES[name].path.test(path), path);
	const parts = path.split('/');
	ok(!/^log(?:in|out)$/i.test(parts[0]), path);
	if (!['request', 'query'].includes(name)) {
		const entity = /^(?:files|delete|undelete)$/.test(parts[0]) ? parts[1] : parts[0];
		ok(!VERBS.test(entity) || path === 'query', path);
	}
}

export const pathRules: Rule[] = Object.keys(PLACES).map((name) =>
	rule(
		`${name}: no value leads to another host or path`,
		name === 'request' ? 30_000 : 10_000,
		fc.tuple(parameters, answers),
		async ([given, reply]) => {
			for (const sent of await run(name, given, reply)) checkAddress(name, sent);
		},
	),
);

pathRules.push(
	rule(
		'a request has exactly the query that was given',
		20_000,
		fc.array(fc.tuple(hostileText, hostileText), { maxLength: 3 }),
		async (given) => {
			const query = Object.fromEntries(given);
			const wire = new FakeWire(answer(200, {}));
			const sending = transportTo(wire).send({
				method: 'GET',
				path: 'ACCOUNT',
				query,
				safety: 'read',
			});
			await sending.catch((error: unknown) => {
				if (!(error instanceof InputError)) throw error;
			});
			for (const { url } of wire.requests) {
				const pairs = [...new URL(url).searchParams];
				strictEqual(JSON.stringify(pairs), JSON.stringify(Object.entries(query)));
			}
		},
	),

	rule(
		'the address of an org keeps to the host that was typed, over https',
		60_000,
		fc
			.tuple(
				fc.constantFrom('https://', 'http://', '', 'HTTPS:/', 'ftp://'),
				fc.array(text, { maxLength: 3 }),
			)
			.map(([scheme, parts]) => scheme + parts.join('')),
		(typed) => {
			const org = unlessRefused(() => orgUrl(typed), InputError);
			if (org === undefined) return;
			const url = new URL(`${org}/rest/2.0/login`);
			strictEqual(url.host, new URL(typed.trim()).host);
			ok(url.protocol === 'https:' || isLoopback(url.hostname));
			ok(url.pathname.endsWith('/rest/2.0/login'));
			strictEqual(url.username + url.password + url.search + url.hash, '');
			notStrictEqual(url.host, '');
		},
	),
);
