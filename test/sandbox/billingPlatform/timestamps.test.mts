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

const at = (seconds: number) => new Date(Date.UTC(2031, 0, 31, 0, 0, seconds)).toISOString();
const dated = (name: string, seconds: number) => ({
	Name: name,
	Created: at(0),
	Updated: at(seconds),
});
const names = async (rest: string) =>
	column(await client.query(`SELECT Name FROM PRODUCT WHERE ${rest}`), 'Name');

describe('changes past the API', () => {
	it('have the dates that they are given', () => {
		const { billingPlatform: vendor } = sandbox;
		const [id] = vendor.insert('product', [{ Name: 'P', Created: at(1), Updated: at(2) }]);
		expect(vendor.rows('PRODUCT').at(-1)).toMatchObject({ Created: at(1), Updated: at(2) });
		vendor.update('product', [{ Id: id, Name: 'Q', Updated: at(3) }]);
		vendor.update('product', [{ Id: id, Rate: '5' }]);
		expect(vendor.rows('PRODUCT').at(-1)).toEqual({
			Id: id,
			Name: 'Q',
			Rate: '5',
			Created: at(1),
			Updated: at(3),
			CreatedUserId: '1',
			UpdatedUserId: '1',
		});
		expect(vendor.books()).toMatchObject({ rowsCreated: 0, rowsUpdated: 0 });
	});

	it('may become visible after a record with a later date, by their Id too', async () => {
		const { billingPlatform: vendor } = sandbox;
		vendor.insert('PRODUCT', [{ Id: 900, ...dated('first', 5) }]);
		expect(await names(`Updated >= '${at(0)}' ORDER BY Updated, Id`)).toEqual(['first']);
		vendor.insert('PRODUCT', [{ Id: 800, ...dated('late', 4) }]);
		vendor.update('PRODUCT', [{ Id: 1, ...dated('late too', 3) }]);
		expect(await names(`Updated >= '${at(0)}' ORDER BY Updated, Id`)).toEqual([
			'late too',
			'late',
			'first',
		]);
	});

	it('are refused where there is no such record or field, and then nothing is changed', () => {
		const { billingPlatform: vendor } = sandbox;
		const update =
			(...rows: Array<Record<string, unknown>>) =>
			() =>
				vendor.update('PRODUCT', rows);
		expect(update({ Id: 1, Name: 'x' }, { Id: 999, Name: 'y' })).toThrow('PRODUCT has no Id 999');
		expect(update({ Id: 1, Name: 'x' }, { Id: 2, Nickname: 'y' })).toThrow('Nickname');
		expect(vendor.rows('PRODUCT')[0]).toMatchObject({ Name: 'Base subscription' });
	});

	it('come over HTTP as well', async () => {
		const url = `${sandbox.url}/__sandbox/billingPlatform/rows/PRODUCT`;
		const put = async (body: unknown) =>
			(await fetch(url, { method: 'PUT', body: JSON.stringify(body) })).status;
		expect(await put([{ Id: 1, Updated: at(7) }])).toBe(200);
		expect(await put({ Id: 1 })).toBe(400);
		expect(sandbox.billingPlatform.rows('PRODUCT')[0].Updated).toBe(at(7));
	});
});

describe('timestamps in conditions', () => {
	beforeEach(() => {
		sandbox.billingPlatform.insert('PRODUCT', [
			dated('a', 10),
			dated('b', 10),
			dated('c', 20),
			dated('d', 30),
		]);
	});

	it('sort by Updated and then by Id, up and down', async () => {
		const rest = `Updated >= '${at(0)}' ORDER BY`;
		expect(await names(`${rest} Updated, Id`)).toEqual(['a', 'b', 'c', 'd']);
		expect(await names(`${rest} Updated DESC, Id DESC`)).toEqual(['d', 'c', 'b', 'a']);
		const page = 'OFFSET 1 ROWS FETCH NEXT 2 ROWS ONLY';
		expect(await names(`${rest} Updated DESC, Id DESC ${page}`)).toEqual(['c', 'b']);
	});

	it.each([
		[`Updated >= '${at(10)}' AND Updated < '${at(30)}' AND Id > 5`, ['a', 'b', 'c']],
		[`Updated >= '${at(10)}' AND Updated < '${at(20)}' AND Id > 9`, ['b']],
		[`Updated > '${at(20)}' OR (Updated = '${at(20)}' AND Id > 5)`, ['c', 'd']],
		["Updated > TO_TIMESTAMP('2031-01-31 00:00:20.000', 'YYYY-MM-DD HH24:MI:SS.FF3')", ['d']],
		["Updated = TO_TIMESTAMP('2031-01-31 00:00:20.000', 'YYYY-MM-DD HH24:MI:SS.FF3')", ['c']],
		["Updated >= '2031-02-01'", []],
	])('find by %s, in a query and in a retrieve', async (where, found) => {
		expect(await names(`${where} ORDER BY Id`)).toEqual(found);
		expect(column(await client.filter('PRODUCT', where), 'Name')).toEqual(found);
	});
});

