import { CLOUD_BILLING_SWITCHES, startSandbox, type Sandbox } from '../index.mjs';
import { leaves, libraryClient, purchase, SoapClient, strings } from './client.mjs';

let sandbox: Sandbox;
let client: SoapClient;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => {
	sandbox.cloudBilling.reset();
	client = new SoapClient(sandbox.cloudBilling);
});

const customer = (code = '101001') =>
	client.call('CustomerGetByCode', `<customerCode>${code}</customerCode>`);

describe('the table of switches', () => {
	it('gives every switch a sentence, a row of the reference and a default among its values', () => {
		for (const spec of Object.values(CLOUD_BILLING_SWITCHES)) {
			expect(spec.says).toMatch(/\.$/);
			expect(spec.row).toMatch(/^\d+\.\d+$/);
			if ('values' in spec) expect(spec.values).toContain(spec.default);
		}
	});

	it('has a switch for every open row that the server can answer in more than one way', () => {
		const rows = Object.values(CLOUD_BILLING_SWITCHES).map(({ row }) => row);
		// Row 1, the endpoint, is the port and the path; every other row is here.
		for (let row = 2; row <= 18; row += 1) expect(rows).toContain(`8.${row}`);
	});

	it('refuses an unknown name or position and then changes nothing', () => {
		const { cloudBilling } = sandbox;
		expect(() => cloudBilling.setUnchecked({ emptyList: 'nil', other: 1 })).toThrow('other');
		expect(() => cloudBilling.setUnchecked({ emptyList: 'maybe' })).toThrow('element, nil');
		expect(() => cloudBilling.setUnchecked({ contractName: '' })).toThrow('contractName');
		expect(() => cloudBilling.setUnchecked({ contractName: 1 })).toThrow('contractName');
		expect(cloudBilling.switches.emptyList).toBe('element');
	});
});

describe('the shape of results', () => {
	it.each(['nested', 'flat', 'flatFiles'] as const)('resultShape %s', async (resultShape) => {
		sandbox.cloudBilling.set({ resultShape });
		const isFlat = resultShape === 'flat';
		expect(/<\w+:Result[ >]/.test((await customer()).text)).toBe(!isFlat);
		const list = await client.call('CustomersGetAll');
		expect(leaves(list.text, 'CustomerCode')).toHaveLength(60);
		expect(/<\w+:Result[ >]/.test(list.text)).toBe(!isFlat);
		const [document] = sandbox.cloudBilling.rows('document');
		const file = await client.call(
			'GetInvoiceTransformationResultFile',
			`<invoiceTransformationResultId>${document.Id}</invoiceTransformationResultId>`,
		);
		expect(/<\w+:Result[ >]/.test(file.text)).toBe(resultShape === 'nested');
		const upload = await client.upload(purchase('P1'));
		expect(leaves(upload.text, 'Result')).toEqual(['true']);
	});

	it('resultShape flat with a failure: only the status', async () => {
		sandbox.cloudBilling.set({ resultShape: 'flat' });
		const answer = await customer('none');
		expect(answer).toMatchObject({ code: 'Error', message: expect.stringContaining('none') });
		expect((await client.call('CustomersGetAll', '<page>2</page>')).code).toBe('Success');
	});

	it('resultShape flat is read by the soap library from the WSDL', async () => {
		sandbox.cloudBilling.set({ resultShape: 'flat' });
		const library = await libraryClient(sandbox.cloudBilling);
		const [found] = (await library.CustomersGetAllAsync({})) as [
			{ CustomersGetAllResult: { Customer: unknown[] } },
		];
		expect(found.CustomersGetAllResult.Customer).toHaveLength(60);
	});

	it('fileResult list: the file in a list, flat or not', async () => {
		const [document] = sandbox.cloudBilling.rows('document');
		for (const resultShape of ['nested', 'flat'] as const) {
			sandbox.cloudBilling.set({ fileResult: 'list', resultShape });
			const { text } = await client.call(
				'GetInvoiceTransformationResultFile',
				`<invoiceTransformationResultId>${document.Id}</invoiceTransformationResultId>`,
			);
			expect(text).toMatch(/<\w+:InvoiceTransformationResultFile/);
			expect(leaves(text, 'ContentType')).toEqual(['application/pdf']);
		}
	});

	it('resultMembers inherited: the status comes first', async () => {
		sandbox.cloudBilling.set({ resultMembers: 'inherited' });
		const { text } = await customer();
		expect(text.indexOf('ResultCode')).toBeLessThan(text.indexOf(':Result '));
	});

	it('failureCode other: a ResultCode that is neither Success nor Error', async () => {
		sandbox.cloudBilling.set({ failureCode: 'other' });
		expect((await customer('none')).code).toBe('Failed');
	});

	it('successMessage empty, emptyList nil', async () => {
		expect((await customer()).text).toMatch(/ResultMessage i:nil="true"/);
		sandbox.cloudBilling.set({ successMessage: 'empty', emptyList: 'nil' });
		expect((await customer()).text).toMatch(/<\w+:ResultMessage(?![^>]*nil)[^>]*\/>/);
		const empty = await client.call('CustomersGetAll', '<page>9</page>');
		expect(empty.text).toMatch(/<\w+:Result i:nil="true"/);
	});

	it('customerNotFound nil: a success without a customer', async () => {
		sandbox.cloudBilling.set({ customerNotFound: 'nil' });
		const answer = await customer('none');
		expect(answer.code).toBe('Success');
		expect(answer.text).toMatch(/<\w+:Result i:nil="true"/);
	});

	it('failedUpload falseWithSuccess: only the false tells', async () => {
		sandbox.cloudBilling.set({ failedUpload: 'falseWithSuccess' });
		const answer = await client.upload(purchase('B', { CustomerCode: '' }));
		expect(answer).toMatchObject({ code: 'Success', message: expect.stringContaining('required') });
		expect(leaves(answer.text, 'Result')).toEqual(['false']);
	});
});

