import { rules } from './rules.mjs';
import type { Report } from './split.mjs';

/** Small enough to be heard of often; also, fast-check tries small and odd values first. */
const AT_ONCE = 500;

const [share, seed, ...indexes] = process.argv.slice(2).map(Number);

void main();

async function main(): Promise<void> {
	for (const { name, cases, try: tryRule } of indexes.map((index) => rules[index])) {
		tell({ kind: 'start', name });
		let left = Math.ceil(cases * share);
		for (let round = 0; left > 0; round++) {
			const { tried, failure } = await tryRule(Math.min(left, AT_ONCE), seed + round);
			tell({ kind: 'tried', name, tried, failure });
			left = failure === undefined ? left - tried : 0;
		}
	}
	tell({ kind: 'end' });
	process.disconnect();
}

function tell(report: Report): void {
	process.send?.(report);
}
