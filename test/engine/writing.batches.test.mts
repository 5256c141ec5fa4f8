import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { RunResult } from './harness/index.mjs';
import { BillingTest } from './support/billingTest.mjs';
import { byId, ids, newAccounts, outputOf, recordStep, runStep } from './support/oneNode.mjs';
import { Tap } from './support/tap.mjs';
import { mappedAutomatically } from './support/workflows.mjs';

let billingTest: BillingTest;
let tap: Tap;

beforeEach(async () => {
	billingTest = await BillingTest.create();
	tap = new Tap(billingTest.vendor);
});
afterEach(async () => {
	expect(billingTest.books().openSessions).toBe(0);
	await billingTest.stop();
});

const asJson = { dataMode: 'json', record: '={{ $json.record }}' };
const sizesOf = (kind: string) => tap.recordsOf(kind).map((records) => records.length);
const accounts = () => billingTest.vendor.rows('ACCOUNT');

describe('1,000 items are at most 12 calls, with login and logout, and one result each, in order:', () => {
	const COUNT = 1000;
	/** 1 to 1,000 in an order of their own. */
	const mixedIds = ids(...Array.from({ length: COUNT }, (_, n) => ((n * 377) % COUNT) + 1));

	/** The result of each item, which is the only one paired with it. */
	function resultsOf(result: RunResult, kind: string, calls = 12): IDataObject[] {
		expect(result.error).toBeUndefined();
		expect(billingTest.books()).toMatchObject({ calls, callsBy: { [kind]: 10 } });
		const items = result.outputOf('Billing');
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			Array.from({ length: COUNT }, (_, item) => ({ item })),
		);
		return items.map(({ json }) => json);
	}

	const thousandAccounts = () => billingTest.vendor.seedMany('ACCOUNT', COUNT - 40);

	test('create', async () => {
		const records = newAccounts(COUNT);
		const step = recordStep('create', 'ACCOUNT', { parameters: mappedAutomatically(), records });
		const results = resultsOf(await runStep(billingTest, step), 'create');
		const keys = new Map(accounts().map(({ Id, C_CrmId }) => [Id, C_CrmId]));
		expect(keys.size).toBe(COUNT + 40);
		expect(results.map(({ Id }) => keys.get(String(Id)))).toEqual(
			records.map(({ C_CrmId }) => C_CrmId),
		);
	});

	test('update', async () => {
		thousandAccounts();
		const records = mixedIds.map(({ Id }) => ({ Id, Name: `Renamed ${String(Id)}` }));
		const step = recordStep('update', 'ACCOUNT', { parameters: mappedAutomatically(), records });
		expect(resultsOf(await runStep(billingTest, step), 'update')).toEqual(mixedIds);
		expect(accounts().every(({ Id, Name }) => Name === `Renamed ${Id}`)).toBe(true);
	});

	test('create or update', async () => {
		const known = accounts().slice(1, 40);
		const fresh = newAccounts(COUNT - known.length);
		const records = [...fresh];
		known.forEach(({ C_CrmId }, n) => records.splice(n * 25, 0, { C_CrmId, Name: `Renamed ${n}` }));
		const parameters = mappedAutomatically('C_CrmId');
		const step = recordStep('upsert', 'ACCOUNT', { parameters, records });
		const results = resultsOf(await runStep(billingTest, step), 'upsert');
		const rows = new Map(accounts().map((row) => [row.Id, row]));
		expect(rows.size).toBe(40 + fresh.length);
		for (const [index, { Id, created }] of results.entries()) {
			expect(created).toBe('Status' in records[index]);
			expect(rows.get(String(Id))).toMatchObject(records[index]);
		}
	});

	test('delete', async () => {
		thousandAccounts();
		const step = recordStep('delete', 'ACCOUNT', { parameters: byId, records: mixedIds });
		const results = resultsOf(await runStep(billingTest, step), 'delete');
		expect(results).toEqual(mixedIds.map((record) => ({ ...record, deleted: true })));
		expect(accounts()).toEqual([]);
	});

	test('restore', async () => {
		thousandAccounts();
		const step = { parameters: byId, records: mixedIds };
		await outputOf(billingTest, recordStep('delete', 'ACCOUNT', step));
		const result = await runStep(billingTest, recordStep('restore', 'ACCOUNT', step));
		const results = resultsOf(result, 'undelete', 24);
		expect(results).toEqual(mixedIds.map((record) => ({ ...record, restored: true })));
		expect(accounts()).toHaveLength(COUNT);
	});

	test('get', async () => {
		thousandAccounts();
		const step = recordStep('get', 'ACCOUNT', { parameters: byId, records: mixedIds });
		const results = resultsOf(await runStep(billingTest, step), 'retrieve');
		const rows = new Map(accounts().map((row) => [row.Id, row]));
		expect(results).toEqual(mixedIds.map(({ Id }) => rows.get(String(Id))));
		expect(billingTest.books()).toMatchObject({ rowsRead: COUNT });
	});
});

