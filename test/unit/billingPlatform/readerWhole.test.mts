import { Progress } from '../../../nodes/Billing/items/progress.js';
import type { Row } from '../../../nodes/Billing/systems/billingPlatform/client.js';
import {
	readRecords,
	type Selection,
} from '../../../nodes/Billing/systems/billingPlatform/reader.js';
import { fakeContext } from '../fakeContext.mjs';
import { byId, FakeOrg, ids } from './org.mjs';

const range = (from: number, to: number): number[] =>
	Array.from({ length: to - from + 1 }, (_, index) => from + index);

async function read(org: FakeOrg, selection: Partial<Selection> = {}) {
	const progress = new Progress(fakeContext().ctx.logger, 'records');
	const whole = { entity: 'ACCOUNT', fields: [], pageSize: 10, ...selection };
	return await readRecords({ client: org.client(), progress }, whole);
}

const retrieves = (org: FakeOrg): string[] =>
	org.statements.filter((statement) => statement.startsWith('ACCOUNT'));

describe('whole records', () => {
	test.each([0, 1, 9, 10, 11, 20, 35])('all %d come once, by RETRIEVE', async (count) => {
		const org = new FakeOrg(count);
		expect(ids(await read(org)).sort((a, b) => a - b)).toEqual(range(1, count));
		expect(org.statements.filter((sql) => sql.startsWith('SELECT Id'))).toEqual([]);
	});

	test('that fit one page are one call', async () => {
		const org = new FakeOrg(9);
		await read(org);
		expect(org.statements).toEqual(['ACCOUNT (Id > 0) AND (ROWNUM BETWEEN 0 AND 10)']);
	});

	test('of more pages: each begins behind the last Id, and a count says when to end', async () => {
		const org = new FakeOrg(40);
		await read(org, { where: "Status = 'ACTIVE'" });
		expect(retrieves(org)).toEqual([
			"ACCOUNT (Status = 'ACTIVE') AND (ROWNUM BETWEEN 0 AND 10)",
			"ACCOUNT (Status = 'ACTIVE') AND (Id > 20) AND (ROWNUM BETWEEN 0 AND 10)",
		]);
		expect(org.statements.filter((sql) => sql.includes('COUNT('))).toHaveLength(1);
	});

	test('whose count has no row are not taken for none: a query reads all, each once', async () => {
		const org = new FakeOrg(30, { countless: true });
		const rows = await read(org);
		expect(ids(rows)).toEqual(range(1, 30));
		expect(rows[0]).toEqual({ Id: '1', Name: 'N0001', Status: 'CLOSED' });
		expect(retrieves(org)).toHaveLength(1);
	});

	test('whose count has no row, and whose fields are not known, are an error', async () => {
		const org = new FakeOrg(30, { countless: true, metadata: false });
		await expect(read(org)).rejects.toThrow('The fields of ACCOUNT are not known');
	});

	test.each([1, 9, 10, 11, 25])('limit %d gives as many', async (limit) => {
		const org = new FakeOrg(100);
		expect(ids(await read(org, { limit }))).toEqual(range(1, limit));
	});

	test('are read past a cap of the server that is lower than the page', async () => {
		expect(ids(await read(new FakeOrg(120, { cap: 50 }), { pageSize: 100 }))).toEqual(
			range(1, 120),
		);
	});

	test('a limit of one page needs one call', async () => {
		const org = new FakeOrg(100);
		await read(org, { limit: 10 });
		expect(org.statements).toHaveLength(1);
	});

	test('carry all fields of the record, in one page or by many', async () => {
		const [row] = await read(new FakeOrg(1));
		expect(row).toEqual({ Id: '1', Name: 'N0001', Status: 'CLOSED' });
		expect((await read(new FakeOrg(30)))[29]).toEqual({
			Id: '30',
			Name: 'N0030',
			Status: 'ACTIVE',
		});
	});
});

describe('a RETRIEVE that does not answer in the order of the Ids', () => {
	const backwards = (rows: Row[]): Row[] => byId(rows).reverse();
	const mixed = (rows: Row[]): Row[] => {
		const place = ({ Id }: Row): number => (Number(Id) * 7) % 31;
		return [...rows].sort((a, b) => place(a) - place(b));
	};

	test.each([
		['backwards', backwards],
		['mixed', mixed],
	])('(%s) is not trusted: a query reads all records, each once', async (_, order) => {
		const rows = await read(new FakeOrg(30, { order }));
		expect(ids(rows)).toEqual(range(1, 30));
		expect(rows[0]).toEqual({ Id: '1', Name: 'N0001', Status: 'CLOSED' });
	});

	test('from its second page on is not trusted either', async () => {
		let calls = 0;
		const org = new FakeOrg(30, {
			order: (rows) => (calls++ === 0 ? byId(rows) : backwards(rows)),
		});
		expect(ids(await read(org))).toEqual(range(1, 30));
	});

	test('and whose fields are not known is an error and no partial result', async () => {
		const org = new FakeOrg(30, { metadata: false, order: backwards });
		await expect(read(org)).rejects.toThrow('The fields of ACCOUNT are not known');
	});

	test('is noticed also where each page rises by itself', async () => {
		const oddLast = (Id: unknown): number => Number(Id) + (Number(Id) % 2) * 1000;
		const org = new FakeOrg(20, {
			order: (rows) => [...rows].sort((a, b) => oddLast(a.Id) - oddLast(b.Id)),
		});
		expect(ids(await read(org))).toEqual(range(1, 20));
	});
});

test('records deleted while they are read are told by the count, and the others are all there', async () => {
	const org = new FakeOrg(30, {
		before(call, { rows }) {
			// After the first page and the count.
			if (call === 2)
				rows.splice(
					rows.findIndex(({ Id }) => Id === '15'),
					1,
				);
		},
	});
	expect(ids(await read(org))).toEqual(range(1, 30).filter((id) => id !== 15));
});
