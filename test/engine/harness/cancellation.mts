/** When to stop: after so many milliseconds, when a promise settles, or when a signal aborts. */
export type CancelTrigger = number | Promise<unknown> | AbortSignal;

/**
 * Calls `cancel` once the trigger fires.
 *
 * @returns a function that takes the trigger back, so that no timer outlives the run
 */
export function cancelOn(trigger: CancelTrigger | undefined, cancel: () => void): () => void {
	if (trigger === undefined) return () => {};
	if (typeof trigger === 'number') {
		const timer = setTimeout(cancel, trigger);
		return () => clearTimeout(timer);
	}
	if (isSignal(trigger)) {
		if (trigger.aborted) cancel();
		else trigger.addEventListener('abort', cancel, { once: true });
		return () => trigger.removeEventListener('abort', cancel);
	}
	let active = true;
	const fire = (): void => {
		if (active) cancel();
	};
	trigger.then(fire, fire);
	return () => {
		active = false;
	};
}

function isSignal(trigger: object): trigger is AbortSignal {
	return 'aborted' in trigger;
}
