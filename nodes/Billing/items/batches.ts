import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { BillingError, CancelledError, descriptionOf, messageOf, toNodeError } from '../errors';
import { Progress } from './progress';
import { type Committed, describeCommitted, errorItem, type RecordResult } from './results';

/** How an operation turns items into records and sends them; see `runBatches`. */
export interface BatchPlan<Job> {
	/** Reads one item. @throws InputError before anything is sent */
	prepare(itemIndex: number): Job;
	/** What must be equal for two records to travel in one call. */
	group(job: Job): string;
	/** Records of the same identity never travel in one call, and keep their order. */
	identity?(job: Job): string | undefined;
	batchSize(itemIndex: number): number;
	/** Sends one batch; gives one result per job, in order. @throws BillingError when the whole call failed */
	send(jobs: Job[]): Promise<RecordResult[]>;
	/** What one record is called in messages. */
	noun: string;
	/** Whether sending changes something: then a stop accounts for what was committed and what was not. */
	writes: boolean;
}

interface Entry<Job> {
	item: number;
	job: Job;
}

type Results = Array<RecordResult | undefined>;

/**
 * Reads all input items, cuts their records into batches, sends these in order and pairs the results.
 *
 * - *On Error: continue*: failed records become error items, the others go on.
 * - *On Error: stop*: stops at the first batch with a failed record; the error says which items were
 *   committed (with their Ids), which failed and which were never sent.
 */
export async function runBatches<Job>(
	ctx: IExecuteFunctions,
	plan: BatchPlan<Job>,
): Promise<INodeExecutionData[]> {
	const total = ctx.getInputData().length;
	const results: Results = new Array<RecordResult | undefined>(total).fill(undefined);
	const batches = cutBatches(prepareAll(ctx, plan, results), plan);
	const progress = new Progress(ctx.logger, plan.noun, total);

	for (const batch of batches) {
		const outcome = await sendBatch(ctx, plan, batch);
		batch.forEach(({ item }, index) => (results[item] = outcome[index]));
		const failed = outcome.some(({ error }) => error !== undefined);
		if (failed && (!ctx.continueOnFail() || ctx.getExecutionCancelSignal()?.aborted)) {
			throw stopped(ctx, results, plan.writes, batch[outcome.findIndex(({ error }) => error)].item);
		}
		progress.add(batch.length);
	}
	return results.map((result, item) => toItem(ctx, result, item));
}

function prepareAll<Job>(
	ctx: IExecuteFunctions,
	plan: BatchPlan<Job>,
	results: Results,
): Array<Entry<Job>> {
	const entries: Array<Entry<Job>> = [];
	for (let item = 0; item < results.length; item++) {
		try {
			entries.push({ item, job: plan.prepare(item) });
		} catch (error) {
			if (!ctx.continueOnFail()) throw toNodeError(ctx.getNode(), error, item);
			results[item] = { error: error instanceof Error ? error : new Error(String(error)) };
		}
	}
	return entries;
}

/** Groups in the order in which they first appear; inside a group the items keep their order. */
function cutBatches<Job>(
	entries: Array<Entry<Job>>,
	plan: BatchPlan<Job>,
): Array<Array<Entry<Job>>> {
	const groups = new Map<string, Array<Array<Entry<Job>>>>();
	const taken = new Map<string, Set<string>>();
	for (const entry of entries) {
		const group = plan.group(entry.job);
		const identity = plan.identity?.(entry.job);
		const batches = groups.get(group) ?? [];
		groups.set(group, batches);
		let batch = batches.at(-1);
		const full = !batch || batch.length >= plan.batchSize(entry.item);
		if (full || (identity !== undefined && taken.get(group)?.has(identity))) {
			batches.push((batch = []));
			taken.set(group, new Set());
		}
		batch?.push(entry);
		if (identity !== undefined) taken.get(group)?.add(identity);
	}
	return [...groups.values()].flat();
}

async function sendBatch<Job>(
	ctx: IExecuteFunctions,
	plan: BatchPlan<Job>,
	batch: Array<Entry<Job>>,
): Promise<RecordResult[]> {
	try {
		if (ctx.getExecutionCancelSignal()?.aborted) throw new CancelledError();
		return await plan.send(batch.map(({ job }) => job));
	} catch (error) {
		const failure = error instanceof Error ? error : new Error(String(error));
		return batch.map(() => ({ error: failure }));
	}
}

function stopped(ctx: IExecuteFunctions, results: Results, writes: boolean, item: number): Error {
	const failed = results.flatMap((result, item) =>
		result?.error ? [{ item, error: result.error }] : [],
	);
	const committed = results.flatMap((result, item): Committed[] =>
		result?.json ? [{ item, id: result.id }] : [],
	);
	const error = results[item]?.error;
	const message = results.length > 1 ? `${messageOf(error)} [item ${item}]` : messageOf(error);
	if (!writes) return toNodeError(ctx.getNode(), error, item, { message });
	const notSent = results.flatMap((result, item) => (result ? [] : [{ item }]));
	return toNodeError(ctx.getNode(), error, item, {
		message,
		description: account(error, committed, failed, notSent),
		context: { committed: committed as unknown as IDataObject[] },
	});
}

/** The whole account of a stopped node: nothing the vendor committed is lost from view. */
function account(
	error: unknown,
	committed: Committed[],
	failed: Array<{ item: number; error: Error }>,
	notSent: Committed[],
): string {
	const advice = descriptionOf(error);
	const unknown = failed.filter(
		({ error }) => error instanceof BillingError && error.outcome === 'unknown',
	);
	const refused = failed.filter((failure) => !unknown.includes(failure));
	const lines = [
		advice && `${advice}${/[.!?]$/.test(advice) ? '' : '.'}`,
		committed.length ? `Committed: ${describeCommitted(committed)}.` : 'Committed: none.',
		refused.length && `Failed: ${describeCommitted(refused)}.`,
		unknown.length &&
			`May have been committed, look before you send them again: ${describeCommitted(unknown)}.`,
		notSent.length && `Not sent: ${describeCommitted(notSent)}.`,
	];
	return lines.filter(Boolean).join(' ');
}

function toItem(
	ctx: IExecuteFunctions,
	result: RecordResult | undefined,
	item: number,
): INodeExecutionData {
	if (result?.json) return { json: result.json, pairedItem: { item } };
	return errorItem(ctx, result?.error ?? new BillingError('The record was not sent'), item);
}
