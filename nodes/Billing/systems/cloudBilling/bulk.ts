import { BillingError } from '../../errors';
import { isRecord, toText } from '../../values';

/**
 * The errors of single records in a bulk result.
 *
 * Which members such a result has is documented in part only (errors with description, error and
 * purchaseReference, and a list of those that were done), so they are found by what they hold: an object with the
 * key of a record and a text that says why, wherever it stands; or the bare key below a member whose name says that
 * it failed. A key anywhere else is one that was done.
 *
 * Nothing is guessed: where the result tells which records were done, or has an error that fits none of them, a
 * record that it does not name may be either.
 *
 * @param keys what was sent
 * @returns errors by key
 */
export function bulkErrors(payload: unknown, keys: string[]): Map<string, BillingError> {
	const found = new Findings(keys);
	found.collect(payload, '');
	if (found.isWhole()) return found.errors;
	for (const key of keys) {
		if (!found.done.has(key) && !found.errors.has(key)) {
			found.errors.set(key, unnamed(key, found.orphans, payload));
		}
	}
	return found.errors;
}

const REASON = /error|description|message|reason|explanation/i;
const FAILED = /error|fail|reject|refus|skip/i;
/** Such as NotClosed, but not Notes. */
const NOT_DONE = /[Nn]ot[A-Z]/;

/** The reply may be long; its beginning tells what it looks like. */
const SHOWN = 1000;

class Findings {
	readonly errors = new Map<string, BillingError>();
	readonly done = new Set<string>();
	/** Reasons that fit none of the records. */
	readonly orphans: string[] = [];
	/** How many failures the result itself counts. */
	private counted = 0;
	private readonly keys: ReadonlySet<string>;

	constructor(keys: string[]) {
		this.keys = new Set(keys);
	}

	/** Whether a record that is not named must be done: all failures are named, and nothing but failures. */
	isWhole(): boolean {
		return this.done.size === 0 && this.orphans.length === 0 && this.counted <= this.errors.size;
	}

	/** @param failure the member above that says by its name that what it holds has failed; else empty */
	collect(value: unknown, failure: string): void {
		if (Array.isArray(value)) for (const entry of value) this.collect(entry, failure);
		else if (isRecord(value)) this.collectRecord(value, failure);
		else this.collectText(toText(value).trim(), failure);
	}

	private collectRecord(record: Record<string, unknown>, failure: string): void {
		const texts = textsOf(record);
		const key = texts.map(([, text]) => text).find((text) => this.keys.has(text));
		const reason = reasonOf(texts, key);
		const isVerdict = key !== undefined || (failure !== '' && reason !== '');
		if (key !== undefined && reason !== '') this.errors.set(key, new BillingError(reason));
		else if (key !== undefined) this.collectText(key, failure);
		else if (isVerdict) this.orphans.push(reason);
		for (const [name, inner] of Object.entries(record)) {
			// The texts of a verdict have been read.
			if (isVerdict && !isNested(inner)) continue;
			const hasFailed = FAILED.test(name) || NOT_DONE.test(name);
			this.collect(inner, failure || (hasFailed ? name : ''));
		}
	}

	private collectText(text: string, failure: string): void {
		if (this.keys.has(text)) {
			if (failure === '') this.done.add(text);
			else this.refuse(text, failure);
		} else if (failure !== '' && !/^(false|0*)$/.test(text)) {
			const count = text === 'true' ? 1 : Number(text);
			if (Number.isNaN(count)) this.orphans.push(`${failure}: ${text}`);
			else this.counted = Math.max(this.counted, count);
		}
	}

	private refuse(key: string, failure: string): void {
		this.errors.set(key, new BillingError(`CloudBilling did not take ${key} (${failure})`));
	}
}

function isNested(value: unknown): boolean {
	return isRecord(value) || Array.isArray(value);
}

function textsOf(record: Record<string, unknown>): Array<[name: string, text: string]> {
	return Object.entries(record)
		.filter(([, value]) => !isNested(value))
		.map(([name, value]) => [name, toText(value).trim()]);
}

function reasonOf(texts: Array<[name: string, text: string]>, key: string | undefined): string {
	const reasons = texts
		.filter(([name, text]) => REASON.test(name) && text !== '' && text !== key)
		.map(([, text]) => text);
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
