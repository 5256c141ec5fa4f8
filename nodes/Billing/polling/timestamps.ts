/** A point in time, and how finely the vendor tells it. */
export interface Moment {
	/** Milliseconds since 1970; a text without a time zone counts as UTC. */
	at: number;
	/** The next later time that the vendor could have written is this many ms away. */
	step: number;
	/** False where the text names no time zone, so that `at` may be hours off. */
	zoned: boolean;
}

const SECOND = 1000;
const DAY = 86_400_000;

const FORM = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?\s*(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * Reads a vendor's timestamp: a date, or ISO 8601 with or without a fraction and a zone.
 *
 * Digits that are all zero are taken for digits that the vendor does not keep: midnight may stand for a whole
 * day, a full second for any moment in it. That only makes the window longer in which changes are looked for.
 *
 * @returns undefined for what is none
 */
export function readMoment(value: unknown): Moment | undefined {
	const match = typeof value === 'string' ? FORM.exec(value.trim()) : null;
	if (!match) return undefined;
	const [, day, clock = '00:00', fraction = '', zone] = match;
	const at = Date.parse(`${day}T${clock}${millis(fraction)}${zone ?? 'Z'}`);
	if (Number.isNaN(at)) return undefined;
	return { at, step: stepOf(clock, fraction), zoned: zone !== undefined };
}

function millis(fraction: string): string {
	return fraction === '' ? '' : `.${fraction.slice(0, 3).padEnd(3, '0')}`;
}

function stepOf(clock: string, fraction: string): number {
	if (/[1-9]/.test(fraction)) return 1;
	return /[1-9]/.test(clock) ? SECOND : DAY;
}
