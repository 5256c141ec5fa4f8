import type { INodeParameters } from 'n8n-workflow';
import type { DraftNode } from '../harness/index.mjs';
import { cloudStep, FreshCloud, newPurchase, refusedUncalled } from '../support/cloudTest.mjs';
import { outputOf } from '../support/oneNode.mjs';

const fresh = new FreshCloud();

const draft = (parameters: INodeParameters = {}, id = 'cloud'): DraftNode => ({
	type: 'n8n-nodes-billing.billing',
	credentials: { cloudBillingApi: id },
	parameters: { system: 'cloudBilling', resource: 'operation', operation: 'call', ...parameters },
});
const locator = (value: string) => ({ __rl: true, mode: 'list', value });

const search = async (method: string, filter?: string, node = draft()) =>
	(await fresh.test.engine.editor.listSearch(node, method, { filter })).results.map(
		({ name, value }) => (name === value ? value : `${name} is ${String(value)}`),
	);
const operations = async (filter?: string, node = draft()) =>
	await search('cloudBillingSearchOperations', filter, node);
const uploads = async (filter?: string) =>
	await search('cloudBillingSearchUploadOperations', filter);
const columns = async (method: string, parameters: INodeParameters = {}) =>
	await fresh.test.engine.editor.resourceMapping(draft(parameters), method);
const form = async (name: string) =>
	await columns('cloudBillingParameters', { operationName: locator(name) });
const shown = ({ fields }: Awaited<ReturnType<typeof columns>>) =>
	fields.map(({ id, type, required, removed }) => ({
		id,
		type,
		...(required && { required }),
		...(removed && { removed }),
	}));

describe('the list of operations', () => {
	test('holds the operations of the WSDL by name, documented or not', async () => {
		const names = (await operations()).map(String);
		expect(names).toEqual(
			expect.arrayContaining(['AddCustomerCluster', 'GetInvoiceDetails', 'UploadCustomers']),
		);
		expect(names).toEqual([...names].sort());
		expect(fresh.cloud.books()).toMatchObject({ calls: 1, wsdlRequests: 1 });
	});

	test.each([
		['a part of the name, in any case', ' pricerule ', ['FindPriceRuleWithValidity']],
		['something that no name has', 'no such thing', []],
	])('is searched by %s', async (_, filter, found) => {
		expect(await operations(filter)).toEqual(found);
	});

	test('holds the documented ones where there is no WSDL', async () => {
		fresh.cloud.set({ metadata: 'off' });
		const names = await operations();
		expect(names).toContain('GetInvoiceHeaders');
		expect(names).not.toContain('AddCustomerCluster');
	});

	test('logs nobody in', async () => {
		await operations('', draft({}, 'cloudUser'));
		expect(fresh.cloud.books()).toMatchObject({ logins: 0, wsdlRequests: 1 });
	});

	test('leads to an operation that runs', async () => {
		const [name] = await operations('addcustomer');
		const callParameters = { mappingMode: 'defineBelow', value: { tagName: 'VIP' } };
		const parameters = { operationName: locator(String(name)), callParameters } as {};
		const step = cloudStep('operation', 'call', parameters);
		expect(await outputOf(fresh.test, step)).toEqual([{ result: true }]);
	});

	test.each([
		['no address', { endpoint: '' }, 'Endpoint URL: the credential has no address'],
		['no token', { apiToken: '' }, 'API Token: the credential has no value for this'],
		['a bad WSDL', { advanced: true, wsdl: '<rss/>' }, 'not a WSDL 1.1'],
	])('says what is wrong with a credential of %s', async (_, changes, reason) => {
		fresh.change(changes);
		await expect(operations()).rejects.toThrow(reason);
	});
});

describe('the list of upload operations', () => {
	test('holds those that take a list of purchases', async () => {
		fresh.cloud.set({ purchaseUploadName: 'StoreCharges' });
		expect(await uploads()).toEqual(['StoreCharges']);
		expect(await uploads('nothing')).toEqual([]);
	});

	test('says so where there is no WSDL', async () => {
		fresh.cloud.set({ metadata: 'off' });
		await expect(uploads()).rejects.toThrow('known only from the WSDL of the service');
	});
});

