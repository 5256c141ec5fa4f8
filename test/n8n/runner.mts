import { stripVTControlCharacters } from 'node:util';

import { say, seconds } from './say.mjs';

export type Test = (rule: string, work: () => Promise<void>) => Promise<void>;

/** Tests that share what is costly to start. */
export interface Part {
	name: string;
	run(test: Test): Promise<void>;
}

const TEST_WITHIN_MS = 240_000;

/** Runs one part after the other; a test that fails stops none of the next. @returns the line of result */
export async function runParts(
	parts: readonly Part[],
	/** Only tests whose rule matches are run. */
	wanted = /^/,
): Promise<{ failed: number; line: string }> {
	let passed = 0;
	let failed = 0;

	const test: Test = async (rule, work) => {
		if (!wanted.test(rule)) return;
		const start = performance.now();
		try {
			await within(TEST_WITHIN_MS, work());
			passed += 1;
			say(`  ✓ ${rule} (${seconds(start)})`);
		} catch (error) {
			failed += 1;
			say(`  ✗ ${rule} (${seconds(start)})\n${indented(error)}`);
		}
	};

	for (const part of parts) {
		const start = performance.now();
		say(`\n== ${part.name}`);
		try {
			await part.run(test);
		} catch (error) {
			failed += 1;
			say(`  ✗ the part itself\n${indented(error)}`);
		}
		say(`== ${part.name}: ${seconds(start)}`);
	}
	return { failed, line: `test:n8n: ${passed} passed, ${failed} failed` };
}

async function within(ms: number, work: Promise<void>): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const tooLate = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`Not done after ${ms / 1000} s`)), ms);
	});
	try {
		await Promise.race([work, tooLate]);
	} finally {
		clearTimeout(timer);
	}
}

function indented(error: unknown): string {
	const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
	const lines = stripVTControlCharacters(text).split('\n');
	// A browser that waits in vain says so many times over.
	return lines
		.filter((line) => !/^\s+(\d+ × |- (?!waiting for (locator|getBy)|<))/.test(line))
		.join('\n')
		.replace(/^/gm, '      ');
}
