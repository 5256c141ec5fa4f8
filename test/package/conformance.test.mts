import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { BILLING_PLATFORM_SWITCHES, CLOUD_BILLING_SWITCHES } from '../sandbox/index.mjs';
import { root } from './packedPackage.mjs';
import { OPEN, titlesIn } from './testTitles.mjs';

/** What one cell says about one file: tests by a part of their titles, or switches whose rules are meant. */
interface Named {
	file: string;
	switches: string[];
	names: string[];
}

/** `file`, switch, switch/position: name; name. A sentence of its own may follow. */
const NAMED = /^`(?<file>[^`]+)`(?<switches>(?:, [\w/]+)*)(?:: (?<names>.*))?$/;

function namedIn(cell: string): Named[] {
	const parts = cell.split(/(?=`test\/)/).filter((part) => part.startsWith('`test/'));
	return parts.map((part) => {
		const [sentence] = part.replace(/[;.\s]+$/, '').split(/\. (?=[A-Z])/);
		const { file, switches = '', names = '' } = NAMED.exec(sentence)?.groups ?? { file: sentence };
		return {
			file,
			switches: switches.split(', ').filter(Boolean),
			names: names.split('; ').filter(Boolean),
		};
	});
}

/** The last cells of a page's rows, of tables whose last column is the test. */
function testCells(page: string): Array<{ line: number; cell: string }> {
	const lines = readFileSync(join(root, 'docs', page), 'utf8').split('\n');
	let column = '';
	return lines.flatMap((text, index) => {
		const cell = /\| ([^|]*) \|$/.exec(text)?.[1];
		if (cell === undefined || cell === '---') return [];
		const isHead = lines[index + 1]?.startsWith('| ---');
		if (isHead) column = cell;
		return isHead || column !== 'Test' ? [] : [{ line: index + 1, cell }];
	});
}

const withoutMarks = (text: string): string => text.replaceAll('`', '');
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const known = new Map<string, string[]>();

function titlesOf(file: string): string[] {
	const titles = known.get(file) ?? titlesIn(join(root, file)).map(withoutMarks);
	known.set(file, titles);
	return titles;
}

/** Whether a test has a title with this part; a remark in brackets may stand behind it. */
function hasTest(file: string, name: string): boolean {
	return [name, name.replace(/ \([^()]*\)$/, '')].some((wanted) => {
		const part = new RegExp(withoutMarks(wanted).split(OPEN).map(escaped).join('.*'), 's');
		return titlesOf(file).some((title) => part.test(title));
	});
}

/** Whether a registry has rules for a switch, or for one position of it. */
function hasRules(file: string, text: string): boolean {
	const source = readFileSync(join(root, file), 'utf8');
	const [name, position] = text.split('/');
	const isThere = new RegExp(`^\t${name}: `, 'm').test(source);
	return isThere && (position === undefined || new RegExp(`\\b${position}\\b`).test(source));
}

function faultsOf({ file, switches, names }: Named): string[] {
	if (!existsSync(join(root, file))) return [`no file ${file}`];
	if (switches.length + names.length === 0) return [`no test named in ${file}`];
	return [
		...switches
			.filter((each) => !hasRules(file, each))
			.map((each) => `no switch ${each} in ${file}`),
		...names.filter((each) => !hasTest(file, each)).map((each) => `no test in ${file}: ${each}`),
	];
}

describe.each([
	['conformance.md', BILLING_PLATFORM_SWITCHES],
	['conformance-cloudbilling.md', CLOUD_BILLING_SWITCHES],
])('docs/%s', (page, switches) => {
	const cells = testCells(page);

	test('names for each fact the test that holds it, or says that there is none', () => {
		expect(cells.length).toBeGreaterThan(100);
		expect(cells.filter(({ cell }) => !/`test\/|no test/.test(cell))).toEqual([]);
	});

	test('has every switch of the stand-in', () => {
		const text = readFileSync(join(root, 'docs', page), 'utf8');
		expect(Object.keys(switches).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
	});

	test('names no test that is not there', () => {
		const faults = cells.flatMap(({ line, cell }) =>
			namedIn(cell).flatMap((named) => faultsOf(named).map((fault) => `line ${line}: ${fault}`)),
		);
		expect(faults).toEqual([]);
	});
});
