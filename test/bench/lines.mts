import type { Series } from './writes.mjs';
import { median, ratios, type Spread } from './measure.mjs';

/** One line of the table. */
export interface Line {
	readonly what: string;
	/** Absent where the work is not one on records. */
	readonly records?: number;
	readonly calls?: number;
	readonly callsTarget?: number;
	/** What was measured of the node, and of what it is compared with, in words. */
	readonly ours: string;
	readonly theirs: string;
	/** Absent where only the number of calls counts. */
	readonly ratio?: Spread;
	/** The ratio must not be above. */
	readonly target?: number;
	/** What stands in the way of a target that is missed. */
	readonly heldBackBy?: string;
}

/** Times of both sides, each one entry per round, and the ratio of each round. */
export function timeLine(ours: Series, theirs: Series, name = 'bare script') {
	return {
		calls: ours.calls,
		ours: seconds(median(ours.milliseconds)),
		theirs: `${name}: ${seconds(median(theirs.milliseconds))}`,
		ratio: ratios(ours.milliseconds, theirs.milliseconds),
	};
}

export const callsMet = ({ calls = 0, callsTarget = Infinity }: Line): boolean =>
	calls <= callsTarget;

export const ratioMet = ({ ratio, target = Infinity }: Line): boolean =>
	ratio === undefined || rounded(ratio.median) <= target;

export const COLUMNS = [
	'What',
	'Records',
	'Calls',
	'Billing node',
	'Compared with',
	'Ratio (lowest–highest)',
	'Target',
	'Met',
] as const;

/** The cells of a line, in the order of the columns. */
export function cells(line: Line): string[] {
	const { calls, callsTarget, ratio, target } = line;
	const targets = [
		callsTarget !== undefined && `${callsTarget} calls`,
		target !== undefined && `ratio ${target}`,
	].filter((text) => text !== false);
	const met = targets.length === 0 ? '' : callsMet(line) && ratioMet(line) ? 'yes' : 'no';
	return [
		line.what,
		line.records === undefined ? '' : grouped(line.records),
		calls === undefined ? '' : grouped(calls),
		line.ours,
		line.theirs,
		ratio ? `${number(ratio.median)} (${number(ratio.low)}–${number(ratio.high)})` : '',
		targets.join(', '),
		met,
	];
}

/** The lines as text for a terminal. */
export function textTable(lines: readonly Line[]): string {
	const rows = [[...COLUMNS], ...lines.map(cells)];
	const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	return rows
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column]))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

export function markdownTable(lines: readonly Line[]): string {
	const rows = [[...COLUMNS], COLUMNS.map(() => '---'), ...lines.map(cells)];
	return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Two digits, or as many as show something. */
export function number(value: number): string {
	return value >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
}

const rounded = (value: number) => Number(value.toFixed(2));

export const grouped = (value: number): string => value.toLocaleString('en-GB');

export function seconds(milliseconds: number): string {
	if (milliseconds < 1000) return `${milliseconds.toFixed(0)} ms`;
	if (milliseconds < 100_000) return `${(milliseconds / 1000).toFixed(2)} s`;
	return `${(milliseconds / 60_000).toFixed(1)} min`;
}

export const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
