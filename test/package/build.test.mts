import { spawnSync } from 'node:child_process';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { root } from './packedPackage.mjs';

let project: string;

function write(path: string, content: string): void {
	const file = join(project, path);
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, content);
}

function build(): { ok: boolean; output: string } {
	const gulp = join(root, 'node_modules/gulp/bin/gulp.js');
	const { status, stdout, stderr } = spawnSync(process.execPath, [gulp, 'build'], {
		cwd: project,
		encoding: 'utf8',
	});
	return { ok: status === 0, output: stdout + stderr };
}

const built = (path: string) => readFileSync(join(project, 'dist', path), 'utf8');

/** A package with one node, one credential type, and these libraries. */
beforeEach(() => {
	project = mkdtempSync(join(tmpdir(), 'billing-build-'));
	for (const file of ['gulpfile.js', 'tsconfig.json', 'LICENSE.md']) {
		copyFileSync(join(root, file), join(project, file));
	}
	mkdirSync(join(project, 'node_modules'));
	for (const tool of ['esbuild', 'gulp', 'typescript', 'fast-xml-parser']) {
		symlinkSync(join(root, 'node_modules', tool), join(project, 'node_modules', tool));
	}
	write('node_modules/unlicensed/package.json', '{"name":"unlicensed","version":"1.0.0"}');
	write('node_modules/unlicensed/index.js', 'exports.double = (value) => value * 2;');
	write('node_modules/unlicensed/index.d.ts', 'export function double(value: number): number;');
	write(
		'package.json',
		JSON.stringify({
			devDependencies: { 'fast-xml-parser': '*', unlicensed: '*' },
			n8n: {
				nodes: ['dist/nodes/A/A.node.js'],
				credentials: ['dist/credentials/A.credentials.js'],
			},
		}),
	);
	write('nodes/A/A.node.ts', 'export class A {}');
	write('nodes/A/A.node.json', '{}');
	write('nodes/A/__schema__/v1.0.0/a/get.json', '{}');
	write('icons/a.svg', '<svg/>');
	write('credentials/A.credentials.ts', 'export class A {}');
});

afterEach(() => rmSync(project, { recursive: true }));

describe('the build', () => {
	test('puts each used library into one file, cut down to what is used, beside the licences', () => {
		const library = "import { XMLBuilder } from 'fast-xml-parser';\n";
		write('nodes/A/A.node.ts', `${library}export class A { builder = new XMLBuilder(); }`);
		write('nodes/A/deep/b.ts', `${library}export const b = new XMLBuilder().build({ a: 1 });`);

		expect(build()).toMatchObject({ ok: true });
		expect(built('nodes/A/A.node.js')).toContain('require("../../vendor/fast-xml-parser.js")');
		expect(built('nodes/A/deep/b.js')).toContain('require("../../../vendor/fast-xml-parser.js")');
		expect(built('vendor/fast-xml-parser.js')).not.toContain('XMLValidator');
		expect(built('vendor/LICENSES.txt')).toMatch(
			/fast-xml-parser 5\S+, MIT\n\nMIT License\n\nCopyright/,
		);
	});

	test('takes icons, node descriptions and output schemas along, and no script of types only', () => {
		write('nodes/A/types.ts', 'export interface Named { name: string }');
		expect(build()).toMatchObject({ ok: true });
		for (const file of [
			'icons/a.svg',
			'nodes/A/A.node.json',
			'nodes/A/__schema__/v1.0.0/a/get.json',
		]) {
			expect(existsSync(join(project, 'dist', file))).toBe(true);
		}
		expect(existsSync(join(project, 'dist/nodes/A/A.node.js'))).toBe(true);
		expect(existsSync(join(project, 'dist/nodes/A/types.js'))).toBe(false);
		expect(existsSync(join(project, 'dist/vendor'))).toBe(false);
	});

	test.each([
		[
			'a module that n8n Cloud does not allow',
			'declare const require: (name: string) => unknown; require("node:fs");',
			/A\.node\.js imports node:fs/,
		],
		[
			'an import whose target is only known at run time',
			'declare const require: (name: string) => unknown; export const load = (name: string) => require(name);',
			/require/,
		],
		[
			'a library without a licence text',
			'import { double } from "unlicensed"; double(2);',
			/unlicensed .*ships no licence text/,
		],
		['a type that does not fit', 'export const count: number = "one";', /TS2322/],
		['a class file that package.json promises and nobody wrote', '', /files that do not exist/],
	])('refuses %s', (_rule, code, reason) => {
		if (code) write('nodes/A/A.node.ts', code);
		else rmSync(join(project, 'nodes/A/A.node.ts'));

		const { ok, output } = build();
		expect(ok).toBe(false);
		expect(output).toMatch(reason);
	});
});
