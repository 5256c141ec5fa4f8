/** Counts every vendor call by kind, and how many were under way at once. */
export class CallCounter {
	private total = 0;
	private running = 0;
	private peak = 0;
	private byKind: Record<string, number> = {};

	constructor(private readonly kinds: readonly string[]) {
		this.reset();
	}

	/** Calls under way. */
	get underWay(): number {
		return this.running;
	}

	/** Call the returned function once when the answer has been sent. */
	begin(kind: string): () => void {
		this.total += 1;
		this.byKind[kind] = (this.byKind[kind] ?? 0) + 1;
		this.running += 1;
		this.peak = Math.max(this.peak, this.running);
		return () => {
			this.running -= 1;
		};
	}

	/** Calls still under way stay counted as running. */
	reset(): void {
		this.total = 0;
		this.peak = this.running;
		this.byKind = Object.fromEntries(this.kinds.map((kind) => [kind, 0]));
	}

	read(): { calls: number; callsBy: Record<string, number>; peakConcurrency: number } {
		return { calls: this.total, callsBy: { ...this.byKind }, peakConcurrency: this.peak };
	}
}
