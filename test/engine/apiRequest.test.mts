import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { BillingTest } from './support/billingTest.mjs';
import {
	apiRequest,
	bothOutputsOf,
	newAccount,
	newAccounts,
	outputOf,
	runStep,
	type Step,
} from './support/oneNode.mjs';
import { refusedUnsent } from './support/refusals.mjs';
import { Tap } from './support/tap.mjs';
import { billing, chain, entity, start } from './support/workflows.mjs';

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

const withQuery = (
	path: string,
	query: Record<string, string>,
	options: INodeParameters = {},
): Step => {
	const step = apiRequest('GET', path, undefined, options);
	const values = Object.entries(query).map(([name, value]) => ({ name, value }));
	return { ...step, parameters: { ...step.parameters, queryParameters: { values } } };
};
const split = { splitIntoItems: true };
const rowOf = (id: string) => billingTest.vendor.rows('ACCOUNT').find(({ Id }) => Id === id);

describe('an API request', () => {
	const METHODS: Array<[string, string, string, IDataObject, IDataObject, () => void]> = [
		[
			'POST',
			'creates',
			'ACCOUNT',
			{ brmObjects: newAccount(1) },
			{ createResponse: [{ ErrorCode: '0', Id: '41' }] },
			() => expect(rowOf('41')).toMatchObject({ Name: 'Test account 1' }),
		],
		[
			'PUT',
			'updates',
			'ACCOUNT',
			{ brmObjects: [{ Id: '7', Name: 'Renamed' }] },
			{ updateResponse: [{ ErrorCode: '0', Id: '7' }] },
			() => expect(rowOf('7')).toMatchObject({ Name: 'Renamed' }),
		],
		[
			'PATCH',
			'creates or updates',
			'ACCOUNT',
			{ brmObjects: [{ C_CrmId: 'CRM-007', Name: 'New' }], externalIDFieldName: 'C_CrmId' },
			{ upsertResponse: [{ Id: '7', created: 'false' }] },
			() => expect(rowOf('7')).toMatchObject({ Name: 'New' }),
		],
		[
			'DELETE',
			'deletes',
			'delete/ACCOUNT',
			{ brmObjects: [{ Id: '7' }], EmptyRecycleBin: '1' },
			{ deleteResponse: [{ ErrorCode: '0' }] },
			() => expect(rowOf('7')).toBeUndefined(),
		],
	];

	test.each(METHODS)(
		'by %s %s, and gives the whole answer',
		async (method, _, path, body, answer, check) => {
			expect(await outputOf(billingTest, apiRequest(method, path, body))).toMatchObject([answer]);
			check();
		},
	);

	test('by GET reads, and gives the whole answer', async () => {
		const rows = await outputOf(billingTest, apiRequest('GET', 'ACCOUNT/7'));
		expect(rows).toEqual([{ retrieveResponse: [rowOf('7')] }]);
	});

	test('gives one item for each record of the answer, where it is split', async () => {
		const where = "Status = 'INACTIVE' AND Name LIKE '%&%' OR Id IN (7, 8)";
		const result = await runStep(billingTest, withQuery('ACCOUNT', { queryAnsiSql: where }, split));
		expect(result.outputOf('Billing')).toEqual(
			['7', '8'].map((id) => ({ json: rowOf(id), pairedItem: { item: 0 } })),
		);
		expect(tap.callsOf('retrieve')[0].query.get('queryAnsiSql')).toBe(where);
	});

	test('takes its body as JSON text, or as an object out of an expression', async () => {
		const records = newAccounts(2).map((brmObjects) => ({ body: { brmObjects } }));
		const asObject = apiRequest('POST', 'ACCOUNT');
		const step = {
			...asObject,
			parameters: { ...asObject.parameters, body: '={{ $json.body }}' },
			records,
		};
		expect(await outputOf(billingTest, step)).toHaveLength(2);
		expect(tap.bodiesOf('create')).toEqual(records.map(({ body }) => body));
	});

	test('without a body sends none, and with GET sends none at all', async () => {
		const get = apiRequest('GET', 'ACCOUNT/7', { brmObjects: {} });
		await outputOf(billingTest, get);
		expect(tap.callsOf('retrieve')[0].body).toBe('');
		const post = withQuery('query', { sql: 'SELECT Id FROM ACCOUNT' });
		const rows = await outputOf(billingTest, {
			...post,
			parameters: { ...post.parameters, method: 'POST' },
		});
		expect((rows[0].queryResponse as unknown[]).length).toBe(40);
		expect(tap.callsOf('query')[0].body).toBe('');
	});

	test('encodes what a path may hold', async () => {
		const { error } = await runStep(billingTest, apiRequest('GET', 'ACCOUNT/7&8'));
		expect(error?.message).toContain('is not an Id');
		expect(tap.callsOf('retrieve')[0].path).toMatch(/\/rest\/2\.0\/ACCOUNT\/7%268$/);
	});

	test.each([
		'../auth/1.0/authenticate',
		'ACCOUNT/../../../hostedPayments',
		'%2e%2e/x',
		'https://example.com/ACCOUNT',
		'//example.com/ACCOUNT/..',
		'ACCOUNT?queryAnsiSql=Id>0',
		'ACCOUNT#x',
		'ACCOUNT\\..\\x',
		'ACCOUNT/7\n8',
		'',
		'/',
	])('whose path leads elsewhere is refused, before anything is sent: %j', async (path) => {
		const given = path === '' ? '={{ "" }}' : `={{ ${JSON.stringify(path)} }}`;
		await refusedUnsent(billingTest, apiRequest('GET', given), /^Path: /);
	});

	test('that the vendor refuses fails alone, in its words and with its code', async () => {
		const step = {
			...apiRequest('GET', '={{ $json.path }}'),
			records: ['ACCOUNT/7', 'ACCOUNT/9999', 'ACCOUNT/8'].map((path) => ({ path })),
		};
		const { good, failed } = await bothOutputsOf(billingTest, step);
		expect(good).toHaveLength(2);
		expect(failed).toEqual([
			{
				path: 'ACCOUNT/9999',
				error: 'ACCOUNT has no record with Id 9999',
				details: { code: 'not_found' },
			},
		]);
	});

	test('that writes stops the node, which says what was done before', async () => {
		const bodies = [newAccount(1), newAccount(2), 'no record', newAccount(4)];
		const post = apiRequest('POST', 'ACCOUNT');
		const { error } = await runStep(billingTest, {
			...post,
			parameters: { ...post.parameters, body: '={{ { brmObjects: $json.record } }}' },
			records: bodies.map((record) => ({ record })),
		});
		expect(error?.message).toBe('brmObjects must be a record or a list of records');
		expect(error?.description).toContain('Done before: item 0–1.');
		expect(billingTest.books()).toMatchObject({ rowsCreated: 2, callsBy: { create: 3 } });
	});

	test('uses the session of the other nodes of the run', async () => {
		const get = { method: 'GET', path: 'ACCOUNT/7' };
		const workflow = chain(
			start,
			billing('A', 'record', 'getAll', { ...entity('ACCOUNT'), limit: 1 }),
			billing('B', 'api', 'request', get),
			billing('C', 'api', 'request', get),
		);
		const result = await billingTest.run(workflow);
		expect(result.error).toBeUndefined();
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1, calls: 5 });
	});
});
