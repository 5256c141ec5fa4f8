import { readFile, writeFile } from 'node:fs/promises';
import { type Cell, describeBooks, describeSeen, NO_FAULT } from './matrix.mjs';
import { FAULTS } from './faults.mjs';
import type { FaultCase, Subject, System } from './model.mjs';

const FILE = 'docs/reliability.md';
const BEGIN = '<!-- matrix: written by `npm run test:faults` -->';
const END = '<!-- end of the matrix -->';

const TITLES: Record<System, string> = {
	billingPlatform: 'BillingPlatform',
	cloudBilling: 'CloudBilling',
};
const GROUPS = [
	['writes', ({ work }: Subject) => work.does === 'write'],
	['reads', ({ work }: Subject) => work.does === 'read'],
	['events of the Billing Trigger', ({ work }: Subject) => work.does === 'poll'],
] as const;

/** Replaces the matrix in the page; what people wrote around it stays. */
export async function writeReport(
	cells: readonly Cell[],
	subjects: readonly Subject[],
): Promise<void> {
	const page = await readFile(FILE, 'utf8');
	const [before, rest] = page.split(BEGIN);
	const after = rest?.split(END)[1];
	if (after === undefined) throw new Error(`${FILE} has no place for the matrix`);
	const tables = Object.keys(TITLES).flatMap((system) =>
		GROUPS.map(([title, isIn]) => {
			const columns = subjects.filter((subject) => subject.system === system && isIn(subject));
			return `### ${TITLES[system as System]}: ${title}\n\n${table(cells, columns)}`;
		}),
	);
	const words = `### What the user reads\n\n${wordsOf(cells)}`;
	await writeFile(
		FILE,
		`${before}${BEGIN}\n\n${[...tables, words].join('\n\n')}\n\n${END}${after}`,
	);
}

function table(cells: readonly Cell[], columns: readonly Subject[]): string {
	const head = ['Fault', ...columns.map(({ name }) => name.replace('Trigger: ', ''))];
	const rows = [NO_FAULT, ...FAULTS].flatMap((fault) => {
		const found = columns.map((subject) => cellOf(cells, fault, subject));
		if (found.every((cell) => cell === undefined)) return [];
		return [[fault.name, ...found.map((cell) => (cell ? textOf(cell) : ''))]];
	});
	return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function textOf(cell: Cell): string {
	return `${describeSeen(cell)}<br>${describeBooks(cell)}`;
}

function cellOf(cells: readonly Cell[], fault: FaultCase, subject: Subject): Cell | undefined {
	return cells.find((cell) => cell.fault.name === fault.name && cell.subject === subject);
}

/** The messages of each fault, each once, with what changes from run to run left out. */
function wordsOf(cells: readonly Cell[]): string {
	const rows = FAULTS.map(({ name }) => {
		const texts = cells
			.filter(({ fault }) => fault.name === name)
			.flatMap(({ runs }) => runs.map(({ verdict }) => plain(verdict.seen.text)))
			.filter((text) => text !== '');
		const counted = new Map<string, number>();
		for (const text of texts) counted.set(text, (counted.get(text) ?? 0) + 1);
		const most = [...counted].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, 2);
		return [name, most.map(([text]) => text).join('<br>') || 'nothing: the work is done'];
	});
	return [['Fault', 'Message'], ['---', '---'], ...rows]
		.map((row) => `| ${row.join(' | ')} |`)
		.join('\n');
}

/** Only the message, without addresses, Ids and numbers of items. */
function plain(text: string): string {
	return text
		.split(' | ')[0]
		.replace(/127\.0\.0\.1:\d+/g, 'the server')
		.replace(/ \[item \d+\]$/, '')
		.replace(/EAI_AGAIN/g, 'ENOTFOUND')
		.replace(/\b[0-9a-f]{24}\b/g, '…')
		.replace(/\d{4,}/g, 'N')
		.replace(/\|/g, '\\|')
		.replace(/</g, '&lt;');
}
