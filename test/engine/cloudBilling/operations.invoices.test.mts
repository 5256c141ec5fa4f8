import type { IDataObject } from 'n8n-workflow';
import { leaves } from '../../sandbox/cloudBilling/client.mjs';
import { cloudStep, FreshCloud, listenTo } from '../support/cloudTest.mjs';
import { bothOutputsOf, errorOf, outputOf, runStep } from '../support/oneNode.mjs';
import { mappedAutomatically } from '../support/workflows.mjs';

const fresh = new FreshCloud();

const getAll = (filters: IDataObject = {}, options: IDataObject = {}, records = [{}]) =>
	cloudStep('invoice', 'getAll', { returnAll: true, filters, options } as {}, { records });
const idsOf = (rows: IDataObject[]) => rows.map(({ Id }) => Id);
const invoice = (number: number, more: IDataObject = {}): IDataObject => ({
	CustomerCode: '101001',
	InvoiceReference: `AH-${number}`,
	InvoiceDate: '2026-02-01T00:00:00Z',
	BillingPeriodStart: '2026-01-01T00:00:00Z',
	BillingPeriodEnd: '2026-01-31T23:59:59Z',
	...more,
});
const create = (records: IDataObject[], parameters = {}) =>
	cloudStep('invoice', 'create', { ...mappedAutomatically(), ...parameters }, { records });

