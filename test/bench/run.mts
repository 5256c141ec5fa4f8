import { mkdirSync, writeFileSync } from 'node:fs';
import { loadEngine } from './billingNode.mjs';
import { measureCloud } from './cloudBilling/measure.mjs';
import { measureGrowth } from './growth.mjs';
import { callsMet, ratioMet, textTable } from './lines.mjs';
import { say } from './measure.mjs';
import { plot } from './plot.mjs';
import { measurePolling } from './polling.mjs';
import { measureReading } from './reading.mjs';
import { report } from './report.mjs';
import { linesOf, type Results } from './results.mjs';
import { StandIn } from './standIn.mjs';
import { measureSmall } from './today.mjs';
import { measureWrites } from './writes.mjs';

const LATENCY_MS = 20;

/** Measures the built package against the stand-in, and writes what came out into `docs`. */
async function main(): Promise<number> {
	const results = await measure();
	const lines = linesOf(results);
	process.stdout.write(`\n${textTable(lines)}\n\n`);
	mkdirSync('docs', { recursive: true });
	writeFileSync('docs/benchmarks.md', report(results, lines, LATENCY_MS));
	writeFileSync('docs/benchmarks.svg', plot(results, LATENCY_MS));
	const missed = lines.filter((line) => !ratioMet(line));
	const tooMany = lines.filter((line) => !callsMet(line));
	say(`bench: ${missed.length} ratios and ${tooMany.length} numbers of calls miss their target`);
	// Times depend on the machine, numbers of calls do not.
	return tooMany.length === 0 ? 0 : 1;
}

async function measure(): Promise<Results> {
	say(`starting the stand-in with ${LATENCY_MS} ms per call, and n8n's engine`);
	const standIn = await StandIn.start(LATENCY_MS);
	try {
		const engine = await loadEngine(standIn.access);
		const small = await measureSmall(standIn, engine, 3);
		const writes = [
			await measureWrites(standIn, engine, 1_000, 5),
			await measureWrites(standIn, engine, 10_000, 3),
		];
		const reading = await measureReading(standIn, engine, {
			count: 100_000,
			timeRounds: 9,
			memoryRounds: 3,
		});
		const polling = await measurePolling(standIn, engine, [1_000, 10_000, 100_000], 9);
		const growth = await measureGrowth(3);
		const cloud = await measureCloud(standIn, engine);
		return { small, writes, reading, growth, polling, cloud };
	} finally {
		await standIn.stop();
	}
}

main().then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		say(`bench: failed, ${error instanceof Error ? error.message : String(error)}`);
		process.exitCode = 1;
	},
);
