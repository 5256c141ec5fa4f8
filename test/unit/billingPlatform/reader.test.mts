import { Progress } from '../../../nodes/Billing/items/progress.js';
import {
	readRecords,
	readStatement,
	type Selection,
} from '../../../nodes/Billing/systems/billingPlatform/reader.js';
import { fakeContext } from '../fakeContext.mjs';
import { accounts, FakeOrg, ids, type OrgOptions } from './org.mjs';

const range = (from: number, to: number): number[] =>
	Array.from({ length: to - from + 1 }, (_, index) => from + index);
const progress = () => new Progress(fakeContext().ctx.logger, 'records');

async function read(org: FakeOrg, selection: Partial<Selection> = {}) {
	const whole = { entity: 'ACCOUNT', fields: ['Id', 'Name'], pageSize: 10, ...selection };
	return await readRecords({ client: org.client(), progress: progress() }, whole);
}

describe('chosen fields, in the order of the Ids', () => {
	test.each([0, 1, 9, 10, 11, 20, 35])('all %d rows come once', async (count) => {
		const org = new FakeOrg(count);
		expect(ids(await read(org))).toEqual(range(1, count));
		// An org that has given no rows yet is asked by both methods.
		expect(org.reads).toHaveLength(count === 0 ? 2 : Math.floor(count / 10) + 1);
	});

	test('each page begins behind the last Id of the one before', async () => {
		const org = new FakeOrg(30);
		const where = "Status = 'ACTIVE' OR Name = 'x'";
		await read(org, { where, fields: ['Name'], limit: 12 });
		expect(org.reads).toEqual([
			`SELECT Id, Name FROM ACCOUNT WHERE ${where} ORDER BY Id\nOFFSET 0 ROWS FETCH NEXT 10 ROWS ONLY`,
			`SELECT Id, Name FROM ACCOUNT WHERE (${where}) AND (Id > 20) ORDER BY Id\nOFFSET 0 ROWS FETCH NEXT 2 ROWS ONLY`,
		]);
	});

	test('Ids are compared as numbers: 9 comes before 10, and 999 before 1000', async () => {
		const org = new FakeOrg(accounts(995, 1010));
		expect(ids(await read(org, { pageSize: 5 }))).toEqual(range(995, 1010));
	});

	test('rows deleted and added while reading move no other row out of sight', async () => {
		const org = new FakeOrg(30, {
			before(call, { rows }) {
				if (call === 1) rows.splice(0, 5);
				if (call === 2) rows.push(...accounts(31, 33));
			},
		});
		expect(ids(await read(org))).toEqual(range(1, 33));
	});

	test('rows whose Ids repeat are an error: nobody knows which others are missing', async () => {
		const org = new FakeOrg([...accounts(1, 3), ...accounts(3, 5)]);
		await expect(read(org)).rejects.toThrow('Ids that repeat or are out of order');
	});

	test('the Id comes back only where it was asked for', async () => {
		expect(await read(new FakeOrg(1), { fields: ['Name'] })).toEqual([{ Name: 'N0001' }]);
		expect(await read(new FakeOrg(1), { fields: ['Name', 'Id'] })).toEqual([
			{ Name: 'N0001', Id: '1' },
		]);
	});

	test.each([1, 9, 10, 11, 25])(
		'limit %d gives as many rows and asks for no more',
		async (limit) => {
			const org = new FakeOrg(100);
			expect(ids(await read(org, { limit }))).toEqual(range(1, limit));
			const asked = org.reads.map((sql) => Number(/FETCH NEXT (\d+)/.exec(sql)?.[1]));
			expect(asked.reduce((sum, count) => sum + count, 0)).toBe(limit);
		},
	);

	test('a cap of the server that is lower than the page ends nothing too early', async () => {
		expect(ids(await read(new FakeOrg(120, { cap: 50 }), { pageSize: 100 }))).toEqual(
			range(1, 120),
		);
	});

	test('a row without an Id is an error and no endless loop', async () => {
		const org = new FakeOrg(accounts(1, 10).map((row) => ({ ...row, Id: '' })));
		await expect(read(org)).rejects.toThrow('without an Id');
	});

	test('a vendor that sends more rows than asked for does not break the limit', async () => {
		expect(await read(new FakeOrg(30, { ignoresPages: true }), { limit: 5 })).toHaveLength(5);
	});
});

