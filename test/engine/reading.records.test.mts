import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { BillingPlatformSwitches } from '../sandbox/index.mjs';
import { BillingTest } from './support/billingTest.mjs';
import { bothOutputsOf, byId, ids, outputOf, recordStep, runStep } from './support/oneNode.mjs';
import { Tap } from './support/tap.mjs';
import { filteredBy } from './support/workflows.mjs';

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

type Row = Record<string, string | null>;
type Condition = [field: string, operator: string, value?: string];

const locator = (value: string) => ({ __rl: true, mode: 'name', value });
const where = (combine: 'all' | 'any', ...conditions: Condition[]): INodeParameters => ({
	combine,
	filters: {
		conditions: conditions.map(([field, operator, value = '']) => ({
			field: locator(field),
			operator,
			value,
		})),
	},
});
const sortBy = (...rules: Array<[field: string, direction: 'ASC' | 'DESC']>): INodeParameters => ({
	sort: { rules: rules.map(([field, direction]) => ({ field: locator(field), direction })) },
});

const getMany = (
	parameters: INodeParameters = {},
	records?: IDataObject[],
	entityName = 'ACCOUNT',
) => recordStep('getAll', entityName, { parameters: { returnAll: true, ...parameters }, records });
const accounts = (): Row[] => billingTest.vendor.rows('ACCOUNT');
const numberOf = (row: Row, field: string) => Number(row[field] ?? NaN);

describe('Get Many gives the records that pass', () => {
	const FILTERS: Array<[Condition, (row: Row) => boolean]> = [
		[['C_Region', 'equals', 'North'], ({ C_Region }) => C_Region === 'North'],
		[['Id', 'equals', '7'], ({ Id }) => Id === '7'],
		[['Status', 'notEquals', 'ACTIVE'], ({ Status }) => Status !== 'ACTIVE'],
		[['Id', 'greater', '9'], (row) => numberOf(row, 'Id') > 9],
		[['C_CreditLimit', 'greaterOrEqual', '9000'], (row) => numberOf(row, 'C_CreditLimit') >= 9000],
		[['C_CreditLimit', 'less', '9000'], (row) => numberOf(row, 'C_CreditLimit') < 9000],
		[['Id', 'lessOrEqual', '10'], (row) => numberOf(row, 'Id') <= 10],
		[['Name', 'contains', 'count 00'], ({ Name }) => Boolean(Name?.includes('count 00'))],
		[['Name', 'startsWith', 'Account 01'], ({ Name }) => Boolean(Name?.startsWith('Account 01'))],
		[['Name', 'endsWith', '007'], ({ Name }) => Boolean(Name?.endsWith('007'))],
		[['C_Region', 'empty'], ({ C_Region }) => C_Region === undefined],
		[['C_Region', 'notEmpty'], ({ C_Region }) => C_Region !== undefined],
		[['C_Region', 'in', 'North, South'], ({ C_Region }) => /North|South/.test(C_Region ?? '')],
		[['C_Region', 'notIn', 'North, South'], ({ C_Region }) => /East|West/.test(C_Region ?? '')],
		[['Id', 'in', '={{ [4, 7, 9999] }}'], ({ Id }) => Id === '4' || Id === '7'],
		[['AccountTypeIdObj.AccountType', 'equals', 'PARTNER'], (row) => row.AccountTypeId === '3'],
	];

	test.each(FILTERS)('a filter: %j', async (condition, passes) => {
		const expected = accounts().filter(passes);
		expect(expected.length).toBeGreaterThan(0);
		expect(expected.length).toBeLessThan(40);
		expect(await outputOf(billingTest, getMany(where('all', condition)))).toEqual(expected);
		const fields = { fields: ['Id', 'Name'], options: { pageSize: 3 } };
		const some = await outputOf(billingTest, getMany({ ...where('all', condition), ...fields }));
		expect(some).toEqual(expected.map(({ Id, Name }) => ({ Id, Name })));
	});

	const north: Condition = ['C_Region', 'equals', 'North'];
	const inactive: Condition = ['Status', 'equals', 'INACTIVE'];

	test('all filters', async () => {
		const expected = accounts().filter(
			(row) => row.C_Region === 'North' && row.Status === 'ACTIVE',
		);
		const both = where('all', north, ['Status', 'equals', 'ACTIVE']);
		expect(await outputOf(billingTest, getMany(both))).toEqual(expected);
	});

	test('any filter', async () => {
		const expected = accounts().filter(
			(row) => row.C_Region === 'North' || row.Status === 'INACTIVE',
		);
		expect(await outputOf(billingTest, getMany(where('any', north, inactive)))).toEqual(expected);
	});

	test('any filter and the expert condition, also page by page', async () => {
		const options = { where: "Id > 5 AND Id < 30 OR Name = 'Demo Organization'", pageSize: 2 };
		const expected = accounts().filter(
			(row) =>
				(row.C_Region === 'North' || row.Status === 'INACTIVE') &&
				((numberOf(row, 'Id') > 5 && numberOf(row, 'Id') < 30) || row.Id === '1'),
		);
		for (const more of [{}, { fields: ['Id'] }, sortBy(['Id', 'ASC'])]) {
			const parameters = { ...where('any', north, inactive), options, ...more };
			const output = await outputOf(billingTest, getMany(parameters));
			expect(output.map(({ Id }) => Id)).toEqual(expected.map(({ Id }) => Id));
		}
	});

	test('filters whose values come from each item', async () => {
		const records = [{ region: 'North' }, { region: 'East' }];
		const parameters = where('all', ['C_Region', 'equals', '={{ $json.region }}']);
		const result = await runStep(billingTest, getMany(parameters, records));
		const pairs = result
			.outputOf('Billing')
			.map(({ json, pairedItem }) => [json.Id, (pairedItem as { item: number }).item]);
		const expected = ['North', 'East'].flatMap((region, item) =>
			accounts().flatMap(({ Id, C_Region }) => (C_Region === region ? [[Id, item]] : [])),
		);
		expect(pairs).toEqual(expected);
	});
});

