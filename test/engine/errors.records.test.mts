import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { BillingTest } from './support/billingTest.mjs';
import { byId, CONTINUE, ids, newAccounts, recordStep, runStep } from './support/oneNode.mjs';
import { mappedAutomatically } from './support/workflows.mjs';

let billingTest: BillingTest;

beforeEach(async () => {
	billingTest = await BillingTest.create();
});
afterEach(async () => {
	const { logins, logouts, openSessions } = billingTest.books();
	expect({ logouts, openSessions }).toEqual({ logouts: logins, openSessions: 0 });
	await billingTest.stop();
});

const accounts = () => billingTest.vendor.rows('ACCOUNT');
const accountsBehind = (id: number) => accounts().filter(({ Id }) => Number(Id) > id);

/** So many accounts, those at the places named with a status that the vendor refuses. */
function accountsWithBad(count: number, ...bad: number[]): IDataObject[] {
	const records = newAccounts(count);
	for (const index of bad) records[index].Status = 'NO_SUCH';
	return records;
}

const create = (records: IDataObject[], options: INodeParameters = {}) =>
	recordStep('create', 'ACCOUNT', {
		parameters: { ...mappedAutomatically(), options },
		records,
	});

describe('a record that the vendor refuses, where the node goes on to an error output,', () => {
	test("goes there with the vendor's words, code and field, and with the data of its item", async () => {
		const records = accountsWithBad(5, 1, 3);
		const result = await runStep(billingTest, { ...create(records), node: CONTINUE });
		expect(result.status).toBe('success');
		expect(result.outputOf('Billing', 1)).toEqual(
			[1, 3].map((item) => ({
				json: {
					...records[item],
					error: 'Status cannot be NO_SUCH',
					details: { code: '1003', field: 'Status' },
				},
				pairedItem: { item },
			})),
		);
		expect(result.outputOf('Billing', 0)).toMatchObject([
			{ json: { Id: '41' }, pairedItem: { item: 0 } },
			{ json: { Id: '42' }, pairedItem: { item: 2 } },
			{ json: { Id: '43' }, pairedItem: { item: 4 } },
		]);
		expect(accountsBehind(40).map(({ C_CrmId }) => C_CrmId)).toEqual(['T-1', 'T-3', 'T-5']);
	});

	test('keeps no other record back, in its batch or behind it', async () => {
		const bad = [0, 7, 99, 100, 249];
		const step = create(accountsWithBad(250, ...bad));
		const result = await runStep(billingTest, { ...step, node: CONTINUE });
		expect(result.items('Billing', 0)).toHaveLength(245);
		expect(result.outputOf('Billing', 1).map(({ pairedItem }) => pairedItem)).toEqual(
			bad.map((item) => ({ item })),
		);
		expect(billingTest.books()).toMatchObject({
			rowsCreated: 245,
			rowsFailed: 5,
			callsBy: { create: 3 },
		});
	});

	const AMONG_GOOD: Array<[string, IDataObject[], string, string, string]> = [
		[
			'update',
			ids(7, 8, 9).map((record) => ({ ...record, Name: record.Id === '8' ? '' : 'New' })),
			'Name is required',
			'1001',
			'Name',
		],
		['delete', ids(7, 9999, 9), 'ACCOUNT has no record with Id 9999', '1006', 'Id'],
		['restore', ids(7, 9999, 9), 'ACCOUNT has no deleted record with Id 9999', '1006', 'Id'],
	];

	test.each(AMONG_GOOD)('the same for %s', async (operation, records, error, code, field) => {
		const parameters = operation === 'update' ? mappedAutomatically() : byId;
		if (operation === 'restore') {
			const removed = { parameters, records: ids(7, 9) };
			await runStep(billingTest, recordStep('delete', 'ACCOUNT', removed));
		}
		const step = recordStep(operation, 'ACCOUNT', { parameters, records });
		const result = await runStep(billingTest, { ...step, node: CONTINUE });
		expect(result.items('Billing', 0)).toMatchObject(ids(7, 9));
		expect(result.outputOf('Billing', 1)).toEqual([
			{ json: { ...records[1], error, details: { code, field } }, pairedItem: { item: 1 } },
		]);
	});

	test('the same for an upsert, with its lookup', async () => {
		const records = newAccounts(3).map((record, n) => ({
			...record,
			'ParentAccountIdObj.C_CrmId': n === 1 ? 'CRM-999' : 'CRM-009',
		}));
		const step = recordStep('upsert', 'ACCOUNT', {
			parameters: mappedAutomatically('C_CrmId'),
			records,
		});
		const result = await runStep(billingTest, { ...step, node: CONTINUE });
		expect(result.items('Billing', 1)).toEqual([
			{
				...records[1],
				error: 'ACCOUNT has no record with C_CrmId CRM-999',
				details: { code: '1004', field: 'ParentAccountIdObj' },
			},
		]);
		expect(accountsBehind(40)).toHaveLength(2);
	});

	test('is told apart by an older n8n too, which knows no details', async () => {
		const older = await BillingTest.create({ hooks: false });
		const result = await runStep(older, { ...create(accountsWithBad(3, 1)), node: CONTINUE });
		expect(result.items('Billing', 0)).toHaveLength(2);
		expect(result.items('Billing', 1)).toMatchObject([
			{ C_CrmId: 'T-2', error: 'Status cannot be NO_SUCH' },
		]);
		await older.stop();
	});
});

