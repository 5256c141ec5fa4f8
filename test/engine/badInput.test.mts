import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { BillingTest } from './support/billingTest.mjs';
import {
	apiRequest,
	byId,
	errorOf,
	ids,
	newAccount,
	outputOf,
	recordStep,
	type Step,
} from './support/oneNode.mjs';
import { expression, itemOfError, middleFails, refusedUnsent } from './support/refusals.mjs';
import { entity, mappedAutomatically } from './support/workflows.mjs';

let billingTest: BillingTest;

beforeEach(async () => {
	billingTest = await BillingTest.create();
});
afterEach(async () => {
	expect(billingTest.books().openSessions).toBe(0);
	await billingTest.stop();
});

const NOT_ENTITIES = [
	'ACCOUNT/../x',
	'../login',
	'ACCOUNT?x=1',
	'ACCOUNT#x',
	'ACC OUNT',
	'1ACCOUNT',
	'ACCOUNT;',
	"A'B",
	'',
];
const withEntity = (name: string): INodeParameters => entity(expression(name));

describe('a base URL', () => {
	test.each([
		['that is missing', '', /^Base URL: the credential has no address/],
		['that is blank', '   ', /^Base URL: the credential has no address/],
		[
			'without https://',
			'sandbox.billingplatform.com/myorg',
			/^Base URL: this is not a web address/,
		],
		['of another kind', 'ftp://sandbox.billingplatform.com/myorg', /this is not a web address/],
		[
			'with http to another machine',
			'http://sandbox.billingplatform.com/myorg',
			/only https is allowed/,
		],
		[
			'with http to a name that begins like this machine',
			'http://127.0.0.1.example.com/x',
			/only https/,
		],
		['with http to a private address', 'http://10.0.0.7/myorg', /only https is allowed/],
		['with user and password', 'https://me:secret-9@billing.example.com/myorg', /do not belong/],
	])('%s is refused by both mechanisms, before anything is sent', async (_, baseUrl, reason) => {
		const { credentials } = billingTest.engine;
		for (const id of ['password', 'oauth']) {
			const { name, type } = credentials.get(id);
			credentials.set(id, { name, type, data: { ...credentials.data(id), baseUrl } });
		}
		for (const authentication of ['password', 'oAuth2']) {
			const parameters = { authentication, limit: 1 };
			await refusedUnsent(billingTest, recordStep('getAll', 'ACCOUNT', { parameters }), reason);
		}
		const text = await errorOf(billingTest, recordStep('getAll', 'ACCOUNT'));
		expect(text).not.toContain('secret-9');
	});

	test('with http to this machine is taken', async () => {
		expect(billingTest.vendor.baseUrl).toMatch(/^http:\/\/127/);
		const step = recordStep('getAll', 'ACCOUNT', { parameters: { limit: 1 } });
		expect(await outputOf(billingTest, step)).toHaveLength(1);
	});

	// n8n puts a sentence of its own, without the host, in the place of a message that holds ECONNREFUSED.
	test('of a server that is not there is told, naming the host', async () => {
		const other = await BillingTest.create({ baseUrl: 'http://127.0.0.1:9/demo' });
		const step = recordStep('getAll', 'ACCOUNT', { parameters: { limit: 1 } });
		const text = await errorOf(other, step).finally(async () => await other.stop());
		expect(text).toContain('No connection to 127.0.0.1:9');
	});

	test('of an org that is not there is told as a refused login', async () => {
		const other = await BillingTest.create({ baseUrl: `${billingTest.sandbox.url}/another` });
		const text = await errorOf(other, recordStep('getAll', 'ACCOUNT'));
		expect(text).toMatch(/refused the login.*another.*base URL/);
		await other.stop();
	});
});

