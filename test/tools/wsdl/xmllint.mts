import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether this machine has libxml2's command, which is no part of the project. */
export function hasXmllint(): boolean {
	return spawnSync('xmllint', ['--version']).status === 0;
}

/** What is wrong with a document; nothing where it is valid. */
export type Verdict = readonly string[];

/**
 * Validates documents by a schema that `write` puts into a folder.
 *
 * @returns one verdict for each document, or why the schema itself is refused
 */
export function validate(
	write: (folder: string) => string,
	documents: readonly string[],
): Verdict[] | { refused: string } {
	const folder = mkdtempSync(join(tmpdir(), 'wsdl-'));
	try {
		const schema = write(folder);
		const files = documents.map((document, index) => {
			const file = join(folder, `document${index}.xml`);
			writeFileSync(file, document);
			return file;
		});
		const { stderr } = spawnSync(
			'xmllint',
			['--nonet', '--noout', '--huge', '--schema', schema, ...files],
			{ encoding: 'utf8', maxBuffer: 100_000_000 },
		);
		const lines = stderr.replaceAll(`${folder}/`, '').split('\n');
		if (lines.some((line) => /failed to compile/.test(line))) {
			return { refused: plain(lines.find((line) => /error/.test(line)) ?? stderr) };
		}
		return files.map((_, index) => {
			const own = lines.filter((line) => line.startsWith(`document${index}.xml`));
			if (own.some((line) => line.endsWith(' validates'))) return [];
			const errors = own.filter((line) => / error : /.test(line)).map(plain);
			return errors.length > 0 ? errors : ['not validated'];
		});
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** Without the place in a file that is gone by now. */
function plain(line: string): string {
	return line.replace(/^.*? error : /, '');
}
