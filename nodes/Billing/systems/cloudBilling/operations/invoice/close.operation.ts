import type { INodeProperties } from 'n8n-workflow';

import { batchSize, DEFAULT_BATCH_SIZE } from '../../../../items/commonFields';
import { runBatches } from '../../../../items/batches';
import { options, reason } from '../../fields';
import { requiredText } from '../../items';
import type { CloudBillingOperation } from '../context';

export const invoiceId: INodeProperties = {
	displayName: 'Invoice ID',
	name: 'invoiceId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 538a521c749cd80cb461f0d8',
};

export const closeInvoices: CloudBillingOperation = {
	option: {
		name: 'Close',
		value: 'close',
		description: 'Close invoices. An invoice that is closed is locked.',
		action: 'Close an invoice',
	},

	properties: [invoiceId, reason, options(batchSize)],

	async execute({ ctx, parameters, client }) {
		return await runBatches<{ id: string; reason: string }>(ctx, {
			noun: 'invoices',
			writes: true,
			prepare(item) {
				const id = requiredText(parameters, 'invoiceId', item, 'Invoice ID');
				return { id, reason: parameters.string('reason', item) };
			},
			group: (job) => job.reason,
			identity: (job) => job.id,
			batchSize: (item) => parameters.count('options.batchSize', item, DEFAULT_BATCH_SIZE),
			async send(jobs) {
				const ids = jobs.map(({ id }) => id);
				const call = { invoiceIds: ids, reason: jobs[0].reason };
				const results = await client.bulk('CloseInvoices', call, ids, 'once');
				return results.map((result, index) =>
					result.json ? { ...result, json: { Id: ids[index], closed: true } } : result,
				);
			},
		});
	},
};
