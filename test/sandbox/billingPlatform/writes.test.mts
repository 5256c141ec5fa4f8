import { account, Client, column, rowsOf } from '../client.mjs';
import { startSandbox, type Sandbox } from '../index.mjs';

let sandbox: Sandbox;
let client: Client;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	sandbox.billingPlatform.reset();
	client = new Client(sandbox.billingPlatform);
	await client.login();
});

describe('create', () => {
	it('takes one record or a list and answers one result per record in order', async () => {
		expect((await client.create('ACCOUNT', account(1))).json).toEqual({
			createResponse: [{ ErrorCode: '0', ErrorText: '', ErrorElementField: '', Id: '41' }],
		});
		const many = await client.create('ACCOUNT', [account(2), account(3, { Id: '' })]);
		expect(column(many, 'Id')).toEqual(['42', '43']);
	});

	it('writes the good records of a call and tells what is wrong with each other one', async () => {
		const answer = await client.create('ACCOUNT', [
			account(1),
			account(2, { Nickname: 'x' }),
			account(3, { Name: '' }),
			account(4, { C_CreditLimit: 'much' }),
			account(5, { AccountTypeId: '77' }),
			account(6, { C_CrmId: 'CRM-002' }),
			account(7, { Status: 'ASLEEP' }),
			account(8, { C_KeyAccount: 'yes' }),
			account(9, { Created: '2020-01-01' }),
			account(10, { Description: 'x'.repeat(4001) }),
			account(11),
		]);
		expect(answer.status).toBe(200);
		expect(rowsOf(answer).map((result) => [result.ErrorCode, result.ErrorElementField])).toEqual([
			['0', ''],
			['1002', 'Nickname'],
			['1001', 'Name'],
			['1003', 'C_CreditLimit'],
			['1004', 'AccountTypeId'],
			['1005', 'C_CrmId'],
			['1003', 'Status'],
			['1003', 'C_KeyAccount'],
			['1007', 'Created'],
			['1003', 'Description'],
			['0', ''],
		]);
		expect(sandbox.billingPlatform.books()).toMatchObject({ rowsCreated: 2, rowsFailed: 9 });
	});

	it('refuses a day that does not exist', async () => {
		const answer = await client.create('CONTRACT', { AccountId: 2, StartDate: '2025-02-30' });
		expect(rowsOf(answer)[0]).toMatchObject({ ErrorCode: '1003', ErrorElementField: 'StartDate' });
	});

	it('fills defaults and takes numbers and texts alike', async () => {
		await client.create('ACCOUNT_PRODUCT', [
			{ AccountId: 2, ProductId: '3' },
			{ AccountId: '2', ProductId: 3, Quantity: 4 },
		]);
		const rows = sandbox.billingPlatform.rows('ACCOUNT_PRODUCT').slice(-2);
		expect(rows.map(({ Quantity }) => Quantity)).toEqual(['1', '4']);
	});

	it('resolves a lookup by the external key of its target', async () => {
		const lookup = (C_CrmId: string) => ({ ParentAccountIdObj: { C_CrmId } });
		const answer = await client.create('ACCOUNT', [
			account(1, lookup('CRM-007')),
			account(2, lookup('CRM-777')),
			account(3, { ParentAccountObj: { Name: 'x' } }),
		]);
		expect(column(answer, 'ErrorCode')).toEqual(['0', '1004', '1003']);
		expect(sandbox.billingPlatform.rows('ACCOUNT').pop()).toMatchObject({ ParentAccountId: '7' });
	});

	it.each([
		['no brmObjects', {}],
		['an empty list', { brmObjects: [] }],
		['a text as record', { brmObjects: ['x'] }],
	])('refuses the whole call for %s', async (_case, body) => {
		expect((await client.send('POST', '/rest/2.0/ACCOUNT', body)).status).toBe(400);
	});

	it('answers 404 to an unknown entity', async () => {
		expect((await client.create('NOWHERE', {})).status).toBe(404);
	});
});

describe('update', () => {
	it('changes and clears fields, moves Updated on and ignores what the system sets', async () => {
		const before = sandbox.billingPlatform.rows('ACCOUNT')[1];
		const answer = await client.update('ACCOUNT', {
			Id: '2',
			C_Region: '',
			Name: 'New',
			Created: 'x',
		});
		expect(rowsOf(answer)[0]).toMatchObject({ ErrorCode: '0', Id: '2' });
		const after = sandbox.billingPlatform.rows('ACCOUNT')[1];
		expect(after).toMatchObject({ Name: 'New', Created: before.Created });
		expect(after).not.toHaveProperty('C_Region');
		expect(String(after.Updated) > String(before.Updated)).toBe(true);
	});

	it('fails alone for an unknown or missing Id and for clearing a required field', async () => {
		const answer = await client.update('ACCOUNT', [
			{ Id: '999', Name: 'x' },
			{ Name: 'x' },
			{ Id: '2', Name: null },
			{ Id: '3', Name: 'fine' },
		]);
		expect(column(answer, 'ErrorCode')).toEqual(['1006', '1001', '1001', '0']);
	});

	it('knows no PUT with the Id in the path', async () => {
		expect((await client.send('PUT', '/rest/2.0/ACCOUNT/2', { brmObjects: {} })).status).toBe(404);
	});
});

