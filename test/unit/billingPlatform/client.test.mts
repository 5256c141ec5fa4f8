import { BillingPlatformClient } from '../../../nodes/Billing/systems/billingPlatform/client.js';
import { NetworkError } from '../../../nodes/Billing/http/http.js';
import { passTime } from '../clock.mjs';
import { FakeOrg } from './org.mjs';
import { answer, FakeWire, type Reply, transportTo } from './vendor.mjs';

const REST = 'https://h.example.com/org/rest/2.0/';
const done = answer(200, { anyResponse: [{ ErrorCode: '0', Id: '1' }] });
const lost = new NetworkError('broke', { code: 'ECONNRESET', outcome: 'unknown' });

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

async function use(work: (client: BillingPlatformClient) => Promise<unknown>, ...replies: Reply[]) {
	const wire = new FakeWire(...replies);
	const client = new BillingPlatformClient(transportTo(wire));
	const { result } = await passTime(work(client).catch((error: unknown) => error));
	const sent = wire.requests.map(({ method, url, body }) => ({
		call: `${method} ${decodeURIComponent(url.replace(REST, ''))}`,
		...(body !== undefined && { body: JSON.parse(body) as unknown }),
	}));
	return { result, sent };
}

const record = { Name: 'x' };

describe('a write has the documented form', () => {
	test.each<[string, (client: BillingPlatformClient) => Promise<unknown>, unknown]>([
		[
			'create',
			async (client) => await client.create('ACCOUNT', [record]),
			{ call: 'POST ACCOUNT', body: { brmObjects: [record] } },
		],
		[
			'update, to the collection with the Id in the record',
			async (client) => await client.update('ACCOUNT', [{ Id: '1', ...record }]),
			{ call: 'PUT ACCOUNT', body: { brmObjects: [{ Id: '1', Name: 'x' }] } },
		],
		[
			'upsert, with the key field beside the records',
			async (client) => await client.upsert('CONTRACT', 'ContractNumber', [record]),
			{
				call: 'PATCH CONTRACT',
				body: { brmObjects: [record], externalIDFieldName: 'ContractNumber' },
			},
		],
		[
			'delete, with a body',
			async (client) => await client.delete('ACCOUNT', ['1'], false),
			{ call: 'DELETE delete/ACCOUNT', body: { brmObjects: [{ Id: '1' }] } },
		],
		[
			'delete for good',
			async (client) => await client.delete('ACCOUNT', ['1'], true),
			{
				call: 'DELETE delete/ACCOUNT',
				body: { brmObjects: [{ Id: '1' }], EmptyRecycleBin: '1' },
			},
		],
		[
			'undelete',
			async (client) => await client.undelete('ACCOUNT', ['1']),
			{ call: 'DELETE undelete/ACCOUNT', body: { brmObjects: [{ Id: '1' }] } },
		],
	])('%s', async (_, work, call) => {
		const { result, sent } = await use(work, done);
		expect(sent).toEqual([call]);
		expect(result).toEqual([{ id: '1', json: { Id: '1' } }]);
	});

	test('file upload', async () => {
		const file = { name: 'x.csv', base64: 'QQ==' };
		const { sent } = await use(
			async (client) => await client.uploadFile('BULK_UPLOAD_HISTORY', '7', 'AllRecordsFile', file),
			done,
		);
		expect(sent).toEqual([
			{
				call: 'POST files/BULK_UPLOAD_HISTORY/7/AllRecordsFile',
				body: {
					Id: '7',
					EntityName: 'BULK_UPLOAD_HISTORY',
					FileName: 'x.csv',
					FieldName: 'AllRecordsFile',
					Data: 'QQ==',
				},
			},
		]);
	});
});

describe('after an answer that was lost', () => {
	test.each<[string, number, (client: BillingPlatformClient) => Promise<unknown>]>([
		['create', 1, async (client) => await client.create('ACCOUNT', [record])],
		['delete', 1, async (client) => await client.delete('ACCOUNT', ['1'], false)],
		['undelete', 1, async (client) => await client.undelete('ACCOUNT', ['1'])],
		['upsert', 2, async (client) => await client.upsert('ACCOUNT', 'Key', [record])],
		['update', 2, async (client) => await client.update('ACCOUNT', [{ Id: '1' }])],
		['query', 2, async (client) => await client.query('SELECT Id FROM A')],
		['retrieve', 2, async (client) => await client.retrieve('ACCOUNT', 'Id > 0')],
	])('%s is sent %d times in all', async (_, times, work) => {
		expect((await use(work, lost, done)).sent).toHaveLength(times);
	});
});