describe('Batch Size', () => {
	test.each([
		['create', mappedAutomatically(), 'create', newAccounts(20)],
		['delete', byId, 'delete', ids(...Array.from({ length: 20 }, (_, n) => n + 1))],
	])('cuts the records of %s', async (operation, more, kind, records) => {
		const parameters = { ...more, options: { batchSize: 7 } };
		await outputOf(billingTest, recordStep(operation, 'ACCOUNT', { parameters, records }));
		expect(sizesOf(kind)).toEqual([7, 7, 6]);
		expect(tap.recordsOf(kind).flat()).toEqual(records);
	});

	test('of one sends a list of one', async () => {
		const parameters = { ...mappedAutomatically(), options: { batchSize: 1 } };
		const step = recordStep('create', 'ACCOUNT', { parameters, records: newAccounts(3) });
		expect(await outputOf(billingTest, step)).toHaveLength(3);
		expect(sizesOf('create')).toEqual([1, 1, 1]);
	});
});

describe('records that cannot travel in one call', () => {
	const pathsOf = (kind: string) => tap.callsOf(kind).map(({ path }) => path.split('/').at(-1));

	test('go in one call for each entity, and the results keep the order of the items', async () => {
		const records = ['PRODUCT', 'PACKAGE', 'Product', 'PACKAGE', 'LEDGER'].map((kind, n) => ({
			kind,
			record: { Name: `${kind} ${n}` },
		}));
		const step = recordStep('create', '={{ $json.kind }}', { parameters: asJson, records });
		const result = await runStep(billingTest, step);
		expect(pathsOf('create')).toEqual(['PRODUCT', 'PACKAGE', 'LEDGER']);
		expect(sizesOf('create')).toEqual([2, 2, 1]);
		const items = result.outputOf('Billing');
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(records.map((_, item) => ({ item })));
		for (const [index, { json }] of items.entries()) {
			const row = billingTest.vendor.rows(records[index].kind).find(({ Id }) => Id === json.Id);
			expect(row?.Name).toBe(records[index].record.Name);
		}
	});

	test('go in one call for each key field of an upsert', async () => {
		const records = [
			{ kind: 'PRODUCT', key: 'ExternalKey', record: { Name: 'A', ExternalKey: 'PRD-1' } },
			{ kind: 'PACKAGE', key: 'Name', record: { Name: 'Starter', PackageStatus: 'DRAFT' } },
			{ kind: 'PRODUCT', key: 'ExternalKey', record: { Name: 'C', ExternalKey: 'PRD-3' } },
		];
		const parameters = { ...asJson, keyField: '={{ $json.key }}' };
		const step = recordStep('upsert', '={{ $json.kind }}', { parameters, records });
		expect(await outputOf(billingTest, step)).toMatchObject([
			{ Id: '1', created: false },
			{ Id: '1', created: false },
			{ Id: '3', created: false },
		]);
		expect(tap.bodiesOf('upsert')).toMatchObject([
			{ externalIDFieldName: 'ExternalKey', brmObjects: [{ Name: 'A' }, { Name: 'C' }] },
			{ externalIDFieldName: 'Name', brmObjects: [{ Name: 'Starter' }] },
		]);
	});

	test('go in one call for each key field of an upsert, also within one entity', async () => {
		// The stand-in has no entity with two external keys; the Id is a second key field here.
		billingTest.vendor.set({ upsertById: 'on' });
		const records = [
			{ key: 'C_CrmId', record: { C_CrmId: 'CRM-007', Name: 'A' } },
			{ key: 'Id', record: { Id: '8', Name: 'B' } },
			{ key: 'C_CrmId', record: { C_CrmId: 'CRM-009', Name: 'C' } },
			{ key: 'Id', record: { Id: '10', Name: 'D' } },
		];
		const parameters = { ...asJson, keyField: '={{ $json.key }}' };
		const step = recordStep('upsert', 'ACCOUNT', { parameters, records });
		expect(await outputOf(billingTest, step)).toMatchObject(ids(7, 8, 9, 10));
		expect(tap.bodiesOf('upsert')).toEqual([
			{ externalIDFieldName: 'C_CrmId', brmObjects: [records[0].record, records[2].record] },
			{ externalIDFieldName: 'Id', brmObjects: [records[1].record, records[3].record] },
		]);
	});

	test('go in one call for each answer to Empty Recycle Bin', async () => {
		const records = ids(3, 4, 5, 6).map((record, n) => ({ ...record, forGood: n % 2 === 1 }));
		const parameters = { ...byId, options: { emptyRecycleBin: '={{ $json.forGood }}' } };
		await outputOf(billingTest, recordStep('delete', 'INVOICE', { parameters, records }));
		expect(tap.bodiesOf('delete')).toEqual([
			{ brmObjects: ids(3, 5) },
			{ brmObjects: ids(4, 6), EmptyRecycleBin: '1' },
		]);
	});

	test('go in one call for each list of Fields', async () => {
		const records = ids(3, 4, 5).map((record, n) => ({
			...record,
			fields: n === 1 ? 'Status' : '',
		}));
		const parameters = { ...byId, fields: '={{ $json.fields }}' as unknown as INodeParameters };
		const output = await outputOf(
			billingTest,
			recordStep('get', 'ACCOUNT', { parameters, records }),
		);
		expect(output).toMatchObject([{ Id: '3' }, {}, { Id: '5' }]);
		expect(output[1]).toEqual({ Status: 'ACTIVE' });
		expect(billingTest.books()).toMatchObject({ callsBy: { retrieve: 1, query: 1 } });
	});
});