describe('the form of an operation', () => {
	test('has a field for each parameter, in order, of its type', async () => {
		expect(shown(await form('GetPurchases'))).toEqual([
			{ id: 'customerCode', type: 'string' },
			{ id: 'includeUnmapped', type: 'boolean' },
			{ id: 'productLabel', type: 'string' },
			{ id: 'dateFrom', type: 'string' },
			{ id: 'dateTo', type: 'string' },
		]);
		expect(shown(await form('CustomersGetAll'))).toEqual([{ id: 'page', type: 'number' }]);
	});

	test('takes nested and repeated parameters as JSON', async () => {
		expect(shown(await form('UploadPricingRules'))).toEqual([
			{ id: 'customerClusterTagName', type: 'string' },
			{ id: 'productClusterTagName', type: 'string' },
			{ id: 'pricingRules', type: 'array' },
		]);
		expect(shown(await form('GetInvoiceHeaders'))).toContainEqual({
			id: 'includedStatuses',
			type: 'array',
		});
	});

	test('says which parameters are required', async () => {
		const wsdl = await (await fetch(`${fresh.cloud.endpoint}?singleWsdl`)).text();
		const changed = wsdl.replaceAll('minOccurs="0" name="tagName"', 'minOccurs="1" name="tagName"');
		fresh.change({ advanced: true, wsdl: changed });
		expect(shown(await form('AddCustomerCluster'))).toEqual([
			{ id: 'tagName', type: 'string', required: true },
			{ id: 'parentTagName', type: 'string' },
		]);
	});

	test('offers dates as dates, and what is needed, where there is no WSDL', async () => {
		fresh.cloud.set({ metadata: 'off' });
		expect(shown(await form('CloseInvoices'))).toEqual([
			{ id: 'invoiceIds', type: 'array', required: true },
			{ id: 'reason', type: 'string' },
		]);
		expect(shown(await form('GetPurchases'))).toContainEqual({ id: 'dateTo', type: 'dateTime' });
	});

	test('of an operation that is not documented says that there is no WSDL', async () => {
		fresh.cloud.set({ metadata: 'off' });
		const { emptyFieldsNotice } = await form('AddCustomerCluster');
		expect(emptyFieldsNotice).toContain(
			'The operation "AddCustomerCluster" is known only from the WSDL of the service, which could not be read. ',
		);
	});

	test.each(['', 'Nothing'])('of an operation named "%s" says what to do', async (name) => {
		const { fields, emptyFieldsNotice } = await form(name);
		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toMatch(/Choose an/);
	});
});

