import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { EngineOptions } from '../engine/harness/index.mjs';
import type { Books, CloudBillingBooks } from '../sandbox/index.mjs';

/** One pair of stand-ins as clients see it. All rows in it bear its mark. */
export interface Vendor {
	readonly mark: string;
	readonly url: string;
	readonly credentials: NonNullable<EngineOptions['credentials']>;
}

const PROGRAM = fileURLToPath(new URL('vendorsProcess.mts', import.meta.url));

/** Stand-ins in another process, so that what they remember is not taken for what the node remembers. */
export class Vendors {
	private constructor(
		readonly all: readonly Vendor[],
		private readonly child: ChildProcess,
	) {}

	static async start(count: number): Promise<Vendors> {
		const child = fork(PROGRAM, [String(count)]);
		const [all] = (await once(child, 'message')) as [Vendor[]];
		return new Vendors(all, child);
	}

	async stop(): Promise<void> {
		const gone = once(this.child, 'exit');
		this.child.disconnect();
		await gone;
	}
}

export async function booksOf(vendor: Vendor): Promise<Books> {
	return (await ask(vendor, 'billingPlatform/books')) as Books;
}

export async function cloudBooksOf(vendor: Vendor): Promise<CloudBillingBooks> {
	return (await ask(vendor, 'cloudBilling/books')) as CloudBillingBooks;
}

export async function accountsOf(vendor: Vendor): Promise<Array<Record<string, string>>> {
	return (await ask(vendor, 'billingPlatform/rows/ACCOUNT')) as Array<Record<string, string>>;
}

async function ask({ url }: Vendor, action: string): Promise<unknown> {
	const response = await fetch(`${url}/__sandbox/${action}`);
	if (!response.ok) throw new Error(`The stand-in refused ${action}: ${await response.text()}`);
	return await response.json();
}