test('an entity that is no name is refused before anything is sent', async () => {
	const org = new FakeOrg(1);
	await expect(read(org, { entity: 'ACCOUNT/../x' })).rejects.toThrow('not the name of an entity');
	expect(org.statements).toEqual([]);
});

test('a stop of the run ends the reading before the next page', async () => {
	const stop = new AbortController();
	const org = new FakeOrg(30, {
		signal: stop.signal,
		before: (call) => call === 1 && stop.abort(),
	});
	await expect(read(org)).rejects.toMatchObject({ name: 'CancelledError' });
	expect(org.reads).toHaveLength(2);
});

describe("the user's own statement", () => {
	const SQL = 'SELECT Id, Name FROM ACCOUNT ORDER BY Id';

	async function run(org: FakeOrg, sql = SQL, pageSize = 10, limit?: number) {
		return await readStatement(
			{ client: org.client(), progress: progress() },
			sql,
			pageSize,
			limit,
		);
	}

	test.each([0, 9, 10, 20, 25])('gives all %d rows, page by page', async (count) => {
		const org = new FakeOrg(count);
		expect(ids(await run(org))).toEqual(range(1, count));
		// An org that has given no rows yet is asked by both methods.
		expect(org.reads).toHaveLength(count === 0 ? 2 : Math.floor(count / 10) + 1);
	});

	test('is left as it is but for the page', async () => {
		const org = new FakeOrg(12);
		await run(org);
		expect(org.reads).toEqual([
			`${SQL}\nOFFSET 0 ROWS FETCH NEXT 10 ROWS ONLY`,
			`${SQL}\nOFFSET 10 ROWS FETCH NEXT 10 ROWS ONLY`,
		]);
	});

	test.each([3, 10, 12])('gives no more than %d rows and asks for no more', async (limit) => {
		const org = new FakeOrg(50);
		expect(ids(await run(org, SQL, 10, limit))).toEqual(range(1, limit));
		expect(org.reads.at(-1)).toContain(`FETCH NEXT ${limit > 10 ? limit - 10 : limit} ROWS`);
	});

	test('that says itself how many rows it wants is sent once and unchanged', async () => {
		const org = new FakeOrg(50);
		const sql = `${SQL}\nOFFSET 5 ROWS FETCH NEXT 20 ROWS ONLY`;
		expect(ids(await run(org, sql))).toEqual(range(6, 25));
		expect(ids(await run(org, sql, 10, 7))).toEqual(range(6, 12));
		expect(org.reads).toEqual([sql, sql]);
	});

	test('is read past a cap of the server that is lower than the page', async () => {
		expect(ids(await run(new FakeOrg(120, { cap: 50 }), SQL, 100))).toEqual(range(1, 120));
	});

	test('goes by POST when it is too long for an address', async () => {
		const org = new FakeOrg(3);
		const long = `SELECT Id, Name FROM ACCOUNT WHERE ${'Id > 0 AND '.repeat(300)}Id > 1 ORDER BY Id`;
		expect(ids(await run(org, long))).toEqual([2, 3]);
	});

	test('a vendor that sends more rows than asked for does not make it endless', async () => {
		// Stops the test where nothing else would.
		const options: OrgOptions = {
			ignoresPages: true,
			before: (call) => {
				if (call > 5) throw new Error('endless');
			},
		};
		expect(await run(new FakeOrg(30, options), SQL, 10, 5)).toHaveLength(5);
	});
});