describe('the columns of a purchase', () => {
	const purchase = async (uploadOperation = '') =>
		await columns('cloudBillingPurchaseColumns', {
			resource: 'purchase',
			operation: 'upload',
			uploadOperation: locator(uploadOperation),
		});

	test('are the members of the WSDL; those that every purchase needs are there at once', async () => {
		const found = shown(await purchase());
		expect(found.filter(({ removed }) => !removed)).toEqual([
			{ id: 'CustomerCode', type: 'string' },
			{ id: 'ProductLabel', type: 'string' },
			{ id: 'PurchaseDate', type: 'string' },
			{ id: 'PurchaseReference', type: 'string' },
			{ id: 'Quantity', type: 'number' },
		]);
		expect(found).toContainEqual({ id: 'IsAdhoc', type: 'boolean', removed: true });
	});

	test('have the lists of metadata, to be given as names with values', async () => {
		expect(shown(await purchase())).toContainEqual({
			id: 'StringValues',
			type: 'object',
			removed: true,
		});
	});

	test('are those of the operation that is chosen; where there are several, one must be', async () => {
		const wsdl = await (await fetch(`${fresh.cloud.endpoint}?singleWsdl`)).text();
		const twice = wsdl.replace(
			/<wsdl:operation name="UploadPurchases">.*?<\/wsdl:operation>/g,
			(whole) => whole + whole.replace('name="UploadPurchases"', 'name="ReplacePurchases"'),
		);
		fresh.change({ advanced: true, wsdl: twice });
		expect((await purchase('ReplacePurchases')).fields.length).toBeGreaterThan(5);
		for (const [name, notice] of [
			[
				'',
				'choose one: the service has 2 operations that take purchases. It has UploadPurchases, ',
			],
			['Nothing', 'the service has no operation "Nothing" that takes a list of purchases'],
		]) {
			const { fields, emptyFieldsNotice } = await purchase(name);
			expect(fields).toEqual([]);
			expect(emptyFieldsNotice).toContain(notice);
		}
	});

	test('offer the values of an enum', async () => {
		fresh.cloud.set({ extraMembers: 'some' });
		const { fields } = await purchase('UploadPurchases');
		expect(fields.find(({ id }) => id === 'RecurrenceUOM')).toMatchObject({
			type: 'options',
			options: ['Day', 'Month', 'Year'].map((value) => ({ name: value, value })),
		});
	});

	test('mapped by hand, arrive', async () => {
		const { fields } = await purchase();
		const value = Object.fromEntries(fields.map(({ id }) => [id, newPurchase(1)[id] ?? null]));
		const mapped = { mappingMode: 'defineBelow', value, matchingColumns: [], schema: fields };
		await outputOf(fresh.test, cloudStep('purchase', 'upload', { columns: mapped as {} }));
		expect(fresh.cloud.books()).toMatchObject({ rowsCreated: 1 });
	});

	test('mapped by hand, take metadata and other nested members as JSON', async () => {
		fresh.cloud.set({ extraMembers: 'some' });
		const value = {
			...newPurchase(1),
			ProductLabel: '["sms"]',
			StringValues: '{"Site": "North", "Note": "[a]"}',
			NumericValues: '[{"Name": "Seconds", "Value": 90}]',
			DateValues: { Seen: '2026-01-15' },
		};
		const mapped = { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] };
		await outputOf(fresh.test, cloudStep('purchase', 'upload', { columns: mapped as {} }));
		expect(fresh.rows('purchase', (row) => row.PurchaseReference === 'T-00001')).toMatchObject([
			{
				ProductLabel: '["sms"]',
				StringValues: [
					{ Name: 'Site', Value: 'North' },
					{ Name: 'Note', Value: '[a]' },
				],
				NumericValues: [{ Name: 'Seconds', Value: '90' }],
				DateValues: [{ Name: 'Seen', Value: expect.stringContaining('2026-01-15') }],
			},
		]);
	});

	test('mapped by hand, refuse what begins like JSON and is none', async () => {
		const value = { ...newPurchase(1), StringValues: '{"Site": ' };
		const mapped = { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] };
		const step = cloudStep('purchase', 'upload', { columns: mapped as {} });
		await refusedUncalled(fresh.test, step, 'StringValues: this is not valid JSON');
	});

	test('are none where there is no WSDL, which is told', async () => {
		fresh.cloud.set({ metadata: 'off' });
		const { fields, emptyFieldsNotice } = await purchase();
		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toContain('the WSDL of the service, which could not be read. ');
	});
});

describe('the columns of an invoice', () => {
	const invoice = async (withPeriod: boolean) =>
		await columns('cloudBillingInvoiceColumns', {
			resource: 'invoice',
			operation: 'create',
			withPeriod,
		});

	test('have the period or not, as the user says', async () => {
		const names = shown(await invoice(true)).map(({ id }) => id);
		expect(names).toEqual(expect.arrayContaining(['InvoiceReference', 'BillingPeriodEnd']));
		expect(shown(await invoice(false)).map(({ id }) => id)).toEqual([
			'CustomerCode',
			'InvoiceDate',
			'InvoiceNumber',
			'InvoiceReference',
		]);
	});

	test('are known without a WSDL', async () => {
		fresh.cloud.set({ metadata: 'off' });
		expect(shown(await invoice(true))).toContainEqual({
			id: 'BillingPeriodEnd',
			type: 'dateTime',
			removed: true,
		});
	});
});
