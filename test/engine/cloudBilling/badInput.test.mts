import type { IDataObject } from 'n8n-workflow';
import {
	BY_LOGIN,
	callStep,
	cloudStep,
	FreshCloud,
	newPurchase,
	newPurchases,
	refusedUncalled,
} from '../support/cloudTest.mjs';
import { bothOutputsOf, errorOf, outputOf, runStep } from '../support/oneNode.mjs';
import { mappedAutomatically } from '../support/workflows.mjs';

const fresh = new FreshCloud();

const customers = cloudStep('customer', 'getAll', { limit: 2 });
const upload = (records: IDataObject[], parameters: IDataObject = {}) =>
	cloudStep('purchase', 'upload', { ...mappedAutomatically(), ...parameters } as {}, { records });
const uploaded = () =>
	fresh.rows('purchase', ({ PurchaseReference }) => /^T-/.test(String(PurchaseReference)));
/** The service's own WSDL, pasted, with members that it needs. */
const withRequired = async (...names: string[]): Promise<void> => {
	let wsdl = await (await fetch(`${fresh.cloud.endpoint}?singleWsdl`)).text();
	for (const name of names) {
		wsdl = wsdl.replaceAll(`minOccurs="0" name="${name}"`, `minOccurs="1" name="${name}"`);
	}
	fresh.change({ advanced: true, wsdl });
};

describe('an endpoint', () => {
	test.each([
		['that is missing', '', /^Endpoint URL: the credential has no address/],
		['that is blank', '  ', /^Endpoint URL: the credential has no address/],
		['without https://', 'billing.example.com/Api.svc', /this is not a web address/],
		['of another kind', 'ftp://billing.example.com/Api.svc', /this is not a web address/],
		['with http to another machine', 'http://billing.example.com/Api.svc', /only https is allowed/],
		['with http to a private address', 'http://10.0.0.7/Api.svc', /only https is allowed/],
		['with user and password', 'https://me:secret-9@billing.example.com/x', /do not belong/],
	])(
		'%s is refused by both ways to log in, before anything is sent',
		async (_, endpoint, reason) => {
			for (const [id, node] of [['cloud'], ['cloudUser', BY_LOGIN]] as const) {
				fresh.change({ endpoint }, id);
				const text = await errorOf(fresh.test, { ...customers, node });
				expect(text).toMatch(reason);
				expect(text).not.toContain('secret-9');
			}
			expect(fresh.cloud.books().calls).toBe(0);
		},
	);

	test('where nobody listens is told with its host', async () => {
		await withRequired();
		fresh.change({ endpoint: 'http://127.0.0.1:9/Api.svc' });
		const parameters = { ...customers.parameters, options: { retries: 0 } };
		const text = await errorOf(fresh.test, { ...customers, parameters });
		expect(text).toContain('No connection to 127.0.0.1:9');
		expect(text).toContain('Check the address in the credential.');
	});

	test('that is no SOAP service is told', async () => {
		fresh.change({ endpoint: `${fresh.test.sandbox.url}/nothing/here` });
		const text = await errorOf(fresh.test, customers);
		expect(text).toContain('CloudBilling answered with status 404');
		expect(text).toContain('Check the endpoint URL in the credential.');
	});

	test('an API token that is missing is told before anything is sent', async () => {
		fresh.change({ apiToken: '' });
		expect(await errorOf(fresh.test, customers)).toContain(
			'API Token: the credential has no value',
		);
		expect(fresh.cloud.books().calls).toBe(0);
	});

	test('a header element that is no name is told before any call', async () => {
		fresh.change({ advanced: true, headerElement: 'Api Token' });
		await refusedUncalled(fresh.test, customers, '"Api Token" cannot be the name of a header');
	});
});

