import type { INodeExecutionData } from 'n8n-workflow';

import { BillingError } from '../../../../errors';
import { runBatches } from '../../../../items/batches';
import { DEFAULT_BATCH_SIZE } from '../../../../items/commonFields';
import type { RecordResult } from '../../../../items/results';
import type { BillingPlatformClient } from '../../client';
import { knownNames, readRecord } from '../../columns';
import { withFullRecords } from '../../fullRecords';
import type { BrmObject } from '../../records';
import { entityName } from '../../sql';
import type { BillingPlatformContext } from '../context';

/** One record on its way: what must be equal in one call, and what may not meet in one. */
export interface WriteJob {
	entity: string;
	record: BrmObject;
	/** The external key field of an upsert. */
	keyField?: string;
	/** What tells two records apart: an Id or a key value; undefined where two can never be the same. */
	identity?: string;
	/** Whether the whole record is read back. */
	full: boolean;
}

interface WriteVerb {
	/** Adds what the verb needs beyond the record. @throws InputError where it is missing */
	complete(job: WriteJob, itemIndex: number): WriteJob;
	send(jobs: WriteJob[]): Promise<RecordResult[]>;
}

/** What Create, Update and Create or Update have in common: read all items, send in batches, pair. */
export async function writeRecords(
	{ ctx, parameters, client }: BillingPlatformContext,
	verb: WriteVerb,
): Promise<INodeExecutionData[]> {
	const items = ctx.getInputData();
	const known = new Map<string, Set<string>>();
	for (const item of items.keys()) {
		if (!parameters.boolean('options.ignoreUnknownFields', item)) continue;
		const entity = parameters.locator('entity', item);
		if (!known.has(entity)) known.set(entity, await fieldNames(client, entity));
	}
	return await runBatches<WriteJob>(ctx, {
		noun: 'records',
		writes: true,
		prepare(item) {
			const entity = entityName(parameters.locator('entity', item));
			const ignoring = parameters.boolean('options.ignoreUnknownFields', item);
			const fields = ignoring ? known.get(entity) : undefined;
			const record = readRecord(parameters, items[item], item, fields);
			const full = parameters.boolean('options.returnFullRecord', item);
			return verb.complete({ entity, record, full }, item);
		},
		group: ({ entity, keyField }) => JSON.stringify([entity.toUpperCase(), keyField]),
		identity: ({ identity }) => identity,
		batchSize: (item) => parameters.count('options.batchSize', item, DEFAULT_BATCH_SIZE),
		async send(jobs) {
			const results = await verb.send(jobs);
			const wanted = jobs.map(({ full }) => full);
			return await withFullRecords(client, jobs[0].entity, results, wanted);
		},
	});
}

async function fieldNames(client: BillingPlatformClient, entity: string): Promise<Set<string>> {
	const fields = await client.fields(entity);
	if (fields.length > 0) return knownNames(fields);
	throw new BillingError(`The fields of ${entity} are not known, so none can be left out`, {
		description: 'The user may not read ENTITY_FIELD. Switch Ignore Unknown Fields off.',
	});
}
