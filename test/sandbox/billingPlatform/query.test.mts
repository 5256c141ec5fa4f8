import { Client, column, rowsOf } from '../client.mjs';
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

describe('what SQL is let in', () => {
	it.each([
		['SELECT * FROM ACCOUNT', /SELECT \*/],
		['SELECT a.* FROM ACCOUNT a', /SELECT \*/],
		['DELETE FROM ACCOUNT', /Only SELECT/],
		['SELECT Id FROM ACCOUNT; SELECT Id FROM PRODUCT', /one statement/],
		['SELECT Id FROM ACCOUNT LIMIT 5', /LIMIT/],
		['SELECT Nothing FROM ACCOUNT', /Nothing/],
		['SELECT Id, FROM ACCOUNT', /missing in SELECT/],
		['SELECT Id FROM ACCOUNT ORDER BY Id,', /missing in ORDER BY/],
		['SELECT Id FROM NOWHERE', /NOWHERE/],
		['SELECT Id FROM ACCOUNT WHERE Name = "Account 010"', /Account 010/],
		['SELECT name FROM sqlite_master', /sqlite_master/],
		['SELECT Id FROM ACCOUNT WHERE Name = $1', /Invalid character/],
		['SELECT Name FROM ACCOUNT a JOIN PRODUCT p ON a.Id = p.Id', /ambiguous/],
		["SELECT Id FROM ACCOUNT WHERE Status = 'ACTIVE' OR ROWNUM < 3", /ROWNUM beside OR/],
	])('refuses %s', async (sql, message) => {
		expect(await client.query(sql)).toMatchObject({
			status: 400,
			json: { error: 'bad_request', message: expect.stringMatching(message) },
		});
	});

	it('takes the SQL from the URL of a GET, the URL of a POST or the body of a POST', async () => {
		const sql = encodeURIComponent('SELECT Id FROM ACCOUNT WHERE Id = 1');
		expect((await client.send('GET', `/rest/2.0/query?sql=${sql}`)).status).toBe(200);
		expect((await client.send('POST', `/rest/2.0/QUERY?sql=${sql}`, {})).status).toBe(200);
		expect((await client.query('SELECT Id FROM ACCOUNT WHERE Id = 1')).status).toBe(200);
	});
});

describe('the dialect', () => {
	it("answers keys in the fields' own casing, or as the alias or the dotted path says", async () => {
		const answer = await client.query(
			'SELECT id, NAME AS title, C_CrmId crm, accounttypeidobj.accounttype FROM account WHERE ID = 2',
		);
		expect(rowsOf(answer)).toEqual([
			{
				Id: '2',
				title: 'Account 002',
				crm: 'CRM-002',
				'AccountTypeIdObj.AccountType': 'CUSTOMER',
			},
		]);
	});

	it.each([
		["Id > 9 AND Id < '12'", ['10', '11']],
		["Id IN ('2', '10')", ['2', '10']],
		['Id IN (10, 2)', ['2', '10']],
		["Name LIKE '%count 010'", ['10']],
		["Name LIKE '%ACCount 01%'", []],
		["UPPER(Name) LIKE '%COUNT 010'", ['10']],
		['C_CrmId IS NULL', ['1']],
		["C_CrmId = ''", []],
		["NVL(C_CrmId, 'none') = 'none'", ['1']],
		[
			'Id IN (SELECT AccountId FROM BILLING_PROFILE WHERE MonthlyBillingDate = 31) AND Id < 4',
			['2', '3'],
		],
		["AccountTypeIdObj.AccountType = 'ORGANIZATION'", ['1']],
	])('finds by %s', async (where, ids) => {
		const answer = await client.query(`SELECT Id FROM ACCOUNT WHERE ${where} ORDER BY Id`);
		expect(column(answer, 'Id')).toEqual(ids);
	});

	it('counts, groups and filters groups', async () => {
		const answer = await client.query(
			'SELECT Status, COUNT(Id) AS rowCount FROM INVOICE GROUP BY Status HAVING COUNT(Id) > 1 ORDER BY Status',
		);
		expect(rowsOf(answer)).toEqual([
			{ Status: 'CLOSED', rowCount: '78' },
			{ Status: 'CURRENT', rowCount: '39' },
		]);
	});

	it('joins, with aliases and lookups of the joined entity', async () => {
		const answer = await client.query(
			'SELECT a.Name, bp.AccountIdObj.C_CrmId FROM BILLING_PROFILE bp ' +
				'JOIN ACCOUNT a ON a.Id = bp.AccountId LEFT JOIN WALLET w ON w.BillingProfileId = bp.Id ' +
				'WHERE w.Id IS NULL AND a.Id = 3',
		);
		expect(rowsOf(answer)).toEqual([{ Name: 'Account 003', 'AccountIdObj.C_CrmId': 'CRM-003' }]);
		sandbox.billingPlatform.set({ joins: 'off' });
		expect(
			(await client.query('SELECT a.Id FROM ACCOUNT a JOIN PRODUCT p ON a.Id = p.Id')).status,
		).toBe(400);
	});

	it('treats NULL as Oracle does: empty when joined to a text, last when sorted', async () => {
		sandbox.billingPlatform.insert('PRODUCT', [{ Name: 'Bare' }]);
		const answer = await client.query(
			"SELECT Name || '/' || ExternalKey AS label FROM PRODUCT WHERE Id > 7 ORDER BY ExternalKey",
		);
		expect(column(answer, 'label')).toEqual(['Text message/PRD-8', 'Bare/']);
	});

	it('evaluates CASE and divides without cutting off', async () => {
		const answer = await client.query(
			"SELECT CASE WHEN Id = 1 THEN 'root' ELSE 'other' END kind, Id / 4 AS quarter FROM ACCOUNT WHERE Id < 3",
		);
		expect(rowsOf(answer)).toEqual([
			{ kind: 'root', quarter: '.25' },
			{ kind: 'other', quarter: '.5' },
		]);
	});

	it('sends every value as text, decimals without a leading zero, times with milliseconds', async () => {
		sandbox.billingPlatform.insert('INVOICE', [
			{ Id: 5000, BillingProfileId: 1, GrandTotalAmount: '0.1', DueDate: '2025-01-31' },
		]);
		const answer = await client.query(
			'SELECT Id, GrandTotalAmount, CreditAmount, DueDate FROM INVOICE WHERE Id = 5000',
		);
		expect(rowsOf(answer)).toEqual([
			{ Id: '5000', GrandTotalAmount: '.1', DueDate: '2025-01-31T00:00:00.000Z' },
		]);
	});

	it.each([
		"DueDate <= '2020-01-31'",
		"DueDate = '2020-01-31T00:00:00Z'",
		"DueDate BETWEEN '2020-01-31' AND '2020-01-31T00:00:00.000Z'",
		"DueDate IN ('2020-01-31')",
		"PaymentStatus IS NULL AND '2020-01-31' >= DueDate",
		"DueDate < TO_DATE('01/02/2020', 'DD/MM/YYYY')",
	])('compares dates: %s', async (where) => {
		sandbox.billingPlatform.insert('INVOICE', [{ BillingProfileId: 1, DueDate: '2020-01-31' }]);
		expect(rowsOf(await client.query(`SELECT Id FROM INVOICE WHERE ${where}`))).toHaveLength(1);
	});

	it('describes every entity and field in ENTITY and ENTITY_FIELD', async () => {
		const answer = await client.query(
			'SELECT FieldName, DataType, RequiredFlag, ExternalKeyFlag FROM ENTITY_FIELD ' +
				"WHERE EntityIdObj.EntityName = 'ACCOUNT' AND FieldName IN ('C_CrmId', 'AccountTypeId') ORDER BY FieldName",
		);
		expect(rowsOf(answer)).toEqual([
			{ FieldName: 'AccountTypeId', DataType: 'LOOKUP', RequiredFlag: '1' },
			{ FieldName: 'C_CrmId', DataType: 'TEXT', RequiredFlag: '0', ExternalKeyFlag: '1' },
		]);
	});
});

