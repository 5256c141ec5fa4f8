/** What this process holds on to. */
export function heapMegabytes(): number {
	if (!globalThis.gc) throw new Error('Start node with --expose-gc');
	// Twice, as finalizers of the first time free more.
	globalThis.gc();
	globalThis.gc();
	return process.memoryUsage().heapUsed / 1e6;
}
