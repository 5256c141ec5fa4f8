// Builds `dist`, the folder n8n loads: clean, compile, prune, bundle the libraries, copy the assets, check the result.
//
// n8n installs a community package without its dependencies, so a library that the nodes import has to lie inside `dist`.
const { execFileSync } = require('node:child_process');
const { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');
const esbuild = require('esbuild');
const { dest, series, src } = require('gulp');

const vendor = 'dist/vendor';

// What a running n8n has at hand, and n8n Cloud lets a node import.
const suppliedByN8n = new Set([
	'n8n-workflow',
	'lodash',
	'luxon',
	'moment',
	'p-limit',
	'zod',
	'crypto',
	'node:crypto',
]);

// Packages that name their licence but ship no text of it, with the holder they name.
const holders = {
	'@nodable/entities': 'Amit Gupta',
	saxes: 'Louis-Dominique Dubeau',
};

/** The text of a licence, as the Open Source Initiative publishes it, with its holder. */
const licenceTexts = {
	// Our own LICENSE.md is MIT as well.
	MIT: (holder) =>
		readFileSync('LICENSE.md', 'utf8').replace(/^Copyright.*$/m, `Copyright (c) ${holder}`),
	ISC: (holder) => `Copyright (c) ${holder}

Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN
AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR
PERFORMANCE OF THIS SOFTWARE.`,
};

async function clean() {
	rmSync('dist', { recursive: true, force: true });
}

async function compile() {
	const tsc = require.resolve('typescript/bin/tsc');
	const flags = '-p tsconfig.json --rootDir . --outDir dist --noEmitOnError --declaration false';
	execFileSync(process.execPath, [tsc, ...flags.split(' ')], { stdio: 'inherit' });
}

/** Removes the scripts of files that hold nothing but types: no other script loads them, or `check` would fail. */
async function prune() {
	const nothing =
		/^"use strict";\s*Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);\s*$/;
	for (const file of scripts()) if (nothing.test(readFileSync(file, 'utf8'))) rmSync(file);
}

/** Puts each imported library into one file of its own, cut down to what the nodes use, and points the nodes to it. */
async function bundle() {
	const wanted = new Map();
	for (const file of scripts()) pointToVendor(file, wanted);

	const licences = new Map();
	for (const [library, names] of wanted) {
		const { metafile } = await esbuild.build({
			stdin: {
				contents: `export { ${[...names].join(', ')} } from '${library}';`,
				resolveDir: '.',
			},
			outfile: vendorFile(library),
			bundle: true,
			format: 'cjs',
			platform: 'neutral',
			mainFields: ['module', 'main'],
			target: 'es2022',
			legalComments: 'inline',
			metafile: true,
		});
		for (const folder of packageFolders(metafile)) licences.set(folder, licenceOf(folder));
		console.log(`bundled ${library}: ${[...names].join(', ')}`);
	}
	if (licences.size > 0) {
		const texts = [...licences.values()].sort();
		writeFileSync(join(vendor, 'LICENSES.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`));
	}
}

function assets() {
	const patterns = ['icons/**/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'];
	return src(patterns, { base: '.', encoding: false }).pipe(dest('dist'));
}

/** Fails unless everything that package.json names exists, and `dist` imports nothing but itself and what n8n supplies. */
async function check() {
	const { n8n } = readJson('package.json');
	const missing = [...n8n.nodes, ...n8n.credentials].filter((path) => !existsSync(path));
	if (missing.length > 0)
		throw new Error(`package.json names files that do not exist: ${missing.join(', ')}`);

	// esbuild reads every import, fails on a relative one that leads nowhere, and leaves the others for us to judge.
	const { metafile } = await esbuild.build({
		entryPoints: scripts(),
		bundle: true,
		write: false,
		outdir: 'dist',
		platform: 'neutral',
		packages: 'external',
		resolveExtensions: ['.js', '.json'],
		metafile: true,
		logLevel: 'silent',
		// An import whose target is only known at run time cannot be judged.
		logOverride: {
			'indirect-require': 'error',
			'unsupported-dynamic-import': 'error',
			'unsupported-require-call': 'error',
		},
	});
	const foreign = Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
		imports
			.filter(({ external, path }) => external && !suppliedByN8n.has(path))
			.map(({ path }) => `${file} imports ${path}`),
	);
	if (foreign.length > 0) {
		throw new Error(
			`n8n does not supply these; a library can be bundled if it is a devDependency and imported by names:\n${foreign.join('\n')}`,
		);
	}
}

/** Rewrites the imports of libraries in one compiled file, and adds the names it uses to `wanted`. */
function pointToVendor(file, wanted) {
	const { devDependencies } = readJson('package.json');
	const code = readFileSync(file, 'utf8');
	const pointed = code.replace(
		/(const (\w+) = (?:__importDefault\()?require\(")([^"]+)("\))/g,
		(all, before, local, library, after) => {
			if (suppliedByN8n.has(library) || !(library in devDependencies)) return all;
			const names = [...code.matchAll(new RegExp(`\\b${local}\\.(\\w+)`, 'g'))].map(
				([, name]) => name,
			);
			wanted.set(library, new Set([...(wanted.get(library) ?? []), ...names]));
			const path = relative(dirname(file), vendorFile(library)).replaceAll('\\', '/');
			return before + path + after;
		},
	);
	if (pointed !== code) writeFileSync(file, pointed);
}

const vendorFile = (library) => `${vendor}/${library.replace('@', '').replaceAll('/', '-')}.js`;

/** The packages whose code really is in the bundle. */
function packageFolders(metafile) {
	const [output] = Object.values(metafile.outputs);
	const files = Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
	const folders = files.map(([file]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
	return new Set(folders.filter(Boolean));
}

function licenceOf(folder) {
	const { name, version, license } = readJson(join(folder, 'package.json'));
	const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
	const text = file ? readFileSync(join(folder, file), 'utf8') : knownLicence(name, license);
	return `${name} ${version}, ${license}\n\n${text.trim()}\n`;
}

function knownLicence(name, license) {
	const text = licenceTexts[license];
	const holder = holders[name];
	if (text && holder) return text(holder);
	throw new Error(`${name} (${license}) ships no licence text, and the gulpfile names no holder`);
}

function scripts() {
	return readdirSync('dist', { recursive: true })
		.filter((file) => file.endsWith('.js'))
		.map((file) => `dist/${file.replaceAll('\\', '/')}`);
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

exports.clean = clean;
exports.build = series(clean, compile, prune, bundle, assets, check);
exports.default = exports.build;
