import { account, Client, column, rowsOf } from '../client.mjs';
import { BILLING_PLATFORM_SWITCHES, startSandbox, type Sandbox } from '../index.mjs';

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

const NOTHING = 'SELECT Id FROM ACCOUNT WHERE Id < 0';

describe('the table of switches', () => {
	it('gives every switch a sentence, a row of the reference and a default among its values', () => {
		for (const spec of Object.values(BILLING_PLATFORM_SWITCHES)) {
			expect(spec.says).toMatch(/\.$/);
			expect(spec.row).toMatch(/^\d+\.\d+$/);
			if ('values' in spec) expect(spec.values).toContain(spec.default);
		}
	});

	it('refuses an unknown name or position and then changes nothing', () => {
		const { billingPlatform } = sandbox;
		expect(() => billingPlatform.setUnchecked({ noRows: 'emptyArray', other: 1 })).toThrow('other');
		expect(() => billingPlatform.setUnchecked({ noRows: 'maybe' })).toThrow('404, emptyArray');
		expect(() => billingPlatform.setUnchecked({ rateLimit: -1 })).toThrow('rateLimit');
		expect(billingPlatform.switches.noRows).toBe('404');
	});
});

describe('switched answers', () => {
	it('noRows: 404 or an empty list', async () => {
		expect((await client.query(NOTHING)).status).toBe(404);
		sandbox.billingPlatform.set({ noRows: 'emptyArray' });
		expect(await client.query(NOTHING)).toMatchObject({ status: 200, json: { queryResponse: [] } });
	});

	it('errorForm: {error, message} or a list of errors', async () => {
		sandbox.billingPlatform.set({ errorForm: 'errors' });
		expect((await client.query(NOTHING)).json).toMatchObject({
			errors: [{ error_code: 'not_found', error_text: expect.any(String) }],
		});
	});

	it('recordFailure: 400 instead of 200, and the good records are written all the same', async () => {
		sandbox.billingPlatform.set({ recordFailure: 'status400' });
		const answer = await client.create('ACCOUNT', [account(1), {}]);
		expect(answer.status).toBe(400);
		expect(column(answer, 'ErrorCode')).toEqual(['0', '1001']);
	});

	it('writeResults: a Boolean success instead of ErrorCode', async () => {
		sandbox.billingPlatform.set({ writeResults: 'success' });
		const results = rowsOf(await client.create('ACCOUNT', [account(1), {}]));
		expect(results[0]).toEqual({ success: true, Id: '41' });
		expect(results[1]).toMatchObject({ success: false, ErrorElementField: 'Name' });
		expect(results[1]).not.toHaveProperty('ErrorCode');
	});

	it.each([
		['space', ' '],
		['array', []],
	] as const)('successBlank: %s', async (position, blank) => {
		sandbox.billingPlatform.set({ successBlank: position });
		const [result] = rowsOf(await client.create('ACCOUNT', account(1)));
		expect(result).toMatchObject({ ErrorText: blank, ErrorElementField: blank });
	});

	it.each(['retrieveResponse', 'updateResponse'] as const)('deleteResponseKey: %s', async (key) => {
		sandbox.billingPlatform.set({ deleteResponseKey: key });
		expect((await client.remove('ACCOUNT', { Id: 2 })).json).toHaveProperty(key);
	});

	it.each([
		['null', null],
		['empty', ''],
	] as const)('blankFields: %s', async (position, blank) => {
		sandbox.billingPlatform.set({ blankFields: position });
		expect(rowsOf(await client.filter('ACCOUNT', 'Id = 1'))[0]).toMatchObject({ C_CrmId: blank });
	});

	it('rowOrder: shuffled windows still hold each row once', async () => {
		sandbox.billingPlatform.set({ rowOrder: 'shuffled' });
		const first = column(await client.filter('ACCOUNT', 'ROWNUM BETWEEN 0 AND 20'), 'Id');
		const second = column(await client.filter('ACCOUNT', 'ROWNUM BETWEEN 21 AND 40'), 'Id');
		expect(first).not.toEqual(Array.from({ length: 20 }, (_, index) => `${index + 1}`));
		expect(new Set([...first, ...second]).size).toBe(40);
	});

	it('metadataReadable: no rows or refused', async () => {
		const sql = 'SELECT EntityName FROM ENTITY ORDER BY EntityName';
		expect((await client.query(sql)).status).toBe(200);
		sandbox.billingPlatform.set({ metadataReadable: 'noRows' });
		expect((await client.query(sql)).status).toBe(404);
		sandbox.billingPlatform.set({ metadataReadable: 'refused' });
		expect((await client.query(sql)).status).toBe(400);
	});
});

