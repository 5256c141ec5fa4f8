import type { IExecuteFunctions, NodeTypeAndVersion } from 'n8n-workflow';

/**
 * Whether the run may be put to sleep after this node, with no other node of this type in between.
 *
 * n8n does not call `onExecutionFinish` when a run goes to sleep, and may wake it in another process. A
 * session that is open then would stay open, so the last Billing node before a Wait closes it.
 */
export function mayWaitAfter(ctx: IExecuteFunctions): boolean {
	const after = ctx.getChildNodes(ctx.getNode().name, { includeNodeParameters: true });
	return after.filter(mayWait).some((wait) => leadsTo(ctx, wait.name));
}

/** The Wait and Form nodes, and every node whose operation sends a message and waits for the answer. */
function mayWait({ type, disabled, parameters }: NodeTypeAndVersion): boolean {
	if (disabled) return false;
	return /\.(wait|form)$/.test(type) || parameters?.operation === 'sendAndWait';
}

/** Walks upwards from `target` and stops at nodes of our own type: is this node one of those it meets? */
function leadsTo(ctx: IExecuteFunctions, target: string): boolean {
	const self = ctx.getNode();
	const queue = [target];
	const seen = new Set(queue);
	for (const name of queue) {
		for (const parent of ctx.getParentNodes(name, { depth: 1 })) {
			if (parent.name === self.name) return true;
			if (seen.has(parent.name) || (parent.type === self.type && !parent.disabled)) continue;
			seen.add(parent.name);
			queue.push(parent.name);
		}
	}
	return false;
}
