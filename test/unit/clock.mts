/** Time under the test's control. Waits under jest's fake timers until `work` is done, however long it pauses. */
export async function passTime<T>(work: Promise<T>): Promise<{ result: T; waited: number }> {
	const begun = Date.now();
	let done = false;
	const settled = work.finally(() => (done = true));
	settled.catch(() => undefined);
	// Real turns of the loop in between let promises that hang on no timer settle first.
	while (!done) {
		await jest.advanceTimersByTimeAsync(0);
		if (!done) await jest.advanceTimersByTimeAsync(100);
		if (Date.now() - begun > 3_600_000) throw new Error('still waiting after an hour');
	}
	const waited = Date.now() - begun;
	return { result: await settled, waited };
}
