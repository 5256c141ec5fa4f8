import { ResultError } from './methods/failure.mjs';
import type { CloudBillingSwitches } from './switches.mjs';

/** The three forms seen: with Z, without a zone, and with fraction and offset. */
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const HAS_ZONE = /(Z|[+-]\d{2}:\d{2})$/;
const OFFSET_MS = 2 * 3_600_000;

/** The form in which the stand-in holds dates: UTC to the second. */
export function toDate(instant: number): string {
	return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

/** NaN where the text is no date. Without a zone it is taken as UTC (unverified). */
export function instantOf(text: string): number {
	if (!DATE.test(text)) return NaN;
	const isDateOnly = text.length === 10;
	return Date.parse(isDateOnly || HAS_ZONE.test(text) ? text : `${text}Z`);
}

/** Throws where a parameter or member holds no date; undefined where it holds nothing. */
export function instantNamed(name: string, value: unknown): number | undefined {
	if (value === null || value === undefined || value === '') return undefined;
	const instant = instantOf(String(value));
	if (Number.isNaN(instant)) throw new ResultError(`${name}: '${String(value)}' is not a date`);
	return instant;
}

/** A held date in the form that the switch asks for; any other text stays as it is. */
export function datesAs(form: CloudBillingSwitches['dates'], value: string): string {
	if (!value.endsWith('Z')) return value;
	if (form === 'utc') return toDate(Date.parse(value));
	if (form === 'noZone') return toDate(Date.parse(value)).slice(0, -1);
	const shifted = new Date(Date.parse(value) + OFFSET_MS).toISOString();
	return `${shifted.slice(0, 19)}.017+02:00`;
}
