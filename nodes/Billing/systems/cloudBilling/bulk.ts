import { BillingError } from '../../errors';
import { isRecord, toText } from '../../values';

/**
 * The errors of single records in a bulk result.
 *
 * Which members such a result has is documented in part only (errors with description, error and
 * purchaseReference, and a list of those that were done), so they are found by what they hold: an object with the
 * key of a record and a text that says why, wherever it stands; or the bare key in a list whose name says that it
 * failed. A key anywhere else is one that was done.
 *
 * Nothing is guessed: where the result tells which records were done, or has an error that fits none of them, a
 * record that it does not name may be either.
 *
 * @param keys what was sent
 * @returns errors by key
 */
export function bulkErrors(payload: unknown, keys: string[]): Map<string, BillingError> {
	const found: Findings = { keys: new Set(keys), errors: new Map(), done: new Set(), orphans: [] };
	collect(payload, '', found);
	if (found.done.size === 0 && found.orphans.length === 0) return found.errors;
	for (const key of keys) {
		if (!found.done.has(key) && !found.errors.has(key)) {
			found.errors.set(key, unnamed(key, found.orphans, payload));
		}
	}
	return found.errors;
}

interface Findings {
	keys: ReadonlySet<string>;
	errors: Map<string, BillingError>;
	done: Set<string>;
	/** Reasons that fit none of the records. */
	orphans: string[];
}

const REASON = /error|description|message|reason|explanation/i;
const FAILED = /error|fail|not|reject|refus|skip/i;

/** The reply may be long; its beginning tells what it looks like. */
const SHOWN = 1000;

function collect(value: unknown, name: string, found: Findings): void {
	if (Array.isArray(value)) {
		for (const entry of value) {
			if (isRecord(entry)) collectRecord(entry, FAILED.test(name), found);
			else collectKey(toText(entry), name, found);
		}
	} else if (isRecord(value)) {
		for (const [member, inner] of Object.entries(value)) {
			if (isRecord(inner)) collectRecord(inner, FAILED.test(member), found);
			else if (Array.isArray(inner)) collect(inner, member, found);
		}
	}
}

function collectKey(key: string, name: string, { keys, errors, done, orphans }: Findings): void {
	const hasFailed = FAILED.test(name);
	if (!keys.has(key)) {
		if (hasFailed) orphans.push(`${name}: ${key}`);
	} else if (hasFailed) {
		errors.set(key, new BillingError(`CloudBilling did not take ${key} (${name})`));
	} else done.add(key);
}

function collectRecord(entry: Record<string, unknown>, isFailure: boolean, found: Findings): void {
	const texts = Object.values(entry).map(toText);
	const key = texts.find((text) => found.keys.has(text));
	const reason = reasonOf(entry, key);
	if (key !== undefined && reason !== '') found.errors.set(key, new BillingError(reason));
	else if (key !== undefined) collectKey(key, isFailure ? 'Errors' : '', found);
	else if (isFailure && reason !== '') found.orphans.push(reason);
	collect(entry, '', found);
}

function reasonOf(entry: Record<string, unknown>, key: string | undefined): string {
	const reasons = Object.entries(entry)
		.filter(([name, value]) => REASON.test(name) && !isRecord(value) && !Array.isArray(value))
		.map(([, value]) => toText(value))
		.filter((text) => text !== '' && text !== key);
	return [...new Set(reasons)].join(': ');
}

function unnamed(key: string, orphans: string[], payload: unknown): BillingError {
	const reasons = orphans.length > 0 ? ` It gives as reasons: ${orphans.join('; ')}.` : '';
	const reply = JSON.stringify(payload).slice(0, SHOWN);
	return new BillingError(`CloudBilling names ${key} neither as done nor as failed`, {
		description: `Look whether it was done before you send it again.${reasons} Its reply: ${reply}`,
		outcome: 'unknown',
	});
}
