import type { INodeProperties } from 'n8n-workflow';

import { runBatches } from '../../../../items/batches';
import { batchSize, DEFAULT_BATCH_SIZE } from '../../../../items/commonFields';
import { options, reason } from '../../fields';
import { requiredText } from '../../items';
import type { CloudBillingOperation } from '../context';

const reference: INodeProperties = {
	displayName: 'Purchase Reference',
	name: 'purchaseReference',
	type: 'string',
	default: '',
	required: true,
	description: 'The unique reference under which the purchase was uploaded',
};

export const deletePurchases: CloudBillingOperation = {
	option: {
		name: 'Delete',
		value: 'delete',
		description: 'Delete purchases by their reference',
		action: 'Delete a purchase',
	},

	properties: [reference, reason, options(batchSize)],

	async execute({ ctx, parameters, client }) {
		return await runBatches<{ key: string; reason: string }>(ctx, {
			noun: 'purchases',
			writes: true,
			prepare(item) {
				const key = requiredText(parameters, 'purchaseReference', item, 'Purchase Reference');
				return { key, reason: parameters.string('reason', item) };
			},
			group: (job) => job.reason,
			identity: (job) => job.key,
			batchSize: (item) => parameters.count('options.batchSize', item, DEFAULT_BATCH_SIZE),
			async send(jobs) {
				const keys = jobs.map(({ key }) => key);
				const call = { reason: jobs[0].reason, purchaseReferences: keys };
				const results = await client.bulk('DeletePurchases', call, keys, 'once');
				return results.map((result, index) =>
					result.json
						? { ...result, json: { PurchaseReference: keys[index], deleted: true } }
						: result,
				);
			},
		});
	},
};
