import type { INodeType } from 'n8n-workflow';
import { agent } from './agent.mjs';
import { code, items, manualTrigger, scheduleTrigger, set, splitOut } from './data.mjs';
import { ifNode, merge, noOp, splitInBatches, stickyNote, stopAndError, wait } from './flow.mjs';

/**
 * Small stand-ins for n8n's own nodes, under n8n's own names, so that a workflow that imports in n8n runs
 * here; and three nodes that exist only here.
 */
export const builtinNodeTypes: ReadonlyMap<string, INodeType> = new Map([
	['n8n-nodes-base.manualTrigger', manualTrigger],
	['n8n-nodes-base.scheduleTrigger', scheduleTrigger],
	['n8n-nodes-base.set', set],
	['n8n-nodes-base.splitOut', splitOut],
	['n8n-nodes-base.if', ifNode],
	['n8n-nodes-base.merge', merge],
	['n8n-nodes-base.noOp', noOp],
	['n8n-nodes-base.splitInBatches', splitInBatches],
	['n8n-nodes-base.stickyNote', stickyNote],
	['n8n-nodes-base.stopAndError', stopAndError],
	['n8n-nodes-base.wait', wait],
	['harness.items', items],
	['harness.code', code],
	['harness.agent', agent],
]);