describe('Invoice: Get Many', () => {
	test('gives every header, with numbers, nothing for null, and parts kept', async () => {
		const found = await outputOf(fresh.test, getAll());
		expect(idsOf(found)).toEqual(idsOf(fresh.rows('invoice')));
		expect(fresh.calls()).toEqual({ GetInvoiceHeaders: 1 });
		const open = found.find(({ InvoiceStatus }) => InvoiceStatus === 'CALCULATED_OK');
		expect(open).toMatchObject({
			InvoiceNumber: null,
			LastCalculatedTotal: expect.any(Number),
			OutstandingAmount: { Amount: expect.any(Number), Currency: 'EUR' },
		});
	});

	test('finds the exact customer code, where the vendor finds any part of it', async () => {
		const [Id] = fresh.cloud.insert('invoice', [{ CustomerCode: '1010011' }]);
		const own = idsOf(fresh.rows('invoice', ({ CustomerCode }) => CustomerCode === '101001'));
		expect(idsOf(await outputOf(fresh.test, getAll({ customerCode: '101001' })))).toEqual(own);
		const parts = getAll({ customerCode: '101001' }, { substring: true });
		expect(idsOf(await outputOf(fresh.test, parts))).toEqual([...own, Id]);
		expect(await outputOf(fresh.test, getAll({ customerCode: '10100' }))).toEqual([]);
	});

	test('gives invoices of all statuses where none is chosen', async () => {
		expect(await outputOf(fresh.test, getAll({ includedStatuses: [] }))).toHaveLength(
			fresh.rows('invoice').length,
		);
	});

	test('takes a customer code with blanks around it, as Customer: Get does', async () => {
		const found = await outputOf(fresh.test, getAll({ customerCode: ' 101001 ' }));
		expect(found).toHaveLength(2);
	});

	test('counts the limit after the exact match', async () => {
		fresh.cloud.reset();
		fresh.cloud.insert('invoice', [{ CustomerCode: 'A12' }, { CustomerCode: 'A1' }]);
		const parameters = { limit: 1, filters: { customerCode: 'A1' } };
		const found = await outputOf(fresh.test, cloudStep('invoice', 'getAll', parameters));
		expect(found).toMatchObject([{ CustomerCode: 'A1' }]);
	});

	test('finds by statuses', async () => {
		const includedStatuses = ['APPROVED', 'CLOSED'];
		const expected = fresh.rows('invoice', ({ InvoiceStatus }) =>
			includedStatuses.includes(String(InvoiceStatus)),
		);
		expect(expected.length).toBeGreaterThan(5);
		const found = await outputOf(fresh.test, getAll({ includedStatuses }));
		expect(idsOf(found)).toEqual(idsOf(expected));
	});

	test.each([
		['Calculated Since', 'calculatedSinceDate', ['at', 'after']],
		['Period Ends From', 'billingPeriodEndFrom', ['at', 'after']],
		['Period Ends Before', 'billingPeriodEndTo', ['before']],
	])('%s bounds as the vendor documents it', async (_, filter, names) => {
		const dates = { before: '09:59:59', at: '10:00:00', after: '10:00:01' };
		fresh.cloud.insert(
			'invoice',
			Object.entries(dates).map(([name, time]) => ({
				CustomerCode: 'EDGE',
				InvoiceReference: name,
				BillingPeriodStart: '2031-05-01T00:00:00Z',
				BillingPeriodEnd: `2031-05-31T${time}Z`,
				LastCalculationFinishDate: `2031-05-31T${time}Z`,
			})),
		);
		const filters = { customerCode: 'EDGE', [filter]: '2031-05-31T10:00:00Z' };
		const found = await outputOf(fresh.test, getAll(filters));
		expect(found.map(({ InvoiceReference }) => InvoiceReference)).toEqual(names);
	});

	test('Billing Period Contains finds the invoice of the month', async () => {
		fresh.cloud.insert('invoice', [
			{
				CustomerCode: 'MAY',
				BillingPeriodStart: '2031-05-01T00:00:00Z',
				BillingPeriodEnd: '2031-05-31T23:59:59Z',
			},
		]);
		const inside = getAll({ billingPeriodDate: '2031-05-31T23:59:59Z' });
		expect(await outputOf(fresh.test, inside)).toMatchObject([{ CustomerCode: 'MAY' }]);
		expect(await outputOf(fresh.test, getAll({ billingPeriodDate: '2031-06-01' }))).toEqual([]);
	});

	// The vendor documents dates as text, so the type in the WSDL says nothing of a date.
	test.each([
		['a date of an expression', '={{ DateTime.fromISO("2031-05-31T12:00:00+02:00") }}'],
		['a text with an offset and a fraction', '2031-05-31T12:00:00.000+02:00'],
		['a text without a zone, as the date picker gives it', '2031-05-31T10:00:00'],
	])('sends %s in UTC, to the second, with Z', async (_, calculatedSinceDate) => {
		const heard = listenTo(fresh.cloud);
		await outputOf(fresh.test, getAll({ calculatedSinceDate }));
		const { call } = heard[heard.length - 1];
		expect(call.body).toContain('calculatedSinceDate>2031-05-31T10:00:00Z<');
	});

	test('is paired with the item that asked', async () => {
		const records = [{ code: '101002' }, { code: '101001' }];
		const step = getAll({ customerCode: '={{ $json.code }}' }, {}, records);
		const result = await runStep(fresh.test, step);
		expect(
			result.outputOf('Billing').map(({ json, pairedItem }) => [json.CustomerCode, pairedItem]),
		).toEqual([
			['101002', { item: 0 }],
			['101002', { item: 0 }],
			['101001', { item: 1 }],
			['101001', { item: 1 }],
		]);
	});
});

describe('Invoice: Get', () => {
	const get = (records: IDataObject[], options = {}) =>
		cloudStep('invoice', 'get', { invoiceId: '={{ $json.Id }}', options }, { records });

	test('gives the header and all its details', async () => {
		const [billed] = fresh.rows('purchase', ({ InvoiceId }) => InvoiceId !== null);
		const lines = fresh.rows('purchase', ({ InvoiceId }) => InvoiceId === billed.InvoiceId);
		const [found] = await outputOf(fresh.test, get([{ Id: billed.InvoiceId }]));
		expect(found.Header).toMatchObject({ Id: billed.InvoiceId });
		const items = found.Items as IDataObject[];
		expect(idsOf(items)).toEqual(idsOf(lines));
		expect(items[0]).toMatchObject({ Quantity: lines[0].Quantity, BillingOutputTags: [] });
	});

	test('says which invoice is not there, and goes on where that is wished', async () => {
		const [{ Id }] = fresh.rows('invoice');
		const { good, failed } = await bothOutputsOf(fresh.test, get([{ Id: 'nothing' }, { Id }]));
		expect(good).toMatchObject([{ Header: { Id } }]);
		expect(failed).toMatchObject([{ error: "There is no invoice 'nothing'" }]);
	});
});

