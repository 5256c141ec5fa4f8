import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { n8n } from '../runtime.mjs';
import { nodeType, property } from './describe.mjs';

export const noOp = nodeType('noOp', {}, async function () {
	return [this.getInputData()];
});

export const stickyNote = nodeType('stickyNote', { group: ['input'], inputs: [], outputs: [] });

/** n8n evaluates the conditions itself: they are a parameter of type `filter`. */
export const ifNode = nodeType(
	'if',
	{
		outputs: ['main', 'main'],
		properties: [property('conditions', 'filter', {}, { typeOptions: { filter: { version: 2 } } })],
	},
	async function () {
		const branches: INodeExecutionData[][] = [[], []];
		for (const [index, item] of this.getInputData().entries()) {
			const holds = this.getNodeParameter('conditions', index, false, { extractValue: true });
			branches[holds ? 0 : 1].push({ ...item, pairedItem: { item: index } });
		}
		return branches;
	},
);

/** Appends the items of its inputs. */
export const merge = nodeType(
	'merge',
	{ inputs: ['main', 'main'], requiredInputs: 1 },
	async function () {
		return [[...this.getInputData(0), ...this.getInputData(1)]];
	},
);

/** Hands out the input in batches on "loop", and at the end everything that came back on "done". */
export const splitInBatches = nodeType(
	'splitInBatches',
	{ outputs: ['main', 'main'], properties: [property('batchSize', 'number', 1)] },
	async function () {
		const state = this.getContext('node') as {
			waiting?: INodeExecutionData[];
			done?: INodeExecutionData[];
		};
		const input = this.getInputData();
		if (state.waiting === undefined) {
			state.waiting = [...input];
			state.done = [];
		} else {
			state.done?.push(...input);
		}
		const batch = state.waiting.splice(0, Number(this.getNodeParameter('batchSize', 0)));
		if (batch.length > 0) return [[], batch];
		const done = state.done ?? [];
		delete state.waiting;
		delete state.done;
		return [done, []];
	},
);

export const stopAndError = nodeType(
	'stopAndError',
	{ properties: [property('errorMessage', 'string', 'Stopped')] },
	async function () {
		throw new n8n.NodeOperationError(
			this.getNode(),
			String(this.getNodeParameter('errorMessage', 0)),
		);
	},
);

const SECONDS: Readonly<Record<string, number>> = {
	seconds: 1,
	minutes: 60,
	hours: 3600,
	days: 86400,
};
const LONGEST_SLEEP_SECONDS = 65;

/** Short waits sleep and end early on cancel; long ones put the whole execution aside, as in n8n. */
export const wait = nodeType(
	'wait',
	{
		properties: [property('amount', 'number', 1), property('unit', 'string', 'hours')],
	},
	async function () {
		const unit = SECONDS[String(this.getNodeParameter('unit', 0))] ?? 1;
		const seconds = Number(this.getNodeParameter('amount', 0)) * unit;
		if (seconds < LONGEST_SLEEP_SECONDS) await sleep(this, seconds * 1000);
		else await this.putExecutionToWait(new Date(Date.now() + seconds * 1000));
		return [this.getInputData()];
	},
);

async function sleep(context: IExecuteFunctions, milliseconds: number): Promise<void> {
	await new Promise<void>((resolve) => {
		const timer = setTimeout(resolve, milliseconds);
		context.onExecutionCancellation(() => {
			clearTimeout(timer);
			resolve();
		});
	});
}
