import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { PackedPackage, root } from './packedPackage.mjs';

interface Scan {
	passed: boolean;
	message?: string;
	details?: string;
	files: number;
	problems: string[];
}

const clean = { passed: true, files: expect.any(Number) as number, problems: [] };

let packed: PackedPackage;

beforeAll(() => {
	packed = new PackedPackage();
});

afterAll(() => packed.remove());

function scan(folder: string, ...patterns: string[]): Scan {
	const script = fileURLToPath(new URL('./scan.mjs', import.meta.url));
	const output = execFileSync(process.execPath, [script, folder, ...patterns], {
		env: {
			...process.env,
			// With NODE_ENV=test, which jest sets, n8n's lint rules take every file for their own test fixture.
			NODE_ENV: 'production',
			// The scanner leaves a folder behind.
			TMPDIR: packed.home,
		},
		encoding: 'utf8',
	});
	return JSON.parse(output) as Scan;
}

describe("n8n's scanner", () => {
	test('finds nothing in the source, not even a warning', () => {
		// The scanner's own SOURCE_FILE_PATTERNS.
		expect(scan(root, 'package.json', '{nodes,credentials}/**/*.{js,ts,json}')).toEqual(clean);
	});

	test('finds nothing in the packed package, not even a warning', () => {
		const result = scan(packed.folder, '**/*.js', 'package.json');
		expect(result).toEqual(clean);

		const scripts = packed.files.filter((file) => file.endsWith('.js'));
		expect(result.files).toBe(scripts.length + 1);
	});
});
