import type { IDataObject } from 'n8n-workflow';
import { callStep, cloudStep, FreshCloud, newPurchase } from '../support/cloudTest.mjs';
import { bothOutputsOf, errorOf, outputOf, runStep } from '../support/oneNode.mjs';

const fresh = new FreshCloud();

/** Operation: Call with parameters from its form. */
const formStep = (operation: string, value: IDataObject, records: IDataObject[] = [{}]) =>
	cloudStep(
		'operation',
		'call',
		{
			operationName: { __rl: true, mode: 'list', value: operation },
			callParameters: { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] },
		} as {},
		{ records },
	);
const customer = (code: string) =>
	fresh.rows('customer', ({ CustomerCode }) => CustomerCode === code)[0];

const NEW_CUSTOMER: IDataObject = {
	StringValues: [{ Value: 'CRM-9', Name: 'CrmId' }],
	LCID: 1043,
	ImportTagName: 'Business',
	CustomerName: 'Customer 909',
	CustomerCode: '909',
	Addresses: [
		{ City: 'Noordwijk', Name: 'Head office' },
		{ Name: 'Shop', HouseNumber: '00123' },
	],
	IsBillingSuspended: false,
};

describe('Operation: Call by JSON', () => {
	test('takes nested and repeated members in any order', async () => {
		const step = callStep('UploadCustomers', { customers: [NEW_CUSTOMER] });
		expect(await outputOf(fresh.test, step)).toEqual([{ result: true }]);
		expect(customer('909')).toMatchObject({
			LCID: 1043,
			StringValues: [{ Name: 'CrmId', Value: 'CRM-9' }],
			Addresses: [
				{ City: 'Noordwijk', Name: 'Head office' },
				{ Name: 'Shop', HouseNumber: '00123' },
			],
		});
		expect(fresh.calls()).toEqual({ UploadCustomers: 1 });
	});

	test('takes one record where a list is meant, and an empty list', async () => {
		await outputOf(fresh.test, callStep('UploadCustomers', { customers: NEW_CUSTOMER }));
		expect(customer('909')).toBeDefined();
		await outputOf(fresh.test, callStep('UploadCustomers', { customers: [] }));
		expect(fresh.cloud.books()).toMatchObject({ rowsCreated: 1 });
	});

	test('takes the list as WCF names its entries', async () => {
		const customers = { Customer: [NEW_CUSTOMER] };
		await outputOf(fresh.test, callStep('UploadCustomers', { customers }));
		expect(customer('909')).toMatchObject({ CustomerName: 'Customer 909' });
	});

	test('null is nothing in the vendor’s row, and a member left out is not touched', async () => {
		await outputOf(fresh.test, callStep('UploadCustomers', { customers: [NEW_CUSTOMER] }));
		const change = {
			CustomerCode: '909',
			ImportTagName: 'Business',
			ContactName: null,
			LCID: null,
		};
		await outputOf(fresh.test, callStep('UploadCustomers', { customers: [change] }));
		expect(customer('909')).toMatchObject({
			LCID: null,
			ContactName: null,
			CustomerName: 'Customer 909',
		});
	});

	test('gives an item for each record of a list, paired', async () => {
		const step = callStep('GetInvoiceHeaders', { includedStatuses: ['EXPORTED'] });
		const result = await runStep(fresh.test, { ...step, records: [{}, {}] });
		const count = fresh.rows('invoice', (row) => row.InvoiceStatus === 'EXPORTED').length;
		expect(result.items('Billing')).toHaveLength(2 * count);
		expect(result.outputOf('Billing').at(-1)?.pairedItem).toEqual({ item: 1 });
	});

	test('gives one item for one record, its metadata as columns', async () => {
		const step = callStep('CustomerGetByCode', { customerCode: '101002' });
		expect(await outputOf(fresh.test, step)).toMatchObject([{ StringValues_CrmId: 'CRM-0002' }]);
	});

	test('takes each item its own parameters, by expression', async () => {
		const step = callStep('CustomerGetByCode', {});
		const parameters = {
			...step.parameters,
			parametersJson: '={{ { "customerCode": $json.code } }}',
		};
		const records = [{ code: '101002' }, { code: 'nobody' }, { code: '101001' }];
		const { good, failed } = await bothOutputsOf(fresh.test, { ...step, parameters, records });
		expect(good).toMatchObject([{ CustomerCode: '101002' }, { CustomerCode: '101001' }]);
		expect(failed).toMatchObject([{ code: 'nobody' }]);
	});

	test.each([
		['no JSON', '{"a": ', 'Parameters Json: this is not valid JSON'],
		['a list', '[1]', 'Parameters (JSON): this is not a JSON object'],
	])('refuses %s before anything is sent', async (_, parametersJson, reason) => {
		const step = callStep('CustomersGetAll', {}, { parametersJson: `={{ '${parametersJson}' }}` });
		expect(await errorOf(fresh.test, step)).toContain(reason);
		expect(fresh.calls()).toEqual({});
	});

	test('a call whose answer is lost is not repeated, unless twice does no harm', async () => {
		const lose = () =>
			fresh.cloud.faults.add({ match: { kind: 'UploadCustomers' }, do: { type: 'resetAfter' } });
		const parameters = { customers: [NEW_CUSTOMER] };
		lose();
		const text = await errorOf(fresh.test, callStep('UploadCustomers', parameters));
		expect(text).toContain('This may have happened all the same');
		expect(fresh.calls()).toEqual({ UploadCustomers: 1 });
		lose();
		const options = { repeatable: true };
		const step = callStep('UploadCustomers', parameters, { options });
		expect(await outputOf(fresh.test, step)).toEqual([{ result: true }]);
		expect(fresh.calls()).toEqual({ UploadCustomers: 3 });
	});

	test('an answer of nothing is an item that says so', async () => {
		fresh.cloud.set({ customerNotFound: 'nil' });
		const step = callStep('CustomerGetByCode', { customerCode: 'nobody' });
		expect(await outputOf(fresh.test, step)).toEqual([{ result: null }]);
	});
});

