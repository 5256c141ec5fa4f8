import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { PackedPackage, packageJson, readJson, root } from './packedPackage.mjs';

interface LoadedType {
	className: string;
	isNode: boolean;
	name: string;
	icon: { light: string; dark: string };
	credentials: Array<{ name: string }>;
	documentationUrl?: string;
}

let packed: PackedPackage;
let loaded: { imports: string[]; types: LoadedType[] };

/** The built file of each class, by the class's name. */
const builtFiles = new Map(
	[...packageJson.n8n.nodes, ...packageJson.n8n.credentials].map((path) => [
		basename(path).split('.')[0],
		path,
	]),
);

beforeAll(() => {
	packed = new PackedPackage();
	const script = fileURLToPath(new URL('./loadPacked.cjs', import.meta.url));
	const output = execFileSync(process.execPath, [script, packageJson.name], {
		cwd: packed.home,
		encoding: 'utf8',
	});
	loaded = JSON.parse(output) as typeof loaded;
});

afterAll(() => packed.remove());

describe('the packed package', () => {
	test('holds what n8n and its readers need, and nothing else', () => {
		const needed =
			/^(package\.json|index\.js|README\.md|LICENSE\.md|CHANGELOG\.md|dist\/.+\.(js|svg|json)|dist\/vendor\/LICENSES\.txt)$/;
		expect(packed.files.filter((file) => !needed.test(file))).toEqual([]);
		expect(packed.files.filter((file) => /test|fixture|tsbuildinfo/i.test(file))).toEqual([]);
		expect(packed.files).toEqual(
			expect.arrayContaining(['README.md', 'LICENSE.md', 'CHANGELOG.md', 'index.js']),
		);
	});

	test('has no dependency and runs nothing when it is installed', () => {
		const { dependencies = {}, scripts } = readJson<typeof packageJson>(
			packed.path('package.json'),
		);
		expect(dependencies).toEqual({});
		expect(
			Object.keys(scripts).filter((name) => /install|prepare|^prepublish$/.test(name)),
		).toEqual([]);
	});

	test('loads with nothing but n8n-workflow beside it', () => {
		const other = loaded.imports.filter((name) => !/^(n8n-workflow|(node:)?crypto)$/.test(name));
		expect(other).toEqual([]);
	});

	test('gives every node and credential type by the name of its class', () => {
		expect(loaded.types.map(({ className }) => className).sort()).toEqual(
			[...builtFiles.keys()].sort(),
		);
	});

	test('gives every type a light and a dark icon', () => {
		for (const { className, icon } of loaded.types) {
			expect(icon.light).not.toBe(icon.dark);
			for (const address of [icon.light, icon.dark]) {
				const path = join(dirname(builtFiles.get(className)!), address.replace('file:', ''));
				expect(packed.files).toContain(path);
			}
		}
	});

	test('describes every node to the node panel', () => {
		for (const { className, name } of loaded.types.filter(({ isNode }) => isNode)) {
			const codex = packed.path(builtFiles.get(className)!.replace(/\.js$/, '.json'));
			expect(readJson(codex)).toMatchObject({ node: `${packageJson.name}.${name}` });
		}
	});

	test('brings every credential type that its nodes ask for', () => {
		const brought = loaded.types.filter(({ isNode }) => !isNode).map(({ name }) => name);
		const asked = loaded.types.flatMap(({ credentials }) => credentials.map(({ name }) => name));
		expect(brought).toEqual(expect.arrayContaining(asked));
	});

	test('names one address of the publisher', () => {
		const home = packageJson.homepage.replace(/#.*/, '');
		const addresses = loaded.types.flatMap(({ documentationUrl }) => documentationUrl ?? []);
		expect(addresses.filter((address) => !address.startsWith(home))).toEqual([]);
	});

	test('brings the licence of every library in it', () => {
		const libraries = packed.files.filter((file) => /^dist\/vendor\/.*\.js$/.test(file));
		if (libraries.length === 0) return;
		const licences = packed.text('dist/vendor/LICENSES.txt');
		for (const library of libraries) {
			const sources = packed
				.text(library)
				.matchAll(/^\/\/ .*node_modules\/((?:@[^/]+\/)?[^/]+)\//gm);
			const missing = [...new Set([...sources].map(([, name]) => name))].filter(
				(name) => !licences.includes(`${name} `),
			);
			expect(missing).toEqual([]);
		}
	});

	test('says nothing about the machine that built it', () => {
		const telling = packed.files.filter((file) => packed.text(file).includes(root));
		expect(telling).toEqual([]);
		expect(existsSync(packed.path('node_modules'))).toBe(false);
	});
});
