import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { fileURLToPath } from 'node:url';

import { Engine, type RunResult, type WorkflowJson } from '../engine/harness/index.mjs';
import { billing, chain, cloud, entity, start } from '../engine/support/workflows.mjs';
import { accountsOf, booksOf, cloudBooksOf, type Vendor, type Vendors } from './vendors.mjs';

const PACKAGE_DIR = fileURLToPath(new URL('../../', import.meta.url));

/** One engine for all vendors: the credentials of the second one are `password-2` and so on. */
export async function loadEngine({ all }: Vendors): Promise<Engine> {
	const entries = all.flatMap(({ credentials }, index) =>
		Object.entries(credentials).map(([id, entry]) => [`${id}-${index + 1}`, entry] as const),
	);
	return await Engine.load({
		packageDir: PACKAGE_DIR,
		credentials: Object.fromEntries(entries),
	});
}

export type Ending = 'success' | 'error' | 'canceled';

/** Reads, writes and asks at both systems, with three credentials: four nodes, two of them on one session. */
export function workflowFor(vendor: number, number: number, ending: Ending): WorkflowJson {
	const billingPlatformApi = { id: `password-${vendor}`, name: 'BillingPlatform' };
	const cloudBillingApi = (id: string) => ({ id: `${id}-${vendor}`, name: 'CloudBilling' });
	const platform = { credentials: { billingPlatformApi }, executeOnce: true };
	const sql = ending === 'error' ? 'SELECT Nothing FROM ACCOUNT' : 'SELECT Id, Name FROM ACCOUNT';
	return chain(
		start,
		billing('Read', 'record', 'getAll', { ...entity('ACCOUNT'), limit: 5 }, platform),
		billing(
			'Write',
			'record',
			'create',
			{
				...entity('ACCOUNT'),
				dataMode: 'json',
				record: JSON.stringify({ Name: nameOf(number), Status: 'ACTIVE', AccountTypeId: '1' }),
			},
			platform,
		),
		cloud(
			'Customers',
			'customer',
			'getAll',
			{ returnAll: true },
			{
				credentials: { cloudBillingApi: cloudBillingApi('cloud') },
				executeOnce: true,
			},
		),
		cloud(
			'Customer',
			'customer',
			'get',
			{ customerCode: 'C1' },
			{
				credentials: { cloudBillingApi: cloudBillingApi('cloudUser') },
				executeOnce: true,
			},
		),
		billing('Ask', 'query', 'execute', { query: `${sql} ORDER BY Id`, limit: 3 }, platform),
	);
}

const nameOf = (run: number): string => `Written by run ${run}`;

/** Nothing that a run shows is of another vendor than its own. */
export function checkRun(result: RunResult, { mark }: Vendor, ending: Ending): void {
	strictEqual(result.status, ending, result.error?.message);
	if (ending !== 'success') return;
	const names = (node: string, field: string): string[] =>
		result.items(node).map((item) => String(item[field]));
	const seen = [
		...names('Read', 'Name'),
		...names('Ask', 'Name'),
		...names('Customers', 'CustomerName'),
	];
	const marked = seen.filter((name) => name.startsWith(mark));
	ok(marked.length >= 10, `${mark} shows ${marked.length} of its rows`);
	const others = seen.filter(
		(name) => !name.startsWith(mark) && !name.startsWith(nameOf(0).slice(0, -1)),
	);
	deepStrictEqual(others, []);
	deepStrictEqual(names('Customer', 'CustomerName'), [`${mark}, account 1`]);
}

/** What the books of a vendor must say after these runs of it, and of no other. */
export async function checkBooks(vendor: Vendor, runs: number[]): Promise<Totals> {
	const books = await booksOf(vendor);
	const { logins, logouts, openSessions, refusedLogins, peakOpenSessions } = books;
	deepStrictEqual(
		{ logins, logouts, openSessions, refusedLogins },
		{ logins: runs.length, logouts: runs.length, openSessions: 0, refusedLogins: 0 },
	);
	ok(peakOpenSessions <= runs.length);
	// Each run made its own calls on its own session: a session of another would show more here, and one less there.
	strictEqual(new Set(books.sessions.map(({ calls }) => calls)).size, 1);
	const written = (await accountsOf(vendor))
		.map(({ Name }) => Name)
		.filter((name) => !name.startsWith(vendor.mark));
	deepStrictEqual(written.sort(), runs.map(nameOf).sort());
	const cloudBooks = await cloudBooksOf(vendor);
	strictEqual(cloudBooks.logins, runs.length);
	strictEqual(cloudBooks.refusedLogins + cloudBooks.refusedTokens, 0);
	ok(cloudBooks.wsdlRequests <= 2, `${cloudBooks.wsdlRequests} requests for the WSDL`);
	for (const { kind, calls } of cloudBooks.tokens) if (kind === 'login') strictEqual(calls, 1);
	return {
		logins: logins + cloudBooks.logins,
		logouts,
		open: openSessions,
		peak: peakOpenSessions,
	};
}

export interface Totals {
	logins: number;
	logouts: number;
	open: number;
	peak: number;
}
