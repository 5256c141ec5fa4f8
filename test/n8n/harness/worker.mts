import type { ProcessGroup } from './processGroup.mjs';

/** A worker of queue mode, and what it says about its work. */
export class Worker {
	constructor(readonly process: ProcessGroup) {}

	/** The ids of the executions that it has begun. */
	get begun(): string[] {
		return this.said(/Worker started execution (\d+)/g);
	}

	/** Those that it has begun and not ended. */
	get held(): string[] {
		const ended = new Set(this.said(/Worker finished execution (\d+)/g));
		return this.begun.filter((id) => !ended.has(id));
	}

	private said(what: RegExp): string[] {
		return [...this.process.stdout.matchAll(what)].map(([, id]) => id);
	}
}
