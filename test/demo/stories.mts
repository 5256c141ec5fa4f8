import type { IDataObject } from 'n8n-workflow';
import type { Engine, RunResult } from '../engine/harness/index.mjs';
import type { Sandbox } from '../sandbox/index.mjs';
import type { System } from './vendors.mjs';

/** A run that has ended, and what to judge it by. */
export interface Told {
	result: Pick<RunResult, 'items' | 'outputOf'>;
	engine: Pick<Engine, 'binary'>;
	sandbox: Sandbox;
}

/** One example workflow in the demo: what to look at, and what must be true afterwards. */
export interface Story {
	/** The file in `examples/`. */
	file: string;
	system: System;
	/** The node whose items go into Billing. */
	input: string;
	/** Happens at the vendor after the workflow was activated: what its trigger then tells of starts the run. */
	change?(sandbox: Sandbox): void;
	/** What came out: for each line a label, a node and, where it has several, its output. */
	output: Array<{ label: string; node: string; output?: number }>;
	/** A field or two of the first rows, to have something to look at. */
	show: { node: string; fields: string[] };
	/** How often the vendor is called, by kind: neither more nor less. */
	calls: Readonly<Record<string, number>>;
	/** Judged by the vendor's own books and rows. @returns what is wrong; nothing if all is well */
	check(told: Told): string | undefined | Promise<string | undefined>;
}

