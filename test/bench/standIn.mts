import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Books } from '../sandbox/index.mjs';

/** What a client needs to reach the stand-in. */
export interface Access {
	readonly url: string;
	readonly baseUrl: string;
	readonly username: string;
	readonly password: string;
}

const PROGRAM = fileURLToPath(new URL('standInProcess.mts', import.meta.url));

/** The stand-in of the vendor in another process, steered over HTTP. */
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
	async reset(): Promise<void> {
		await control(this.access, 'POST', 'reset');
	}

	/** Adds records until the entity has `total`. */
	async fill(entity: string, total: number): Promise<void> {
		const rows = (await control(this.access, 'GET', `rows/${entity}`)) as unknown[];
		await control(this.access, 'POST', 'seed', { entity, count: total - rows.length });
	}

	async stop(): Promise<void> {
		const gone = once(this.child, 'exit');
		this.child.disconnect();
		await gone;
	}
}

/** The stand-in's counters; asking for them is no call. */
export async function booksOf(access: Access): Promise<Books> {
	return (await control(access, 'GET', 'books')) as Books;
}

async function control(
	{ url }: Access,
	method: string,
	action: string,
	body?: unknown,
): Promise<unknown> {
	const response = await fetch(`${url}/__sandbox/billingPlatform/${action}`, {
		method,
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	if (!response.ok) throw new Error(`The stand-in refused ${action}: ${await response.text()}`);
	return await response.json();
}
