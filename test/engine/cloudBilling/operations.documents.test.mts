import type { IDataObject } from 'n8n-workflow';
import { leaves } from '../../sandbox/cloudBilling/client.mjs';
import { cloudStep, FreshCloud, listenTo, rewriteAnswers } from '../support/cloudTest.mjs';
import { bothOutputsOf, errorOf, outputOf, runStep } from '../support/oneNode.mjs';

const fresh = new FreshCloud();

const idsOf = (rows: IDataObject[]) => rows.map(({ Id }) => Id);
const documents = (isWanted: (row: IDataObject) => boolean) => fresh.rows('document', isWanted);
const ofType = (type: string) =>
	documents(({ ContentType, Status }) => ContentType === type && Status === 'Completed')[0];

describe('Document: Download', () => {
	const download = (records: IDataObject[], parameters = {}) =>
		cloudStep(
			'document',
			'download',
			{ documentId: '={{ $json.Id }}', ...parameters },
			{ records: records.map(({ Id }) => ({ Id })) },
		);

	test.each([
		['application/pdf', 'pdf', '%PDF-'],
		['text/plain', 'txt', 'Invoices of the month'],
		['text/html', 'html', '<html>'],
	])('gives a file of %s as binary, byte for byte', async (type, ending, start) => {
		const heard = listenTo(fresh.cloud);
		const document = ofType(type);
		const result = await runStep(fresh.test, download([document]));
		const [item] = result.outputOf('Billing');
		const [sent] = leaves(heard[heard.length - 1].reply.body, 'FileBytes');
		const bytes = await fresh.test.engine.binary(item);
		expect(bytes.equals(Buffer.from(sent, 'base64'))).toBe(true);
		expect(bytes.toString('latin1')).toMatch(new RegExp(`^${start}`));
		const fileName = `invoice-${String(document.Id).slice(-6)}.${ending}`;
		expect(item.binary?.data).toMatchObject({ mimeType: type, fileName });
		expect(item.json).toMatchObject({
			Id: document.Id,
			ContentType: type,
			fileName,
			fileSize: bytes.length,
		});
		expect(item.json).not.toHaveProperty('FileBytes');
	});

	test.each([
		['', (id: string) => `${id}.pdf`],
		['../../etc/May.pdf', () => 'May.pdf'],
		['C:\\invoices\\May.pdf', () => 'May.pdf'],
	])('takes "%s" of the answer for the name of the file without its path', async (given, name) => {
		rewriteAnswers(fresh.cloud, 'GetInvoiceTransformationResultFile', (body) =>
			body.replace(/(<[\w:]*FileName[^>]*>)[^<]*/, (_, tag: string) => tag + given),
		);
		const { Id } = ofType('application/pdf');
		const result = await runStep(fresh.test, download([{ Id }]));
		const [item] = result.outputOf('Billing');
		expect(item.binary?.data).toMatchObject({ fileName: name(String(Id)) });
	});

	test('puts the file where the user wants it, under the name given', async () => {
		const parameters = { binaryPropertyName: 'invoice', options: { fileName: 'May.pdf' } };
		const result = await runStep(fresh.test, download([ofType('application/pdf')], parameters));
		const [item] = result.outputOf('Billing');
		expect(item.binary).toMatchObject({ invoice: { fileName: 'May.pdf' } });
		expect((await fresh.test.engine.binary(item, 'invoice')).includes('%%EOF')).toBe(true);
	});

	test('pairs each file with its item', async () => {
		const wanted = documents(({ Status }) => Status === 'Completed').slice(0, 3);
		const result = await runStep(fresh.test, download(wanted));
		expect(result.outputOf('Billing').map(({ json, pairedItem }) => [json.Id, pairedItem])).toEqual(
			wanted.map(({ Id }, item) => [Id, { item }]),
		);
		expect(fresh.calls()).toEqual({ GetInvoiceTransformationResultFile: 3 });
	});

	test('a document without a file fails for its item, the others come', async () => {
		const [failed] = documents(({ Status }) => Status === 'Failed');
		const [good] = documents(({ Status }) => Status === 'Completed');
		const both = await bothOutputsOf(fresh.test, download([failed, { Id: 'nothing' }, good]));
		expect(both.good).toMatchObject([{ Id: good.Id }]);
		expect(both.failed).toMatchObject([
			{ error: `The transformation result '${String(failed.Id)}' has no file` },
			{ error: "There is no transformation result 'nothing'" },
		]);
	});

	test('a large document comes whole; beyond the limit of the option it is refused', async () => {
		fresh.cloud.set({ documentBytes: 3_000_000 });
		const document = ofType('application/pdf');
		const result = await runStep(fresh.test, download([document]));
		const [item] = result.outputOf('Billing');
		const bytes = await fresh.test.engine.binary(item);
		expect(bytes.length).toBeGreaterThanOrEqual(3_000_000);
		expect(bytes.toString('latin1').trimEnd()).toMatch(/%%EOF$/);
		const text = await errorOf(fresh.test, download([document], { options: { maxSize: 1 } }));
		expect(text).toMatch(/is longer than 1 MB/);
	});
});

