import { startSandbox, type Sandbox } from '../index.mjs';
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

const ids = async (body: string) =>
	leaves((await client.call('GetInvoiceHeaders', body)).text, 'Id').map((id) => id.slice(-2));

const statuses = (...names: readonly string[]) => {
	const items = names.map((name) => `<a:InvoiceStatusEnum>${name}</a:InvoiceStatusEnum>`).join('');
	return `<includedStatuses>${items}</includedStatuses>`;
};

function invoices(status: string): string[] {
	const rows = sandbox.cloudBilling.rows('invoice');
	return rows.filter((row) => row.InvoiceStatus === status).map((row) => String(row.Id));
}

describe('invoice headers', () => {
	const day = (number: number) => `2015-01-0${number}T00:00:00Z`;

	beforeEach(() => {
		sandbox.cloudBilling.insert('invoice', [
			invoice('01', '1', 1, 3),
			invoice('02', '12', 2, 4),
			invoice('03', '3', 3, 5),
		]);
	});

	function invoice(id: string, code: string, start: number, end: number) {
		return {
			Id: id,
			CustomerCode: `x${code}`,
			BillingPeriodStart: day(start),
			BillingPeriodEnd: day(end),
			LastCalculationFinishDate: day(end),
		};
	}

	it('match any part of the customer code', async () => {
		expect(await ids('<customerCode>x1</customerCode>')).toEqual(['01', '02']);
		expect(await ids('<customerCode>x12</customerCode>')).toEqual(['02']);
	});

	it('cover the billing period date', async () => {
		const covering = (number: number) =>
			ids(`<billingPeriodDate>${day(number)}</billingPeriodDate><customerCode>x</customerCode>`);
		expect(await covering(2)).toEqual(['01', '02']);
		expect(await covering(5)).toEqual(['03']);
	});

	it('end on or after billingPeriodEndFrom and before billingPeriodEndTo', async () => {
		const bounds =
			`<customerCode>x</customerCode><billingPeriodEndFrom>${day(3)}</billingPeriodEndFrom>` +
			`<billingPeriodEndTo>${day(5)}</billingPeriodEndTo>`;
		expect(await ids(bounds)).toEqual(['01', '02']);
	});

	it('were calculated since the date, itself included', async () => {
		const since = `<customerCode>x</customerCode><calculatedSinceDate>${day(4)}</calculatedSinceDate>`;
		expect(await ids(since)).toEqual(['02', '03']);
	});

	it('have the included statuses; none means all', async () => {
		expect(await ids(statuses('APPROVED', 'CLOSED'))).toHaveLength(30);
		expect(await ids(statuses())).toHaveLength(83);
	});

	it('have a number only when approved', async () => {
		const { text } = await client.call('GetInvoiceHeaders', statuses('CALCULATED_OK'));
		expect(leaves(text, 'InvoiceNumber')).toEqual([]);
		const approved = await client.call('GetInvoiceHeaders', statuses('APPROVED'));
		expect(leaves(approved.text, 'InvoiceNumber')).toHaveLength(14);
	});

	it('refuse a date that is none', async () => {
		const answer = await client.call(
			'GetInvoiceHeaders',
			'<billingPeriodDate>soon</billingPeriodDate>',
		);
		expect(answer).toMatchObject({ code: 'Error', message: expect.stringContaining('soon') });
	});
});

describe('invoice details', () => {
	it('are the header and the items', async () => {
		const [id] = invoices('APPROVED');
		const { text } = await client.call('GetInvoiceDetails', `<invoiceId>${id}</invoiceId>`);
		const values = leaves(text, 'Value').map(Number).filter(Number.isFinite);
		expect(values.length).toBeGreaterThan(0);
		expect(leaves(text, 'InvoiceStatus')).toEqual(['APPROVED']);
		expect((await client.call('GetInvoiceDetails', '<invoiceId>0</invoiceId>')).code).toBe('Error');
	});
});