describe('pages', () => {
	it('cuts every answer at the page cap and answers 404 past the end', async () => {
		sandbox.billingPlatform.seedMany('ACCOUNT', 10_100);
		const all = await client.query('SELECT Id FROM ACCOUNT ORDER BY Id');
		expect(rowsOf(all)).toHaveLength(10_000);
		expect(rowsOf(await client.filter('ACCOUNT', 'Id > 0'))).toHaveLength(10_000);
		const page = (offset: number) =>
			client.query(
				`SELECT Id FROM ACCOUNT ORDER BY Id OFFSET ${offset} ROWS FETCH NEXT 10000 ROWS ONLY`,
			);
		expect(rowsOf(await page(10_000))).toHaveLength(140);
		expect((await page(20_000)).status).toBe(404);
	});

	it('serves ROWNUM windows one behind the other in a filtered retrieve', async () => {
		const window = async (where: string) => column(await client.filter('account', where), 'Id');
		const first = await window('ROWNUM BETWEEN 0 AND 20');
		const second = await window('ROWNUM BETWEEN 21 AND 40');
		expect([...first, ...second]).toEqual(Array.from({ length: 40 }, (_, index) => `${index + 1}`));
		expect((await client.filter('account', 'ROWNUM BETWEEN 41 AND 60')).status).toBe(404);
		expect(await window("AccountTypeId = '3' AND ROWNUM BETWEEN 2 AND 3")).toEqual(['18', '27']);
	});

	it('counts ROWNUM before it sorts', async () => {
		const answer = await client.query('SELECT Id FROM ACCOUNT WHERE rownum < 3 ORDER BY Id DESC');
		expect(column(answer, 'Id')).toEqual(['2', '1']);
		const counted = await client.query('SELECT COUNT(Id) AS n FROM ACCOUNT WHERE ROWNUM <= 7');
		expect(rowsOf(counted)).toEqual([{ n: '7' }]);
	});
});

describe('retrieve', () => {
	it('answers an array of one by Id, or an object', async () => {
		const byId = () => client.send('GET', '/rest/2.0/Account/2');
		expect(column(await byId(), 'C_CrmId')).toEqual(['CRM-002']);
		sandbox.billingPlatform.set({ retrieveShape: 'object' });
		expect((await byId()).json).toMatchObject({ retrieveResponse: { C_CrmId: 'CRM-002' } });
	});

	it('needs queryAnsiSql without an Id', async () => {
		expect((await client.send('GET', '/rest/2.0/ACCOUNT')).status).toBe(400);
	});

	it('answers 404 to an unknown Id, entity, org or version', async () => {
		for (const path of ['/rest/2.0/ACCOUNT/999', '/rest/2.0/NOWHERE/1', '/rest/3.0/ACCOUNT/1']) {
			expect((await client.send('GET', path)).status).toBe(404);
		}
		expect((await fetch(`${sandbox.url}/other/rest/2.0/ACCOUNT/1`)).status).toBe(404);
	});

	it('does not mind a double slash behind the org', async () => {
		expect((await client.send('GET', '//rest/2.0/ACCOUNT/1')).status).toBe(200);
	});
});
