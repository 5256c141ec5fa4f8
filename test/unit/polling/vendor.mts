import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { type Change, type ChangeSource, inOrder } from '../../../nodes/Billing/polling/changes.js';
import { type PollPlan, pollChanges } from '../../../nodes/Billing/polling/poll.js';
import { readMoment } from '../../../nodes/Billing/polling/timestamps.js';

interface Version {
	at: number;
	/** When its transaction ends: from then on it can be read. */
	visibleAt: number;
	text: string;
}

/** A vendor in memory, with a clock of its own: records have a last change each, visible at once or later. */
export class FakeVendor implements ChangeSource {
	mayRepeat = true;
	/** Reads so far: pages of `since`, calls of `newest` and `complete`. */
	reads = 0;
	/** Called before each read; may throw, or change records. */
	onRead: () => void = () => undefined;
	givesTwice = false;
	private readonly records = new Map<string, Version[]>();

	constructor(
		public now: number,
		/** How finely timestamps are kept (ms). */
		private readonly step = 1,
		private readonly pageSize = 10,
	) {}

	change(id: string, { after = 0, text = '' } = {}): void {
		const at = Math.floor(this.now / this.step) * this.step;
		const versions = this.records.get(id) ?? [];
		versions.push({ at, visibleAt: this.now + after, text });
		this.records.set(id, versions);
	}

	/** What can be read now: the last version of each record. */
	visible(): Change[] {
		const changes = [...this.records].flatMap(([id, versions]) => {
			const version = versions.filter(({ visibleAt }) => visibleAt <= this.now).at(-1);
			return version ? [this.toChange(id, version)] : [];
		});
		return changes.sort(inOrder);
	}

	async newest(count: number): Promise<Change[]> {
		return await Promise.resolve(this.read().slice(-count));
	}

	/** By pages that never part what shares a timestamp. */
	async *since(from = -Infinity): AsyncGenerator<Change[]> {
		for (let at = from; ; ) {
			await Promise.resolve();
			const found = this.read().filter(({ moment }) => moment.at >= at);
			const last = found.at(this.pageSize - 1)?.moment.at;
			if (last === undefined) {
				yield found;
				return;
			}
			yield found.filter(({ moment }) => moment.at <= last);
			at = last + 1;
		}
	}

	async complete(changes: Change[]): Promise<Change[]> {
		const now = new Map(this.read().map((change) => [change.id, change]));
		const whole = changes.flatMap(({ id, moment }) => {
			const change = now.get(id);
			return change && change.moment.at === moment.at ? [change] : [];
		});
		return await Promise.resolve(whole);
	}

	async slack(): Promise<number> {
		return await Promise.resolve(0);
	}

	async toJson(changes: Change[]): Promise<IDataObject[]> {
		return await Promise.resolve(changes.map(({ record }) => record as IDataObject));
	}

	private read(): Change[] {
		this.reads += 1;
		this.onRead();
		const found = this.visible();
		return this.givesTwice ? found.flatMap((change) => [change, change]) : found;
	}

	private toChange(id: string, { at, text }: Version): Change {
		const stamp = new Date(at).toISOString();
		const moment = readMoment(stamp);
		if (!moment) throw new Error(`no timestamp: ${stamp}`);
		return { id, moment, record: { id, stamp, ...(text && { text }) } };
	}
}

let triggers = 0;

/** A trigger on a source, with what n8n keeps for it. */
export class FakeTrigger {
	saved = '{}';
	mode: 'trigger' | 'manual' = 'trigger';
	/** Undefined for n8n before 2.38. */
	budget?: number;
	private readonly workflow = `workflow ${(triggers += 1)}`;

	constructor(
		readonly source: ChangeSource,
		readonly plan: Partial<PollPlan> = {},
	) {}

	async poll(keep = true): Promise<IDataObject[]> {
		const memory = JSON.parse(this.saved) as IDataObject;
		const budget = this.budget;
		const ctx = {
			getMode: () => this.mode,
			getWorkflow: () => ({ id: this.workflow, active: true }),
			getNode: () => ({ id: 'node' }),
			getWorkflowStaticData: () => memory,
			...(budget !== undefined && { getPollBudgetMs: () => budget }),
		} as unknown as IPollFunctions;
		const plan = { of: ['vendor'], lookBack: 300_000, limit: 10_000, ...this.plan };
		const items = await pollChanges(ctx, { ...plan, source: this.source });
		if (keep) this.saved = JSON.stringify(memory);
		return items;
	}

	async ids(keep = true): Promise<string[]> {
		return (await this.poll(keep)).map(({ id }) => String(id));
	}
}