describe('values and types', () => {
	it.each([
		['utc', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/],
		['noZone', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/],
		['offset', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.017\+02:00$/],
	] as const)('dates %s', async (dates, form) => {
		sandbox.cloudBilling.set({ dates });
		expect(leaves((await customer()).text, 'CreatedDate')[0]).toMatch(form);
	});

	it('currencies off: amounts without a currency beside them', async () => {
		sandbox.cloudBilling.set({ currencies: 'off' });
		const { text } = await client.call('GetInvoiceHeaders');
		expect(text).not.toMatch(/TotalCurrency/);
	});

	it('enumSpelling upper, in both directions', async () => {
		sandbox.cloudBilling.set({ enumSpelling: 'upper' });
		expect(leaves((await customer()).text, 'InvoicePeriodUOM')).toEqual(['MONTH']);
		const upload = (uom: string) =>
			client.call(
				'UploadCustomers',
				'<customers><a:Customer><a:CustomerCode>101001</a:CustomerCode>' +
					`<a:InvoicePeriodUOM>${uom}</a:InvoicePeriodUOM></a:Customer></customers>`,
			);
		expect((await upload('YEAR')).code).toBe('Success');
		expect((await upload('Year')).fault).toBe('DeserializationFailed');
		expect(sandbox.cloudBilling.rows('customer')[0].InvoicePeriodUOM).toBe('Year');
	});

	it('nameValuePairs three: one type for each metadata list', async () => {
		sandbox.cloudBilling.set({ nameValuePairs: 'three' });
		expect(leaves((await customer('101004')).text, 'NumericNameValuePair')).toEqual([]);
		expect((await customer('101004')).text).toMatch(/<\w+:NumericNameValuePair/);
	});

	it('extraMembers some: members that no page lists, one of them recursive', async () => {
		sandbox.cloudBilling.set({ extraMembers: 'some' });
		const { text } = await customer();
		expect(text).toMatch(/<\w+:TimeZone/);
		const wsdl = await (await fetch(`${sandbox.cloudBilling.endpoint}?singleWsdl`)).text();
		expect(wsdl).toMatch(/name="Fallback" nillable="true" type="tns:OutputPreference"/);
		sandbox.cloudBilling.insert('customer', [
			{ CustomerCode: 'r', PreferredOutput: { Format: 'pdf', Fallback: { Format: 'text' } } },
		]);
		expect(leaves((await customer('r')).text, 'Format')).toEqual(['text', 'pdf']);
	});

	it('totals string and customerId int change the types in the WSDL', async () => {
		sandbox.cloudBilling.set({ totals: 'string', customerId: 'int' });
		const wsdl = await (await fetch(`${sandbox.cloudBilling.endpoint}?singleWsdl`)).text();
		expect(wsdl).toContain('name="LastCalculatedTotal" nillable="true" type="xs:string"');
		expect(wsdl).toContain('name="CustomerId" nillable="true" type="xs:int"');
	});
});

