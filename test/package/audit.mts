import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A package whose code lies in `dist`: no installer sees it, so no audit of the user does. */
export interface Bundled {
	name: string;
	version: string;
	licence: string;
}

/** The packages that `dist/vendor/LICENSES.txt` lists. */
export function bundledIn(licences: string): Bundled[] {
	return [...licences.matchAll(/^((?:@[\w.-]+\/)?[\w.-]+) (\d+\.\d+\.\d+\S*), (.+)$/gm)].map(
		([, name, version, licence]) => ({ name, version, licence }),
	);
}

/** What npm says of them, or why it could say nothing. */
export type Verdict = { advisories: string[] } | { unchecked: string };

/**
 * Asks npm for advisories on exactly these versions, as if they were installed.
 * @param registry another one than npm's own
 */
export async function audit(packages: Bundled[], registry?: string): Promise<Verdict> {
	const folder = mkdtempSync(join(tmpdir(), 'billing-audit-'));
	try {
		const dependencies = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
		const installed = packages.map(({ name, version }) => [`node_modules/${name}`, { version }]);
		const root = { name: 'bundled', version: '1.0.0', dependencies };
		const lock = { ...root, lockfileVersion: 3, requires: true };
		const all = { '': root, ...Object.fromEntries(installed) };
		writeFileSync(join(folder, 'package.json'), JSON.stringify(root));
		writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...lock, packages: all }));
		return verdictOf(await npmAudit(folder, registry));
	} finally {
		rmSync(folder, { recursive: true });
	}
}

async function npmAudit(folder: string, registry?: string): Promise<string> {
	const options = ['--json', '--package-lock-only', '--fetch-retries=0', '--fetch-timeout=15000'];
	const from = registry === undefined ? [] : [`--registry=${registry}`];
	// npm's exit code says that there are advisories, and as well that it could not ask.
	return await new Promise((resolve) => {
		execFile('npm', ['audit', ...options, ...from], { cwd: folder }, (_error, stdout) =>
			resolve(stdout),
		);
	});
}

interface Report {
	vulnerabilities?: Record<
		string,
		{ severity: string; via: Array<{ title?: string; url?: string }> }
	>;
	message?: string;
	error?: { summary?: string };
}

function verdictOf(output: string): Verdict {
	if (output.trim() === '') return { unchecked: 'npm gave no answer' };
	const { vulnerabilities, message, error } = JSON.parse(output) as Report;
	if (!vulnerabilities) return { unchecked: message ?? error?.summary ?? 'npm gave no report' };
	const advisories = Object.entries(vulnerabilities).map(([name, { severity, via }]) => {
		const reasons = via.map(({ title = '', url = '' }) => `${title} ${url}`.trim());
		return `${name} (${severity}): ${reasons.join('; ')}`;
	});
	return { advisories };
}