describe('closing invoices', () => {
	it('closes the approved ones and tells why not the others', async () => {
		const [approved] = invoices('APPROVED');
		const [closed] = invoices('CLOSED');
		const [open] = invoices('CALCULATED_OK');
		const answer = await client.call(
			'CloseInvoices',
			`<invoiceIds>${strings(approved, closed, open, 'none')}</invoiceIds><reason>paid</reason>`,
		);
		expect(answer.code).toBe('Success');
		expect(leaves(answer.text, 'Error')).toEqual(['AlreadyClosed', 'NotApproved', 'NotFound']);
		expect(leaves(answer.text, 'InvoiceId')).toEqual([closed, open, 'none']);
		expect(leaves(answer.text, 'string')).toEqual([approved]);
		expect(invoices('CLOSED')).toContain(approved);
	});
});

describe('ad hoc invoices', () => {
	const upload = (operation: string, type: string, reference: string, more = '') =>
		client.call(
			operation,
			`<invoices><a:${type}>${more}<a:CustomerCode>101001</a:CustomerCode>` +
				`<a:InvoiceReference>${reference}</a:InvoiceReference></a:${type}></invoices>`,
		);
	const period =
		'<a:BillingPeriodEnd>2026-01-31T00:00:00Z</a:BillingPeriodEnd>' +
		'<a:BillingPeriodStart>2026-01-01T00:00:00Z</a:BillingPeriodStart>';

	it('are uploaded without a period, or with one', async () => {
		expect((await upload('UploadInvoices', 'Invoice', 'R1')).code).toBe('Success');
		expect((await upload('UploadInvoices2', 'Invoice2', 'R2', period)).code).toBe('Success');
		const answer = await upload('UploadInvoices2', 'Invoice2', 'R3');
		expect(answer).toMatchObject({ code: 'Error', message: expect.stringContaining('period') });
		expect(leaves(answer.text, 'Result')).toEqual(['false']);
	});

	it('have a reference of their own', async () => {
		await upload('UploadInvoices', 'Invoice', 'R1');
		const again = await upload('UploadInvoices', 'Invoice', 'R1');
		expect(again.message).toContain('taken');
	});

	it('take the ad hoc purchases that name them', async () => {
		await upload('UploadInvoices2', 'Invoice2', 'R2', period);
		await client.upload(
			purchase('A1', {
				IsAdhoc: 'true',
				InvoiceReference: 'R2',
				OverrideTotalPurchasePrice: '7.5',
			}),
		);
		expect(sandbox.cloudBilling.rows('invoice').at(-1)).toMatchObject({
			InvoiceReference: 'R2',
			LastCalculatedTotal: 7.5,
		});
	});
});

describe('recalculation', () => {
	it('takes as many reads as the switch says', async () => {
		sandbox.cloudBilling.set({ recalculationReads: 2 });
		await client.upload(purchase('A1'));
		const status = async () => {
			const open = (await client.call('GetInvoiceHeaders', '<customerCode>101001</customerCode>'))
				.text;
			return leaves(open, 'InvoiceStatus')[1];
		};
		expect([await status(), await status(), await status()]).toEqual([
			'PENDING',
			'CALCULATING',
			'CALCULATED_OK',
		]);
	});
});