describe('Document: Get Many', () => {
	const getAll = (parameters: IDataObject, records: IDataObject[] = [{}]) =>
		cloudStep('document', 'getAll', { returnAll: true, ...parameters } as {}, { records });
	const of = (codes: string[]) => documents((row) => codes.includes(String(row.CustomerCode)));

	test.each([
		['separated by commas', '101001, 101003'],
		['as a list of an expression', '={{ ["101001", "101003"] }}'],
	])('gives the documents of customers %s, by one call', async (_, customerCodes) => {
		const found = await outputOf(fresh.test, getAll({ customerCodes }));
		expect(idsOf(found)).toEqual(idsOf(of(['101001', '101003'])));
		expect(found[0]).toMatchObject({ CustomerName: expect.any(String), IsGrouped: false });
		expect(fresh.calls()).toEqual({ GetTransformationResultsForCustomers: 1 });
	});

	test('gives the documents of invoices, with a list of one invoice a list', async () => {
		const [{ InvoiceIds }] = of(['101001']);
		const [invoiceIds] = InvoiceIds as string[];
		const found = await outputOf(fresh.test, getAll({ documentsOf: 'invoices', invoiceIds }));
		expect(idsOf(found)).toEqual(idsOf(of(['101001'])));
		expect(found[0].InvoiceIds).toEqual(InvoiceIds);
		expect(fresh.calls()).toEqual({ GetTransformationResultsForInvoices: 1 });
	});

	test('asks by the older methods where the service has no others, and what they list can be fetched', async () => {
		const wsdl = await (await fetch(`${fresh.cloud.endpoint}?singleWsdl`)).text();
		const newer = /<wsdl:operation name="GetTransformationResultsFor\w+">.*?<\/wsdl:operation>/gs;
		fresh.change({ advanced: true, wsdl: wsdl.replace(newer, '') });
		const filters = { transformationName: 'Invoice PDF' };
		const [{ InvoiceIds }] = of(['101001']);
		for (const [step, count] of [
			[getAll({ customerCodes: '101001, 101003', filters }), 2],
			[getAll({ documentsOf: 'invoices', invoiceIds: InvoiceIds, filters }), 1],
		] as const) {
			const found = await outputOf(fresh.test, step);
			expect(found).toHaveLength(count);
			expect(found[0]).toMatchObject({ InvoiceTransformationName: 'Invoice PDF' });
			const file = cloudStep('document', 'download', { documentId: String(found[0].Id) });
			expect(await outputOf(fresh.test, file)).toMatchObject([{ ContentType: 'application/pdf' }]);
		}
		expect(fresh.calls()).toEqual({
			GetInvoiceTransformationResultsForCustomers: 1,
			GetInvoiceTransformationResultsForInvoices: 1,
			GetInvoiceTransformationResultFile: 2,
		});
	});

	test('gives only those of one transformation', async () => {
		const filters = { transformationName: 'Usage text' };
		const customerCodes = fresh.rows('customer').map(({ CustomerCode }) => String(CustomerCode));
		const found = await outputOf(
			fresh.test,
			getAll({ filters, customerCodes: customerCodes.join() }),
		);
		const expected = documents(({ TransformationName }) => TransformationName === 'Usage text');
		expect(idsOf(found)).toEqual(idsOf(expected));
		expect(found.length).toBeGreaterThan(1);
	});

	test('counts both dates in', async () => {
		const times = ['09:59:59', '10:00:00', '11:00:00', '11:00:01'];
		const row = (time: string) => ({
			CustomerCode: 'EDGE',
			CreatedDate: `2031-05-31T${time}Z`,
			TemplateKey: time,
		});
		fresh.cloud.insert('document', times.map(row));
		const filters = { createdFrom: '2031-05-31T10:00:00Z', createdTo: '2031-05-31T11:00:00Z' };
		const found = await outputOf(fresh.test, getAll({ filters, customerCodes: 'EDGE' }));
		expect(found.map(({ TemplateKey }) => TemplateKey)).toEqual(['10:00:00', '11:00:00']);
	});

	test('gives no more than the limit for each item, and pairs them', async () => {
		const parameters = { customerCodes: '={{ $json.code }}', returnAll: false, limit: 1 };
		const records = [{ code: '101003' }, { code: '101001' }];
		const result = await runStep(fresh.test, getAll(parameters, records));
		expect(
			result.outputOf('Billing').map(({ json, pairedItem }) => [json.CustomerCode, pairedItem]),
		).toEqual([
			['101003', { item: 0 }],
			['101001', { item: 1 }],
		]);
	});

	test.each([
		['customers', { customerCodes: '={{ " , " }}' }],
		['invoices', { documentsOf: 'invoices', invoiceIds: '={{ [] }}' }],
	])('a list of no %s is refused before anything is sent', async (_, parameters) => {
		expect(await errorOf(fresh.test, getAll(parameters))).toContain('the list is empty');
		expect(fresh.calls()).toEqual({});
	});
});
