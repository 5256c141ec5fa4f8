import { BillingError } from '../../errors';
import { pause } from '../../http/pause';
import type { RecordResult } from '../../items/results';
import type { BillingPlatformClient, Row } from './client';
import { valueOf } from './metadata';
import { toJson } from './records';

/** A client of the vendor saw new records up to 5 s late [CLIENT]. */
const LOOKS = 5;
const BETWEEN_LOOKS_MS = 1000;

/**
 * Puts the whole records into the results of a write. New records may be readable only after a moment:
 * that is waited for, a few seconds. A record that still cannot be read keeps its Id alone.
 */
export async function withFullRecords(
	client: BillingPlatformClient,
	entity: string,
	results: RecordResult[],
	/** For which of them. */
	wanted: boolean[] = results.map(() => true),
): Promise<RecordResult[]> {
	const ids = results.flatMap((result, index) =>
		wanted[index] && result.json && result.id ? [result.id] : [],
	);
	const found = await readWritten(client, entity, ids);
	return results.map((result) => {
		if (!result.json || result.id === undefined) return result;
		const row = found.get(result.id);
		return row ? { ...result, json: { ...toJson([row])[0], ...result.json } } : result;
	});
}

async function readWritten(
	client: BillingPlatformClient,
	entity: string,
	ids: string[],
): Promise<Map<string, Row>> {
	const found = new Map<string, Row>();
	for (let look = 0; look < LOOKS; look++) {
		const missing = ids.filter((id) => !found.has(id));
		if (missing.length === 0) break;
		if (look > 0) await pause(BETWEEN_LOOKS_MS);
		// The records are written: a stop of the run must not hide their Ids.
		if (client.signal?.aborted) break;
		for (const row of await tryRetrieve(client, entity, missing))
			found.set(valueOf(row, 'Id'), row);
	}
	return found;
}

/** The records are written: that they cannot be read back now must not make the write look failed. */
async function tryRetrieve(
	client: BillingPlatformClient,
	entity: string,
	ids: string[],
): Promise<Row[]> {
	return await client
		.retrieveByIds(entity, ids)
		.catch((error: unknown) => (error instanceof BillingError ? [] : Promise.reject(error)));
}