describe('two items about the same record', () => {
	test('are never in one upsert, also where the vendor might not mind the case of the key', async () => {
		const keys = ['T-1', 'T-2', 't-1', 'T-3', 'T-2'];
		const records = keys.map((C_CrmId, n) => ({ ...newAccounts(1)[0], C_CrmId, Name: `V${n}` }));
		const parameters = mappedAutomatically('C_CrmId');
		await outputOf(billingTest, recordStep('upsert', 'ACCOUNT', { parameters, records }));
		expect(tap.recordsOf('upsert').flat()).toEqual(records);
		for (const call of tap.recordsOf('upsert')) {
			const lower = call.map(({ C_CrmId }) => String(C_CrmId).toLowerCase());
			expect(new Set(lower).size).toBe(lower.length);
		}
		expect(accounts().find(({ C_CrmId }) => C_CrmId === 'T-2')).toMatchObject({ Name: 'V4' });
	});

	test('are never in one update, however the Id is written: the later one wins', async () => {
		const records = ['7', ' 7', '007', 7].map((Id, n) => ({ Id, Name: `Version ${n}` }));
		const step = recordStep('update', 'ACCOUNT', { parameters: mappedAutomatically(), records });
		await outputOf(billingTest, step);
		expect(sizesOf('update')).toEqual([1, 1, 1, 1]);
		expect(accounts()[6]).toMatchObject({ Id: '7', Name: 'Version 3' });
	});

	test('delete it once; the second one is told that it is gone', async () => {
		const step = recordStep('delete', 'ACCOUNT', { parameters: byId, records: ids(5, 6, 5) });
		const result = await runStep(billingTest, {
			...step,
			node: { onError: 'continueErrorOutput' },
		});
		expect(result.items('Billing', 0)).toHaveLength(2);
		expect(result.outputOf('Billing', 1)).toMatchObject([{ pairedItem: { item: 2 } }]);
		expect(billingTest.books()).toMatchObject({ rowsDeleted: 2, callsBy: { delete: 2 } });
	});

	test('get it both', async () => {
		const step = recordStep('get', 'ACCOUNT', { parameters: byId, records: ids(5, 6, 5) });
		expect(await outputOf(billingTest, step)).toMatchObject(ids(5, 6, 5));
		expect(billingTest.books()).toMatchObject({ rowsRead: 2 });
	});
});