describe('an entity name that is no name', () => {
	test.each(NOT_ENTITIES)(
		'%j is refused by every operation, before anything is sent',
		async (name) => {
			const reason =
				name === '' ? /^Entity: choose an entity/ : /^Entity: .* is not the name of an entity/;
			const step = (operation: string, parameters: INodeParameters): Step => ({
				resource: operation === 'upload' ? 'file' : 'record',
				operation,
				parameters: { ...withEntity(name), ...parameters },
				records: [newAccount(1)],
			});
			for (const operation of ['create', 'update', 'upsert']) {
				await refusedUnsent(billingTest, step(operation, mappedAutomatically('C_CrmId')), reason);
			}
			for (const operation of ['get', 'delete', 'restore']) {
				await refusedUnsent(billingTest, step(operation, { recordId: '7' }), reason);
			}
			await refusedUnsent(billingTest, step('getAll', {}), reason);
			const data = { mimeType: 'text/csv', data: 'YQ==' };
			const upload = step('upload', { recordId: '7', fieldName: 'C_Attachment' });
			await refusedUnsent(
				billingTest,
				{ ...upload, run: { input: [{ json: {}, binary: { data } }] } },
				reason,
			);
			const extract = {
				requestName: 'x',
				requestMethod: 'RETRIEVE',
				retrieveEntityName: expression(name),
			};
			await refusedUnsent(
				billingTest,
				{ resource: 'bulkExtract', operation: 'create', parameters: extract },
				/Entity/,
			);
		},
	);

	test.each([
		'../login',
		'ACCOUNT/../../x',
		'https://evil.example.com/',
		'ACCOUNT/%2e%2e/x',
		'query?sql=x',
		'',
	])('the path %j is refused by API Request, before anything is sent', async (path) => {
		await refusedUnsent(billingTest, apiRequest('GET', expression(path)), /^Path: /);
	});

	test('fails alone where the node goes on', async () => {
		const parameters = { ...entity('={{ $json.entity }}'), recordId: '7' };
		const records = ['ACCOUNT', 'ACCOUNT/../x', 'INVOICE'].map((name) => ({ entity: name }));
		await middleFails(
			billingTest,
			recordStep('get', 'ACCOUNT', { parameters, records }),
			'is not the name of an entity',
		);
	});

	test('of an entity the org does not have is told as the vendor tells it, or that it is not known', async () => {
		const create = recordStep('create', 'NO_SUCH', {
			parameters: mappedAutomatically(),
			records: [newAccount(1)],
		});
		expect(await errorOf(billingTest, create)).toContain('NO_SUCH');
		expect(await errorOf(billingTest, recordStep('getAll', 'NO_SUCH'))).toContain('NO_SUCH');
	});
});

describe('an Id', () => {
	test.each([
		['that is empty', '', 'the Id is empty'],
		['that is blank', '  ', 'the Id is empty'],
		['that is a word', 'abc', '"abc" is not an Id'],
		['that is a path', '7/../8', '"7/../8" is not an Id'],
		['that is a condition', '7 OR 1=1', '"7 OR 1=1" is not an Id'],
		['that is below zero', '-7', '"-7" is not an Id'],
	])(
		'%s is refused, naming the item and the field, before anything is sent',
		async (_, Id, reason) => {
			const records = [{ Id: '7' }, { Id }, { Id: '8' }] as IDataObject[];
			for (const operation of ['get', 'delete', 'restore']) {
				const step = recordStep(operation, 'INVOICE', { parameters: byId, records });
				await refusedUnsent(billingTest, step, `Record ID: ${reason}`);
				expect(await itemOfError(billingTest, step)).toBe(1);
			}
			const update = recordStep('update', 'INVOICE', {
				parameters: mappedAutomatically(),
				records,
			});
			await refusedUnsent(billingTest, update, reason);
			const getExtract: Step = {
				resource: 'bulkExtract',
				operation: 'get',
				parameters: { recordId: '={{ $json.Id }}' },
			};
			await refusedUnsent(billingTest, { ...getExtract, records: records.slice(1) }, reason);
		},
	);

	test('that is missing from a record to update is refused, naming the field', async () => {
		const records = [{ Name: 'Without an Id' }];
		const step = recordStep('update', 'ACCOUNT', { parameters: mappedAutomatically(), records });
		await refusedUnsent(billingTest, step, /^Id: the Id is empty/);
	});

	test('that is none fails alone where the node goes on, in one call for the others', async () => {
		const records = [...ids(7), { Id: 'x' }, ...ids(8)];
		for (const operation of ['get', 'delete']) {
			await middleFails(
				billingTest,
				recordStep(operation, 'INVOICE', { parameters: byId, records }),
				'is not an Id',
			);
		}
		expect(billingTest.books()).toMatchObject({
			rowsDeleted: 2,
			callsBy: { delete: 1, retrieve: 1 },
		});
	});
});
