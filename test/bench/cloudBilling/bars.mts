import { grouped, seconds } from '../lines.mjs';
import { median } from '../measure.mjs';
import { bar, stroke, text } from '../svg.mjs';
import type { Contender } from './contests.mjs';
import { CONTENDER_NAMES, CONTEST_NAMES, type CloudTimes } from './lines.mjs';
import type { ContestTimes, Figures } from './xml.mjs';

/** One group of bars for each contest, side by side, each with a scale of its own that begins at zero. */
export const BARS_HEIGHT = 214;

const LEFT = 24;
const GROUP_WIDTH = 304;
const NAME_WIDTH = 108;
const LONGEST = 120;
const ROW = 30;
const THICKNESS = 16;
const OURS = '#3b82d6';
const OTHERS = '#8c959f';

export function cloudBars({ xml }: CloudTimes, top: number): string[] {
	return [
		stroke(LEFT, top, LEFT + 3 * GROUP_WIDTH, top),
		text(
			LEFT,
			top + 36,
			'CloudBilling: reading and writing XML',
			'font-size="17" font-weight="600"',
		),
		text(
			LEFT + 3 * GROUP_WIDTH - 6,
			top + 36,
			'fast-xml-parser: without types',
			'text-anchor="end" fill="#59636e"',
		),
		...xml.flatMap((times, index) => group(times, LEFT + index * GROUP_WIDTH, top + 68)),
	];
}

function group({ contest, size, figures }: ContestTimes, left: number, top: number): string[] {
	const entries = Object.entries(figures) as Array<[Contender, Figures[]]>;
	const times = entries.map(([, rounds]) => median(rounds.map((one) => one.milliseconds)));
	const longest = Math.max(...times);
	const name = CONTEST_NAMES[contest];
	const title = contest === 'wsdl' ? name : `${name} (${grouped(size)})`;
	return [
		text(left, top, title, 'font-weight="600"'),
		...entries.flatMap(([contender], index) => {
			const y = top + 16 + index * ROW;
			const width = Math.max(2, (times[index] / longest) * LONGEST);
			const x = left + NAME_WIDTH;
			return [
				text(x - 8, y + 13, CONTENDER_NAMES[contender], 'text-anchor="end"'),
				bar(x, y, width, THICKNESS, contender === 'node' ? OURS : OTHERS),
				text(x + width + 6, y + 13, seconds(times[index])),
			];
		}),
	];
}