describe('Get Many gives', () => {
	test('the fields asked for, also looked-up ones, and no others', async () => {
		const fields = ['Name', 'AccountTypeIdObj.AccountType'];
		const output = await outputOf(billingTest, getMany({ fields, limit: 3, returnAll: false }));
		expect(output).toEqual([
			{ Name: 'Demo Organization', 'AccountTypeIdObj.AccountType': 'ORGANIZATION' },
			...accounts()
				.slice(1, 3)
				.map(({ Name }) => ({ Name, 'AccountTypeIdObj.AccountType': 'CUSTOMER' })),
		]);
	});

	test.each([
		[sortBy(['Name', 'ASC'])],
		[sortBy(['Name', 'DESC'])],
		[sortBy(['C_Region', 'DESC'], ['Name', 'ASC'])],
		[{ ...sortBy(['Name', 'DESC']), fields: ['Name'] }],
	])('the order asked for, page by page: %j', async (parameters) => {
		const whole = await outputOf(billingTest, getMany(parameters));
		const paged = await outputOf(billingTest, getMany({ ...parameters, options: { pageSize: 7 } }));
		expect(paged).toEqual(whole);
		expect(whole).toHaveLength(40);
		const { rules } = parameters.sort as { rules: Array<{ field: { value: string } }> };
		const keys = whole.map((row) => String(row[rules[0].field.value] ?? ''));
		const down = JSON.stringify(rules[0]).includes('DESC');
		const given = keys.filter((key) => key !== '');
		expect(given).toEqual([...given].sort().map((_, n, all) => all[down ? all.length - 1 - n : n]));
	});

	test.each([1, 10, 25, 39, 40, 41, 100])('at most Limit records: %i', async (limit) => {
		const expected = Math.min(limit, 40);
		for (const more of [{}, { fields: ['Id'] }, sortBy(['Id', 'ASC'])]) {
			billingTest.vendor.reset();
			const parameters = { ...more, returnAll: false, limit, options: { pageSize: 10 } };
			const output = await outputOf(billingTest, getMany(parameters));
			expect(output.map(({ Id }) => Number(Id))).toEqual(
				Array.from({ length: expected }, (_, n) => n + 1),
			);
		}
	});

	test('a limited number of records by one call, without counting', async () => {
		await outputOf(billingTest, getMany({ returnAll: false, limit: 10 }));
		expect(billingTest.books()).toMatchObject({ calls: 3, callsBy: { retrieve: 1 }, rowsRead: 10 });
	});

	test.each(['404', 'emptyArray'] as const)(
		'nothing, and no error, where nothing matches (the vendor answers %s)',
		async (noRows) => {
			billingTest.vendor.set({ noRows });
			const nobody = filteredBy('Name', 'equals', 'Nobody');
			for (const more of [{}, { fields: ['Id'] }, sortBy(['Name', 'ASC'])]) {
				const result = await runStep(billingTest, getMany({ ...nobody, ...more }, [{}, {}]));
				expect(result.status).toBe('success');
				expect(result.outputOf('Billing')).toEqual([]);
			}
			const empty = await runStep(billingTest, getMany({}, [{}], 'BULK_UPLOAD_HISTORY'));
			expect([empty.status, empty.items('Billing')]).toEqual(['success', []]);
		},
	);
});

