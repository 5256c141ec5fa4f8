import type { Logger } from 'n8n-workflow';

/** Long work says how far it is, in n8n's log, every few seconds; short work stays silent. */
export class Progress {
	private static readonly INTERVAL_MS = 5000;
	private done = 0;
	private lastSaid = Date.now();

	constructor(
		private readonly logger: Logger,
		private readonly noun: string,
		private readonly total?: number,
	) {}

	add(count: number): void {
		this.done += count;
		if (Date.now() - this.lastSaid < Progress.INTERVAL_MS) return;
		this.lastSaid = Date.now();
		const of = this.total === undefined ? '' : ` of ${this.total}`;
		this.logger.info(`Billing: ${this.done}${of} ${this.noun} done`);
	}
}
