import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './packedPackage.mjs';
import { OPEN, titlesIn } from './testTitles.mjs';

/** Tests that a cell names in one file; where it names none, the rules of some switches are meant. */
interface Named {
	line: number;
	file: string;
	switches: string[];
	names: string[];
}

const known = new Map<string, string[]>();

/** The titles of a file's tests, code marks left out as in the names of a page. */
function titles(file: string): string[] {
	const found = known.get(file) ?? titlesIn(join(root, file)).map(plain);
	known.set(file, found);
	return found;
}

const plain = (text: string): string => text.replaceAll('`', '');

/** The rows of a page's tables, without their heads. */
function rowsOf(page: string): Array<{ line: number; cells: string[]; kind: string }> {
	const lines = readFileSync(join(root, 'docs', page), 'utf8').split('\n');
	let kind = '';
	return lines.flatMap((text, index) => {
		if (!text.startsWith('|')) return [];
		const cells = text
			.split(/(?<!\\)\|/)
			.slice(1, -1)
			.map((cell) => cell.trim());
		if (lines[index + 1]?.startsWith('| ---')) kind = cells.at(-1) ?? '';
		const isHead = kind !== 'Test' || /^---/.test(cells[0]) || cells.at(-1) === kind;
		return isHead ? [] : [{ line: index + 1, cells, kind }];
	});
}

/** `file`, switch/position: name; name. A sentence of its own may follow. */
const NAMED = /^`(?<file>[^`]+)`(?<switches>(?:, [\w/]+)*)(?:: (?<names>.*))?$/;

function namedIn(line: number, cell: string): Named[] {
	const parts = cell.split(/(?=`test\/)/).filter((part) => part.startsWith('`test/'));
	return parts.map((part) => {
		const [sentence] = part.split(/\. (?=[A-Z])/);
		const {
			file = '',
			switches = '',
			names = '',
		} = NAMED.exec(sentence.replace(/[;.\s]+$/, ''))?.groups ?? {};
		return {
			line,
			file,
			switches: switches.split(', ').filter(Boolean),
			names: names.split('; ').filter(Boolean),
		};
	});
}

/** Whether a file has a test whose title holds the name, which may end with a remark in brackets. */
function isThere(file: string, name: string): boolean {
	return [name, name.replace(/ \([^()]*\)$/, '')].some((wanted) => {
		const pattern = plain(wanted)
			.split(OPEN)
			.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
		const regExp = new RegExp(pattern.join('.*'), 's');
		return titles(file).some((title) => regExp.test(title));
	});
}

/** Whether a registry of rules has the switch, and the position after its slash. */
function hasSwitch(file: string, text: string): boolean {
	const source = readFileSync(join(root, file), 'utf8');
	const [name, position] = text.split('/');
	const isPosition = (word: string) => new RegExp(`['\\s[{]${word}['\\s:,\\]]`).test(source);
	return (
		new RegExp(`\\t${name}: `).test(source) && (position === undefined || isPosition(position))
	);
}

describe.each(['conformance.md', 'conformance-cloudbilling.md'])('%s', (page) => {
	const rows = rowsOf(page);
	const named = rows.flatMap(({ line, cells }) => namedIn(line, cells.at(-1) ?? ''));

	test('names for each fact the test that holds it, or says that there is none', () => {
		expect(rows.length).toBeGreaterThan(100);
		const bare = rows.filter(({ cells }) => !/`test\/|no test/.test(cells.at(-1) ?? ''));
		expect(bare.map(({ line, cells }) => `line ${line}: ${cells.at(-1)}`)).toEqual([]);
	});

	test('names no test that is not there', () => {
		const lost = named.flatMap(({ line, file, switches, names }) => {
			if (!existsSync(join(root, file)) || file === '') return [`line ${line}: no file ${file}`];
			if (names.length + switches.length === 0) return [`line ${line}: no test named in ${file}`];
			return [
				...switches.filter((each) => !hasSwitch(file, each)),
				...names.filter((each) => !isThere(file, each)),
			].map((each) => `line ${line}: ${file}: ${each}`);
		});
		expect(lost).toEqual([]);
	});
});
