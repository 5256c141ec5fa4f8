import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { BillingTest } from '../support/billingTest.mjs';
import { byId, errorOf, ids, outputOf, query, recordStep } from '../support/oneNode.mjs';
import { filteredBy } from '../support/workflows.mjs';
import { inEach, type Registry } from './registry.mjs';

const JOIN =
	'SELECT a.Name AS Account, c.ContractNumber AS Contract FROM ACCOUNT a ' +
	'JOIN CONTRACT c ON c.AccountId = a.Id WHERE a.Id = 7 AND ROWNUM < 5';
const ALL_IDS = Array.from({ length: 40 }, (_, index) => String(index + 1));

const getMany = (parameters: INodeParameters) => recordStep('getAll', 'ACCOUNT', { parameters });
const idsOf = (rows: IDataObject[]) => rows.map(({ Id }) => Id);
const sortedIdsOf = (rows: IDataObject[]) => idsOf(rows).sort((a, b) => Number(a) - Number(b));
const since = (text: string) => filteredBy('Updated', 'greater', text);
const sortedByName: INodeParameters = {
	sort: { rules: [{ field: { __rl: true, mode: 'name', value: 'Name' }, direction: 'DESC' }] },
};

/** A SELECT so long that it cannot go in a URL. */
const longQuery = `SELECT Id, Name FROM ACCOUNT WHERE Name <> '${'x'.repeat(1600)}' AND Id = 7`;

async function everyRowOnce(test: BillingTest, parameters: INodeParameters): Promise<void> {
	const rows = await outputOf(test, getMany({ returnAll: true, ...parameters }));
	expect(sortedIdsOf(rows)).toEqual(ALL_IDS);
}

