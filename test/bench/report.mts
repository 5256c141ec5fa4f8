import { cpus } from 'node:os';
import { columnNames } from './billingNode.mjs';
import { cloudMethod, cloudReadings } from './cloudBilling/report.mjs';
import { callsMet, grouped, type Line, markdownTable, number, ratioMet } from './lines.mjs';
import { median } from './measure.mjs';
import type { Results } from './results.mjs';
import type { Series } from './writes.mjs';

/** The page that goes with the numbers: how they came about, and what they do and do not say. */
export function report(results: Results, lines: readonly Line[], latencyMs: number): string {
	return `${[
		'# Benchmarks',
		`Made by \`npm run bench\`, which also draws the plot. Machine of this run: ${machine()}. Times differ from machine to machine; the ratios of one run are what can be compared.`,
		markdownTable(lines),
		`Ratio: the Billing node's figure divided by the other. The median of the rounds decides.`,
		'![Calls and time against the number of records](benchmarks.svg)',
		'## How it was measured',
		bullets([...method(latencyMs), ...cloudMethod(latencyMs)]),
		'## What the rows say',
		bullets([...readings(results), ...cloudReadings(results.cloud)]),
		'## What misses its target',
		bullets(misses(results, lines)),
		'## What this does not show',
		bullets(limits),
	].join('\n\n')}\n`;
}

const bullets = (entries: readonly string[]): string =>
	entries.map((entry) => `- ${entry}`).join('\n');

function machine(): string {
	const [major] = process.versions.node.split('.');
	return `${cpus().length} cores, Node ${major}`;
}

const method = (latencyMs: number): string[] => [
	`The vendor is the stand-in of \`test/sandbox\`, in a process of its own. Every call takes at least ${latencyMs} ms there, save in the rows on the time per record, which have no latency. The stand-in counts the calls and confirms after each job that all records arrived and no session is open.`,
	"The Billing node is the built package in n8n's own engine: a workflow with a trigger that gives the records and one Billing node with its defaults. Timed is the whole run.",
	"The bare script is what one would write for one job and throw away: Node's `http`, login, the same calls, logout, results kept. No retries, no checks, no pairing with items. As n8n's HTTP helper does, it opens a connection for each call; one row compares with a script that keeps its connection.",
	'Node and script run in turn, in the same process, and a ratio is formed within each round. Some small jobs before the first round warm both up.',
	'Memory is measured in processes of their own, each with the engine loaded, as resident memory and heap above what was there before the reading began. Resident memory is watched every 2 ms.',
];

function readings({ writes, small, reading }: Results): string[] {
	const many = writes[writes.length - 1];
	const perExpression =
		(median(many.aloneMapped.milliseconds) * 1000) / (columnNames().length * many.count);
	const measured = small[small.length - 1].count;
	const [node, bare] = (['node', 'bare'] as const).map((side) =>
		median(reading[0].memory[side].map(({ kept }) => kept)),
	);
	const perRow = (node - bare) / reading[0].count;
	const { onePerRecord, loginPerRecord } = small[small.length - 1];
	const timesFaster = ({ milliseconds }: Series): string => {
		const theirs = (median(milliseconds) / measured) * many.count;
		return (theirs / median(many.verbs.upsert.node.milliseconds)).toFixed(0);
	};
	return [
		'**Calls.** Records travel in batches of 100, rows in pages of 10,000; login and logout come once. The numbers do not depend on the machine.',
		`**Create, Update, Create or Update** take the items as they are. What they cost above the script is mostly n8n's HTTP helper and memory management.`,
		"**Get by Id, Delete, Restore** take the Id from an expression, `{{ $json.Id }}`, one for each item; **six columns by expression** take six such. The node reads those that only name a field of the item by itself. Any other expression is n8n's work and costs what the rows “Engine alone” show.",
		`**Expressions.** n8n itself takes about ${perExpression.toFixed(0)} µs for each (row “Engine alone: six expressions per item”, an Edit Fields node). “Items handed on” is an engine run with a node that does nothing.`,
		`**As today** is a bare script as well, without n8n around it, and so the most favourable form of what users build. It sends one request after the other; ${measured} records were measured and scaled. For ${grouped(many.count)} records it takes ${timesFaster(onePerRecord)} times as long as the node, and ${timesFaster(loginPerRecord)} times with a login and a logout around each. An HTTP Request node without batching would send all requests at once; the vendor recommends at most 15 a second, and at that pace 10,000 requests take 11 minutes.`,
		`**Get Many** keeps every row as an item. An item costs ${perRow.toFixed(0)} bytes beside the row itself, which weighs the more the fewer fields a row has. Peak memory also holds the text of one page and what has not been swept yet, for both alike.`,
		'**A poll with nothing new** is a login, one query and a logout. The rows compare it with the poll of the smallest entity.',
		'**Time per record** of many records is compared with that of fewer, both by the node. Login, logout and the start of a run weigh on 1,000 records and hardly on 10,000, so the row from 10,000 to 100,000 is the strictest.',
	];
}

function misses({ writes }: Results, lines: readonly Line[]): string[] {
	const missed = lines.filter((line) => !callsMet(line) || !ratioMet(line));
	if (missed.length === 0) return ['Nothing in this run.'];
	return missed.map((line) => {
		const times = writes.find(({ count }) => count === line.records);
		const expressions = times && byExpression.has(line.what) ? times.aloneOneExpression : undefined;
		const share =
			expressions &&
			` Of its time, n8n takes about ${median(expressions.milliseconds).toFixed(0)} ms to evaluate one expression per item.`;
		const name = line.records ? `${line.what}, ${grouped(line.records)}` : line.what;
		const reason = line.heldBackBy ? ` ${line.heldBackBy}` : '';
		const figures = callsMet(line)
			? `${number(line.ratio?.median ?? 0)} where at most ${line.target ?? '–'} is wanted`
			: `${line.calls ?? 0} calls where ${line.callsTarget ?? '–'} are wanted`;
		return `${name}: ${figures}.${share ?? ''}${reason}`;
	});
}

const byExpression = new Set(['Get by Id', 'Delete', 'Restore']);

const limits = [
	'How long the real vendor takes for a batch of 100 records or a page of 10,000 rows: that is not known. The longer it takes, the less weighs what the node adds.',
	'TLS. A new connection over TLS costs two to three round trips more, for the node and for any other use of n8n’s HTTP helper alike; few calls keep that small.',
	'n8n saving the data of an execution, which the engine alone does not do.',
];
