import { BillingError } from '../../errors';
import { isRecord, toText } from '../../values';

/**
 * The errors of single records in a bulk result.
 *
 * Which members such a result has is documented in part only (errors with description, error and
 * purchaseReference), so they are found by what they hold: an object with the key of a record and a text
 * that says why, wherever it stands; or the bare key in a list whose name says that it failed.
 *
 * @param keys what was sent
 * @returns errors by key
 */
export function bulkErrors(payload: unknown, keys: string[]): Map<string, BillingError> {
	const errors = new Map<string, BillingError>();
	collect(payload, '', new Set(keys), errors);
	return errors;
}

const REASON = /error|description|message|reason|explanation/i;
const FAILED = /error|fail|not|reject|refus|skip/i;

function collect(
	value: unknown,
	name: string,
	keys: Set<string>,
	errors: Map<string, BillingError>,
): void {
	if (Array.isArray(value)) {
		for (const entry of value) {
			const key = toText(entry);
			if (!isRecord(entry) && FAILED.test(name) && keys.has(key)) {
				errors.set(key, new BillingError(`CloudBilling did not take ${key} (${name})`));
			}
			collect(entry, name, keys, errors);
		}
	} else if (isRecord(value)) {
		const error = readError(value, keys);
		if (error) errors.set(error.key, error.error);
		for (const [member, inner] of Object.entries(value)) collect(inner, member, keys, errors);
	}
}

function readError(
	entry: Record<string, unknown>,
	keys: Set<string>,
): { key: string; error: BillingError } | undefined {
	const members = Object.entries(entry);
	const key = members.map(([, value]) => toText(value)).find((text) => keys.has(text));
	if (key === undefined) return undefined;
	const reasons = members
		.filter(([name, value]) => REASON.test(name) && toText(value) !== '' && toText(value) !== key)
		.map(([, value]) => toText(value));
	if (reasons.length === 0) return undefined;
	return { key, error: new BillingError([...new Set(reasons)].join(': ')) };
}
