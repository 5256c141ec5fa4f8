import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { BillingTest } from './support/billingTest.mjs';
import { errorOf, outputOf, query, recordStep } from './support/oneNode.mjs';
import { Tap } from './support/tap.mjs';
import { filteredBy } from './support/workflows.mjs';

let billingTest: BillingTest;
let tap: Tap;

beforeEach(async () => {
	billingTest = await BillingTest.create();
	tap = new Tap(billingTest.vendor);
});
afterEach(async () => {
	expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1, openSessions: 0 });
	await billingTest.stop();
});

const byName: INodeParameters = {
	sort: { rules: [{ field: { __rl: true, mode: 'name', value: 'Name' }, direction: 'ASC' }] },
};
interface Way {
	parameters: INodeParameters;
	kind: string;
	/** Calls of the same kind before the first page: whole records cannot be sorted without the names of the fields. */
	lead?: number;
}

/** The ways in which Get Many goes from page to page. */
const WAYS: Array<[string, Way]> = [
	['whole records', { kind: 'retrieve', parameters: {} }],
	['some fields', { kind: 'query', parameters: { fields: ['Id', 'Name'] } }],
	['sorted', { kind: 'query', parameters: byName, lead: 2 }],
	['sorted, some fields', { kind: 'query', parameters: { ...byName, fields: ['Id', 'Name'] } }],
];
const getAll = (parameters: INodeParameters, options: INodeParameters = { pageSize: 10 }) =>
	recordStep('getAll', 'ACCOUNT', { parameters: { returnAll: true, options, ...parameters } });

const account = (Name: string): IDataObject => ({ Name, Status: 'ACTIVE', AccountTypeId: '2' });
const sortedIds = (rows: IDataObject[]) => rows.map(({ Id }) => Number(Id)).sort((a, b) => a - b);
const range = (first: number, last: number) =>
	Array.from({ length: last - first + 1 }, (_, n) => first + n);

/** Ids in the order in which the rows are read. */
function idsInOrder(field: 'Id' | 'Name'): number[] {
	const rows = billingTest.vendor.rows('ACCOUNT');
	if (field === 'Name') rows.sort((a, b) => (String(a.Name) < String(b.Name) ? -1 : 1));
	return rows.map(({ Id }) => Number(Id));
}

/** How many rows each page was asked for. */
function sizesAsked(): number[] {
	const conditions = tap.callsOf('retrieve').map(({ query }) => query.get('queryAnsiSql') ?? '');
	return [...conditions, ...tap.statements()].flatMap((text) => {
		const size = /FETCH NEXT (\d+) ROWS|ROWNUM BETWEEN 0 AND (\d+)/.exec(text);
		return size ? [Number(size[1] ?? size[2])] : [];
	});
}

/** Every row was there from the first page to the last, so each must be in the output once. */
function expectEachOnce(rows: IDataObject[], stayed: number[], mayAlsoBe: number[] = []): void {
	const found = sortedIds(rows);
	expect(new Set(found).size).toBe(found.length);
	expect(found.filter((id) => !mayAlsoBe.includes(id))).toEqual(stayed);
}

