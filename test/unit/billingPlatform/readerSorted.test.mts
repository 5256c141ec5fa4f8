import { Progress } from '../../../nodes/Billing/items/progress.js';
import {
	readRecords,
	type Selection,
} from '../../../nodes/Billing/systems/billingPlatform/reader.js';
import { fakeContext } from '../fakeContext.mjs';
import { accounts, FakeOrg, ids } from './org.mjs';

const falling = (from: number, to: number): number[] =>
	Array.from({ length: from - to + 1 }, (_, index) => from - index);

async function read(org: FakeOrg, selection: Partial<Selection> = {}) {
	const progress = new Progress(fakeContext().ctx.logger, 'records');
	const whole = {
		entity: 'ACCOUNT',
		fields: ['Id', 'Name'],
		pageSize: 10,
		orderBy: 'Name DESC',
		...selection,
	};
	return await readRecords({ client: org.client(), progress }, whole);
}

const offsets = (org: FakeOrg): number[] =>
	org.reads.map((sql) => Number(/OFFSET (\d+)/.exec(sql)?.[1]));

test.each([0, 1, 9, 10, 11, 19, 20, 35])(
	'all %d rows come once, in the order asked for',
	async (count) => {
		expect(ids(await read(new FakeOrg(count)))).toEqual(falling(count, 1));
	},
);

test('rows that sort alike are told apart by their Id', async () => {
	const org = new FakeOrg(25);
	const rows = await read(org, { orderBy: 'Status' });
	expect(new Set(ids(rows)).size).toBe(25);
	expect(org.reads[0]).toContain('ORDER BY Status, Id\nOFFSET 0');
});

test('pages overlap by one row', async () => {
	const org = new FakeOrg(25);
	await read(org);
	expect(offsets(org)).toEqual([0, 9, 18]);
});

test.each([2, 3, 10, 100])('a page size of %d gives all rows', async (pageSize) => {
	expect(ids(await read(new FakeOrg(25), { pageSize }))).toEqual(falling(25, 1));
});

test('a cap of the server that is lower than the page ends nothing too early', async () => {
	const org = new FakeOrg(120, { cap: 50 });
	expect(ids(await read(org, { pageSize: 100 }))).toEqual(falling(120, 1));
});

test('a page size of 1 gives all rows', async () => {
	expect(ids(await read(new FakeOrg(5), { pageSize: 1 }))).toEqual(falling(5, 1));
});

test.each([1, 9, 10, 11, 20, 24])('limit %d gives as many', async (limit) => {
	expect(ids(await read(new FakeOrg(25), { limit }))).toEqual(falling(25, 26 - limit));
});

test('the Id comes back only where it was asked for', async () => {
	expect(await read(new FakeOrg(1), { fields: ['Name'] })).toEqual([{ Name: 'N0001' }]);
});

test('without fields the whole records come, by the names the org lists', async () => {
	const [row] = await read(new FakeOrg(1), { fields: [] });
	expect(row).toEqual({ Id: '1', Name: 'N0001', Status: 'CLOSED' });
});

describe('rows that move between two pages', () => {
	test('by a new row in front start the reading anew: each row comes once', async () => {
		const org = new FakeOrg(25, {
			before: (call, { rows }) => call === 1 && rows.push(...accounts(26, 26)),
		});
		expect(ids(await read(org))).toEqual(falling(26, 1));
		expect(offsets(org).filter((offset) => offset === 0)).toHaveLength(2);
	});

	test('by a row deleted in front start it anew: none is missed', async () => {
		const org = new FakeOrg(25, {
			before: (call, { rows }) =>
				call === 1 &&
				rows.splice(
					rows.findIndex(({ Id }) => Id === '25'),
					1,
				),
		});
		expect(ids(await read(org))).toEqual(falling(24, 1));
	});

	test('so that the next page is empty start it anew', async () => {
		const org = new FakeOrg(11, { before: (call, { rows }) => call === 1 && rows.splice(5, 6) });
		expect(ids(await read(org))).toEqual(falling(5, 1));
	});

	test('again and again end in an error and no wrong result', async () => {
		let next = 100;
		const org = new FakeOrg(25, { before: (_, { rows }) => rows.push(...accounts(++next, next)) });
		await expect(read(org)).rejects.toThrow('The records changed too often');
		expect(offsets(org).filter((offset) => offset === 0)).toHaveLength(4);
	});

	test('by two rows that change places never give a row twice', async () => {
		const org = new FakeOrg(25, {
			before(call, { rows }) {
				if (call !== 1) return;
				rows[24].Name = 'A';
				rows[0].Name = 'Z';
			},
		});
		const found = ids(await read(org));
		expect(new Set(found).size).toBe(found.length);
		expect(found).toHaveLength(25);
	});
});
