import { createHash } from 'node:crypto';
import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { BillingError } from '../errors';
import { isRecord } from '../values';
import { type Change, type ChangeSource, inOrder } from './changes';
import { Cursor } from './cursor';

export interface PollPlan {
	source: ChangeSource;
	/** What the changes belong to, e.g. org, entity, event. With another one the trigger starts anew. */
	of: string[];
	/** Where a new trigger starts (ms); undefined for now. */
	startAt?: number;
	/** How long after its timestamp a change may still appear (ms). */
	lookBack: number;
	/** Changes handed on by one poll at most. */
	limit: number;
}

/** What n8n keeps for the node between polls. */
interface Memory {
	/** Hash of `PollPlan.of`. */
	of: string;
	cursor: IDataObject;
}

/** Shown by the editor's test step. */
const SAMPLES = 3;

/** Completed and handed on at a time, so that limit and time budget are met closely. */
const CHUNK = 500;

/**
 * One poll: the changes since the last one, each once and in order.
 *
 * Nothing is remembered before everything has been read, so a poll that fails moves nothing.
 *
 * @returns items; [] when nothing is new
 * @throws BillingError where a test step finds no change to show
 */
export async function pollChanges(ctx: IPollFunctions, plan: PollPlan): Promise<IDataObject[]> {
	if (ctx.getMode() === 'manual') return await sample(plan.source);
	const budget = budgetOf(ctx);
	return (await alone(ctx, budget, async () => await pollOn(ctx, plan, budget))) ?? [];
}

async function pollOn(ctx: IPollFunctions, plan: PollPlan, budget: Budget): Promise<IDataObject[]> {
	const memory = ctx.getWorkflowStaticData('node');
	const of = createHash('sha256').update(JSON.stringify(plan.of)).digest('base64');
	const saved: unknown = memory.billing;
	const known = isRecord(saved) && saved.of === of ? Cursor.restore(saved.cursor) : undefined;
	const cursor = known ?? (await begin(plan));
	const isNew = !known && plan.startAt === undefined;
	const changes = isNew ? [] : await readOn(cursor, plan, budget);
	const items = await plan.source.toJson(changes);
	if (budget.isSpent()) {
		throw new BillingError('The poll took longer than n8n waits for it', {
			description: 'Nothing is lost: the next poll reads again. Lower Max Changes per Poll.',
		});
	}
	memory.billing = { of, cursor: cursor.save() } satisfies Memory;
	return items;
}

async function sample(source: ChangeSource): Promise<IDataObject[]> {
	const changes = await source.complete(await source.newest(SAMPLES));
	if (changes.length > 0) return await source.toJson(changes);
	throw new BillingError('There is no record yet that this trigger would tell of', {
		description: 'Check the choices above, or create a record and try again.',
	});
}

/** A new trigger tells nothing of what was there before it, unless it is to start from a date. */
async function begin({ source, startAt }: PollPlan): Promise<Cursor> {
	const [newest] = await source.newest(1);
	const slack = newest && (await source.slack(newest));
	const cursor = Cursor.behind(
		startAt === undefined ? newest && newest.moment.at - 1 : startAt - 1,
	);
	cursor.slack = slack;
	if (startAt !== undefined || !newest) return cursor;
	for await (const batch of source.since(newest.moment.at - (slack ?? 0))) {
		const open = batch.filter((change) => cursor.isOpen(change));
		const known = open.filter(({ moment }) => moment.at === newest.moment.at);
		const whole = source.mayRepeat ? await source.complete(known.slice(0, CHUNK)) : [];
		cursor.handOn(known, Date.now(), false);
		cursor.handOn(whole, Date.now(), source.mayRepeat);
		if (known.length < open.length) break;
	}
	return cursor;
}

/** Reads until there is no more, the limit is reached, or half of n8n's time is over. */
async function readOn(
	cursor: Cursor,
	{ source, lookBack, limit }: PollPlan,
	budget: Budget,
): Promise<Change[]> {
	const handedOn: Change[] = [];
	const readAt = Date.now();
	let unread: number | undefined;
	reading: for await (const batch of source.since(cursor.from)) {
		const open = batch.filter((change) => cursor.isOpen(change));
		for (let start = 0, end = 0; start < open.length; start = end) {
			if (handedOn.length >= limit || budget.isHalfSpent()) {
				unread = open[start].moment.at;
				break reading;
			}
			end = start + Math.min(CHUNK, limit - handedOn.length);
			const whole = await source.complete(open.slice(start, end));
			const fresh = once(whole.filter((change) => cursor.isNew(change))).sort(inOrder);
			cursor.handOn(fresh, Date.now(), source.mayRepeat);
			handedOn.push(...fresh);
		}
	}
	const [first] = handedOn;
	if (first) cursor.slack ??= await source.slack(first);
	cursor.settle(readAt, unread, lookBack);
	return handedOn;
}

/** A vendor may give a row twice; of two with one identity the later one counts. */
function once(changes: Change[]): Change[] {
	const identityOf = ({ id, moment }: Change): string => JSON.stringify([moment.at, id]);
	return [...new Map(changes.map((change) => [identityOf(change), change])).values()];
}

interface Budget {
	readonly ms: number;
	isHalfSpent(): boolean;
	isSpent(): boolean;
}

/** Before 2.38 n8n sets no limit. */
function budgetOf(ctx: IPollFunctions): Budget {
	const startedAt = performance.now();
	const ms = typeof ctx.getPollBudgetMs === 'function' ? ctx.getPollBudgetMs() : Infinity;
	const spent = (): number => performance.now() - startedAt;
	return { ms, isHalfSpent: () => spent() * 2 > ms, isSpent: () => spent() > ms };
}

/** Polls under way, and when n8n gives each up. */
const underWay = new Map<string, number>();

/**
 * n8n starts a poll also while the one before still runs; both would read the same changes.
 * @returns undefined while another poll of the same trigger is under way
 */
async function alone<T>(
	ctx: IPollFunctions,
	{ ms }: Budget,
	work: () => Promise<T>,
): Promise<T | undefined> {
	const trigger = [ctx.getWorkflow().id, ctx.getNode().id].join(':');
	const now = Date.now();
	if ((underWay.get(trigger) ?? 0) > now) return undefined;
	const until = now + ms;
	underWay.set(trigger, until);
	try {
		return await work();
	} finally {
		if (underWay.get(trigger) === until) underWay.delete(trigger);
	}
}