describe('a read has the documented form', () => {
	test('by one Id, by several and by a filter', async () => {
		const { sent } = await use(async (client) => {
			await client.retrieveByIds('ACCOUNT', ['5']);
			await client.retrieveByIds('ACCOUNT', ['5', '6']);
			await client.retrieve('ACCOUNT', "Status = 'A&B'");
		}, done);
		expect(sent.map(({ call }) => call)).toEqual([
			'GET ACCOUNT/5',
			'GET ACCOUNT?queryAnsiSql=Id IN (5, 6)',
			"GET ACCOUNT?queryAnsiSql=Status = 'A&B'",
		]);
	});

	test('by a query: in the address where it is short, in the body where it is long', async () => {
		const long = `SELECT Id FROM A WHERE n = '${'x'.repeat(1500)}'`;
		const { sent } = await use(async (client) => {
			await client.query('SELECT Id FROM A');
			await client.query(long);
		}, done);
		expect(sent).toEqual([
			{ call: 'GET query?sql=SELECT Id FROM A' },
			{ call: 'POST query', body: { sql: long } },
		]);
	});

	test.each([
		['404', answer(404, { error: 'not_found' })],
		['an empty list', answer(200, { queryResponse: [] })],
	])('and gives no rows for %s', async (_, reply) => {
		const { result } = await use(async (client) => {
			return [
				await client.query('SELECT Id FROM A'),
				await client.query(`SELECT Id FROM A WHERE n = '${'x'.repeat(1500)}'`),
				await client.retrieve('ACCOUNT', 'Id > 0'),
				await client.retrieveByIds('ACCOUNT', ['5']),
			];
		}, reply);
		expect(result).toEqual([[], [], [], []]);
	});

	test('and accepts one record as an object', async () => {
		const { result } = await use(
			async (client) => await client.retrieveByIds('ACCOUNT', ['5']),
			answer(200, { retrieveResponse: { Id: '5' } }),
		);
		expect(result).toEqual([{ Id: '5' }]);
	});

	test.each([
		['an error with status 200', answer(200, { error: 'E1', message: 'bad SQL' })],
		['something else', answer(200, {})],
	])('and is an error, not "no rows", where the answer is %s', async (_, reply) => {
		const { result } = await use(async (client) => await client.query('SELECT Id FROM A'), reply);
		expect(result).toMatchObject({ name: 'BillingError' });
	});
});

describe('a query without rows, where no method has given any yet,', () => {
	const START = "SELECT Id FROM A WHERE Name = '";
	const ofLength = (length: number): string => `${START}${'x'.repeat(length - START.length - 1)}'`;

	test.each([
		[1500, ['GET', 'POST']],
		[1501, ['POST', 'GET']],
		[6000, ['POST', 'GET']],
		[6001, ['POST']],
	])('of %d characters goes by %j', async (length, methods) => {
		const org = new FakeOrg(0);
		const sql = ofLength(length);
		expect(sql).toHaveLength(length);
		expect(await org.client().query(sql)).toEqual([]);
		expect(org.methods).toEqual(methods);
		expect(new Set(org.statements)).toEqual(new Set([sql]));
	});
});

describe('the name of an entity', () => {
	test.each<[string, (client: BillingPlatformClient, name: string) => Promise<unknown>]>([
		['create', async (client, name) => await client.create(name, [record])],
		['update', async (client, name) => await client.update(name, [{ Id: '1' }])],
		['upsert', async (client, name) => await client.upsert(name, 'Key', [record])],
		['delete', async (client, name) => await client.delete(name, ['1'], false)],
		['undelete', async (client, name) => await client.undelete(name, ['1'])],
		['retrieve', async (client, name) => await client.retrieve(name, 'Id > 0')],
		['retrieve by Id', async (client, name) => await client.retrieveByIds(name, ['1'])],
		['fields', async (client, name) => await client.fields(name)],
		[
			'upload',
			async (client, name) => await client.uploadFile(name, '1', 'F', { name: 'x', base64: '' }),
		],
	])('that is no name is refused by %s before anything is sent', async (_, work) => {
		const { result, sent } = await use(async (client) => await work(client, 'ACCOUNT/../x'), done);
		expect(result).toMatchObject({ name: 'InputError', field: 'Entity' });
		expect(sent).toEqual([]);
	});

	test('cannot cut the address short', async () => {
		const wire = new FakeWire(done);
		const client = new BillingPlatformClient(transportTo(wire));
		await client.retrieve('ACCOUNT#X', 'Id = 5').catch(() => undefined);
		const reached = wire.requests.map(({ url }) => new URL(url).pathname + new URL(url).search);
		expect(reached).not.toContain('/org/rest/2.0/ACCOUNT');
	});
});

describe('whether the org knows an entity', () => {
	test.each([
		['yes, where a count has a row', answer(200, { queryResponse: [{ RowsInAll: '0' }] }), true],
		['no, where it has none', answer(404, ''), false],
	])('%s', async (_, reply, known) => {
		expect((await use(async (client) => await client.knows('ACCOUNT'), reply)).result).toBe(known);
	});

	test('is asked once', async () => {
		const { sent } = await use(async (client) => {
			await client.knows('ACCOUNT');
			await client.knows('ACCOUNT');
		}, answer(404));
		expect(sent).toEqual([{ call: 'GET query?sql=SELECT COUNT(Id) AS RowsInAll FROM ACCOUNT' }]);
	});
});

test('results that do not match the records are an error', async () => {
	const { result } = await use(
		async (client) => await client.create('ACCOUNT', [record, record]),
		done,
	);
	expect(result).toMatchObject({ name: 'BillingError', outcome: 'unknown' });
});