describe('an operation', () => {
	test.each([
		['GetPurchase', 'There are: '],
		['getpurchases', 'Did you mean "GetPurchases"?'],
		['constructor', 'There are: '],
	])('named %s is refused with those that there are', async (name, advice) => {
		const reason = `The service has no operation "${name}". ${advice}`;
		await refusedUncalled(fresh.test, callStep(name), reason);
	});

	test('without a required parameter is refused, with all that are missing', async () => {
		await withRequired('tagName', 'parentTagName');
		const step = callStep('AddCustomerCluster', {});
		const reason = /^tagName: the operation AddCustomerCluster needs this parameter, and parent/;
		await refusedUncalled(fresh.test, step, reason);
	});

	test('without a member that its type requires is refused with its path', async () => {
		await withRequired('ProductLabel');
		const { ProductLabel, ...row } = newPurchase(1);
		expect(ProductLabel).toBe('sms');
		await refusedUncalled(fresh.test, upload([row]), 'ProductLabel: a value is needed here');
	});

	test('with a parameter that it does not have is refused with those that it has', async () => {
		const step = callStep('CustomerGetByCode', { CustomerCode: '101001' });
		await refusedUncalled(fresh.test, step, 'no such member. Did you mean "customerCode"?');
	});
});

describe('a value that does not fit', () => {
	const VALUES: Array<[string, IDataObject, RegExp]> = [
		['a number', { Quantity: 'many' }, /Quantity: "many" is not a number/],
		['a number with a comma', { Quantity: '1,5' }, /Quantity: "1,5" is not a number/],
		['a boolean', { IsAdhoc: 'perhaps' }, /IsAdhoc: "perhaps" is not true or false/],
		['a list', { StringValues: 'text' }, /StringValues.*"text" is not an object/],
		['an object for text', { ProductLabel: { a: 1 } }, /ProductLabel: an object is not a single/],
		[
			'a control character',
			{ ProductLabel: 'a\u0000b' },
			/control character \(U\+0000\).*position 2/,
		],
		['half a pair', { ProductLabel: 'a\ud83d' }, /half of a surrogate pair/],
	];

	test.each(VALUES)(
		'(%s) is refused with its field, and nothing is sent',
		async (_, more, reason) => {
			await refusedUncalled(fresh.test, upload([newPurchase(1, more)]), reason);
		},
	);

	test.each(VALUES)('(%s) is refused with its item', async (_, more) => {
		const records = [newPurchase(1), newPurchase(2, more), newPurchase(3)];
		const { error } = await runStep(fresh.test, upload(records));
		expect(error).toMatchObject({ context: { itemIndex: 1 } });
	});

	test('fails its own item, the others of the batch go on', async () => {
		const records = [newPurchase(1), newPurchase(2, { Quantity: 'many' }), newPurchase(3)];
		const { good, failed } = await bothOutputsOf(fresh.test, upload(records));
		expect(good).toHaveLength(2);
		expect(failed).toMatchObject([{ PurchaseReference: 'T-00002' }]);
		expect(uploaded()).toHaveLength(2);
	});

	test('in the last batch is found before the first one is sent', async () => {
		const records = [...newPurchases(4), newPurchase(5, { Quantity: 'many' })];
		await errorOf(fresh.test, upload(records, { options: { batchSize: 2 } }));
		expect(fresh.calls()).toEqual({});
	});

	test('an enum value is refused with those that there are', async () => {
		const step = callStep('GetInvoiceHeaders', { includedStatuses: ['APROVED'] });
		const reason = /includedStatuses\[0\]: "APROVED" is not a value of .* There are: None, PENDING/;
		await refusedUncalled(fresh.test, step, reason);
	});

	test('an enum value in other letters is refused with the one that is meant', async () => {
		const step = callStep('GetInvoiceHeaders', { includedStatuses: ['approved'] });
		await refusedUncalled(fresh.test, step, 'Did you mean "APPROVED"?');
	});

	test('a whole number beyond its type is refused', async () => {
		const step = callStep('CustomersGetAll', { page: 3_000_000_000 });
		await refusedUncalled(fresh.test, step, 'within the range of int');
	});

	test('nesting beyond all measure is refused', async () => {
		let customer: IDataObject = {};
		for (let level = 0; level < 500; level++) customer = { Addresses: [customer] };
		const step = callStep('UploadCustomers', { customers: [customer] });
		await refusedUncalled(fresh.test, step, /no such member|nested too deeply/);
	});

	test('one item of several fails alone where they are called one by one', async () => {
		const step = callStep('CustomersGetAll');
		const parameters = { ...step.parameters, parametersJson: '={{ { page: $json.page } }}' };
		const records = [{ page: 1 }, { page: 'two' }, { page: 3 }];
		const { good, failed } = await bothOutputsOf(fresh.test, { ...step, parameters, records });
		expect(good).toHaveLength(60);
		expect(failed).toMatchObject([
			{ error: 'page: "two" is not a whole number.', details: { field: 'page' } },
		]);
	});
});

