import type { INodeParameters } from 'n8n-workflow';
import { BillingTest } from './support/billingTest.mjs';
import { outputOf, query, runStep } from './support/oneNode.mjs';
import { Tap } from './support/tap.mjs';

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

const accounts = () => billingTest.vendor.rows('ACCOUNT');
const bound = (sql: string, values: unknown[], more: INodeParameters = {}) =>
	query(sql, {
		queryParameters: { values: values.map((value) => ({ value })) } as INodeParameters,
		...more,
	});

describe('a parameter of a query', () => {
	const DIFFICULT = [
		"O'Neil's",
		"' OR '1'='1",
		"x'; DROP TABLE ACCOUNT; --",
		'$1 and $2',
		'100 % _sure_',
		'"quoted" \\ backslash',
		'a\nb\tc',
		'雪 — ü 🚚',
		'/* no comment */',
	];

	test.each(DIFFICULT)('finds its very text, and nothing else: %j', async (Name) => {
		billingTest.vendor.insert('ACCOUNT', [{ Name, C_CrmId: 'THIS' }]);
		const rows = await outputOf(
			billingTest,
			bound('SELECT C_CrmId FROM ACCOUNT WHERE Name = $1 OR Name = $1', [Name]),
		);
		expect(rows).toEqual([{ C_CrmId: 'THIS' }]);
		const byItem = {
			...bound('SELECT C_CrmId FROM ACCOUNT WHERE Name = $1', ['={{ $json.name }}']),
			records: [{ name: Name }, { name: 'Nobody' }],
		};
		expect(await outputOf(billingTest, byItem)).toEqual([{ C_CrmId: 'THIS' }]);
	});

	test.each([
		['a number', '={{ 7 }}', 'Id = $1', ['7']],
		['a text of digits', '7', 'Id = $1', ['7']],
		['a flag', '={{ true }}', 'Id IN (7, 8) AND InvoiceAtThisLevel = $1', ['7', '8']],
		['a list of numbers', '={{ [7, 9] }}', 'Id IN ($1)', ['7', '9']],
		['a list of texts', '={{ ["CRM-007", "x\'y"] }}', 'C_CrmId IN ($1)', ['7']],
		['a list from the item', '={{ $json.keys }}', 'C_CrmId IN ($1)', ['4', '5']],
		['a date', '2000-01-01', 'Id < 3 AND Updated > $1', ['1', '2']],
	])('may be %s', async (_, value, condition, expected) => {
		const step = bound(`SELECT Id FROM ACCOUNT WHERE ${condition} ORDER BY Id`, [value]);
		const rows = await outputOf(billingTest, {
			...step,
			records: [{ keys: ['CRM-004', 'CRM-005'] }],
		});
		expect(rows.map(({ Id }) => Id)).toEqual(expected);
	});

	test('is found by its number, in any order and beyond nine', async () => {
		const values = Array.from({ length: 11 }, (_, n) => `CRM-${String(n + 2).padStart(3, '0')}`);
		const places = values.map((_, n) => `$${values.length - n}`).join(', ');
		const sql = `SELECT Id FROM ACCOUNT WHERE C_CrmId IN (${places}) AND C_CrmId <> $1 ORDER BY Id`;
		const rows = await outputOf(billingTest, bound(sql, values));
		expect(rows.map(({ Id }) => Number(Id))).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
	});

	// Reported: it goes out with the offset of the workflow's time zone, which no source shows.
	test('may be a date of n8n, in a form that the vendor is known to take', async () => {
		const sql = 'SELECT Id FROM ACCOUNT WHERE Updated < $1 ORDER BY Id';
		await runStep(billingTest, bound(sql, ['={{ $now }}']));
		expect(tap.statements()[0]).toMatch(/'\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\.\d{3}Z)?'/);
	});
});

