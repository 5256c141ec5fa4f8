import { BillingError } from '../../errors';
import type { HttpAnswer } from '../../http/http';
import type { RecordResult } from '../../items/results';
import { noRecords, responseEntries } from './answer';
import { type FieldInfo, Metadata } from './metadata';
import type { BrmObject } from './records';
import { readWriteResults } from './results';
import { entityName } from './sql';
import type { Call, Transport } from './transport';

export type Row = Record<string, unknown>;

/** Keeps the address of a filter by Ids at a length that servers take; Oracle has a limit of 1,000 too. */
const IDS_A_CALL = 500;

/** Longer statements go by POST: the length limit of the vendor's URLs is unknown. */
const LONGEST_GET_SQL = 1500;
/** What servers usually take at all. */
const LONGEST_URL = 6000;

/** The methods of `query` that have given rows, by org. */
const proven = new Map<string, Set<string>>();

function provenMethods(org: string): Set<string> {
	const methods = proven.get(org) ?? new Set();
	proven.set(org, methods);
	return methods;
}

function isOnly(method: string, methods: Set<string>): boolean {
	return methods.size === 1 && methods.has(method);
}

/** BillingPlatform's verbs with typed arguments. Operations see neither requests nor sessions. */
export class BillingPlatformClient {
	private readonly metadata = new Metadata(async (sql) => await this.query(sql));
	private readonly known = new Map<string, Promise<boolean>>();

	constructor(
		private readonly transport: Transport,
		readonly signal?: AbortSignal,
	) {}

	/** @throws BillingError; InputError when `entity` is no name, as all methods that take one */
	async create(entity: string, records: BrmObject[]): Promise<RecordResult[]> {
		return await this.write({ method: 'POST', path: entityName(entity), safety: 'once' }, records);
	}

	/** Each record carries its Id. */
	async update(entity: string, records: BrmObject[]): Promise<RecordResult[]> {
		const ids = records.map(({ Id }) => String(Id));
		// Setting the same values twice leaves the same record.
		const call: Call = { method: 'PUT', path: entityName(entity), safety: 'repeatable' };
		return await this.write(call, records, {}, ids);
	}

	/** @param keyField the external key field by which existing records are found */
	async upsert(entity: string, keyField: string, records: BrmObject[]): Promise<RecordResult[]> {
		const call: Call = { method: 'PATCH', path: entityName(entity), safety: 'repeatable' };
		return await this.write(call, records, { externalIDFieldName: keyField });
	}

	async delete(entity: string, ids: string[], emptyRecycleBin: boolean): Promise<RecordResult[]> {
		const call: Call = { method: 'DELETE', path: `delete/${entityName(entity)}`, safety: 'once' };
		return await this.write(
			call,
			ids.map((Id) => ({ Id })),
			emptyRecycleBin ? { EmptyRecycleBin: '1' } : {},
			ids,
		);
	}

	/** The method is DELETE, surprising as it is [LIB]. */
	async undelete(entity: string, ids: string[]): Promise<RecordResult[]> {
		const call: Call = { method: 'DELETE', path: `undelete/${entityName(entity)}`, safety: 'once' };
		return await this.write(
			call,
			ids.map((Id) => ({ Id })),
			{},
			ids,
		);
	}

	/** Whole records by Id, in any order; those that do not exist are left out. */
	async retrieveByIds(entity: string, ids: string[]): Promise<Row[]> {
		// The documented form for one record; a list needs a filter.
		if (ids.length === 1) return await this.read(`${entityName(entity)}/${ids[0]}`);
		return await inChunks(ids, async (some) => await this.retrieve(entity, `Id IN (${some})`));
	}

	/** The same with chosen fields only. */
	async queryByIds(entity: string, fields: string[], ids: string[]): Promise<Row[]> {
		const columns = ['Id', ...fields.filter((field) => field.toLowerCase() !== 'id')].join(', ');
		const sql = `SELECT ${columns} FROM ${entityName(entity)} WHERE Id IN`;
		return await inChunks(ids, async (some) => await this.query(`${sql} (${some}) ORDER BY Id`));
	}

	/** Whole records that match a WHERE part. */
	async retrieve(entity: string, where: string): Promise<Row[]> {
		return await this.read(entityName(entity), { queryAnsiSql: where });
	}

