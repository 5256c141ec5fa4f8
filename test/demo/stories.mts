import type { RunResult } from '../engine/harness/index.mjs';
import type { Sandbox } from '../sandbox/index.mjs';

/** One example workflow in the demo: what to look at, and what must be true afterwards. */
export interface Story {
	/** The file in `examples/`. */
	file: string;
	/** The node whose items go into Billing. */
	input: string;
	/** What came out: for each line a label, a node and, where it has several, its output. */
	output: Array<{ label: string; node: string; output?: number }>;
	/** A field or two of the first rows, to have something to look at. */
	show: { node: string; fields: string[] };
	/** Judged by the vendor's own books and rows. @returns what is wrong; nothing if all is well */
	check(result: RunResult, sandbox: Sandbox): string | undefined;
}

export const stories: Story[] = [
	{
		file: 'crm-accounts-to-billingplatform.json',
		input: 'One item per row',
		output: [
			{ label: 'accounts written', node: 'Upsert accounts' },
			{ label: 'rows refused, with the reason', node: 'Upsert accounts', output: 1 },
		],
		show: { node: 'Written accounts', fields: ['CrmId', 'AccountId'] },
		check(result, { billingPlatform }) {
			const written = new Set(result.items('Upsert accounts').map(({ Id }) => Id));
			const there = billingPlatform.rows('ACCOUNT').filter(({ Id }) => written.has(Id));
			return there.length === written.size ? undefined : 'an account is missing at the vendor';
		},
	},
	{
		file: 'invoices-nightly-sync.json',
		input: 'Every night',
		output: [{ label: 'invoices', node: 'Closed invoices since yesterday' }],
		show: { node: 'Row for your table', fields: ['InvoiceId', 'Total'] },
		check(result, { billingPlatform }) {
			const since = day(-1);
			const expected = billingPlatform
				.rows('INVOICE')
				.filter(({ Status, Updated }) => Status === 'CLOSED' && String(Updated) >= since);
			return sameCount(result.items('Closed invoices since yesterday').length, expected.length);
		},
	},
	{
		file: 'dunning-list.json',
		input: 'Every Monday',
		output: [{ label: 'customers with overdue invoices', node: 'Overdue by customer' }],
		show: { node: 'Overdue by customer', fields: ['Customer', 'OverdueInvoices', 'OverdueAmount'] },
		check(result, { billingPlatform }) {
			const overdue = billingPlatform
				.rows('INVOICE')
				.filter((row) => row.Status === 'CLOSED' && row.PaymentStatus === 'UNPAID')
				.filter((row) => String(row.DueDate) < day(0));
			const customers = new Set(overdue.map((row) => row.BillingProfileId));
			return sameCount(result.items('Overdue by customer').length, customers.size);
		},
	},
];

/** Today or a day near it, as the vendor writes dates. */
function day(offset: number): string {
	return new Date(Date.now() + offset * 24 * 3600 * 1000).toISOString().slice(0, 10);
}

function sameCount(found: number, expected: number): string | undefined {
	if (found === 0) return 'nothing came out';
	return found === expected ? undefined : `${found} came out, the vendor has ${expected}`;
}