describe('a record that the vendor refuses, where the node goes on with one output,', () => {
	test('stays at the place of its item', async () => {
		const step = create(accountsWithBad(4, 1, 2));
		const result = await runStep(billingTest, {
			...step,
			node: { onError: 'continueRegularOutput' },
		});
		expect(result.outputOf('Billing')).toEqual([
			{ json: { Id: '41' }, pairedItem: { item: 0 } },
			...[1, 2].map((item) => ({
				json: { error: 'Status cannot be NO_SUCH', details: { code: '1003', field: 'Status' } },
				pairedItem: { item },
			})),
			{ json: { Id: '42' }, pairedItem: { item: 3 } },
		]);
	});
});

describe('a record that the vendor refuses, where the node stops,', () => {
	test('is named, with what was committed by Id, what failed and what was not sent', async () => {
		const { error } = await runStep(billingTest, create(accountsWithBad(250, 130, 150)));
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: 'Status cannot be NO_SUCH [item 130]',
			context: { itemIndex: 130 },
			description:
				'Committed: item 0–129 (Id 41–170), item 131–149 (Id 171–189), item 151–199 (Id 190–238). ' +
				'Failed: item 130, item 150. Not sent: item 200–249.',
		});
		expect(billingTest.books()).toMatchObject({ rowsCreated: 198, callsBy: { create: 2 } });
	});

	test('leaves a list of what was committed, one entry for each row at the vendor', async () => {
		const records = accountsWithBad(25, 17);
		const { error } = await runStep(billingTest, create(records, { batchSize: 10 }));
		const { context } = error as unknown as {
			context: { committed: Array<{ item: number; id: string }> };
		};
		expect(context.committed.map(({ item, id }) => [id, records[item].C_CrmId])).toEqual(
			accountsBehind(40).map(({ Id, C_CrmId }) => [Id, C_CrmId]),
		);
	});

	test('accounts for items of several entities in the order of the items', async () => {
		const records = ['PRODUCT', 'LEDGER', 'PRODUCT', 'LEDGER', 'PACKAGE'].map((kind, n) => ({
			kind,
			record: { Name: n === 3 ? '' : `New ${n}` },
		}));
		const parameters = { dataMode: 'json', record: '={{ $json.record }}' };
		const step = recordStep('create', '={{ $json.kind }}', { parameters, records });
		const { error } = await runStep(billingTest, step);
		expect(error?.message).toBe('Name is required [item 3]');
		expect(error?.description).toBe(
			'Committed: item 0 (Id 9), item 1 (Id 4), item 2 (Id 10). Failed: item 3. Not sent: item 4.',
		);
	});

	test('is named alone where only one item was given', async () => {
		const { error } = await runStep(billingTest, create(accountsWithBad(1, 0)));
		expect(error).toMatchObject({
			message: 'Status cannot be NO_SUCH',
			description: 'Committed: none. Failed: item 0.',
		});
	});

	test('of a Get names the item, and speaks of no commits', async () => {
		const step = recordStep('get', 'ACCOUNT', { parameters: byId, records: ids(5, 9999, 6) });
		const { error } = await runStep(billingTest, step);
		expect(error).toMatchObject({
			message: 'ACCOUNT has no record with Id 9999 [item 1]',
			context: { itemIndex: 1 },
		});
		expect(error?.description).not.toMatch(/ommitted/);
	});
});
