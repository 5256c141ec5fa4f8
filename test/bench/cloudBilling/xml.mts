import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ask } from '../childProcess.mjs';
import { say } from '../measure.mjs';
import { type Contender, CONTENDERS, type Contest, INPUTS } from './contests.mjs';

/** What a process that measures one contender is told. */
export interface ContestOrder {
	readonly contest: Contest;
	readonly contender: Contender;
	/** Records, or characters of a WSDL. */
	readonly size: number;
	readonly file: string;
}

export interface Figures {
	/** Records that came out. */
	readonly found: number;
	/** Highest resident memory above what the process had with its input at hand. */
	readonly peak: number;
	readonly milliseconds: number;
}

export interface ContestTimes {
	readonly contest: Contest;
	readonly size: number;
	/** One entry per round. */
	readonly figures: Readonly<Partial<Record<Contender, Figures[]>>>;
}

const PROGRAM = fileURLToPath(new URL('contestProcess.mts', import.meta.url));
const SIZES: Readonly<Record<Contest, number>> = {
	decode: 10_000,
	encode: 10_000,
	wsdl: 1_000_000,
};

/** Every contender of every contest in turn, some rounds long. */
export async function measureXml(rounds: number): Promise<ContestTimes[]> {
	const contests = Object.keys(CONTENDERS) as Contest[];
	const all = contests.map(emptyTimes);
	const folder = mkdtempSync(join(tmpdir(), 'bench-'));
	try {
		for (const contest of contests) {
			writeFileSync(join(folder, contest), INPUTS[contest](SIZES[contest]));
		}
		for (let round = 1; round <= rounds; round++) {
			for (const times of all) await measureRound(times, join(folder, times.contest));
			say(`CloudBilling, XML: round ${round} of ${rounds}`);
		}
	} finally {
		rmSync(folder, { recursive: true });
	}
	return all;
}

async function measureRound({ contest, size, figures }: ContestTimes, file: string): Promise<void> {
	for (const contender of CONTENDERS[contest]) {
		const order: ContestOrder = { contest, contender, size, file };
		const one = await ask<Figures>(PROGRAM, order);
		if (one.found !== size) {
			throw new Error(`${contest} by ${contender}: ${one.found} of ${size} records`);
		}
		figures[contender]?.push(one);
	}
}

function emptyTimes(contest: Contest): ContestTimes {
	const figures = CONTENDERS[contest].map((name): [string, Figures[]] => [name, []]);
	return { contest, size: SIZES[contest], figures: Object.fromEntries(figures) };
}
