import { isRecord, toText } from '../../values';

/**
 * Dates as BillingPlatform takes them: `YYYY-MM-DD`, or ISO in UTC with `Z` (apis 3.6). n8n's own dates carry
 * the offset of the workflow's time zone; midnight there means the day, any other time the moment.
 *
 * @returns undefined for what is no date; "" for an invalid one
 */
export function dateText(value: unknown): string | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
	// Luxon's DateTime, which n8n's expressions give where they do not make text of it.
	if (isRecord(value) && typeof value.toISO === 'function') {
		const iso = toText(value.toISO());
		return iso === '' ? '' : withoutOffset(iso);
	}
	return undefined;
}

const WITH_OFFSET = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)[+-]\d\d:\d\d$/;
const MIDNIGHT = /^00:00(?::00(?:\.0+)?)?$/;

/** Text that is an ISO time with an offset, in the form that BillingPlatform takes; other text as it is. */
export function withoutOffset(text: string): string {
	const match = WITH_OFFSET.exec(text);
	if (!match) return text;
	const [, day, time] = match;
	if (MIDNIGHT.test(time)) return day;
	const moment = new Date(text);
	return Number.isNaN(moment.getTime()) ? text : moment.toISOString();
}
