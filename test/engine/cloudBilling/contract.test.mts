import { callStep, cloudStep, FreshCloud, newPurchases } from '../support/cloudTest.mjs';
import { errorOf, outputOf, runStep } from '../support/oneNode.mjs';
import { mappedAutomatically } from '../support/workflows.mjs';
import { TextServer } from '../support/textServer.mjs';

const fresh = new FreshCloud();

/** Only the WSDL says what it is called. */
const upload = cloudStep('purchase', 'upload', mappedAutomatically(), {
	records: newPurchases(2),
});
const get = cloudStep('customer', 'get', { customerCode: '101001' });
const wsdlRequests = () => fresh.cloud.books().wsdlRequests;
const singleWsdl = async (): Promise<string> =>
	await (await fetch(`${fresh.cloud.endpoint}?singleWsdl`)).text();

describe('the contract is read', () => {
	test('from ?singleWsdl, once', async () => {
		expect(await outputOf(fresh.test, upload)).toHaveLength(2);
		expect(wsdlRequests()).toBe(1);
	});

	test.each(['imports', 'oneNamespace'] as const)(
		'from ?wsdl and what it imports (%s), where there is no single file',
		async (wsdlLayout) => {
			fresh.cloud.set({ singleWsdl: 'off', wsdlLayout });
			expect(await outputOf(fresh.test, upload)).toHaveLength(2);
			// The help page at ?singleWsdl, one or two documents, four schemas.
			expect(wsdlRequests()).toBe(wsdlLayout === 'imports' ? 7 : 6);
		},
	);

	test('and not again by later runs, nor by two at the same time', async () => {
		await Promise.all([outputOf(fresh.test, upload), outputOf(fresh.test, get)]);
		await outputOf(fresh.test, get);
		await runStep(fresh.test, callStep('CustomersGetAll'));
		expect(wsdlRequests()).toBe(1);
	});

	test('anew for another address', async () => {
		await outputOf(fresh.test, get);
		fresh.change({ endpoint: `${fresh.cloud.endpoint}?instance=2` });
		await outputOf(fresh.test, get);
		expect(wsdlRequests()).toBe(2);
	});

	test('from the address in the credential, without the token', async () => {
		const wsdl = await singleWsdl();
		const server = await TextServer.start(() => ({ body: wsdl }));
		fresh.change({ advanced: true, wsdlUrl: ` ${server.url}/service.wsdl ` });
		expect(await outputOf(fresh.test, upload)).toHaveLength(2);
		await server.stop();
		expect(server.asked).toHaveLength(1);
		expect(server.asked[0]).not.toContain(fresh.cloud.apiToken);
		expect(wsdlRequests()).toBe(1);
	});

	test('from the text in the credential, where the service publishes nothing', async () => {
		const wsdl = await singleWsdl();
		fresh.cloud.set({ metadata: 'off' });
		fresh.change({ advanced: true, wsdl });
		expect(await outputOf(fresh.test, upload)).toHaveLength(2);
		expect(wsdlRequests()).toBe(1);
	});

	test('and calls go to the address in the credential, whatever the WSDL says', async () => {
		for (const addressHost of ['internal', 'requested'] as const) {
			fresh.cloud.set({ addressHost });
			fresh.change({ endpoint: `${fresh.cloud.endpoint}?${addressHost}` });
			expect(await outputOf(fresh.test, get)).toHaveLength(1);
		}
	});

	test('with the operation that takes purchases, whatever it is called', async () => {
		fresh.cloud.set({ purchaseUploadName: 'StoreTheCharges' });
		expect(await outputOf(fresh.test, upload)).toHaveLength(2);
		expect(fresh.calls()).toEqual({ StoreTheCharges: 1 });
	});

	test('and asks which one is meant where several operations take purchases', async () => {
		const wsdl = await singleWsdl();
		const second = wsdl.replace(
			/<wsdl:operation name="UploadPurchases">.*?<\/wsdl:operation>/g,
			(whole) => whole + whole.replace('name="UploadPurchases"', 'name="ReplacePurchases"'),
		);
		fresh.change({ advanced: true, wsdl: second });
		const text = await errorOf(fresh.test, upload);
		expect(text).toContain('Upload Operation: choose one: the service has 2 operations');
		expect(text).toContain('UploadPurchases, ReplacePurchases');
		const uploadOperation = { __rl: true, mode: 'list', value: 'UploadPurchases' };
		const parameters = { ...upload.parameters, uploadOperation };
		expect(await outputOf(fresh.test, { ...upload, parameters })).toHaveLength(2);
	});

	test('again when the server could not answer the first time', async () => {
		fresh.cloud.faults.add({
			match: { kind: 'wsdl' },
			do: { type: 'status', code: 503 },
		});
		expect(await outputOf(fresh.test, upload)).toHaveLength(2);
	});

	test('by a later run, where the server could not answer an earlier one', async () => {
		fresh.cloud.faults.add({
			match: { kind: 'wsdl' },
			do: { type: 'status', code: 500 },
			times: 2,
		});
		expect(await errorOf(fresh.test, upload)).toContain('could not be read');
		expect(await outputOf(fresh.test, upload)).toHaveLength(2);
	});

	test('again as often as the option Retries says', async () => {
		fresh.cloud.faults.add({
			match: { kind: 'wsdl' },
			do: { type: 'status', code: 503 },
			times: 'always',
		});
		const parameters = { ...upload.parameters, options: { retries: 0 } };
		await errorOf(fresh.test, { ...upload, parameters });
		// Once at each of the two addresses.
		expect(wsdlRequests()).toBe(2);
	});

	test('without holding up a run that is stopped meanwhile', async () => {
		fresh.cloud.faults.add({ match: { kind: 'wsdl' }, do: { type: 'delay', ms: 2500 } });
		const result = await runStep(fresh.test, { ...get, run: { cancelWhen: 200 } });
		expect(result.status).toBe('canceled');
		expect(result.durationMs).toBeLessThan(1500);
	});
});

