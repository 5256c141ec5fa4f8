import { startSandbox, type Sandbox } from '../index.mjs';
import { leaves, purchase, SoapClient, strings } from './client.mjs';

let sandbox: Sandbox;
let client: SoapClient;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => {
	sandbox.cloudBilling.reset();
	sandbox.cloudBilling.clock.set(Date.parse('2031-05-06T07:08:09.678Z'));
	client = new SoapClient(sandbox.cloudBilling);
});

const NOW = '2031-05-06T07:08:09Z';
const EARLIER = '2031-05-06T07:00:00Z';
const rows = (entity: string) => sandbox.cloudBilling.rows(entity);
const invoice = (id: string) => rows('invoice').find(({ Id }) => Id === id);
const openIds = () =>
	rows('invoice')
		.filter(({ InvoiceStatus }) => InvoiceStatus === 'CALCULATED_OK')
		.map(({ Id }) => String(Id));
const approvedId = () =>
	String(rows('invoice').find(({ InvoiceStatus }) => InvoiceStatus === 'APPROVED')?.Id);

async function control(method: string, action: string, body: unknown) {
	const response = await fetch(`${sandbox.url}/__sandbox/cloudBilling/${action}`, {
		method,
		body: JSON.stringify(body),
	});
	return { status: response.status, json: (await response.json()) as unknown };
}

describe('invoices', () => {
	it('are approved with a number and the date, and are locked from then on', async () => {
		const [one, two] = openIds();
		sandbox.cloudBilling.approveInvoices([one, two]);
		const { text } = await client.call('GetInvoiceDetails', `<invoiceId>${one}</invoiceId>`);
		expect(leaves(text, 'InvoiceStatus')).toEqual(['APPROVED']);
		expect(leaves(text, 'ApprovalDate')).toEqual([NOW]);
		const numbers = [one, two].map((id) => invoice(id)?.InvoiceNumber);
		expect(numbers).toEqual(['INV-30039', 'INV-30040']);
		expect(() => sandbox.cloudBilling.approveInvoices([one])).toThrow('APPROVED');
	});

	it('are approved all or none', () => {
		const [one] = openIds();
		expect(() => sandbox.cloudBilling.approveInvoices([one, 'none'])).toThrow('no invoice none');
		expect(() => sandbox.cloudBilling.approveInvoices([one, approvedId()])).toThrow('APPROVED');
		expect(invoice(one)).toMatchObject({ InvoiceStatus: 'CALCULATED_OK', ApprovalDate: null });
	});

	it('approvalDate dateOnly: the approval is at midnight, in lists and alone', async () => {
		const [id] = openIds();
		sandbox.cloudBilling.approveInvoices([id]);
		sandbox.cloudBilling.set({ approvalDate: 'dateOnly' });
		const alone = await client.call('GetInvoiceDetails', `<invoiceId>${id}</invoiceId>`);
		expect(leaves(alone.text, 'ApprovalDate')).toEqual(['2031-05-06T00:00:00Z']);
		const list = await client.call('GetInvoiceHeaders');
		const dates = leaves(list.text, 'ApprovalDate');
		expect(dates).toHaveLength(39);
		expect(dates.every((date) => date.endsWith('T00:00:00Z'))).toBe(true);
	});

	it('are calculated again, at once or after as many reads as the switch says', async () => {
		const [one, two] = openIds();
		sandbox.cloudBilling.recalculateInvoices([one]);
		expect(invoice(one)).toMatchObject({ LastCalculationFinishDate: NOW });
		sandbox.cloudBilling.set({ recalculationReads: 2 });
		sandbox.cloudBilling.recalculateInvoices([two]);
		expect(invoice(two)).toMatchObject({ InvoiceStatus: 'PENDING' });
		await client.call('GetInvoiceHeaders');
		await client.call('GetInvoiceHeaders');
		expect(invoice(two)).toMatchObject({
			InvoiceStatus: 'CALCULATED_OK',
			LastCalculationFinishDate: NOW,
		});
		expect(() => sandbox.cloudBilling.recalculateInvoices([approvedId()])).toThrow('APPROVED');
	});
});

describe('documents', () => {
	it('are made of invoices: PDFs of now, or what is asked for', async () => {
		const [one, two] = openIds();
		const ids = [
			...sandbox.cloudBilling.createDocuments([one]),
			...sandbox.cloudBilling.createDocuments([two], {
				CreatedDate: EARLIER,
				TransformationName: 'Usage text',
			}),
		];
		const found = await client.call(
			'GetTransformationResultsForInvoices',
			`<invoiceIds>${strings(one, two)}</invoiceIds><createdFromDate>${EARLIER}</createdFromDate>`,
		);
		expect(leaves(found.text, 'Id')).toEqual(ids);
		expect(leaves(found.text, 'CreatedDate')).toEqual([NOW, EARLIER]);
		expect(leaves(found.text, 'TransformationName')).toEqual(['Invoice PDF', 'Usage text']);
		const codes = [one, two].map((id) => invoice(id)?.CustomerCode);
		expect(leaves(found.text, 'CustomerCode')).toEqual(codes);
	});
});

