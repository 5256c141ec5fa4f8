import { BillingError } from '../../errors';
import type { RecordResult } from '../../items/results';
import { toText } from '../../values';
import { responseEntries, trimmed } from './answer';

const REPLY_SHOWN = 2000;

/**
 * Reads the results of a write: one per record, in the order of the records.
 *
 * @param ids the Ids that were sent, where there are any: the fallback for a result without one
 * @throws BillingError when there is not one result per record, or not one Id; nothing is guessed then
 */
export function readWriteResults(body: unknown, count: number, ids: string[] = []): RecordResult[] {
	const entries = responseEntries(body);
	if (entries?.length !== count) {
		throw misfit(
			`BillingPlatform sent ${entries?.length ?? 'no'} results for ${count} records`,
			body,
		);
	}
	const results = entries.map((entry, index) => readResult(entry, ids[index]));
	refuseWrongIds(results, ids, body);
	return results;
}

/** Each record has an Id of its own, and one that was sent with its Id keeps it. */
function refuseWrongIds(results: RecordResult[], sent: string[], body: unknown): void {
	const seen = new Set<string>();
	for (const [index, { id }] of results.map((result) => ({ id: undefined, ...result })).entries()) {
		if (id === undefined) continue;
		if (seen.has(id)) throw misfit(`BillingPlatform sent the Id ${id} for two records`, body);
		if ((sent[index] ?? id) !== id) {
			throw misfit(`BillingPlatform sent the Id ${id} for the record ${sent[index]}`, body);
		}
		seen.add(id);
	}
}

function misfit(problem: string, body: unknown): BillingError {
	const reply = JSON.stringify(body) ?? '';
	const description = `Its reply: ${reply.slice(0, REPLY_SHOWN)}`;
	return new BillingError(problem, { description, outcome: 'unknown' });
}

function readResult(entry: Record<string, unknown>, sentId?: string): RecordResult {
	const error = recordError(entry);
	if (error) return { error };
	const id = trimmed(entry.Id) || sentId;
	return {
		id,
		json: {
			...(id !== undefined && { Id: id }),
			...(entry.created !== undefined && { created: toText(entry.created) === 'true' }),
		},
	};
}

/**
 * Failed where ErrorCode is there and not "0", or `success` is false. Builds of the vendor's schema
 * disagree on which of the two is sent.
 */
export function recordError(entry: Record<string, unknown>): BillingError | undefined {
	const code = trimmed(entry.ErrorCode);
	const flag = toText(entry.success ?? entry.Success ?? 'true').toLowerCase();
	const succeeded = (code === '' || code === '0') && flag !== 'false';
	if (succeeded) return undefined;
	const text = trimmed(entry.ErrorText);
	return new BillingError(
		text || `BillingPlatform refused the record${code && ` (code ${code})`}`,
		{
			code: code || undefined,
			field: trimmed(entry.ErrorElementField) || undefined,
		},
	);
}