describe('upsert', () => {
	it('creates or updates by the external key and says which', async () => {
		const answer = await client.upsert('ACCOUNT', 'C_CrmId', [
			{ C_CrmId: 'CRM-002', Name: 'Renamed' },
			account('new'),
			account('new', { Name: 'Twice in one call' }),
			{ Name: 'without key' },
		]);
		expect(rowsOf(answer).map((result) => result.created ?? result.ErrorCode)).toEqual([
			'false',
			'true',
			'false',
			'1008',
		]);
		expect(sandbox.billingPlatform.books()).toMatchObject({ rowsCreated: 1, rowsUpdated: 2 });
	});

	it('refuses a field that is no external key', async () => {
		expect((await client.upsert('ACCOUNT', 'Name', account(1))).status).toBe(400);
		expect((await client.upsert('ACCOUNT', 'Nothing', account(1))).status).toBe(400);
	});

	it('takes Id as the key only when switched on', async () => {
		expect((await client.upsert('ACCOUNT', 'Id', { Id: 2, Name: 'x' })).status).toBe(400);
		sandbox.billingPlatform.set({ upsertById: 'on' });
		const answer = await client.upsert('ACCOUNT', 'Id', [{ Id: 2, Name: 'x' }, account(1)]);
		expect(column(answer, 'created')).toEqual(['false', 'true']);
	});
});

describe('delete and undelete', () => {
	it('hides a record in the recycle bin and brings it back', async () => {
		expect((await client.remove('ACCOUNT', { Id: '2' })).json).toMatchObject({
			deleteResponse: [{ ErrorCode: '0', Id: '2' }],
		});
		expect((await client.send('GET', '/rest/2.0/ACCOUNT/2')).status).toBe(404);
		await client.send('DELETE', '/rest/2.0/undelete/ACCOUNT', { brmObjects: [{ Id: '2' }] });
		expect((await client.send('GET', '/rest/2.0/ACCOUNT/2')).status).toBe(200);
	});

	it('cannot bring back what was deleted with EmptyRecycleBin, or what was never deleted', async () => {
		const body = { brmObjects: { Id: '2' }, EmptyRecycleBin: '1' };
		await client.send('DELETE', '/rest/2.0/delete/ACCOUNT', body);
		const answer = await client.send('DELETE', '/rest/2.0/undelete/ACCOUNT', {
			brmObjects: [{ Id: '2' }, { Id: '3' }],
		});
		expect(column(answer, 'ErrorCode')).toEqual(['1006', '1006']);
	});

	it('frees the external key of a deleted record', async () => {
		await client.remove('ACCOUNT', { Id: '2' });
		const created = await client.create('ACCOUNT', account(1, { C_CrmId: 'CRM-002' }));
		expect(column(created, 'ErrorCode')).toEqual(['0']);
		const restored = await client.send('DELETE', '/rest/2.0/undelete/ACCOUNT', {
			brmObjects: { Id: '2' },
		});
		expect(column(restored, 'ErrorCode')).toEqual(['1005']);
	});

	it('fails alone for an unknown Id', async () => {
		const answer = await client.remove('ACCOUNT', [{ Id: '999' }, { Id: '3' }]);
		expect(column(answer, 'ErrorCode')).toEqual(['1006', '0']);
	});
});

describe('files and bulk work', () => {
	const file = (Data: string) => ({ FileName: 'usage.csv', Data });

	it('takes a usage file for an upload and completes it after some reads', async () => {
		const created = await client.send('POST', '/rest/2.1/bulk_upload_history', {
			brmObjects: [{ ActivityCollectorId: '848' }],
		});
		const id = String(rowsOf(created)[0].Id);
		const status = async () =>
			rowsOf(await client.send('GET', `/rest/2.0/bulk_upload_history/${id}`))[0].Status;
		expect(await status()).toBe('AWAITING_FILE');
		const path = `/rest/2.0/files/BULK_UPLOAD_HISTORY/${id}/AllRecordsFile`;
		expect((await client.send('POST', path, file('not base64!'))).status).toBe(400);
		expect((await client.send('POST', path, file('YSxiCjEsMg=='))).status).toBe(200);
		expect([await status(), await status(), await status()]).toEqual([
			'PROCESSING',
			'PROCESSING',
			'COMPLETED',
		]);
	});

	it('runs a bulk extract and keeps it PENDING as long as the switch says', async () => {
		sandbox.billingPlatform.set({ bulkReadsUntilDone: 0, fileDownload: 'on' });
		const created = await client.send('POST', '/rest/2.0/bulk_api_request', {
			brmObjects: {
				RequestName: 'Accounts',
				RequestBody: 'SELECT Id FROM ACCOUNT WHERE Id < 3',
				RequestMethod: 'QUERY',
				RecordsPerBatch: 10_000,
			},
		});
		expect(column(created, 'ErrorCode')).toEqual(['0']);
		const status = async () => column(await client.filter('BULK_API_REQUEST', 'Id = 1'), 'Status');
		expect(await status()).toEqual(['PENDING']);
		expect(sandbox.billingPlatform.completeBulk()).toBe(1);
		expect(await status()).toEqual(['COMPLETED']);
		const path = '/rest/2.0/files/BULK_API_REQUEST/1/ResponseFile';
		const [downloaded] = rowsOf(await client.send('GET', path));
		expect(Buffer.from(String(downloaded.Data), 'base64').toString()).toBe(
			'[{"Id":"1"},{"Id":"2"}]',
		);
	});

	it('refuses a request body of more than 4,000 characters', async () => {
		const answer = await client.create('BULK_API_REQUEST', {
			RequestName: 'Long',
			RequestMethod: 'QUERY',
			RequestBody: 'x'.repeat(4001),
		});
		expect(rowsOf(answer)[0].ErrorElementField).toBe('RequestBody');
	});
});