export const stories: Story[] = [
	{
		file: 'crm-accounts-to-billingplatform.json',
		system: 'billingPlatform',
		input: 'One item per row',
		output: [
			{ label: 'accounts written', node: 'Upsert accounts' },
			{ label: 'rows refused, with the reason', node: 'Upsert accounts', output: 1 },
		],
		show: { node: 'Written accounts', fields: ['CrmId', 'AccountId'] },
		calls: { login: 1, upsert: 1, logout: 1 },
		check({ result, sandbox }) {
			const written = new Set(result.items('Upsert accounts').map(({ Id }) => Id));
			const there = sandbox.billingPlatform.rows('ACCOUNT').filter(({ Id }) => written.has(Id));
			return there.length === written.size ? undefined : 'an account is missing at the vendor';
		},
	},
	{
		file: 'invoices-nightly-sync.json',
		system: 'billingPlatform',
		input: 'Every night',
		output: [{ label: 'invoices', node: 'Closed invoices since yesterday' }],
		show: { node: 'Row for your table', fields: ['InvoiceId', 'Total'] },
		calls: { login: 1, query: 3, logout: 1 },
		check({ result, sandbox }) {
			const since = day(-1);
			const expected = sandbox.billingPlatform
				.rows('INVOICE')
				.filter(({ Status, Updated }) => Status === 'CLOSED' && String(Updated) >= since);
			return sameCount(result.items('Closed invoices since yesterday').length, expected.length);
		},
	},
	{
		file: 'dunning-list.json',
		system: 'billingPlatform',
		input: 'Every Monday',
		output: [{ label: 'customers with overdue invoices', node: 'Overdue by customer' }],
		show: { node: 'Overdue by customer', fields: ['Customer', 'OverdueInvoices', 'OverdueAmount'] },
		calls: { login: 1, query: 1, logout: 1 },
		check({ result, sandbox }) {
			const overdue = sandbox.billingPlatform
				.rows('INVOICE')
				.filter((row) => row.Status === 'CLOSED' && row.PaymentStatus === 'UNPAID')
				.filter((row) => String(row.DueDate) < day(0));
			const customers = new Set(overdue.map((row) => row.BillingProfileId));
			return sameCount(result.items('Overdue by customer').length, customers.size);
		},
	},
	{
		file: 'contract-renewals-due.json',
		system: 'billingPlatform',
		input: 'Every morning',
		output: [{ label: 'renewals within 60 days', node: 'Renewals within 60 days' }],
		show: { node: 'Task', fields: ['Title', 'RenewalDate'] },
		calls: { login: 1, query: 1, logout: 1 },
		check({ result, sandbox }) {
			const due = sandbox.billingPlatform
				.rows('ACCOUNT_PRODUCT')
				.map(({ RenewalDate }) => String(RenewalDate))
				.filter((date) => date >= day(0) && date < day(61));
			const found = result.items('Task').map(({ RenewalDate }) => RenewalDate);
			return sameSet(
				found,
				due.map((date) => date.slice(0, 10)),
			);
		},
	},
	{
		file: 'usage-to-purchases.json',
		system: 'cloudBilling',
		input: 'One item per row',
		output: [
			{ label: 'purchases uploaded', node: 'Upload purchases' },
			{ label: 'rows refused, with the reason', node: 'Upload purchases', output: 1 },
			{ label: 'unmapped purchases, older ones too', node: 'Unmapped purchases' },
		],
		show: { node: 'Refused rows', fields: ['Customer', 'Reason'] },
		// Unmapped ones fit one page; only an empty page is the end.
		calls: { UploadPurchases: 1, GetUnmappedPurchases: 2 },
		check({ result, sandbox: { cloudBilling } }) {
			const sent = result.items('Purchase of each row').filter((row) => row.PurchaseReference);
			const held = new Map(
				cloudBilling.rows('purchase').map((row) => [row.PurchaseReference, row]),
			);
			const wrong = sent.filter((row) => !isHeld(row, held.get(String(row.PurchaseReference))));
			if (wrong.length > 0) return `${wrong.length} purchases are not at the vendor as sent`;
			const customers = new Set(cloudBilling.rows('customer').map((row) => row.CustomerCode));
			const labels = new Set(cloudBilling.rows('productCluster').flatMap((row) => row.Aliases));
			const unmapped = [...held.values()].filter(
				(row) => !customers.has(row.CustomerCode) || !labels.has(row.ProductLabel),
			);
			return (
				sameCount(result.items('Upload purchases').length, cloudBilling.books().rowsCreated) ??
				sameSet(
					result.items('Row of the report').map(({ Reference }) => Reference),
					unmapped.map(({ PurchaseReference }) => PurchaseReference),
				)
			);
		},
	},
	{
		file: 'invoice-pdfs.json',
		system: 'cloudBilling',
		input: 'Every Monday',
		output: [
			{ label: 'approved invoices', node: 'Approved invoices' },
			{ label: 'documents of these', node: 'Documents of these invoices' },
			{ label: 'PDFs downloaded', node: 'Download' },
		],
		show: { node: 'Download', fields: ['fileName', 'fileSize'] },
		calls: {
			GetInvoiceHeaders: 1,
			GetTransformationResultsForInvoices: 1,
			GetInvoiceTransformationResultFile: 14,
		},
		async check({ result, engine, sandbox: { cloudBilling } }) {
			const approved = new Set(
				cloudBilling
					.rows('invoice')
					.filter(({ InvoiceStatus }) => InvoiceStatus === 'APPROVED')
					.map(({ Id }) => Id),
			);
			const expected = cloudBilling
				.rows('document')
				.filter(({ TransformationName }) => TransformationName === 'Invoice PDF')
				.filter(({ InvoiceIds }) => (InvoiceIds as string[]).some((id) => approved.has(id)));
			for (const item of result.outputOf('Download')) {
				const file = await engine.binary(item);
				const isWhole = file.length === item.json.fileSize && file.includes('%%EOF');
				if (!isWhole || !file.subarray(0, 5).equals(Buffer.from('%PDF-'))) {
					return `${String(item.json.fileName)} is no whole PDF`;
				}
			}
			return sameSet(
				result.items('Download').map(({ Id }) => Id),
				expected.map(({ Id }) => Id),
			);
		},
	},
	{
		file: 'accounts-two-way-sync.json',
		system: 'billingPlatform',
		input: 'Account changed',
		change({ billingPlatform }) {
			const made = { Status: 'ACTIVE', AccountTypeId: 2 };
			billingPlatform.insert('ACCOUNT', [
				{ ...made, Name: 'Account 201', C_CrmId: 'CRM-201', C_Region: 'East', UpdatedUserId: 7 },
				{ ...made, Name: 'Account 202', C_CrmId: 'CRM-202', C_Region: 'South', UpdatedUserId: 7 },
				{ ...made, Name: 'Account 203', C_CrmId: 'CRM-203', C_Region: 'West', UpdatedUserId: 1 },
			]);
		},
		output: [{ label: 'accounts changed by someone else', node: 'Row for your CRM' }],
		show: { node: 'Row for your CRM', fields: ['CrmId', 'Name'] },
		// At the activation: the newest account, whether records without Updated and how timestamps are found,
		// and what shares the newest timestamp. Afterwards one query for each poll.
		calls: { login: 2, query: 5, logout: 2 },
		check: ({ result }) =>
			sameSet(
				result.items('Row for your CRM').map(({ CrmId }) => CrmId),
				['CRM-201', 'CRM-202'],
			),
	},
	{
		file: 'new-documents-by-mail.json',
		system: 'cloudBilling',
		input: 'Document created',
		change({ cloudBilling }) {
			const [{ CustomerCode }] = cloudBilling.rows('customer');
			const [invoice] = cloudBilling
				.rows('invoice')
				.filter((row) => row.InvoiceStatus === 'APPROVED');
			const InvoiceIds = [invoice.Id];
			cloudBilling.insert('document', [
				{ CustomerCode, InvoiceIds },
				{ CustomerCode, InvoiceIds, TransformationName: 'Invoice text' },
			]);
		},
		output: [{ label: 'PDFs downloaded', node: 'Download' }],
		show: { node: 'Download', fields: ['fileName', 'fileSize'] },
		// At the activation: the documents of the last day, of the last month, and those as new as the newest.
		calls: {
			CustomersGetAll: 4,
			GetTransformationResultsForCustomers: 4,
			GetInvoiceTransformationResultFile: 1,
		},
		check: ({ result }) => sameCount(result.items('Download').length, 1),
	},
];

/** Whether the vendor holds a purchase as it was sent, its metadata in the list where they belong. */
function isHeld(sent: IDataObject, held: IDataObject | undefined): boolean {
	const names = ['CustomerCode', 'ProductLabel', 'PurchaseDate', 'Quantity'];
	if (!held || !names.every((name) => held[name] === sent[name])) return false;
	const site = [{ Name: 'Site', Value: sent.StringValues_Site }];
	return JSON.stringify(held.StringValues) === JSON.stringify(site);
}

/** Today or a day near it, as the vendor writes dates. */
function day(offset: number): string {
	return new Date(Date.now() + offset * 24 * 3600 * 1000).toISOString().slice(0, 10);
}

function sameCount(found: number, expected: number): string | undefined {
	if (found === 0) return 'nothing came out';
	return found === expected ? undefined : `${found} came out, the vendor has ${expected}`;
}

function sameSet(found: unknown[], expected: unknown[]): string | undefined {
	const [there, wanted] = [found, expected].map((ids) => [...ids].sort().join(' '));
	if (found.length !== expected.length) return sameCount(found.length, expected.length);
	return there === wanted ? undefined : 'what came out is not what the vendor has';
}
