export interface LoggedRequest {
	readonly number: number;
	readonly at: string;
	readonly kind: string;
	readonly method: string;
	/** Without the query string: it may carry a client secret. */
	readonly path: string;
	/** 0 where no answer was sent (a reset connection). */
	readonly status: number;
	readonly milliseconds: number;
	readonly fault?: string;
	readonly notes: Readonly<Record<string, string | number>>;
}

const KEPT = 1000;

/** The last requests, oldest first. */
export class RequestLog {
	private entries: LoggedRequest[] = [];
	private count = 0;

	add(entry: Omit<LoggedRequest, 'number'>): void {
		this.count += 1;
		this.entries.push({ number: this.count, ...entry });
		if (this.entries.length > KEPT) this.entries.shift();
	}

	read(): readonly LoggedRequest[] {
		return [...this.entries];
	}

	clear(): void {
		this.entries = [];
		this.count = 0;
	}
}
