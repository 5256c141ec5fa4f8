import { CancelledError } from '../errors';

/**
 * Waits for work that others wait for too, and that therefore goes on when this run is stopped.
 * @throws CancelledError as soon as the signal says so
 */
export async function unlessStopped<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return await work;
	return await new Promise((resolve, reject) => {
		const stop = (): void => reject(new CancelledError());
		if (signal.aborted) return stop();
		signal.addEventListener('abort', stop);
		const done = (): void => signal.removeEventListener('abort', stop);
		work.finally(done).then(resolve, reject);
	});
}
