import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Books, CloudBillingBooks } from '../sandbox/index.mjs';

/** What a client needs to reach the stand-in. */
export interface Access {
	readonly url: string;
	readonly baseUrl: string;
	readonly username: string;
	readonly password: string;
	readonly cloud: { readonly endpoint: string; readonly apiToken: string };
}

type System = 'billingPlatform' | 'cloudBilling';

const PROGRAM = fileURLToPath(new URL('standInProcess.mts', import.meta.url));

/** The stand-ins of the vendors in another process, steered over HTTP. */
export class StandIn {
	private constructor(
		readonly access: Access,
		private readonly child: ChildProcess,
	) {}

	/** @param latencyMs how long each vendor call takes at least */
	static async start(latencyMs: number): Promise<StandIn> {
		const child = fork(PROGRAM, [String(latencyMs)]);
		const [access] = (await once(child, 'message')) as [Access];
		return new StandIn(access, child);
	}

	/** Empty but for the demo company, and all counters at zero. */
	async reset(system: System = 'billingPlatform'): Promise<void> {
		await control(this.access, system, 'POST', 'reset');
	}

	/** Adds records until the entity has `total`. */
	async fill(entity: string, total: number): Promise<void> {
		const rows = await rowsOf(this.access, 'billingPlatform', entity);
		const missing = { entity, count: total - rows.length };
		await control(this.access, 'billingPlatform', 'POST', 'seed', missing);
	}

	async stop(): Promise<void> {
		const gone = once(this.child, 'exit');
		this.child.disconnect();
		await gone;
	}
}

/** The counters of BillingPlatform; asking for them is no call. */
export async function booksOf(access: Access): Promise<Books> {
	return (await control(access, 'billingPlatform', 'GET', 'books')) as Books;
}

export async function cloudBooksOf(access: Access): Promise<CloudBillingBooks> {
	return (await control(access, 'cloudBilling', 'GET', 'books')) as CloudBillingBooks;
}

export async function rowsOf(
	access: Access,
	system: System,
	entity: string,
): Promise<Array<Record<string, unknown>>> {
	const rows = await control(access, system, 'GET', `rows/${entity}`);
	return rows as Array<Record<string, unknown>>;
}

export async function control(
	{ url }: Access,
	system: System,
	method: string,
	action: string,
	body?: unknown,
): Promise<unknown> {
	const response = await fetch(`${url}/__sandbox/${system}/${action}`, {
		method,
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	if (!response.ok) throw new Error(`The stand-in refused ${action}: ${await response.text()}`);
	return await response.json();
}
