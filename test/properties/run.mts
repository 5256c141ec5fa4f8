/**
 * Tries every rule with as many values as it asks for, or with a share of them, or only rules with some words:
 * `npm run test:properties -- [<share>] [--seed=<n>] [--only=<words>]`.
 * Two processes share the rules; one that says nothing for two minutes hangs and is ended.
 */
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';

import { bundled } from './bundled.mjs';
import { rules } from './rules.mjs';
import { type Report, SEED, split } from './split.mjs';

const SILENCE_MS = 120_000;
const WORKERS = 2;

const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: { seed: { type: 'string' }, only: { type: 'string', default: '' } },
});
const share = Number(positionals[0] ?? 1);
const seed = Number(options.seed ?? SEED);
const chosen = [...rules.keys()].filter((index) => rules[index].name.includes(options.only));
const worker = await bundled('./worker.mts');
const start = performance.now();
const tried = new Map<string, number>();
const failures: string[] = [];

await Promise.all(split(chosen, WORKERS).map(async (indexes) => await work(indexes)));
worker.remove();

for (const { name } of chosen.map((index) => rules[index])) {
	console.log(`${(tried.get(name) ?? 0).toLocaleString('en').padStart(9)}  ${name}`);
}
for (const failure of failures) console.error(`\n${failure}`);
const cases = [...tried.values()].reduce((sum, count) => sum + count, 0);
const seconds = Math.round((performance.now() - start) / 1000);
console.log(`\nseed ${seed}; the same values come again with --seed=${seed}`);
console.log(
	`properties: ${cases.toLocaleString('en')} cases held, ${failures.length} broken (${seconds} s)`,
);
process.exitCode = failures.length > 0 ? 1 : 0;

async function work(indexes: number[]): Promise<void> {
	const child = fork(worker.file, [share, seed, ...indexes].map(String), {
		execArgv: ['--enable-source-maps'],
	});
	let at = '';
	let ended = false;
	let alarm: NodeJS.Timeout | undefined;
	const listen = (): void => {
		clearTimeout(alarm);
		alarm = setTimeout(() => child.kill('SIGKILL'), SILENCE_MS);
	};
	listen();
	child.on('message', (message) => {
		listen();
		const report = message as Report;
		if (report.kind === 'end') ended = true;
		else if (report.kind === 'start') at = report.name;
		else tried.set(report.name, (tried.get(report.name) ?? 0) + report.tried);
		if (report.kind === 'tried' && report.failure)
			failures.push(`${report.name}\n${report.failure}`);
	});
	await new Promise((resolve) => child.on('exit', resolve));
	clearTimeout(alarm);
	if (!ended) failures.push(`${at}: the process hung or crashed`);
}