describe('customers', () => {
	const found = async (code: string) =>
		(await client.call('CustomerGetByCode', `<customerCode>${code}</customerCode>`)).text;

	it('are new or changed in their place, with the date that they say or of now', async () => {
		const before = rows('customer').map(({ Id }) => Id);
		const ids = sandbox.cloudBilling.upsertCustomers([
			{ CustomerCode: '101002', CustomerName: 'Renamed' },
			{ CustomerCode: '101003', UpdatedDate: EARLIER },
			{ CustomerCode: 'new', CreatedDate: EARLIER },
		]);
		expect(ids.slice(0, 2)).toEqual(before.slice(1, 3));
		expect(rows('customer').map(({ Id }) => Id)).toEqual([...before, ids[2]]);
		expect(leaves(await found('101002'), 'CustomerName')).toEqual(['Renamed']);
		expect(leaves(await found('101002'), 'UpdatedDate')).toEqual([NOW]);
		expect(leaves(await found('101003'), 'UpdatedDate')).toEqual([EARLIER]);
		expect(leaves(await found('new'), 'CreatedDate')).toEqual([EARLIER]);
		expect(leaves(await found('new'), 'UpdatedDate')).toEqual([NOW]);
	});
});

describe('unmapped purchases', () => {
	const stats = async (importedFrom: string) => {
		const { text } = await client.call(
			'GetPurchaseImportStats',
			`<importedFrom>${importedFrom}</importedFrom><fetchUnmapped>true</fetchUnmapped>`,
		);
		return text;
	};

	it('are listed by the statistics with all that is known of them, after the date asked for', async () => {
		const ids = sandbox.cloudBilling.uploadUnmappedPurchases([
			{},
			{ PurchaseReference: 'U', CustomerCode: 'nobody', ProductLabel: 'sms' },
			{ ImportedDate: EARLIER },
		]);
		const text = await stats(EARLIER);
		expect(leaves(text, 'UnmappedCount')).toEqual(['2']);
		expect(leaves(text, 'Id')).toEqual(ids.slice(0, 2));
		expect(leaves(text, 'PurchaseReference')).toEqual(['UNMAPPED-301', 'U']);
		expect(leaves(text, 'ImportedDate')).toEqual([NOW, NOW]);
		expect(leaves(text, 'CustomerCode')).toEqual(['101001', 'nobody']);
		expect(leaves(text, 'ProductLabel')).toEqual(['no-such-product', 'sms']);
		expect(leaves(text, 'CustomerId')).toEqual([rows('customer')[0].Id]);
		const sms = rows('productCluster').find(({ TagName }) => TagName === 'Text messages');
		expect(leaves(text, 'ProductClusterId')).toEqual([sms?.Id]);
		expect(leaves(await stats('2031-05-06T06:59:59Z'), 'Id')).toEqual(ids);
		expect(leaves(await stats(NOW), 'Id')).toEqual([]);
	});

	it('may be known purchases, which then lie on no invoice', () => {
		const billed = rows('purchase').find(({ InvoiceId }) => InvoiceId !== null);
		const reference = billed?.PurchaseReference;
		sandbox.cloudBilling.uploadUnmappedPurchases([{ PurchaseReference: reference }]);
		expect(rows('purchase').find(({ Id }) => Id === billed?.Id)).toMatchObject({
			PurchaseReference: reference,
			InvoiceId: null,
			ImportedDate: NOW,
		});
		expect(rows('purchase')).toHaveLength(300);
	});
});

describe('an update', () => {
	it('changes only what it is given, and what lies elsewhere follows', async () => {
		const { cloudBilling: cloud } = sandbox;
		const [id] = openIds();
		cloud.update('invoice', [
			{ Id: id, CustomerCode: '101060', LastCalculationFinishDate: EARLIER },
		]);
		expect(invoice(id)).toMatchObject({ LastCalculationFinishDate: EARLIER, ApprovalDate: null });
		await client.upload(
			purchase('P', {
				CustomerCode: '101060',
				PurchaseDate: String(invoice(id)?.BillingPeriodStart),
			}),
		);
		expect(rows('purchase').at(-1)).toMatchObject({ PurchaseReference: 'P', InvoiceId: id });
		const tagName = 'Text messages';
		cloud.update('productCluster', [{ TagName: tagName, Aliases: ['texts'] }]);
		cloud.insert('purchase', [
			{ CustomerCode: '101001', ProductLabel: 'texts', PurchaseReference: 'mapped' },
			{ CustomerCode: '101001', ProductLabel: 'sms', PurchaseReference: 'unmapped' },
		]);
		const { text } = await client.call(
			'GetUnmappedPurchases',
			'<dateFrom>2031-01-01T00:00:00Z</dateFrom>',
		);
		expect(leaves(text, 'PurchaseReference')).toEqual(['unmapped']);
		expect(() => cloud.update('customer', [{ CustomerCode: 'nobody' }])).toThrow(
			'There is no customer nobody',
		);
	});
});

describe('over HTTP', () => {
	it('all of it can be done as well', async () => {
		const [one, two] = openIds();
		await control('POST', 'invoices/recalculate', [one]);
		await control('POST', 'invoices/approve', [one]);
		await control('POST', 'invoices/documents', [one]);
		await control('POST', 'customers', [{ CustomerCode: 'new' }]);
		await control('POST', 'purchases/unmapped', [{}, {}]);
		await control('PUT', 'rows/invoice', [{ Id: two, InvoiceStatus: 'REJECTED' }]);
		expect(invoice(one)).toMatchObject({ ApprovalDate: NOW, LastCalculationFinishDate: NOW });
		expect(invoice(two)).toMatchObject({ InvoiceStatus: 'REJECTED' });
		expect(rows('document').at(-1)).toMatchObject({ InvoiceIds: [one], CreatedDate: NOW });
		expect(rows('customer').at(-1)).toMatchObject({ CustomerCode: 'new', UpdatedDate: NOW });
		expect(rows('purchase')).toHaveLength(302);
		expect((await control('POST', 'invoices/approve', [one])).status).toBe(400);
		expect((await control('POST', 'invoices/approve', { ids: [two] })).status).toBe(400);
	});
});