/** Dialect, paging and order. */
export const reading = {
	joins: {
		on: {
			'a query may join entities': async (test) => {
				expect(await outputOf(test, query(JOIN))).toMatchObject([{ Contract: 'CON-007' }]);
			},
		},
		off: {
			"a query that joins is refused in the vendor's words": async (test) => {
				expect(await errorOf(test, query(JOIN))).toContain('Only one entity may be named in FROM');
			},
		},
	},

	timestampLiterals: {
		iso: {
			'a filter takes a date or a time': async (test) => {
				const byDate = await outputOf(test, getMany(since('2000-01-01')));
				const byTime = await outputOf(test, getMany(since('2000-01-01T00:00:00.000Z')));
				expect([byDate.length, byTime.length]).toEqual([40, 40]);
			},
		},
		dateOnly: {
			"a filter takes a date; a time is refused in the vendor's words": async (test) => {
				expect(await outputOf(test, getMany(since('2000-01-01')))).toHaveLength(40);
				const text = await errorOf(test, getMany(since('2000-01-01T00:00:00.000Z')));
				expect(text).toContain("Not a valid date literal: '2000-01-01T00:00:00.000Z'");
			},
		},
		functionOnly: {
			'the expert condition takes a function; a date in a filter is refused': async (test) => {
				const where = "Updated > TO_DATE('2000-01-01', 'YYYY-MM-DD')";
				expect(await outputOf(test, getMany({ options: { where } }))).toHaveLength(40);
				expect(await errorOf(test, getMany(since('2000-01-01')))).toContain(
					'Not a valid date literal',
				);
			},
		},
	},

	offsetFetch: {
		on: {
			'a sorted read and a query go page by page': async (test) => {
				await everyRowOnce(test, { ...sortedByName, options: { pageSize: 15 } });
				const step = query('SELECT Id FROM ACCOUNT ORDER BY Id', { options: { pageSize: 15 } });
				expect(idsOf(await outputOf(test, step))).toEqual(ALL_IDS);
			},
		},
		off: {
			'Get and Get Many of whole records do without': async (test) => {
				await everyRowOnce(test, { options: { pageSize: 15 } });
				const get = recordStep('get', 'ACCOUNT', { parameters: byId, records: ids(3, 4) });
				expect(idsOf(await outputOf(test, get))).toEqual(['3', '4']);
			},
			'Get of some fields does without': async (test) => {
				const parameters = { ...byId, fields: ['Name'] };
				const get = recordStep('get', 'ACCOUNT', { parameters, records: ids(1, 4, 1) });
				const rows = await outputOf(test, get);
				expect(rows.map((row) => Object.keys(row))).toEqual([['Name'], ['Name'], ['Name']]);
				expect([rows[0], rows[2]]).toEqual(Array(2).fill({ Name: 'Demo Organization' }));
			},
			'a query that says itself how many rows it wants does without': async (test) => {
				const step = query('SELECT Id FROM ACCOUNT WHERE ROWNUM < 4');
				expect(await outputOf(test, step)).toHaveLength(3);
			},
			"all else is refused in the vendor's words": async (test) => {
				const reason = 'OFFSET and FETCH are not supported';
				expect(await errorOf(test, query('SELECT Id FROM ACCOUNT'))).toContain(reason);
				expect(await errorOf(test, getMany(sortedByName))).toContain(reason);
				expect(await errorOf(test, getMany({ fields: ['Name'] }))).toContain(reason);
			},
		},
	},

	queryRownum: inEach(['window', 'oracle'], {
		'Get Many gives every record once, page by page': async (test) => {
			await everyRowOnce(test, { options: { pageSize: 15 } });
			await everyRowOnce(test, { fields: ['Id', 'Name'], options: { pageSize: 15 } });
		},
		'a query for the first rows is sent as it is': async (test) => {
			const step = query('SELECT Id FROM ACCOUNT WHERE ROWNUM BETWEEN 1 AND 3');
			expect(await outputOf(test, step)).toHaveLength(3);
		},
	}),

	rowsPerPage: {
		1000: {
			'a page shorter than asked for, but as round as a cap, is not the last': async (test) => {
				test.vendor.seedMany('ACCOUNT', 2500);
				const rows = await outputOf(test, getMany({ returnAll: true }));
				expect(new Set(idsOf(rows)).size).toBe(2540);
				const step = query('SELECT Id FROM ACCOUNT ORDER BY Id');
				expect(new Set(idsOf(await outputOf(test, step))).size).toBe(2540);
			},
		},
		30: {
			'Page Size makes the pages as short as the cap': async (test) => {
				await everyRowOnce(test, { fields: ['Id'], options: { pageSize: 30 } });
			},
		},
		10_000: {
			'a page has 10,000 rows': async (test) => {
				test.vendor.seedMany('ACCOUNT', 10_013);
				const rows = await outputOf(test, getMany({ returnAll: true, fields: ['Id'] }));
				expect(new Set(idsOf(rows)).size).toBe(10_053);
				expect(test.books()).toMatchObject({ callsBy: { query: 2 } });
			},
		},
	},

	rowOrder: inEach(['byId', 'shuffled'], {
		'Get Many gives every record once, page by page': async (test) => {
			await everyRowOnce(test, { options: { pageSize: 15 } });
			await everyRowOnce(test, { fields: ['Id', 'Name'], options: { pageSize: 15 } });
			await everyRowOnce(test, { ...sortedByName, options: { pageSize: 15 } });
		},
		'Get gives each item its own record': async (test) => {
			const step = recordStep('get', 'ACCOUNT', { parameters: byId, records: ids(9, 4, 9, 30) });
			expect(idsOf(await outputOf(test, step))).toEqual(['9', '4', '9', '30']);
		},
	}),

	queryMethod: inEach(['both', 'getOnly', 'postOnly'], {
		'a short query gives its rows': async (test) => {
			const step = query('SELECT Name FROM ACCOUNT WHERE Id = 7');
			expect(await outputOf(test, step)).toHaveLength(1);
		},
		'a query too long for a URL gives its rows': async (test) => {
			expect(await outputOf(test, query(longQuery))).toMatchObject([{ Id: '7' }]);
		},
		'Get Many with Fields gives its rows': async (test) => {
			expect(await outputOf(test, getMany({ returnAll: true, fields: ['Name'] }))).toHaveLength(40);
		},
	}),
} satisfies Partial<Registry>;
