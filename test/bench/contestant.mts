/** A record, or what came back for one. */
export type Row = Record<string, unknown>;

export const VERBS = ['create', 'get', 'update', 'delete', 'restore', 'upsert'] as const;
export type Verb = (typeof VERBS)[number];

/** The entity that everything is measured with, and its external key. */
export const ENTITY = 'ACCOUNT';
export const KEY = 'C_CrmId';

/** Records in one call, rows in one page: what the node does by default. */
export const BATCH_SIZE = 100;
export const PAGE_SIZE = 10_000;

/** The reading that does not ask for whole records. */
export const SOME_FIELDS: readonly string[] = ['Id', 'Name', 'Status', KEY];

/** One of those that are compared. Each method is one whole job, from login to logout. */
export interface Contestant {
	readonly name: string;
	/** @returns one row per record, in order, each with an Id */
	write(verb: Verb, records: readonly Row[]): Promise<readonly Row[]>;
}

/** New accounts as a CRM would export them; the numbers in their keys begin at `from`. */
export function newRecords(count: number, from = 0): Row[] {
	return Array.from({ length: count }, (_, index) => ({
		Name: `Account ${from + index}`,
		Status: 'ACTIVE',
		AccountTypeId: 2,
		[KEY]: `CRM-${from + index}`,
		C_Region: ['North', 'East', 'South', 'West'][index % 4],
		C_CreditLimit: 1000 + (index % 100),
	}));
}