describe('Delete', () => {
	const restore = recordStep('restore', 'ACCOUNT', { parameters: byId, records: ids(5) });
	const remove = (options: INodeParameters) =>
		recordStep('delete', 'ACCOUNT', { parameters: { ...byId, options }, records: ids(5) });

	test('keeps the record in the recycle bin, where Restore finds it with all its fields', async () => {
		const before = accounts();
		await outputOf(billingTest, remove({}));
		expect(accounts()).toHaveLength(39);
		await outputOf(billingTest, restore);
		expect(accounts()).toEqual(before);
	});

	test('with Empty Recycle Bin is for good', async () => {
		await outputOf(billingTest, remove({ emptyRecycleBin: true }));
		const { error } = await runStep(billingTest, restore);
		expect(error?.message).toBe('ACCOUNT has no deleted record with Id 5');
		expect(accounts()).toHaveLength(39);
	});
});

describe('Return Full Record', () => {
	const full = (operation: string, records: IDataObject[], more: INodeParameters = {}) => {
		const parameters = { ...mappedAutomatically('C_CrmId'), options: { returnFullRecord: true } };
		return recordStep(operation, 'ACCOUNT', { parameters: { ...parameters, ...more }, records });
	};
	const rowsById = () => new Map(accounts().map((row) => [row.Id, row]));

	test('gives each item its own record, by one more call for each batch', async () => {
		const output = await outputOf(billingTest, full('create', newAccounts(250)));
		const rows = rowsById();
		expect(output).toEqual(output.map(({ Id }) => rows.get(String(Id))));
		expect(output.map(({ C_CrmId }) => C_CrmId)).toEqual(
			newAccounts(250).map(({ C_CrmId }) => C_CrmId),
		);
		expect(billingTest.books()).toMatchObject({ calls: 8, callsBy: { retrieve: 3 } });
	});

	test('gives the fields as they are after the change, and what the vendor said', async () => {
		const records = [{ C_CrmId: 'CRM-007', C_Region: 'Moon' }, ...newAccounts(1)];
		const output = await outputOf(billingTest, full('upsert', records));
		const rows = rowsById();
		expect(output).toEqual([
			{ ...rows.get('7'), C_Region: 'Moon', created: false },
			{ ...rows.get('41'), created: true },
		]);
	});

	test('waits for records that are not yet readable, and for no others', async () => {
		billingTest.vendor.set({ readAfterWriteLagMs: 500 });
		const records = [{ C_CrmId: 'CRM-007', C_Region: 'Moon' }, ...newAccounts(2)];
		const output = await outputOf(billingTest, full('upsert', records));
		expect(output).toMatchObject([{ Name: /./ }, ...newAccounts(2)].map(({ Name: _, ...x }) => x));
		const asked = tap.callsOf('retrieve').map(({ query }) => query.get('queryAnsiSql'));
		expect(asked).toEqual(['Id IN (7, 41, 42)', 'Id IN (41, 42)']);
	});

	test('is only for the items that want it', async () => {
		const records = newAccounts(3).map((record, n) => ({ record, wanted: n !== 1 }));
		const options = { returnFullRecord: '={{ $json.wanted }}' };
		const output = await outputOf(billingTest, full('create', records, { ...asJson, options }));
		expect(output).toMatchObject([{ C_CrmId: 'T-1' }, {}, { C_CrmId: 'T-3' }]);
		expect(output[1]).toEqual({ Id: '42' });
	});

	test('does not make a good write look failed when the record cannot be read', async () => {
		billingTest.vendor.faults.add({
			match: { kind: 'retrieve' },
			do: { type: 'status', code: 500 },
		});
		const output = await outputOf(billingTest, full('create', newAccounts(2)));
		expect(output).toMatchObject([{ Id: '41' }, { Id: '42' }]);
		expect(billingTest.books()).toMatchObject({ rowsCreated: 2, callsBy: { create: 1 } });
	});
});