describe('the switches of timestamps', () => {
	const moment = '2031-05-06T07:08:09.678Z';
	const change = () => client.update('PRODUCT', { Id: 1, Name: 'changed' });
	const changed = async () => rowsOf(await client.filter('PRODUCT', "Name = 'changed'"))[0];

	beforeEach(() => sandbox.billingPlatform.clock.set(Date.parse(moment)));

	it('stampPrecision: cut to the second, whoever writes them', async () => {
		const { billingPlatform: vendor } = sandbox;
		vendor.set({ stampPrecision: 'seconds' });
		const second = '2031-05-06T07:08:09.000Z';
		await change();
		expect(await changed()).toMatchObject({ Updated: second });
		vendor.insert('PRODUCT', [{ Name: 'Inserted' }, { Name: 'Dated', Updated: moment }]);
		vendor.update('PRODUCT', [{ Id: 2, Updated: moment }]);
		vendor.seedMany('PRODUCT', 1);
		expect(column(await client.filter('PRODUCT', `Updated = '${second}'`), 'Id')).toEqual([
			'1',
			'2',
			'9',
			'10',
			'11',
		]);
	});

	it.each([
		[-300, '2031-05-06T02:08:09.678Z', '2031-01-30T19:00:00.000Z'],
		[330, '2031-05-06T12:38:09.678Z', '2031-01-31T05:30:00.000Z'],
	])(
		'stampZoneMinutes %d: times go out shifted, days and conditions do not',
		async (...position) => {
			const [stampZoneMinutes, updated, activity] = position;
			const { billingPlatform: vendor } = sandbox;
			vendor.set({ stampZoneMinutes });
			await change();
			expect(await changed()).toMatchObject({ Updated: updated });
			expect(vendor.rows('PRODUCT')[0]).toMatchObject({ Updated: moment });
			const query = `SELECT MAX(p.Updated) AS newest FROM PRODUCT p WHERE p.Updated = '${moment}'`;
			expect(rowsOf(await client.query(query))).toEqual([{ newest: updated }]);
			vendor.insert('ACTIVITY', [{ AccountId: 2, ProductId: 1, ActivityDate: at(0), Quantity: 1 }]);
			vendor.insert('INVOICE', [{ Id: 5000, BillingProfileId: 1, DueDate: at(0) }]);
			expect(rowsOf(await client.filter('ACTIVITY', 'Quantity = 1')).at(-1)).toMatchObject({
				ActivityDate: activity,
			});
			expect(rowsOf(await client.filter('INVOICE', 'Id = 5000'))[0]).toMatchObject({
				DueDate: at(0),
			});
		},
	);

	it('updatedOnCreate blank: no Updated before the first change', async () => {
		const { billingPlatform: vendor } = sandbox;
		vendor.set({ updatedOnCreate: 'blank' });
		await client.create('ACCOUNT', account(1));
		vendor.insert('ACCOUNT', [account(2), account(3, { Updated: moment })]);
		vendor.seedMany('ACCOUNT', 1);
		const ids = async (where: string) => column(await client.filter('ACCOUNT', where), 'Id');
		expect(await ids('Updated IS NULL')).toEqual(['41', '42', '44']);
		expect(await ids(`Created = '${moment}'`)).toEqual(['41', '42', '43', '44']);
		await client.update('ACCOUNT', { Id: '41', Name: 'x' });
		expect(await ids(`Updated = '${moment}'`)).toEqual(['41', '43']);
	});
});

describe('50,000 records', () => {
	async function quickest(where: string): Promise<number> {
		const sql = `SELECT Id FROM PRODUCT WHERE ${where} OFFSET 0 ROWS FETCH NEXT 1000 ROWS ONLY`;
		let quickest = Infinity;
		for (let round = 0; round < 5; round += 1) {
			const startedAt = performance.now();
			await client.query(sql);
			quickest = Math.min(quickest, performance.now() - startedAt);
		}
		return quickest;
	}

	it.each([
		['what is new', (field: string) => `${field} >= '${at(0)}' ORDER BY ${field}, Id`],
		['the newest', (field: string) => `${field} IS NOT NULL ORDER BY ${field} DESC, Id DESC`],
	])('are asked for %s without being read through', async (_what, where) => {
		sandbox.billingPlatform.seedMany('PRODUCT', 50_000);
		const readThrough = await quickest(where('Name'));
		for (const field of ['Created', 'Updated']) {
			expect(await quickest(where(field))).toBeLessThan(readThrough / 2);
		}
	});
});
