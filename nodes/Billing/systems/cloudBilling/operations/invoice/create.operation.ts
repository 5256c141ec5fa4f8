import type { INodeProperties } from 'n8n-workflow';

import { batchSize, DEFAULT_BATCH_SIZE } from '../../../../items/commonFields';
import { runBatches } from '../../../../items/batches';
import { readColumns, recordData } from '../../../../items/recordData';
import { toText } from '../../../../values';
import { options } from '../../fields';
import { toRecord } from '../../items';
import type { CloudBillingOperation } from '../context';

const withPeriod: INodeProperties = {
	displayName: 'With Billing Period',
	name: 'withPeriod',
	type: 'boolean',
	default: true,
	description:
		'Whether the invoices have a billing period (UploadInvoices2). The older method without a period (UploadInvoices) is kept by CloudBilling for compatibility.',
};

interface Job {
	operation: string;
	/** Already encoded. */
	invoice: unknown;
	reference: string;
}

export const createInvoices: CloudBillingOperation = {
	option: {
		name: 'Create',
		value: 'create',
		description: 'Create ad hoc invoices',
		action: 'Create an ad hoc invoice',
	},

	properties: [
		withPeriod,
		...recordData(
			{ mode: 'add', resourceMapperMethod: 'cloudBillingInvoiceColumns' },
			'The fields of the invoice',
			['withPeriod'],
			{
				name: 'e.g. InvoiceReference',
				record: '{"CustomerCode": "101001", "InvoiceReference": "AH-1"}',
			},
		),
		options(batchSize),
	],

	async execute({ ctx, parameters, client }) {
		const items = ctx.getInputData();
		return await runBatches<Job>(ctx, {
			noun: 'invoices',
			writes: true,
			prepare(item) {
				const withPeriod = parameters.boolean('withPeriod', item, true);
				const operation = withPeriod ? 'UploadInvoices2' : 'UploadInvoices';
				const columns = readColumns(parameters, items[item], item);
				const record = toRecord(client.fromForm(operation, columns, 'invoices'));
				const invoice = client.encode(operation, 'invoices', record);
				return { operation, invoice, reference: toText(record.InvoiceReference) };
			},
			group: ({ operation }) => operation,
			identity: ({ reference }) => reference || undefined,
			batchSize: (item) => parameters.count('options.batchSize', item, DEFAULT_BATCH_SIZE),
			async send(jobs) {
				const invoices = jobs.map(({ invoice }) => invoice);
				await client.callForMany(jobs[0].operation, { invoices }, invoices.length, 'once');
				return jobs.map(({ reference }) => ({
					id: reference || undefined,
					json: { InvoiceReference: reference, created: true },
				}));
			},
		});
	},
};