	/**
	 * Rows of a SELECT. 404 is both "no rows" and "no such method", and which of the two methods an org has is
	 * not documented: until one has given rows, an empty answer is asked for by the other one too.
	 */
	async query(sql: string): Promise<Row[]> {
		const proven = provenMethods(this.org);
		const method = sql.length <= LONGEST_GET_SQL && !isOnly('POST', proven) ? 'GET' : 'POST';
		const rows = await this.queryBy(method, sql);
		if (rows.length > 0) proven.add(method);
		if (rows.length > 0 || proven.has(method) || sql.length > LONGEST_URL) return rows;
		const other = method === 'GET' ? 'POST' : 'GET';
		const others = await this.queryBy(other, sql).catch(noneIfRefused);
		if (others.length > 0) proven.add(other);
		return others;
	}

	/** Sees to it that an empty answer to a query can be trusted, at one call for each org and process. */
	async prove(entity: string): Promise<void> {
		if (provenMethods(this.org).size === 0) await this.knows(entity);
	}

	/** The address of the org. */
	get org(): string {
		return this.transport.baseUrl;
	}

	private async queryBy(method: 'GET' | 'POST', sql: string): Promise<Row[]> {
		if (method === 'GET') return await this.read('query', { sql });
		const call: Call = { method, path: 'query', body: { sql }, safety: 'read', noRowsAs404: true };
		return rowsOf(await this.transport.call(call));
	}

	/** Uploads a file into a field of a record (documented for one entity only). @returns the vendor's reply */
	async uploadFile(
		entity: string,
		id: string,
		field: string,
		file: { name: string; base64: string },
	): Promise<unknown> {
		return await this.transport.call({
			method: 'POST',
			path: ['files', entityName(entity), id, field].join('/'),
			body: {
				Id: id,
				EntityName: entity,
				FileName: file.name,
				FieldName: field,
				Data: file.base64,
			},
			safety: 'once',
		});
	}

	/**
	 * Whether the org knows the entity. 404 also means "no rows", so an empty answer alone does not tell; a
	 * count always has a row.
	 */
	async knows(entity: string): Promise<boolean> {
		const counting = this.known.get(entity) ?? this.count(entity);
		this.known.set(entity, counting);
		counting.catch(() => this.known.delete(entity));
		return await counting;
	}

	/** Any request inside the session. @returns the answer as it is */
	async request(call: Call): Promise<HttpAnswer> {
		return await this.transport.send(call);
	}

	/** The org's own description of an entity's fields, read once per run. */
	async fields(entity: string): Promise<FieldInfo[]> {
		return await this.metadata.fields(entityName(entity));
	}

	/** The org's entities. */
	async entities(): Promise<Row[]> {
		return await this.metadata.entities();
	}

	/** Every field of the org that is an external key, of any entity. */
	async externalKeys(): Promise<FieldInfo[]> {
		return await this.metadata.externalKeys();
	}

	private async count(entity: string): Promise<boolean> {
		const rows = await this.query(`SELECT COUNT(Id) AS RowsInAll FROM ${entityName(entity)}`);
		return rows.length > 0;
	}

	private async read(path: string, query?: Record<string, string>): Promise<Row[]> {
		const call: Call = { method: 'GET', path, query, safety: 'read', noRowsAs404: true };
		return rowsOf(await this.transport.call(call));
	}

	private async write(
		call: Call,
		brmObjects: BrmObject[],
		extra: Record<string, string> = {},
		ids?: string[],
	): Promise<RecordResult[]> {
		const body = await this.transport.call({ ...call, body: { brmObjects, ...extra } });
		return readWriteResults(body, brmObjects.length, ids);
	}
}

/** @throws BillingError for an answer that has no list of records: it is no "no rows" */
function rowsOf(body: unknown): Row[] {
	if (body === undefined) return [];
	const rows = responseEntries(body);
	if (rows) return rows;
	throw noRecords(body);
}

/** A method that the server refuses tells nothing about rows. */
function noneIfRefused(error: unknown): Row[] {
	if (error instanceof BillingError && error.status !== undefined) return [];
	throw error;
}

async function inChunks(ids: string[], read: (ids: string) => Promise<Row[]>): Promise<Row[]> {
	const rows: Row[] = [];
	for (let start = 0; start < ids.length; start += IDS_A_CALL) {
		rows.push(...(await read(ids.slice(start, start + IDS_A_CALL).join(', '))));
	}
	return rows;
}
