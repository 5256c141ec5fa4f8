import type { INodeParameters } from 'n8n-workflow';
import { BillingTest } from './support/billingTest.mjs';
import { newAccounts, outputOf, query, recordStep } from './support/oneNode.mjs';
import { middleFails, refusedUnsent } from './support/refusals.mjs';
import { filteredBy, mappedAutomatically } from './support/workflows.mjs';

let billingTest: BillingTest;

beforeEach(async () => {
	billingTest = await BillingTest.create();
});
afterEach(async () => {
	expect(billingTest.books().openSessions).toBe(0);
	await billingTest.stop();
});

describe('a query', () => {
	const only = 'only SELECT can be run';
	test.each([
		['DELETE FROM ACCOUNT', only],
		['UPDATE ACCOUNT SET Name = 1', only],
		['/* SELECT */ DELETE FROM ACCOUNT', only],
		['-- SELECT\nDROP TABLE ACCOUNT', only],
		['WITH x AS (SELECT 1) DELETE FROM ACCOUNT', only],
		['SELECTED Id FROM ACCOUNT', only],
		['SELECT Id FROM ACCOUNT; DROP TABLE ACCOUNT', 'only one statement can be run'],
		["SELECT Id FROM ACCOUNT WHERE Name = 'x", 'a quote is not closed'],
		['-- nothing', 'the query is empty'],
		[';', 'the query is empty'],
	])('%j is refused, before anything is sent', async (sql, reason) => {
		await refusedUnsent(billingTest, query(sql), `Query: ${reason}`);
		const extract = { requestName: 'x', requestBody: sql };
		await refusedUnsent(
			billingTest,
			{ resource: 'bulkExtract', operation: 'create', parameters: extract },
			reason,
		);
	});

	test.each([
		'  select Id from ACCOUNT where Id = 7 ;  ',
		'/* the one */ SELECT Id FROM ACCOUNT WHERE Id = 7',
		"SELECT Id FROM ACCOUNT WHERE Id = 7 AND Name <> 'a;b -- $1'",
	])('%j is a SELECT, and runs', async (sql) => {
		expect(await outputOf(billingTest, query(sql))).toEqual([{ Id: '7' }]);
	});

	const bound = (sql: string, ...values: string[]) =>
		query(sql, { queryParameters: { values: values.map((value) => ({ value })) } });
	const SQL = 'SELECT Id FROM ACCOUNT WHERE C_CrmId = $1 AND Status = $2';

	test.each([
		['too few values', bound(SQL, 'CRM-007'), /^Query Parameters: there is no value for \$2/],
		['no values', bound(SQL), /there is no value for \$1, \$2/],
		[
			'too many values',
			bound(SQL, 'CRM-007', 'ACTIVE', 'x'),
			/^Query Parameters: there are more values/,
		],
		[
			'values and no placeholder',
			bound('SELECT Id FROM ACCOUNT', 'x'),
			/^Query Parameters: there are more/,
		],
		[
			'a gap in its placeholders',
			bound('SELECT Id FROM ACCOUNT WHERE Id = $2', '1', '2'),
			/^Query Parameters/,
		],
		['a placeholder $0', bound('SELECT Id FROM ACCOUNT WHERE Id = $0', '1'), /no value for \$0/],
	])('with %s is refused, before anything is sent', async (_, step, reason) => {
		await refusedUnsent(billingTest, step, reason);
	});

	test('takes its values as values, whatever is in them', async () => {
		expect(await outputOf(billingTest, bound(SQL, 'CRM-007', 'ACTIVE'))).toEqual([{ Id: '7' }]);
		expect(await outputOf(billingTest, bound(SQL, "x' OR '1' = '1", '$1'))).toEqual([]);
	});

	test('that is bad fails alone where the node goes on', async () => {
		const records = ['SELECT', 'DELETE', 'SELECT'].map((verb) => ({ verb }));
		const step = { ...query('={{ $json.verb }} Id FROM ACCOUNT WHERE Id = 7'), records };
		await middleFails(billingTest, step, only);
	});
});

describe('a filter', () => {
	test.each([
		['without a field', filteredBy('', 'equals', 'x'), /is not the name of a field/],
		['on no field name', filteredBy("Name' OR", 'equals', 'x'), /is not the name of a field/],
		['without a value', filteredBy('Name', 'equals', ''), /^Name: filter 1 has no value/],
		['with an empty list', filteredBy('Name', 'in', ' , '), /^Name: filter 1 has an empty list/],
	])('%s is refused, before anything is sent', async (_, parameters, reason) => {
		await refusedUnsent(billingTest, recordStep('getAll', 'ACCOUNT', { parameters }), reason);
	});

	test('takes its value as a value', async () => {
		const parameters = filteredBy('Name', 'equals', "x' OR 'a' = 'a");
		expect(await outputOf(billingTest, recordStep('getAll', 'ACCOUNT', { parameters }))).toEqual(
			[],
		);
	});
});

describe('a number', () => {
	test.each([
		['Limit', { limit: 0 }],
		['Limit', { limit: -5 }],
		['Limit', { limit: 2.5 }],
		['Page Size', { returnAll: true, options: { pageSize: 0 } }],
	])('of %s that is none (%j) is refused, before anything is sent', async (_, parameters) => {
		await refusedUnsent(
			billingTest,
			recordStep('getAll', 'ACCOUNT', { parameters }),
			/whole number of at least 1/,
		);
	});

	test('of Batch Size that is none is refused, before anything is sent', async () => {
		const parameters = { ...mappedAutomatically(), options: { batchSize: 0 } };
		const step = recordStep('create', 'ACCOUNT', { parameters, records: newAccounts(2) });
		await refusedUnsent(billingTest, step, /whole number of at least 1/);
	});
});

describe('a bulk extract', () => {
	const extract = (parameters: INodeParameters) => ({
		resource: 'bulkExtract',
		operation: 'create',
		parameters,
	});
	const tooLong = `SELECT Id FROM ACCOUNT WHERE Name <> '${'x'.repeat(4000)}'`;

	test.each([
		[
			'without a name',
			{ requestName: ' ', requestBody: 'SELECT Id FROM ACCOUNT' },
			/^Request Name: /,
		],
		[
			'of more than 4,000 characters',
			{ requestName: 'x', requestBody: tooLong },
			/4000 are allowed/,
		],
		[
			'with a column that is no name',
			{
				requestName: 'x',
				requestMethod: 'RETRIEVE',
				retrieveEntityName: 'ACCOUNT',
				columnNames: 'Id, Na-me',
			},
			/"Na-me" is not the name of a field/,
		],
	])('%s is refused, before anything is sent', async (_, parameters, reason) => {
		const named = { ...parameters, requestName: `={{ '${parameters.requestName}' }}` };
		await refusedUnsent(billingTest, extract(named), reason);
	});
});

describe('an API request', () => {
	test.each([
		['a body that is no JSON', { body: '{"brmObjects": ' }, /^body: this is not valid JSON/i],
		['a version that is none', { options: { version: '2.0/../x' } }, /^REST Version: /],
	])('with %s is refused, before anything is sent', async (_, parameters, reason) => {
		const step = { resource: 'api', operation: 'request' };
		const complete = { method: 'POST', path: 'ACCOUNT', ...parameters };
		await refusedUnsent(billingTest, { ...step, parameters: complete }, reason);
	});
});
