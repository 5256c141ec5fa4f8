import type { INodeProperties } from 'n8n-workflow';

import { toText } from '../../../values';
import { customerCode } from '../fields';
import { filterValue } from '../items';
import { bound, type CloudBillingEvent, listEvent } from './event';

/** Approved invoices move on to the other two; they keep their approval date. */
const APPROVED = ['APPROVED', 'EXPORTED', 'CLOSED'];

const DAY = 86_400_000;
const DEFAULT_DAYS = 31;

const calculatedWithin: INodeProperties = {
	displayName: 'Calculated Within (Days)',
	name: 'calculatedWithin',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT_DAYS,
	description:
		'How many days may lie between the last calculation of an invoice and its approval. CloudBilling finds invoices by their calculation only; one approved later is missed.',
};

interface InvoiceWatch {
	timestamp: string;
	statuses?: string[];
	/** How long before the change an invoice may have been calculated (ms). */
	before(days: number): number;
}

function invoiceEvent(
	option: CloudBillingEvent['option'],
	options: INodeProperties[],
	{ timestamp, statuses, before }: InvoiceWatch,
): CloudBillingEvent {
	return listEvent({
		option,
		filters: [{ ...customerCode, description: 'Exactly this code' }],
		options,
		watch: ({ client, parameters }) => ({
			noun: 'calculated invoice',
			timestamp,
			keys: ['Id'],
			mayRepeat: statuses === undefined,
			readsFrom: true,
			read: async (from) => {
				const code = toText(filterValue(parameters, 'customerCode', 0));
				const lead = before(parameters.count('options.calculatedWithin', 0, DEFAULT_DAYS));
				const rows = await client.many('GetInvoiceHeaders', {
					customerCode: code,
					calculatedSinceDate: bound(from === undefined ? undefined : from - lead),
					includedStatuses: statuses,
				});
				// CloudBilling itself finds "12" by "1".
				return code === '' ? rows : rows.filter((row) => toText(row.CustomerCode) === code);
			},
		}),
	});
}

export const invoiceApproved = invoiceEvent(
	{
		name: 'Invoice Approved',
		value: 'invoiceApproved',
		description: 'An invoice was approved: it has its number and can no longer change',
	},
	[calculatedWithin],
	{ timestamp: 'ApprovalDate', statuses: APPROVED, before: (days) => days * DAY },
);

export const invoiceRecalculated = invoiceEvent(
	{
		name: 'Invoice Recalculated',
		value: 'invoiceRecalculated',
		description: 'An invoice was calculated, again or for the first time',
	},
	[],
	{ timestamp: 'LastCalculationFinishDate', before: () => 0 },
);