describe('switched abilities', () => {
	it('undelete: off', async () => {
		sandbox.billingPlatform.set({ undelete: 'off' });
		const answer = await client.send('DELETE', '/rest/2.0/undelete/ACCOUNT', { brmObjects: {} });
		expect(answer.status).toBe(404);
	});

	it('rest21: off', async () => {
		const send = () => client.send('POST', '/rest/2.1/bulk_upload_history', { brmObjects: {} });
		expect((await send()).status).toBe(200);
		sandbox.billingPlatform.set({ rest21: 'off' });
		expect((await send()).status).toBe(404);
	});

	it('fileDownload: off unless switched on', async () => {
		const path = '/rest/2.0/files/C_SUBSCRIPTION_NOTE/1/C_Attachment';
		await client.send('POST', path, { FileName: 'a.txt', Data: 'YQ==' });
		expect((await client.send('GET', path)).status).toBe(404);
		sandbox.billingPlatform.set({ fileDownload: 'on' });
		expect(rowsOf(await client.send('GET', path))[0]).toMatchObject({ Data: 'YQ==' });
	});

	it.each([
		['getOnly', 200, 404],
		['postOnly', 404, 200],
	] as const)('queryMethod: %s', async (queryMethod, get, post) => {
		sandbox.billingPlatform.set({ queryMethod });
		const sql = 'SELECT Id FROM ACCOUNT';
		expect((await client.send('GET', `/rest/2.0/query?sql=${sql}`)).status).toBe(get);
		expect((await client.query(sql)).status).toBe(post);
	});

	it.each([
		['iso', 200, 200],
		['dateOnly', 200, 400],
		['functionOnly', 400, 400],
	] as const)('timestampLiterals: %s', async (timestampLiterals, date, time) => {
		sandbox.billingPlatform.set({ timestampLiterals });
		const where = (literal: string) => client.filter('ACCOUNT', `Created > ${literal}`);
		expect((await where("'2000-01-01'")).status).toBe(date);
		expect((await where("'2000-01-01T00:00:00.000Z'")).status).toBe(time);
		expect((await where("TO_DATE('2000-01-01', 'YYYY-MM-DD')")).status).toBe(200);
	});

	it('offsetFetch: off', async () => {
		sandbox.billingPlatform.set({ offsetFetch: 'off' });
		expect((await client.query('SELECT Id FROM ACCOUNT OFFSET 1 ROWS')).status).toBe(400);
	});

	it('queryRownum: a window that starts later matches nothing in Oracle', async () => {
		const sql = 'SELECT Id FROM ACCOUNT WHERE ROWNUM BETWEEN 3 AND 4';
		expect(column(await client.query(sql), 'Id')).toEqual(['3', '4']);
		sandbox.billingPlatform.set({ queryRownum: 'oracle' });
		expect((await client.query(sql)).status).toBe(404);
	});

	it.each([
		['RecordsPerBatch', ['0', '1002']],
		['RequestsPerBatch', ['1002', '0']],
	] as const)('bulkBatchField: %s', async (bulkBatchField, codes) => {
		sandbox.billingPlatform.set({ bulkBatchField });
		const request = { RequestName: 'x', RequestMethod: 'QUERY' };
		const answer = await client.create('bulk_api_request', [
			{ ...request, RecordsPerBatch: 5 },
			{ ...request, RequestsPerBatch: 5 },
		]);
		expect(column(answer, 'ErrorCode')).toEqual(codes);
	});
});

describe('switched limits', () => {
	it('rowsPerPage: fewer rows per answer', async () => {
		sandbox.billingPlatform.set({ rowsPerPage: 7 });
		expect(rowsOf(await client.query('SELECT Id FROM ACCOUNT'))).toHaveLength(7);
	});

	it('maxRecordsPerWrite: a longer call is refused as a whole', async () => {
		sandbox.billingPlatform.set({ maxRecordsPerWrite: 2 });
		expect((await client.create('ACCOUNT', [account(1), account(2)])).status).toBe(200);
		expect((await client.create('ACCOUNT', [account(3), account(4), {}])).status).toBe(400);
		expect(sandbox.billingPlatform.books().rowsCreated).toBe(2);
	});

	it('rateLimit: 429, with Retry-After if told so', async () => {
		sandbox.billingPlatform.set({ rateLimit: 1, retryAfterSeconds: 3 });
		await client.query(NOTHING);
		const answer = await client.query(NOTHING);
		expect(answer.status).toBe(429);
		expect(answer.headers.get('retry-after')).toBe('3');
	});

	it('readAfterWriteLagMs: a new record shows up late, and is there for other writes at once', async () => {
		sandbox.billingPlatform.set({ readAfterWriteLagMs: 300 });
		const [{ Id }] = rowsOf(await client.create('ACCOUNT', account(1)));
		const read = () => client.send('GET', `/rest/2.0/ACCOUNT/${String(Id)}`);
		expect((await read()).status).toBe(404);
		expect(column(await client.update('ACCOUNT', { Id, Name: 'x' }), 'ErrorCode')).toEqual(['0']);
		await new Promise((resolve) => setTimeout(resolve, 320));
		expect((await read()).status).toBe(200);
	});

	it('tokenLifetimeMs: is told in seconds', async () => {
		sandbox.billingPlatform.set({ tokenLifetimeMs: 60_000 });
		const { clientId, clientSecret } = sandbox.billingPlatform;
		const answer = await client.send(
			'POST',
			`/auth/1.0/authenticate?client_id=${clientId}&client_secret=${clientSecret}&grant_type=client_credentials`,
		);
		expect(answer.json).toMatchObject({ expires_in: 60 });
	});
});
