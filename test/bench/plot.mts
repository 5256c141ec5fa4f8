import { BARS_HEIGHT, cloudBars } from './cloudBilling/bars.mjs';
import { grouped } from './lines.mjs';
import { median } from './measure.mjs';
import type { Results } from './results.mjs';
import { fixed, stroke, text } from './svg.mjs';
import type { Series } from './writes.mjs';

/** As SVG: calls and time against the number of records, both axes logarithmic; XML as bars below. */

interface Point {
	readonly records: number;
	readonly calls: number;
	readonly milliseconds: number;
	/** Not measured but worked out from fewer records. */
	readonly scaled: boolean;
}

interface Curve {
	readonly name: string;
	readonly colour: string;
	readonly width: number;
	readonly points: readonly Point[];
}

type Value = 'calls' | 'milliseconds';

interface Panel {
	readonly title: string;
	readonly left: number;
	readonly value: Value;
	/** Powers of ten at both ends of the axis. */
	readonly from: number;
	readonly to: number;
	readonly label: (power: number) => string;
}

const WIDTH = 960;
const CURVES_HEIGHT = 500;
const HEIGHT = CURVES_HEIGHT + BARS_HEIGHT;
const TOP = 84;
const PLOT_WIDTH = 370;
const PLOT_HEIGHT = 300;
const RECORDS_TO = 4;

const PANELS: readonly Panel[] = [
	{
		title: 'Calls to the vendor',
		left: 82,
		value: 'calls',
		from: 0,
		to: 5,
		label: (power) => grouped(10 ** power),
	},
	{ title: 'Time', left: 556, value: 'milliseconds', from: 1, to: 6, label: duration },
];

export function plot(results: Results, latencyMs: number): string {
	const curves = curvesOf(results);
	const title = `BillingPlatform, Create or Update: from few records to many (${latencyMs} ms per call)`;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" font-family="system-ui, 'Segoe UI', Helvetica, Arial, sans-serif" font-size="13" fill="#1f2328">`,
		`<title>${title}</title>`,
		// A card of its own, so that it can be read on any page, white or dark.
		`<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" rx="8" fill="#ffffff" stroke="#d0d7de"/>`,
		text(24, 34, title, 'font-size="17" font-weight="600"'),
		...PANELS.flatMap((panel) => [...frame(panel), ...curves.flatMap((one) => line(panel, one))]),
		...legend(curves),
		...cloudBars(results.cloud, HEIGHT - BARS_HEIGHT),
		'</svg>',
		'',
	].join('\n');
}

function curvesOf({ small, writes }: Results): Curve[] {
	const both = (side: 'node' | 'bare'): Point[] => [
		...small.map((times) => point(times.count, times[side])),
		...writes.map(({ count, verbs }) => point(count, verbs.upsert[side])),
	];
	const oneByOne = (way: 'onePerRecord' | 'loginPerRecord'): Point[] => {
		const measured = small.map((times) => point(times.count, times[way]));
		const last = measured[measured.length - 1];
		return [...measured, ...writes.map(({ count }) => scaledTo(count, last))];
	};
	return [
		{
			name: 'Login and logout around each record',
			colour: '#c2410c',
			width: 2,
			points: oneByOne('loginPerRecord'),
		},
		{
			name: 'One request per record, one session',
			colour: '#d99a00',
			width: 2,
			points: oneByOne('onePerRecord'),
		},
		{ name: 'Billing node', colour: '#3b82d6', width: 6, points: both('node') },
		{ name: 'Bare script, same calls', colour: '#1f2328', width: 1.5, points: both('bare') },
	];
}

function point(records: number, { calls, milliseconds }: Series): Point {
	return { records, calls, milliseconds: median(milliseconds), scaled: false };
}

function scaledTo(records: number, from: Point): Point {
	const factor = records / from.records;
	const session = from.calls - Math.floor(from.calls / from.records) * from.records;
	return {
		records,
		calls: (from.calls - session) * factor + session,
		milliseconds: from.milliseconds * factor,
		scaled: true,
	};
}

function frame(panel: Panel): string[] {
	const { left, title, from, to, label } = panel;
	const right = left + PLOT_WIDTH;
	const bottom = TOP + PLOT_HEIGHT;
	const parts = [text(left, TOP - 16, title, 'font-weight="600"')];
	for (let power = from; power <= to; power++) {
		const y = yOf(panel, 10 ** power);
		parts.push(stroke(left, y, right, y), text(left - 8, y + 4, label(power), 'text-anchor="end"'));
	}
	for (let power = 0; power <= RECORDS_TO; power++) {
		const x = xOf(panel, 10 ** power);
		parts.push(stroke(x, TOP, x, bottom));
		parts.push(text(x, bottom + 19, grouped(10 ** power), 'text-anchor="middle"'));
	}
	parts.push(text((left + right) / 2, bottom + 40, 'records', 'text-anchor="middle"'));
	return parts;
}

/** What was measured is drawn through, what was scaled from it is dashed. */
function line(panel: Panel, { colour, width, points }: Curve): string[] {
	const at = (list: readonly Point[]): string =>
		list
			.map((one) => `${fixed(xOf(panel, one.records))},${fixed(yOf(panel, one[panel.value]))}`)
			.join(' ');
	const measured = points.filter(({ scaled }) => !scaled);
	const rest = points.slice(measured.length - 1);
	const style = `fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round"`;
	const dots = points.map(
		(one) =>
			`<circle cx="${fixed(xOf(panel, one.records))}" cy="${fixed(yOf(panel, one[panel.value]))}" r="${width / 2 + 2}" fill="${one.scaled ? '#ffffff' : colour}" stroke="${colour}" stroke-width="1.5"/>`,
	);
	return [
		`<polyline points="${at(measured)}" ${style}/>`,
		...(rest.length > 1
			? [`<polyline points="${at(rest)}" ${style} stroke-dasharray="5 5"/>`]
			: []),
		...dots,
	];
}

/** Two rows of two; what dashes mean stands beside. */
function legend(curves: readonly Curve[]): string[] {
	const entries = curves.flatMap(({ name, colour, width }, index) => {
		const x = index < 2 ? 82 : 400;
		const y = CURVES_HEIGHT - 40 + 22 * (index % 2);
		return [
			`<line x1="${x}" y1="${y - 4}" x2="${x + 26}" y2="${y - 4}" stroke="${colour}" stroke-width="${width}"/>`,
			text(x + 36, y, name),
		];
	});
	const note = 'dashed: scaled from 100 records';
	return [...entries, text(930, CURVES_HEIGHT - 40, note, 'text-anchor="end" fill="#59636e"')];
}

function xOf({ left }: Panel, records: number): number {
	return left + (Math.log10(records) / RECORDS_TO) * PLOT_WIDTH;
}

function yOf({ from, to }: Panel, value: number): number {
	return TOP + PLOT_HEIGHT * (1 - (Math.log10(value) - from) / (to - from));
}

function duration(power: number): string {
	return power < 3 ? `${10 ** power} ms` : `${grouped(10 ** (power - 3))} s`;
}
