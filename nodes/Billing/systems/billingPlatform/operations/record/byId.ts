import type { INodeExecutionData } from 'n8n-workflow';

import { runBatches } from '../../../../items/batches';
import { DEFAULT_BATCH_SIZE } from '../../../../items/commonFields';
import type { RecordResult } from '../../../../items/results';
import { entityName, recordId } from '../../sql';
import type { BillingPlatformContext } from '../context';

export interface IdJob {
	entity: string;
	id: string;
	/** The first item of the batch; what it says of the options holds for all in its group. */
	item: number;
}

interface IdVerb {
	/** What else must be equal in one call, beside the entity. */
	group?(itemIndex: number): string;
	/** Whether the verb changes the records; then the same Id never stands twice in one call. */
	writes: boolean;
	send(entity: string, ids: string[], first: IdJob): Promise<RecordResult[]>;
}

/** What Get, Delete and Restore have in common: an Id per item, sent in batches, one result each. */
export async function byIds(
	{ ctx, parameters }: BillingPlatformContext,
	verb: IdVerb,
): Promise<INodeExecutionData[]> {
	return await runBatches<IdJob>(ctx, {
		noun: 'records',
		writes: verb.writes,
		prepare: (item) => ({
			item,
			entity: entityName(parameters.locator('entity', item)),
			id: recordId(parameters.value('recordId', item)),
		}),
		group: ({ entity, item }) => JSON.stringify([entity.toUpperCase(), verb.group?.(item)]),
		identity: ({ id }) => (verb.writes ? id : undefined),
		batchSize: (item) => parameters.count('options.batchSize', item, DEFAULT_BATCH_SIZE),
		send: async (jobs) =>
			await verb.send(
				jobs[0].entity,
				jobs.map(({ id }) => id),
				jobs[0],
			),
	});
}