describe('without a WSDL', () => {
	const withName = () => fresh.change({ advanced: true, contractName: 'IPublicApi' });
	beforeEach(() => fresh.cloud.set({ metadata: 'off' }));

	test.each([
		['customer', 'get', { customerCode: '101001' }],
		['customer', 'getAll', {}],
		['document', 'getAll', { customerCodes: '101001' }],
		['invoice', 'getAll', { filters: { calculatedSinceDate: '2020-01-01T00:00:00Z' } }],
		['invoice', 'create', mappedAutomatically()],
		['product', 'create', { tagName: 'Fibre', additionalFields: { aliases: 'a, b' } }],
		['pricingRule', 'getAll', { customerCode: '101001', productClusterTagName: 'Backup' }],
		['purchase', 'getAll', { filters: { includeUnmapped: true } }],
		['purchase', 'getUnmapped', {}],
		[
			'purchase',
			'getImportStatistics',
			{ importedFrom: '2020-01-01T00:00:00Z', importedTo: '2030-01-01T00:00:00Z' },
		],
	])('%s/%s works from what is documented', async (resource, operation, parameters) => {
		withName();
		const record = {
			CustomerCode: '101001',
			InvoiceReference: 'AH-1',
			BillingPeriodStart: '2026-01-01',
			BillingPeriodEnd: '2026-01-31',
		};
		const step = cloudStep(resource, operation, parameters, { records: [record] });
		expect((await outputOf(fresh.test, step)).length).toBeGreaterThan(0);
		expect(fresh.cloud.books()).toMatchObject({ soapFaults: 0, rowsFailed: 0 });
	});

	test('gives the same customer as with one', async () => {
		withName();
		const [without] = await outputOf(fresh.test, get);
		fresh.cloud.set({ metadata: 'on' });
		fresh.change({ endpoint: `${fresh.cloud.endpoint}?again`, contractName: '' });
		const [found] = await outputOf(fresh.test, get);
		expect(Object.keys(without)).toEqual(Object.keys(found));
		expect(without).toEqual(found);
	});

	test('deletes, closes, downloads and gets details', async () => {
		withName();
		const [{ Id }] = fresh.rows('document', ({ Status }) => Status === 'Completed');
		const [invoice] = fresh.rows('invoice', ({ InvoiceStatus }) => InvoiceStatus === 'APPROVED');
		fresh.cloud.insert('purchase', [{ PurchaseReference: 'D-1' }]);
		for (const [resource, operation, parameters] of [
			['document', 'download', { documentId: Id }],
			['invoice', 'get', { invoiceId: invoice.Id }],
			['invoice', 'close', { invoiceId: invoice.Id, reason: 'paid' }],
			['purchase', 'delete', { purchaseReference: 'D-1', reason: 'wrong' }],
		] as const) {
			const step = cloudStep(resource, operation, parameters as Record<string, string>);
			expect(await outputOf(fresh.test, step)).toHaveLength(1);
		}
		expect(fresh.cloud.books()).toMatchObject({ rowsUpdated: 1, rowsDeleted: 1, rowsFailed: 0 });
	});

	test('the WSDL is looked for once, and not by every run', async () => {
		withName();
		await outputOf(fresh.test, get);
		await outputOf(fresh.test, get);
		expect(wsdlRequests()).toBe(2);
	});

	test('an unknown contract name is told with what to do', async () => {
		const text = await errorOf(fresh.test, get);
		expect(text).toContain('cannot be processed at the receiver');
		expect(text).toContain('Give the WSDL in the credential, or set the contract name');
	});

	test('a SOAPAction pattern of another kind is taken', async () => {
		fresh.cloud.set({ contractName: 'Other.Name' });
		fresh.change({
			advanced: true,
			soapActionPattern: 'http://tempuri.org/Other.Name/{operation}',
		});
		expect(await outputOf(fresh.test, get)).toHaveLength(1);
		expect(fresh.cloud.log.read().at(-1)?.notes.action).toBe(
			'http://tempuri.org/Other.Name/CustomerGetByCode',
		);
	});

	test('the upload of purchases says that it needs one, and why there is none', async () => {
		const text = await errorOf(fresh.test, upload);
		expect(text).toContain('The upload of purchases is known only from the WSDL');
		expect(text).toMatch(/web page \(HTML\)/);
		expect(text).toContain('Give the address of the WSDL in the credential, or paste the WSDL');
	});

	test('an operation that is not documented is refused before anything is sent', async () => {
		const text = await errorOf(fresh.test, callStep('AddCustomerCluster', { tagName: 'VIP' }));
		expect(text).toContain('The service has no operation "AddCustomerCluster"');
		expect(fresh.calls()).toEqual({});
	});

	test('such a refusal says that the WSDL could not be read', async () => {
		const text = await errorOf(fresh.test, callStep('AddCustomerCluster', { tagName: 'VIP' }));
		expect(text).toMatch(/WSDL/);
	});
});
