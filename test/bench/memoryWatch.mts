import { Worker } from 'node:worker_threads';

/** A thread of its own sees the memory also while this one is busy and would see nothing. */
const WATCHER = `
	const { parentPort, workerData } = require('node:worker_threads');
	const highest = new Float64Array(workerData);
	setInterval(() => { highest[0] = Math.max(highest[0], process.memoryUsage.rss()); }, 2);
	parentPort.postMessage('ready');
`;

/** Watches the highest resident memory of this process. */
export class MemoryWatch {
	private readonly highest = new Float64Array(new SharedArrayBuffer(8));
	private readonly worker = new Worker(WATCHER, { eval: true, workerData: this.highest.buffer });

	/** Ready when the thread runs and its own memory has been taken. */
	static async begin(): Promise<MemoryWatch> {
		const watch = new MemoryWatch();
		await new Promise((resolve) => watch.worker.once('message', resolve));
		return watch;
	}

	/** Forgets what was before. */
	restart(): void {
		this.highest[0] = process.memoryUsage.rss();
	}

	async end(): Promise<number> {
		await this.worker.terminate();
		return this.highest[0];
	}
}