describe('documents', () => {
	const firstDocument = () => sandbox.cloudBilling.rows('document')[0];

	it('are found for invoices and for customers, under the newer and the older names', async () => {
		const { InvoiceIds, CustomerCode } = firstDocument() as {
			InvoiceIds: string[];
			CustomerCode: string;
		};
		for (const prefix of ['GetTransformationResults', 'GetInvoiceTransformationResults']) {
			const member = prefix.includes('Invoice')
				? 'InvoiceTransformationName'
				: 'TransformationName';
			const forInvoices = await client.call(
				`${prefix}ForInvoices`,
				`<invoiceIds>${strings(...InvoiceIds)}</invoiceIds>`,
			);
			const forCustomers = await client.call(
				`${prefix}ForCustomers`,
				`<customerCodes>${strings(CustomerCode)}</customerCodes>`,
			);
			expect(leaves(forInvoices.text, member)).toEqual(['Invoice PDF', 'Usage text']);
			expect(leaves(forCustomers.text, member)).toEqual(['Invoice PDF', 'Usage text']);
			expect(leaves(forCustomers.text, 'string')).toEqual([...InvoiceIds, ...InvoiceIds]);
		}
	});

	it('are filtered by dates, both included, and by an equal name', async () => {
		const { CustomerCode, CreatedDate } = firstDocument();
		const find = async (more: string) => {
			const codes = `<customerCodes>${strings(String(CustomerCode))}</customerCodes>`;
			const answer = await client.call('GetTransformationResultsForCustomers', codes + more);
			return leaves(answer.text, 'TransformationName');
		};
		const at = String(CreatedDate);
		const both = `<createdFromDate>${at}</createdFromDate><createdToDate>${at}</createdToDate>`;
		expect(await find(both)).toHaveLength(2);
		expect(await find(`${both}<transformationName>Usage text</transformationName>`)).toHaveLength(
			1,
		);
		expect(await find('<createdToDate>2001-01-01T00:00:00Z</createdToDate>')).toEqual([]);
	});

	it('come as base64 of a valid PDF, its members flat in the result', async () => {
		const { text, bytes } = await file(String(firstDocument().Id));
		expect(text).toMatch(/ResultFileResult [^>]*><\w+:ContentType/);
		expect(bytes.subarray(0, 8).toString()).toBe('%PDF-1.4');
		const pdf = bytes.toString('latin1');
		const table = Number(/startxref\n(\d+)\n%%EOF/.exec(pdf)?.[1]);
		expect(pdf.slice(table, table + 4)).toBe('xref');
		const offsets = [...pdf.slice(table).matchAll(/^(\d{10}) 00000 n/gm)].map(([, at]) =>
			Number(at),
		);
		offsets.forEach((at, index) =>
			expect(pdf.slice(at)).toMatch(new RegExp(`^${index + 1} 0 obj`)),
		);
	});

	it('can be as large as 20 MB, by a switch or for one document', async () => {
		const size = 20 * 1024 * 1024;
		const [id] = sandbox.cloudBilling.insert('document', [{ FileBytesLength: size }]);
		expect((await file(id)).bytes.length).toBeGreaterThanOrEqual(size);
		sandbox.cloudBilling.set({ documentBytes: 100_000 });
		expect((await file(String(firstDocument().Id))).bytes.length).toBeGreaterThanOrEqual(100_000);
	});

	it('that failed or are unknown have no file', async () => {
		const failed = sandbox.cloudBilling.rows('document').find((row) => row.Status === 'Failed');
		expect((await file(String(failed?.Id))).code).toBe('Error');
		expect((await file('none')).code).toBe('Error');
	});

	it('are read by the soap library too', async () => {
		const library = await libraryClient(sandbox.cloudBilling);
		const [found] = (await library.GetInvoiceTransformationResultFileAsync({
			invoiceTransformationResultId: firstDocument().Id,
		})) as [{ GetInvoiceTransformationResultFileResult: Record<string, unknown> }];
		expect(found.GetInvoiceTransformationResultFileResult).toMatchObject({
			ContentType: 'application/pdf',
			ResultCode: 'Success',
			FileName: expect.stringMatching(/\.pdf$/),
		});
	});

	async function file(id: string) {
		const answer = await client.call(
			'GetInvoiceTransformationResultFile',
			`<invoiceTransformationResultId>${id}</invoiceTransformationResultId>`,
		);
		return { ...answer, bytes: Buffer.from(leaves(answer.text, 'FileBytes')[0] ?? '', 'base64') };
	}
});