describe('a key that is empty, as an expression may be,', () => {
	const empty = '={{ " " }}';
	const rules = { customerCode: '1', productClusterTagName: 'Cloud' };
	const dates = { importedFrom: '2026-01-01T00:00:00Z', importedTo: '2026-01-02T00:00:00Z' };

	test.each([
		['customer', 'get', { customerCode: empty }, 'Customer Code'],
		['document', 'download', { documentId: empty }, 'Document ID'],
		['invoice', 'get', { invoiceId: empty }, 'Invoice ID'],
		['pricingRule', 'getAll', { ...rules, customerCode: empty }, 'Customer Code'],
		['pricingRule', 'getAll', { ...rules, productClusterTagName: empty }, 'Product Cluster'],
		['purchase', 'getImportStatistics', { ...dates, importedFrom: empty }, 'Imported After'],
		['purchase', 'getImportStatistics', { ...dates, importedTo: empty }, 'Imported Before'],
	])('is refused by %s/%s (%j)', async (resource, operation, parameters, label) => {
		const step = cloudStep(resource, operation, parameters as {});
		await refusedUncalled(fresh.test, step, `${label}: this is empty`);
	});
});

describe('text', () => {
	const TEXTS: Array<[string, string]> = [
		['markup', '<b>&amp; "quoted" \'single\' </b>'],
		['the end of CDATA', 'a ]]> b <![CDATA[ c ]]> d'],
		['what begins like CDATA', '<![CDATA[x]]>'],
		['entities', '&lt;&#65;&unknown;'],
		['emoji and letters of other scripts', '🎉👩‍👩‍👧 Zoë ďábel 請求書 فاتورة'],
		['lines, tabs and blanks around', '  a\tb\nc\r\nd  '],
		['the last characters that XML has', '\ud7ff\ue000\ufffd\u{10ffff}'],
		['1 MB', 'long & <longer> '.repeat(65_536)],
	];

	test.each(TEXTS)('of %s goes in and comes out as it is', async (_, text) => {
		const record = newPurchase(1, { ProductLabel: text, StringValues_Note: text });
		await outputOf(fresh.test, upload([record]));
		expect(uploaded()[0].StringValues).toEqual([{ Name: 'Note', Value: text }]);
		const filters = { dateTo: '2026-01-15T10:00:01Z', includeUnmapped: true };
		const found = await outputOf(
			fresh.test,
			cloudStep('purchase', 'getAll', { filters: filters as {} }),
		);
		expect(found).toMatchObject([{ ProductLabel: text, StringValues_Note: text }]);
	});

	test('of markup is searched for as it is', async () => {
		const code = `<&>"']]>🎉`;
		fresh.cloud.insert('customer', [{ CustomerCode: code, CustomerName: code }]);
		const step = cloudStep('customer', 'get', { customerCode: '={{ $json.code }}' });
		const records = [{ code }];
		expect(await outputOf(fresh.test, { ...step, records })).toMatchObject([
			{ CustomerCode: code, CustomerName: code },
		]);
	});

	test('in the name of a metadata column goes in and comes out as it is', async () => {
		const column = 'StringValues_Größe & <"breite"> 🎉';
		await outputOf(fresh.test, upload([newPurchase(1, { [column]: 'x' })]));
		const filters = { dateTo: '2026-01-15T10:00:01Z' };
		const found = await outputOf(fresh.test, cloudStep('purchase', 'getAll', { filters }));
		expect(found).toMatchObject([{ [column]: 'x' }]);
	});

	test('that looks like a number keeps its digits', async () => {
		const record = newPurchase(1, { ProductLabel: '00123', InvoiceReference: '1e5' });
		await outputOf(fresh.test, upload([record]));
		expect(uploaded()).toMatchObject([{ ProductLabel: '00123', InvoiceReference: '1e5' }]);
		const filters = { dateTo: '2026-01-15T10:00:01Z', includeUnmapped: true };
		const found = await outputOf(
			fresh.test,
			cloudStep('purchase', 'getAll', { filters: filters as {} }),
		);
		expect(found).toMatchObject([{ ProductLabel: '00123', InvoiceReference: '1e5' }]);
	});
});
