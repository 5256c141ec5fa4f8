import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { BillingTest } from './support/billingTest.mjs';
import { newAccount, outputOf, recordStep, type Step } from './support/oneNode.mjs';
import { itemOfError, middleFails, refusedUnsent } from './support/refusals.mjs';
import { entity, mappedAutomatically } from './support/workflows.mjs';

let billingTest: BillingTest;

beforeEach(async () => {
	billingTest = await BillingTest.create();
});
afterEach(async () => {
	expect(billingTest.books().openSessions).toBe(0);
	await billingTest.stop();
});

describe('a record given as JSON', () => {
	const asJson = (record: unknown, more: INodeParameters = {}): INodeParameters => ({
		dataMode: 'json',
		record: typeof record === 'string' ? record : JSON.stringify(record),
		...more,
	});

	test.each([
		['a list', [newAccount(1)], /^Record: this is not a JSON object/],
		['a text', '"Account 001"', /^Record: this is not a JSON object/],
		['a number', '7', /^Record: this is not a JSON object/],
		['null', 'null', /^Record: this is not a JSON object/],
		['no JSON at all', '{"Name": ', /JSON/],
		['an empty object', '{}', /the record has no fields/],
		[
			'an object with a nested value',
			{ Name: { first: 'x' } },
			/^Name: a field takes text, a number/,
		],
		['an object with a list', { Name: ['x'] }, /^Name: a field takes text, a number/],
		[
			'an object whose key is no field name',
			{ 'Name; x': 'x' },
			/^Name; x: this is not the name of a field/,
		],
	])('that is %s is refused, before anything is sent', async (_, record, reason) => {
		await refusedUnsent(
			billingTest,
			recordStep('create', 'ACCOUNT', { parameters: asJson(record) }),
			reason,
		);
		const parameters = asJson(record, { keyField: 'C_CrmId' });
		await refusedUnsent(billingTest, recordStep('upsert', 'ACCOUNT', { parameters }), reason);
	});

	test('that is no object fails alone where the node goes on', async () => {
		const records = [newAccount(1), ['no', 'object'], newAccount(3)].map((value) => ({ value }));
		const parameters = { dataMode: 'json', record: '={{ $json.value }}' };
		const step = recordStep('create', 'ACCOUNT', { parameters, records: records as IDataObject[] });
		await middleFails(billingTest, step, 'Record: this is not a JSON object');
		expect(billingTest.books()).toMatchObject({ rowsCreated: 2, callsBy: { create: 1 } });
	});
});

describe('an upsert', () => {
	const upsert = (records: IDataObject[], key = 'C_CrmId', options: INodeParameters = {}) =>
		recordStep('upsert', 'ACCOUNT', {
			parameters: { ...mappedAutomatically(key), options },
			records,
		});

	test('without a key field is refused, before anything is sent', async () => {
		await refusedUnsent(
			billingTest,
			upsert([newAccount(1)], ''),
			/^External Key Field: choose the field to match on/,
		);
	});

	test.each([
		['empty', { C_CrmId: '' }],
		['blank', { C_CrmId: '  ' }],
		['null', { C_CrmId: null }],
		['missing', { C_CrmId: undefined }],
	])('with a key value that is %s is refused, naming item and field', async (_, key) => {
		const records = [newAccount(1), newAccount(2, key as IDataObject), newAccount(3)];
		await refusedUnsent(billingTest, upsert(records), /^C_CrmId: the key to match on is empty/);
		expect(await itemOfError(billingTest, upsert(records))).toBe(1);
		await middleFails(billingTest, upsert(records), 'C_CrmId: the key to match on is empty');
		expect(billingTest.books()).toMatchObject({ rowsCreated: 2, callsBy: { upsert: 1 } });
	});

	test('by a field that is no name is refused, before anything is sent', async () => {
		await refusedUnsent(
			billingTest,
			upsert([newAccount(1)], 'C_CrmId"'),
			/is not the name of a field/,
		);
	});

	test('of two items with the same key goes in two calls, in order: the later one wins', async () => {
		const records = [newAccount(1), newAccount(2), newAccount(1, { Name: 'The later one' })];
		const output = await outputOf(billingTest, upsert(records));
		expect(output).toEqual([
			{ Id: '41', created: true },
			{ Id: '42', created: true },
			{ Id: '41', created: false },
		]);
		expect(billingTest.books()).toMatchObject({ callsBy: { upsert: 2 } });
		expect(billingTest.vendor.rows('ACCOUNT').at(-2)).toMatchObject({ Name: 'The later one' });
	});

	test('never puts the same key twice into one call, whatever surrounds it', async () => {
		const records = [1, 2, 1, 3, 2, 2, 1].map((number, index) =>
			newAccount(number, { Name: `Version ${index}` }),
		);
		expect(await outputOf(billingTest, upsert(records))).toHaveLength(7);
		const names = billingTest.vendor
			.rows('ACCOUNT')
			.slice(40)
			.map(({ Name }) => Name);
		expect(names).toEqual(['Version 6', 'Version 5', 'Version 3']);
	});

	test('the same for updates of one Id', async () => {
		const records = [
			{ Id: '7', Name: 'A' },
			{ Id: '8', Name: 'B' },
			{ Id: '7', Name: 'C' },
		];
		const step = recordStep('update', 'ACCOUNT', { parameters: mappedAutomatically(), records });
		await outputOf(billingTest, step);
		expect(billingTest.vendor.rows('ACCOUNT')[6]).toMatchObject({ Name: 'C' });
		expect(billingTest.books()).toMatchObject({ callsBy: { update: 2 } });
	});
});

describe('a file', () => {
	const upload = (parameters: INodeParameters = {}): Step => ({
		resource: 'file',
		operation: 'upload',
		parameters: {
			...entity('C_SUBSCRIPTION_NOTE'),
			recordId: '1',
			fieldName: 'C_Attachment',
			...parameters,
		},
	});
	const data = { mimeType: 'text/plain', fileName: 'a.txt', data: 'YQ==' };

	test('that is not in the item is refused, naming the property, before anything is sent', async () => {
		await refusedUnsent(billingTest, upload(), /data/);
		const input = [{ json: {}, binary: { data } }];
		await refusedUnsent(
			billingTest,
			{ ...upload({ binaryPropertyName: 'other' }), run: { input } },
			/other/,
		);
	});

	test('for a field that is no name is refused, before anything is sent', async () => {
		const input = [{ json: {}, binary: { data } }];
		await refusedUnsent(
			billingTest,
			{ ...upload({ fieldName: 'a/../b' }), run: { input } },
			/^Field Name: /,
		);
	});

	test('that is missing fails alone where the node goes on', async () => {
		const input = [{ json: {}, binary: { data } }, { json: {} }, { json: {}, binary: { data } }];
		await middleFails(billingTest, { ...upload(), run: { input } }, /binary|data/);
		expect(billingTest.books()).toMatchObject({ callsBy: { files: 2 } });
	});
});