describe('Convert Values', () => {
	const options = { convertValues: true };
	beforeEach(() => {
		billingTest.vendor.insert('ACCOUNT', [
			{ Name: '00123', C_CrmId: '007', C_KeyAccount: 1, C_CreditLimit: 0.1, CountryId: 12 },
			{ Name: '1e3', C_KeyAccount: 0, C_CreditLimit: -1250.5 },
		]);
	});

	test.each<BillingPlatformSwitches['blankFields']>(['omit', 'null', 'empty'])(
		'turns numbers and flags into their types, and leaves all else as it is (blank fields: %s)',
		async (blankFields) => {
			billingTest.vendor.set({ blankFields });
			const rows = await outputOf(billingTest, getMany({ options }));
			const [one, two] = rows.slice(-2);
			expect(one).toMatchObject({
				Id: '41',
				Name: '00123',
				C_CrmId: '007',
				C_KeyAccount: true,
				C_CreditLimit: 0.1,
				CountryId: 12,
			});
			expect(two).toMatchObject({ Name: '1e3', C_KeyAccount: false, C_CreditLimit: -1250.5 });
			expect(rows[6]).toMatchObject({ Id: '7', AccountTypeId: '2', ParentAccountId: '1' });
			expect(rows[6].Created).toMatch(/^\d{4}-\d\d-\d\dT00:00:00\.000Z$/);
			const blank = { omit: undefined, null: null, empty: '' }[blankFields];
			expect(two.CountryId).toBe(blank);
		},
	);

	test('is the same for Get and for Get Many with Fields', async () => {
		const fields = ['C_CreditLimit', 'C_KeyAccount'];
		const expected = [{ C_CreditLimit: 0.1, C_KeyAccount: true }];
		const get = { ...byId, fields, options };
		expect(
			await outputOf(
				billingTest,
				recordStep('get', 'ACCOUNT', { parameters: get, records: ids(41) }),
			),
		).toEqual(expected);
		const many = getMany({ ...filteredBy('Id', 'equals', '41'), fields, options });
		expect(await outputOf(billingTest, many)).toEqual(expected);
	});

	test('switched off, every value is the text that the vendor sent', async () => {
		const rows = await outputOf(billingTest, getMany());
		expect(rows).toEqual(accounts());
		expect(rows.at(-2)).toMatchObject({ C_CreditLimit: '.1', C_KeyAccount: '1' });
	});
});

describe('Get', () => {
	const get = (records: IDataObject[], more: INodeParameters = {}) =>
		recordStep('get', 'ACCOUNT', { parameters: { ...byId, ...more }, records });

	test.each([
		['whole records', {}],
		['some fields', { fields: ['Id', 'Name'] }],
		['one record for each call', { options: { batchSize: 1 } }],
	])('fails the item alone whose record is not there: %s', async (_, more) => {
		const { good, failed } = await bothOutputsOf(billingTest, get(ids(9, 9999, 4), more));
		expect(good).toMatchObject([{ Id: '9' }, { Id: '4' }]);
		expect(failed).toEqual([{ Id: '9999', error: 'ACCOUNT has no record with Id 9999' }]);
	});

	test('finds an Id however it is written', async () => {
		const records = [{ Id: 7 }, { Id: ' 7 ' }, { Id: '007' }];
		expect(await outputOf(billingTest, get(records))).toMatchObject(ids(7, 7, 7));
		expect(tap.callsOf('retrieve')[0].path).toMatch(/\/ACCOUNT\/7$/);
	});

	test('asks for many Ids in addresses that servers take', async () => {
		billingTest.vendor.seedMany('ACCOUNT', 1160);
		const records = ids(...Array.from({ length: 1200 }, (_, n) => n + 1));
		const output = await outputOf(billingTest, get(records, { options: { batchSize: 1200 } }));
		expect(output).toMatchObject(records);
		for (const { query } of tap.callsOf('retrieve')) {
			expect(String(query.get('queryAnsiSql')).length).toBeLessThan(6000);
		}
	});

	// Reported: with Fields, all Ids of a batch go in one list; Oracle takes 1,000.
	test('asks for some fields of many records in lists that Oracle takes', async () => {
		billingTest.vendor.seedMany('ACCOUNT', 1160);
		const records = ids(...Array.from({ length: 1200 }, (_, n) => n + 1));
		const more = { fields: ['Id'], options: { batchSize: 1200 } };
		expect(await outputOf(billingTest, get(records, more))).toEqual(records);
		const longest = Math.max(...tap.statements().map((sql) => sql.split(',').length));
		expect(longest).toBeLessThanOrEqual(1000);
	});
});
