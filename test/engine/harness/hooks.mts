import type { ExecutionLifecycleHooks } from 'n8n-core';
import type { IRun } from 'n8n-workflow';
import { core } from './runtime.mjs';

/**
 * n8n's lifecycle hooks, with a way to wait for them.
 *
 * A cancelled run starts its hooks without awaiting them, so the promise of the run says nothing about
 * handlers of `onExecutionFinish` that are still busy.
 */
export class SettlingHooks extends core.ExecutionLifecycleHooks {
	/** How often the end of the run was announced. n8n promises "at least once", not "once". */
	finishes = 0;

	/** Whether the end was announced as a cancel. That is what n8n saves, whatever the run returns later. */
	canceled = false;

	private readonly pending = new Set<Promise<void>>();

	override runHook(
		name: keyof ExecutionLifecycleHooks['handlers'],
		parameters: unknown[],
	): Promise<void> {
		if (name === 'workflowExecuteAfter') this.countFinish(parameters as [IRun]);
		const running: Promise<void> = super.runHook(name, parameters as never);
		const forget = (): boolean => this.pending.delete(running);
		this.pending.add(running);
		running.then(forget, forget);
		return running;
	}

	async settled(): Promise<void> {
		while (this.pending.size > 0) await Promise.allSettled([...this.pending]);
	}

	private countFinish([{ status }]: [IRun]): void {
		this.finishes++;
		this.canceled ||= status === 'canceled';
	}
}