describe('operations', () => {
	it('olderOperations off: the older document operations are gone', async () => {
		sandbox.cloudBilling.set({ olderOperations: 'off' });
		const answer = await client.call('GetInvoiceTransformationResultsForInvoices');
		expect(answer.fault).toBe('ActionNotSupported');
	});

	it('purchaseUploadResult bulk: errors and references one by one', async () => {
		sandbox.cloudBilling.set({ purchaseUploadResult: 'bulk' });
		const answer = await client.upload(purchase('G'), purchase('B', { ProductLabel: '' }));
		expect(answer.code).toBe('Success');
		expect(leaves(answer.text, 'PurchaseReference')).toEqual(['B']);
		expect(leaves(answer.text, 'string')).toEqual(['G']);
	});

	it('partlyBadUpload goodOnes: the good ones are written in spite of the false', async () => {
		sandbox.cloudBilling.set({ partlyBadUpload: 'goodOnes' });
		const answer = await client.upload(purchase('G'), purchase('B', { ProductLabel: '' }));
		expect(leaves(answer.text, 'Result')).toEqual(['false']);
		expect(sandbox.cloudBilling.books()).toMatchObject({ rowsCreated: 1, rowsFailed: 1 });
	});

	it('outdatedPurchase error: an upload that is not newer is refused', async () => {
		sandbox.cloudBilling.set({ outdatedPurchase: 'error' });
		const row = purchase('O', { SourceUpdateDate: '2026-01-01T00:00:00Z' });
		await client.upload(row);
		expect((await client.upload(row)).message).toContain('SourceUpdateDate');
	});

	it('purchasesPaging page: GetPurchases has pages', async () => {
		sandbox.cloudBilling.set({ purchasesPaging: 'page', unmappedPerPage: 200 });
		const page = async (body: string) =>
			leaves((await client.call('GetPurchases', body)).text, 'PurchaseReference').length;
		expect([await page(''), await page('<page>2</page>')]).toEqual([200, 75]);
	});

	it('reopening on: closed invoices can be reopened, and there is a status for it', async () => {
		sandbox.cloudBilling.set({ reopening: 'on' });
		const closed = sandbox.cloudBilling
			.rows('invoice')
			.find((row) => row.InvoiceStatus === 'CLOSED');
		const ids = `<invoiceIds>${strings(String(closed?.Id))}</invoiceIds>`;
		expect((await client.call('ReopenInvoices', ids)).code).toBe('Success');
		const reopening = await client.call(
			'GetInvoiceHeaders',
			'<includedStatuses><a:InvoiceStatusEnum>REOPENING</a:InvoiceStatusEnum></includedStatuses>',
		);
		expect(leaves(reopening.text, 'Id')).toEqual([closed?.Id]);
	});

	it('extraction unlicensed: reads are refused, writes are not', async () => {
		sandbox.cloudBilling.set({ extraction: 'unlicensed' });
		expect((await customer()).message).toContain('licence');
		expect((await client.upload(purchase('P'))).code).toBe('Success');
	});

	it('faultNamespace addressing: ActionNotSupported in the namespace of addressing', async () => {
		sandbox.cloudBilling.set({ faultNamespace: 'addressing' });
		expect((await client.call('Nothing')).text).toContain('ws/2005/05/addressing/none');
	});
});

describe('limits', () => {
	it.each([
		['429', 429, undefined],
		['503', 503, undefined],
		['fault', 500, 'Client'],
	] as const)('a throttled call answers %s', async (throttleForm, status, fault) => {
		sandbox.cloudBilling.set({ rateLimit: 2, throttleForm, retryAfterSeconds: 1 });
		await customer();
		await customer();
		const answer = await customer();
		expect(answer).toMatchObject({ status, fault });
		expect(answer.headers.get('retry-after')).toBe(fault ? null : '1');
	});

	it('maxRequestBytes: 413 above it', async () => {
		sandbox.cloudBilling.set({ maxRequestBytes: 2000 });
		expect((await customer()).status).toBe(200);
		expect((await customer('x'.repeat(3000))).status).toBe(413);
	});

	it('maxListItems: a fault above it', async () => {
		sandbox.cloudBilling.set({ maxListItems: 1 });
		const answer = await client.upload(purchase('P1'), purchase('P2'));
		expect(answer.fault).toBe('DeserializationFailed');
		expect(sandbox.cloudBilling.books().rowsCreated).toBe(0);
	});
});