describe.each(WAYS)('Get Many of pages, %s,', (_, { parameters, kind, lead = 0 }) => {
	const beforePage = (page: number, hook: Parameters<Tap['before']>[2]) =>
		tap.before(kind, lead + page, hook);

	test('gives every row once', async () => {
		expectEachOnce(await outputOf(billingTest, getAll(parameters)), range(1, 40));
	});

	test('gives every row once where the last page is full', async () => {
		expectEachOnce(await outputOf(billingTest, getAll(parameters, { pageSize: 20 })), range(1, 40));
	});

	test.each<[string, INodeParameters]>([
		['', {}],
		[' and Limit', { returnAll: false, limit: 30_000 }],
	])('asks for no more than 10,000 rows at a time, whatever Page Size%s says', async (_, more) => {
		await outputOf(billingTest, getAll({ ...parameters, ...more }, { pageSize: 20_000 }));
		expect(sizesAsked()).toEqual([10_000]);
	});

	test('gives every row once with pages of a single row', async () => {
		const few = filteredBy('Id', 'lessOrEqual', '6');
		const step = getAll({ ...parameters, ...few }, { pageSize: 1 });
		expectEachOnce(await outputOf(billingTest, step), range(1, 6));
	});

	test('gives every row once where the vendor answers fewer rows than asked for', async () => {
		billingTest.vendor.seedMany('ACCOUNT', 1210);
		billingTest.vendor.set({ rowsPerPage: 500 });
		const rows = await outputOf(billingTest, getAll(parameters, {}));
		expectEachOnce(rows, range(1, 1250));
	});

	test('gives every row once where rows come without order', async () => {
		billingTest.vendor.set({ rowOrder: 'shuffled' });
		expectEachOnce(await outputOf(billingTest, getAll(parameters)), range(1, 40));
	});

	test('misses and repeats none of the rows that stay, while others are added', async () => {
		for (const page of [2, 3, 4]) {
			beforePage(page, () => {
				// One at the beginning of the order by name, one at its end.
				billingTest.vendor.insert('ACCOUNT', [account(`AAA ${page}`), account(`ZZZ ${page}`)]);
			});
		}
		const rows = await outputOf(billingTest, getAll(parameters));
		expect(billingTest.vendor.rows('ACCOUNT').length).toBeGreaterThan(43);
		expectEachOnce(rows, range(1, 40), range(41, 60));
	});

	test.each([
		['already read', 2],
		['still to come', 35],
		['at the end of a page', 10],
		['at the beginning of a page', 11],
		['the last of all', 40],
	])('misses and repeats none of the rows that stay, while one goes: %s', async (_, place) => {
		const gone = idsInOrder('sort' in parameters ? 'Name' : 'Id')[place - 1];
		beforePage(2, (call) => tap.write(call, 'DELETE', 'delete/ACCOUNT', [{ Id: gone }]));
		const rows = await outputOf(billingTest, getAll(parameters));
		expect(billingTest.vendor.rows('ACCOUNT')).toHaveLength(39);
		const stayed = range(1, 40).filter((id) => id !== gone);
		expectEachOnce(rows, stayed, [gone]);
	});

	test('misses and repeats none of the rows that stay, while one moves in the order', async () => {
		const Id = idsInOrder('Name')[39];
		beforePage(3, (call) => tap.write(call, 'PUT', 'ACCOUNT', [{ Id, Name: 'AAA' }]));
		beforePage(4, (call) => tap.write(call, 'PUT', 'ACCOUNT', [{ Id, Name: 'ZZZ' }]));
		expectEachOnce(await outputOf(billingTest, getAll(parameters)), range(1, 40));
	});

	test('respects a filter and a limit across pages', async () => {
		const filter = filteredBy('Id', 'greater', '4');
		const rows = await outputOf(
			billingTest,
			getAll({ ...parameters, ...filter, returnAll: false, limit: 23 }),
		);
		expect(rows).toHaveLength(23);
		expect(Math.min(...sortedIds(rows))).toBeGreaterThan(4);
		expect(new Set(sortedIds(rows)).size).toBe(23);
	});
});

describe('Get Many, sorted,', () => {
	test('gives up in plain words where rows never stop moving', async () => {
		for (const page of range(2, 40)) {
			tap.before('query', page, () => {
				billingTest.vendor.insert('ACCOUNT', [account(`AAA ${page}`)]);
			});
		}
		const text = await errorOf(billingTest, getAll({ ...byName, fields: ['Id'] }));
		expect(text).toMatch(/changed too often while they were read.*without Sort/);
	});

	test('adds no Id to the fields asked for', async () => {
		const rows = await outputOf(billingTest, getAll({ ...byName, fields: ['Name'] }));
		expect(new Set(rows.flatMap((row) => Object.keys(row)))).toEqual(new Set(['Name']));
	});
});

describe('a Query', () => {
	const all = query('SELECT Id, Name FROM ACCOUNT ORDER BY Id', { options: { pageSize: 15 } });

	test('goes page by page by OFFSET and FETCH, and ends at the first short page', async () => {
		expect(sortedIds(await outputOf(billingTest, all))).toEqual(range(1, 40));
		expect(tap.statements().map((sql) => sql.split('\n')[1])).toEqual([
			'OFFSET 0 ROWS FETCH NEXT 15 ROWS ONLY',
			'OFFSET 15 ROWS FETCH NEXT 15 ROWS ONLY',
			'OFFSET 30 ROWS FETCH NEXT 15 ROWS ONLY',
		]);
	});

	test('asks for no more than 10,000 rows at a time, whatever Page Size says', async () => {
		const step = { ...all, parameters: { ...all.parameters, options: { pageSize: 20_000 } } };
		expect(await outputOf(billingTest, step)).toHaveLength(40);
		expect(sizesAsked()).toEqual([10_000]);
	});

	test('ends with an empty page where the last one was full', async () => {
		const step = { ...all, parameters: { ...all.parameters, options: { pageSize: 20 } } };
		expect(await outputOf(billingTest, step)).toHaveLength(40);
		expect(billingTest.books()).toMatchObject({ callsBy: { query: 3 } });
	});

	test.each([1, 15, 16, 40, 50])('gives at most Limit rows: %i', async (limit) => {
		const parameters = { ...all.parameters, returnAll: false, limit };
		const rows = await outputOf(billingTest, { ...all, parameters });
		expect(sortedIds(rows)).toEqual(range(1, Math.min(limit, 40)));
		expect(billingTest.books().rowsRead).toBe(rows.length);
	});
});
