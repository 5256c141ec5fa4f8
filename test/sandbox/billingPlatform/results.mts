import { jsonReply, type Reply } from '../exchange.mjs';
import { RecordError } from './errors.mjs';
import type { BillingPlatformSwitches } from './switches.mjs';

/** What became of one record of a write. */
export type Outcome =
	| { readonly id: number; readonly created?: boolean }
	| { readonly error: RecordError; readonly id?: string };

type Blank = '' | ' ' | [];

const BLANKS: Readonly<Record<BillingPlatformSwitches['successBlank'], Blank>> = {
	empty: '',
	space: ' ',
	array: [],
};

/** One result per record, in the order given, under the verb's key. */
export function writeReply(
	key: string,
	outcomes: readonly Outcome[],
	switches: BillingPlatformSwitches,
): Reply {
	const failed = outcomes.some((outcome) => 'error' in outcome);
	const status = failed && switches.recordFailure === 'status400' ? 400 : 200;
	return jsonReply(status, { [key]: outcomes.map((outcome) => resultOf(outcome, switches)) });
}

function resultOf(outcome: Outcome, switches: BillingPlatformSwitches): Record<string, unknown> {
	const bySuccess = switches.writeResults === 'success';
	if ('error' in outcome) {
		return {
			...(bySuccess ? { success: false } : { ErrorCode: outcome.error.code }),
			ErrorText: outcome.error.message,
			ErrorElementField: outcome.error.field,
			Id: outcome.id ?? '',
		};
	}
	const blank = BLANKS[switches.successBlank];
	return {
		...(bySuccess
			? { success: true }
			: { ErrorCode: '0', ErrorText: blank, ErrorElementField: blank }),
		Id: String(outcome.id),
		...(outcome.created !== undefined && { created: String(outcome.created) }),
	};
}