describe('Invoice: Create', () => {
	const created = () =>
		fresh.rows('invoice', ({ InvoiceReference }) => /^AH-/.test(String(InvoiceReference)));

	test('creates all items in one call, with their period', async () => {
		const result = await runStep(fresh.test, create([invoice(1), invoice(2), invoice(3)]));
		expect(result.items('Billing')).toEqual(
			[1, 2, 3].map((number) => ({ InvoiceReference: `AH-${number}`, created: true })),
		);
		expect(result.outputOf('Billing').map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(created()).toMatchObject([invoice(1), invoice(2), invoice(3)]);
		expect(fresh.calls()).toEqual({ UploadInvoices2: 1 });
	});

	test('creates those without a period by the older method, each group in its own calls', async () => {
		const { BillingPeriodStart, BillingPeriodEnd, ...plain } = invoice(2);
		expect([BillingPeriodStart, BillingPeriodEnd]).toHaveLength(2);
		const withPeriod = '={{ $json.InvoiceReference !== "AH-2" }}';
		const result = await runStep(
			fresh.test,
			create([invoice(1), plain, invoice(3)], { withPeriod }),
		);
		expect(result.items('Billing')).toMatchObject([{}, { InvoiceReference: 'AH-2' }, {}]);
		expect(fresh.calls()).toEqual({ UploadInvoices: 1, UploadInvoices2: 1 });
		expect(created()).toHaveLength(3);
		expect(created().find(({ InvoiceReference }) => InvoiceReference === 'AH-2')).toMatchObject({
			BillingPeriodStart: null,
			InvoiceDate: '2026-02-01T00:00:00Z',
		});
	});

	test('takes mapped columns, names typed by hand, and JSON', async () => {
		const value = { ...invoice(1), InvoiceNumber: null };
		const columns = { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] };
		const values = Object.entries(invoice(2)).map(([name, each]) => ({ name, value: each }));
		for (const parameters of [
			{ dataMode: 'columns', columns },
			{ dataMode: 'fields', fieldValues: { values } },
			{ dataMode: 'json', record: JSON.stringify(invoice(3)) },
		]) {
			await outputOf(fresh.test, cloudStep('invoice', 'create', parameters as {}));
		}
		expect(created()).toMatchObject([invoice(1), invoice(2), invoice(3)]);
	});

	test('cuts into batches of the given size', async () => {
		const records = Array.from({ length: 7 }, (_, index) => invoice(index));
		await outputOf(fresh.test, create(records, { options: { batchSize: 3 } }));
		expect(fresh.calls()).toEqual({ UploadInvoices2: 3 });
		expect(created()).toHaveLength(7);
	});

	test('two of the same reference never travel in one call', async () => {
		const { good, failed } = await bothOutputsOf(
			fresh.test,
			create([invoice(1), invoice(1), invoice(2)]),
		);
		expect(good).toMatchObject([{ InvoiceReference: 'AH-1' }]);
		expect(failed).toMatchObject([{ InvoiceReference: 'AH-1' }, { InvoiceReference: 'AH-2' }]);
		expect(fresh.calls()).toEqual({ UploadInvoices2: 2 });
		expect(created()).toHaveLength(1);
	});

	test('a refusal is told in the words of the vendor, with what was committed and what was not sent', async () => {
		const records = [invoice(1), invoice(2, { CustomerCode: 'nobody' }), invoice(3)];
		const text = await errorOf(fresh.test, create(records, { options: { batchSize: 1 } }));
		expect(text).toContain("Invoice 'AH-2': there is no customer with code 'nobody' [item 1]");
		expect(text).toContain('Committed: item 0 (Id AH-1). Failed: item 1. Not sent: item 2.');
		expect(created()).toHaveLength(1);
	});

	test('an answer that is lost is not followed by a second try, since it may have happened', async () => {
		fresh.cloud.faults.add({ match: { kind: 'UploadInvoices2' }, do: { type: 'resetAfter' } });
		const text = await errorOf(fresh.test, create([invoice(1)]));
		expect(text).toContain('May have been committed, look before you send them again: item 0');
		expect(fresh.calls()).toEqual({ UploadInvoices2: 1 });
		expect(created()).toHaveLength(1);
	});
});

