import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, normalize } from 'node:path';

import { audit, type Bundled, bundledIn } from './audit.mjs';
import { PackedPackage, packageJson, readJson, root } from './packedPackage.mjs';

/** Licences under which code may be passed on in a package of the MIT licence, with their text beside it. */
const FREE = ['0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

let packed: PackedPackage;
let bundled: Bundled[];

beforeAll(() => {
	packed = new PackedPackage();
	bundled = bundledIn(packed.text('dist/vendor/LICENSES.txt'));
});
afterAll(() => packed.remove());

/** The packages whose code the bundles say they hold. */
function namesInBundles(): string[] {
	const bundles = packed.files.filter((file) => /^dist\/vendor\/.*\.js$/.test(file));
	const names = bundles.flatMap((file) =>
		[...packed.text(file).matchAll(/^\/\/ .*node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(
			([, name]) => name,
		),
	);
	return [...new Set(names)].sort();
}

/** The scripts that n8n loads, and those that they load. */
function reached(): Set<string> {
	const found = new Set(['index.js', ...packageJson.n8n.nodes, ...packageJson.n8n.credentials]);
	for (const file of found) {
		for (const [, target] of packed.text(file).matchAll(/require\("(\.[^"]+)"\)/g)) {
			const path = normalize(join(dirname(file), target)).replaceAll('\\', '/');
			const [script] = [path, `${path}.js`, `${path}/index.js`].filter((each) =>
				packed.files.includes(each),
			);
			if (script) found.add(script);
		}
	}
	return found;
}

describe('the code of others in the package', () => {
	test('is listed with version and licence: all that is in it, and nothing else', () => {
		expect(bundled.map(({ name }) => name).sort()).toEqual(namesInBundles());
		expect(bundled.length).toBeGreaterThan(0);
	});

	test('is of the versions that the lock file pins', () => {
		const { packages } = readJson<{ packages: Record<string, { version: string }> }>(
			join(root, 'package-lock.json'),
		);
		for (const { name, version } of bundled) {
			const pinned = Object.entries(packages)
				.filter(([path]) => path.endsWith(`node_modules/${name}`))
				.map(([, entry]) => entry.version);
			expect({ name, pinned }).toEqual({ name, pinned: expect.arrayContaining([version]) });
		}
	});

	test('has a licence that allows to pass it on', () => {
		expect(bundled.filter(({ licence }) => !FREE.includes(licence))).toEqual([]);
	});

	test('has no advisory against it, where npm can be asked', async () => {
		const verdict = await audit(bundled);
		if ('unchecked' in verdict) {
			console.warn(`Skipped: advisories were not looked up (${verdict.unchecked})`);
			return;
		}
		expect(verdict.advisories).toEqual([]);
	}, 60_000);
});

test('the package holds no script that nothing loads', () => {
	const loaded = reached();
	const scripts = packed.files.filter((file) => file.endsWith('.js'));
	expect(scripts.filter((file) => !loaded.has(file))).toEqual([]);
});

describe('looking up advisories', () => {
	let server: Server;
	let advisories: Record<string, unknown>;
	let status: number;

	/** A registry that knows of one package in one version. */
	beforeEach(async () => {
		advisories = {};
		status = 200;
		server = createServer((request, response) => {
			const isLookUp = request.url?.endsWith('/advisories/bulk');
			const versions = { '1.0.0': { name: 'sample', version: '1.0.0' } };
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(isLookUp ? advisories : { name: 'sample', versions }));
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	afterEach(() => server.close());

	const look = async () => {
		const { port } = server.address() as AddressInfo;
		return await audit(
			[{ name: 'sample', version: '1.0.0', licence: 'MIT' }],
			`http://127.0.0.1:${port}/`,
		);
	};

	test('finds none', async () => {
		expect(await look()).toEqual({ advisories: [] });
	});

	test('finds one', async () => {
		const url = 'https://example.com/advisory';
		const advisory = { id: 1, url, title: 'Bad', severity: 'high', vulnerable_versions: '<2' };
		advisories = { sample: [advisory] };
		expect(await look()).toEqual({ advisories: [`sample (high): Bad ${url}`] });
	});

	test('says that it could not', async () => {
		status = 405;
		expect(await look()).toEqual({ unchecked: expect.stringContaining('405') });
	});
});