describe('Operation: Call by form', () => {
	test('sends what was filled in, and leaves out what was left alone', async () => {
		const step = formStep('AddCustomerCluster', { tagName: 'VIP', parentTagName: null });
		expect(await outputOf(fresh.test, step)).toEqual([{ result: true }]);
		expect(fresh.rows('customerCluster', ({ TagName }) => TagName === 'VIP')).toMatchObject([
			{ ParentTagName: null },
		]);
	});

	test('takes nested and repeated parameters as JSON, as text or as what an expression gives', async () => {
		for (const [code, value] of [
			['909', JSON.stringify([NEW_CUSTOMER])],
			['910', [{ ...NEW_CUSTOMER, CustomerCode: '910' }]],
		] as const) {
			await outputOf(fresh.test, formStep('UploadCustomers', { customers: value as string }));
			expect(customer(code)).toMatchObject({ Addresses: [{}, { HouseNumber: '00123' }] });
		}
	});

	test('takes lists of text, enum values, booleans and numbers', async () => {
		const [open] = fresh.rows('invoice', ({ InvoiceStatus }) => InvoiceStatus === 'APPROVED');
		const close = formStep('CloseInvoices', { invoiceIds: `["${String(open.Id)}"]`, reason: 'x' });
		expect(await outputOf(fresh.test, close)).toEqual([{ Errors: [], InvoiceIds: [open.Id] }]);
		const headers = formStep('GetInvoiceHeaders', { includedStatuses: ['CLOSED'] });
		const found = await outputOf(fresh.test, headers);
		expect(new Set(found.map(({ InvoiceStatus }) => InvoiceStatus))).toEqual(new Set(['CLOSED']));
		const unmapped = formStep('GetUnmappedPurchases', { page: 2, productLabel: '' });
		expect(await outputOf(fresh.test, unmapped)).toEqual([]);
		const purchases = formStep('GetPurchases', { includeUnmapped: true });
		expect(await outputOf(fresh.test, purchases)).toHaveLength(300);
	});

	test('takes the input items as they are', async () => {
		const step = cloudStep(
			'operation',
			'call',
			{
				operationName: { __rl: true, mode: 'list', value: 'AddCustomerCluster' },
				callParameters: { mappingMode: 'autoMapInputData', value: null } as {},
			},
			{ records: [{ parentTagName: 'Customers', tagName: 'VIP' }, { tagName: 'VVIP' }] },
		);
		expect(await outputOf(fresh.test, step)).toEqual([{ result: true }, { result: true }]);
		expect(fresh.cloud.books()).toMatchObject({ rowsCreated: 2 });
	});

	test('calls an operation without parameters filled in', async () => {
		expect(await outputOf(fresh.test, formStep('CustomersGetAll', {}))).toHaveLength(60);
	});

	test('text that begins like JSON and is none stays text', async () => {
		await outputOf(fresh.test, formStep('AddCustomerCluster', { tagName: '{VIP} customers' }));
		expect(fresh.rows('customerCluster', ({ TagName }) => TagName === '{VIP} customers')).toEqual([
			expect.objectContaining({}),
		]);
	});

	test('text that is JSON stays text where the parameter is a text', async () => {
		await outputOf(fresh.test, formStep('AddCustomerCluster', { tagName: '["VIP"]' }));
		expect(fresh.rows('customerCluster', ({ TagName }) => TagName === '["VIP"]')).toHaveLength(1);
	});

	test('a list that begins like JSON and is none is refused before anything is sent', async () => {
		const step = formStep('CloseInvoices', { invoiceIds: '["a",]', reason: 'x' });
		expect(await errorOf(fresh.test, step)).toContain('invoiceIds: this is not valid JSON');
		expect(fresh.calls()).toEqual({});
	});

	test('a table takes lists as JSON in a text, too', async () => {
		const step = cloudStep(
			'operation',
			'call',
			{
				operationName: { __rl: true, mode: 'list', value: 'UploadCustomers' },
				callParameters: { mappingMode: 'autoMapInputData', value: null } as {},
			},
			{ records: [{ customers: JSON.stringify([NEW_CUSTOMER]) }] },
		);
		await outputOf(fresh.test, step);
		expect(customer('909')).toMatchObject({ LCID: 1043 });
	});

	test('uploads purchases too, by their list', async () => {
		const step = formStep('UploadPurchases', { purchases: [newPurchase(1)] as unknown as string });
		expect(await outputOf(fresh.test, step)).toEqual([{ result: true }]);
		expect(fresh.cloud.books()).toMatchObject({ rowsCreated: 1 });
	});
});
