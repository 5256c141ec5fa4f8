import type { IDataObject } from 'n8n-workflow';
import type { BatchPlan } from '../../../nodes/Billing/items/batches.js';
import { BillingError, InputError } from '../../../nodes/Billing/errors.js';
import type { RecordResult } from '../../../nodes/Billing/items/results.js';

export interface Job {
	item: number;
	key?: string;
	group?: string;
	/** Refused by the vendor. */
	bad?: boolean;
}

/** A vendor that keeps each call and commits all records that are not bad, with Ids from 100 on. */
export class FakeVendor {
	readonly calls: number[][] = [];
	/** Faults of whole calls, by their number. */
	readonly faults = new Map<number, Error>();
	onCall?: () => void;

	constructor(
		private readonly items: IDataObject[],
		private readonly options: { batchSize?: number; writes?: boolean } = {},
	) {}

	plan(): BatchPlan<Job> {
		return {
			noun: 'records',
			writes: this.options.writes ?? true,
			prepare: (item) => this.prepare(item),
			group: ({ group }) => group ?? '',
			identity: ({ key }) => key,
			batchSize: () => this.options.batchSize ?? 100,
			send: async (jobs) => await this.take(jobs),
		};
	}

	private prepare(item: number): Job {
		const job = this.items[item];
		if (job.invalid) throw new InputError('it is no Id', 'Ids are numbers.', 'Id');
		return { item, ...job };
	}

	private async take(jobs: Job[]): Promise<RecordResult[]> {
		const number = this.calls.push(jobs.map(({ item }) => item)) - 1;
		this.onCall?.();
		const fault = this.faults.get(number);
		if (fault) throw fault;
		return await Promise.resolve(
			jobs.map(({ item, bad }) => {
				if (bad) return { error: new BillingError('Name is taken', { code: '12', field: 'Name' }) };
				const id = String(100 + item);
				return { id, json: { Id: id } };
			}),
		);
	}
}