describe('Invoice: Close', () => {
	const close = (records: IDataObject[], parameters = {}) =>
		cloudStep(
			'invoice',
			'close',
			{ invoiceId: '={{ $json.Id }}', reason: 'paid', ...parameters },
			{ records: records.map(({ Id }) => ({ Id })) },
		);
	const inStatus = (status: string) =>
		fresh.rows('invoice', ({ InvoiceStatus }) => InvoiceStatus === status);

	test('closes all items by one call', async () => {
		const approved = inStatus('APPROVED');
		const found = await outputOf(fresh.test, close(approved));
		expect(found).toEqual(approved.map(({ Id }) => ({ Id, closed: true })));
		expect(fresh.calls()).toEqual({ CloseInvoices: 1 });
		expect(inStatus('APPROVED')).toEqual([]);
	});

	test('a bulk result that is partly failed is told per item', async () => {
		const [approved, closed, other] = [
			inStatus('APPROVED')[0],
			inStatus('CLOSED')[0],
			inStatus('APPROVED')[1],
		];
		const step = close([approved, closed, { Id: 'nothing' }, other]);
		const { good, failed } = await bothOutputsOf(fresh.test, step);
		expect(good).toEqual([approved, other].map(({ Id }) => ({ Id, closed: true })));
		expect(failed).toMatchObject([
			{ Id: closed.Id, error: 'The invoice is closed already: AlreadyClosed' },
			{ Id: 'nothing', error: "There is no invoice 'nothing': NotFound" },
		]);
		expect(fresh.cloud.books()).toMatchObject({ rowsUpdated: 2, rowsFailed: 2 });
	});

	test('On Error: stop says what was closed, what failed and what was not sent', async () => {
		const [first, second, third] = inStatus('APPROVED');
		const step = close([first, { Id: 'nothing' }, second, third], { options: { batchSize: 3 } });
		const text = await errorOf(fresh.test, step);
		expect(text).toContain("There is no invoice 'nothing': NotFound [item 1]");
		expect(text).toContain(`Committed: item 0 (Id ${String(first.Id)}), item 2`);
		expect(text).toContain('Failed: item 1. Not sent: item 3.');
		expect(fresh.cloud.books()).toMatchObject({ rowsUpdated: 2 });
	});

	test('one reason is one call', async () => {
		const approved = inStatus('APPROVED').slice(0, 4);
		const step = cloudStep(
			'invoice',
			'close',
			{ invoiceId: '={{ $json.Id }}', reason: '={{ $json.why }}' },
			{ records: approved.map(({ Id }, index) => ({ Id, why: index % 2 ? 'paid' : 'lost' })) },
		);
		const found = await outputOf(fresh.test, step);
		expect(idsOf(found)).toEqual(idsOf(approved));
		expect(fresh.calls()).toEqual({ CloseInvoices: 2 });
	});

	test('is not repeated when its answer is lost, and says that it may have happened', async () => {
		fresh.cloud.faults.add({ match: { kind: 'CloseInvoices' }, do: { type: 'resetAfter' } });
		const text = await errorOf(fresh.test, close(inStatus('APPROVED').slice(0, 1)));
		expect(text).toContain('May have been committed, look before you send them again: item 0');
		expect(fresh.calls()).toEqual({ CloseInvoices: 1 });
	});

	test('sends the reason', async () => {
		const heard = listenTo(fresh.cloud);
		await outputOf(fresh.test, close(inStatus('APPROVED').slice(0, 1)));
		expect(leaves(heard.at(-1)?.call.body ?? '', 'reason')).toEqual(['paid']);
	});

	test('an ID that is empty is refused before anything is sent', async () => {
		const text = await errorOf(fresh.test, close([{ Id: ' ' }]));
		expect(text).toContain('Invoice ID: this is empty');
		expect(fresh.calls()).toEqual({});
	});
});