describe('a query', () => {
	test.each([
		['OFFSET and FETCH', 'ORDER BY Id OFFSET 2 ROWS FETCH NEXT 3 ROWS ONLY', ['3', '4', '5']],
		['FETCH alone', 'ORDER BY Id FETCH FIRST 2 ROWS ONLY', ['1', '2']],
		['ROWNUM', 'WHERE ROWNUM <= 3', ['1', '2', '3']],
	])(
		'that says itself how many rows it wants, by %s, is sent as it is, once',
		async (_, end, ids) => {
			const sql = `SELECT Id FROM ACCOUNT ${end}`;
			const step = query(sql, { options: { pageSize: 2 } });
			expect((await outputOf(billingTest, step)).map(({ Id }) => Id)).toEqual(ids);
			expect(tap.statements()).toEqual([sql]);
		},
	);

	test('that says itself how many rows it wants is still cut at Limit', async () => {
		const step = query('SELECT Id FROM ACCOUNT WHERE ROWNUM <= 30', { returnAll: false, limit: 4 });
		expect(await outputOf(billingTest, step)).toHaveLength(4);
	});

	test('whose text only speaks of rownum is paged all the same', async () => {
		const sql = "SELECT Id FROM ACCOUNT WHERE Name <> 'fetch offset rownum' ORDER BY Id";
		expect(await outputOf(billingTest, query(sql, { options: { pageSize: 15 } }))).toHaveLength(40);
		expect(tap.statements()).toHaveLength(3);
	});

	test('that ends in a comment or a semicolon is paged all the same', async () => {
		for (const end of [' -- by Id', ';', ' /* x */ ;']) {
			const step = query(`SELECT Id FROM ACCOUNT ORDER BY Id${end}`, { options: { pageSize: 15 } });
			expect(await outputOf(billingTest, step)).toHaveLength(40);
		}
	});

	test('may join, count, group and rename', async () => {
		const sql = `SELECT a.Name AS Customer, COUNT(i.Id) AS Invoices, SUM(i.GrandTotalAmount) AS Total
			FROM ACCOUNT a JOIN BILLING_PROFILE p ON p.AccountId = a.Id
			LEFT JOIN INVOICE i ON i.BillingProfileId = p.Id
			WHERE a.Id IN (7, 8) GROUP BY a.Id, a.Name ORDER BY a.Id`;
		const rows = await outputOf(billingTest, query(sql));
		const invoicesOf = (accountId: string) => {
			const profile = billingTest.vendor
				.rows('BILLING_PROFILE')
				.find(({ AccountId }) => AccountId === accountId);
			return billingTest.vendor
				.rows('INVOICE')
				.filter(({ BillingProfileId }) => BillingProfileId === profile?.Id);
		};
		expect(rows).toMatchObject(
			['7', '8'].map((id) => ({
				Customer: accounts()[Number(id) - 1].Name,
				Invoices: String(invoicesOf(id).length),
			})),
		);
		const total = invoicesOf('7').reduce((sum, row) => sum + Number(row.GrandTotalAmount), 0);
		expect(Number(rows[0].Total)).toBeCloseTo(total, 2);
	});

	test('gives looked-up fields under the name that the vendor gives them', async () => {
		const sql = 'SELECT Id, AccountTypeIdObj.AccountType FROM ACCOUNT WHERE Id = 9';
		expect(await outputOf(billingTest, query(sql))).toEqual([
			{ Id: '9', 'AccountTypeIdObj.AccountType': 'PARTNER' },
		]);
	});

	test('runs for each item, and its rows are paired with it', async () => {
		const sql = 'SELECT Id FROM ACCOUNT WHERE C_Region = $1 ORDER BY Id';
		const result = await runStep(billingTest, {
			...bound(sql, ['={{ $json.region }}']),
			records: [{ region: 'North' }, { region: 'Nowhere' }, { region: 'East' }],
		});
		const expected = ['North', 'Nowhere', 'East'].flatMap((region, item) =>
			accounts().flatMap(({ Id, C_Region }) =>
				C_Region === region ? [{ json: { Id }, pairedItem: { item } }] : [],
			),
		);
		expect(result.outputOf('Billing')).toEqual(expected);
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1 });
	});

	test('without rows gives no items and no error', async () => {
		for (const noRows of ['404', 'emptyArray'] as const) {
			billingTest.vendor.set({ noRows });
			const step = query('SELECT Id FROM ACCOUNT WHERE Id < 0');
			expect(await outputOf(billingTest, step)).toEqual([]);
		}
	});

	test('that is wrong is told in the words of the vendor, naming the item', async () => {
		const step = bound('SELECT Nonsense FROM ACCOUNT WHERE Id = $1', ['={{ $json.id }}']);
		const { error } = await runStep(billingTest, { ...step, records: [{ id: 1 }, { id: 2 }] });
		expect(error).toMatchObject({ name: 'NodeApiError', context: { itemIndex: 0 } });
		expect(error?.message).toMatch(/Nonsense/i);
	});
});

describe('the hint that rows may repeat between pages', () => {
	const hintsOf = async (sql: string, more: INodeParameters = {}) => {
		const result = await runStep(billingTest, query(sql, more));
		expect(result.error).toBeUndefined();
		return result.hints('Billing').map(({ message }) => message);
	};
	const paged = { options: { pageSize: 15 } };

	test('is given for several pages without ORDER BY', async () => {
		expect(await hintsOf('SELECT Id FROM ACCOUNT', paged)).toEqual([
			expect.stringContaining('no ORDER BY'),
		]);
	});

	test.each([
		['with ORDER BY', 'SELECT Id FROM ACCOUNT ORDER BY Id', paged],
		['for one page', 'SELECT Id FROM ACCOUNT', {}],
		[
			'for a limit within one page',
			'SELECT Id FROM ACCOUNT',
			{ ...paged, returnAll: false, limit: 15 },
		],
	])('is not given %s', async (_, sql, more) => {
		expect(await hintsOf(sql, more)).toEqual([]);
	});

	// Reported: only the number of rows is looked at.
	test('is not given where the query says itself how many rows it wants', async () => {
		expect(await hintsOf('SELECT Id FROM ACCOUNT WHERE ROWNUM <= 20', paged)).toEqual([]);
	});
});
