import { BillingError } from '../../errors';
import type { RecordResult } from '../../items/results';
import { responseEntries, trimmed } from './answer';

const REPLY_SHOWN = 2000;

/**
 * Reads the results of a write: one per record, in the order of the records.
 *
 * @param ids the Ids that were sent, where there are any: the fallback for a result without one
 * @throws BillingError when there is not one result per record; nothing is guessed then
 */
export function readWriteResults(body: unknown, count: number, ids: string[] = []): RecordResult[] {
	const entries = responseEntries(body);
	if (entries?.length !== count) {
		const reply = JSON.stringify(body) ?? '';
		throw new BillingError(
			`BillingPlatform sent ${entries?.length ?? 'no'} results for ${count} records`,
			{ description: `Its reply: ${reply.slice(0, REPLY_SHOWN)}`, outcome: 'unknown' },
		);
	}
	return entries.map((entry, index) => readResult(entry, ids[index]));
}

function readResult(entry: Record<string, unknown>, sentId?: string): RecordResult {
	const error = recordError(entry);
	if (error) return { error };
	const id = trimmed(entry.Id) || sentId;
	return {
		id,
		json: {
			...(id !== undefined && { Id: id }),
			...(entry.created !== undefined && { created: String(entry.created) === 'true' }),
		},
	};
}

/**
 * Failed where ErrorCode is there and not "0", or `success` is false. Builds of the vendor's schema
 * disagree on which of the two is sent.
 */
export function recordError(entry: Record<string, unknown>): BillingError | undefined {
	const code = trimmed(entry.ErrorCode);
	const flag = String(entry.success ?? entry.Success ?? 'true').toLowerCase();
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
