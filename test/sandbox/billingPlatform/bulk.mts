import { entityNamed, type Entity } from './entities.mjs';
import { badRequest, RecordError } from './errors.mjs';
import { fileField, type FilePlace, type Files } from './files.mjs';
import { dataTable, type Store } from './store.mjs';
import type { BillingPlatformSwitches } from './switches.mjs';

/** Reads of a finished request's rows: the stand-in's own, so that nothing is counted. */
export type RunSql = (sql: string) => ReadonlyArray<Readonly<Record<string, string | null>>>;

const EXTRACT = 'BULK_API_REQUEST';
const UPLOAD = 'BULK_UPLOAD_HISTORY';

/**
 * The two slow kinds of work. PENDING and AWAITING_FILE are [DOC]; PROCESSING, COMPLETED, FAILED, the
 * result in ResponseFile and what the success file holds are [INFERRED].
 */
export class BulkWork {
	private reads = new Map<string, number>();
	private running = new Map<string, { entity: string; id: number }>();

	constructor(
		private readonly store: Store,
		private readonly switches: () => BillingPlatformSwitches,
		private readonly files: Files,
		private readonly runSql: RunSql,
	) {}

	/** The batch size has two spellings in the sources; the switch says which the server knows. */
	check(entity: Entity, record: Readonly<Record<string, unknown>>): void {
		if (entity.name !== EXTRACT) return;
		const { bulkBatchField } = this.switches();
		for (const name of ['RecordsPerBatch', 'RequestsPerBatch'] as const) {
			if (name in record && bulkBatchField !== 'both' && bulkBatchField !== name) {
				throw new RecordError('unknownField', name, `${EXTRACT} has no field ${name}`);
			}
		}
	}

	created(entity: Entity, id: number): void {
		if (entity.name === EXTRACT) this.start(EXTRACT, id);
	}

	uploaded({ entity, id, fieldName }: FilePlace): void {
		if (entity.name !== UPLOAD || fieldName !== 'AllRecordsFile') return;
		this.setStatus(UPLOAD, id, 'PROCESSING');
		this.start(UPLOAD, id);
	}

	/** Work moves on when somebody looks, so that tests need no clock. */
	readBy(entities: readonly string[]): void {
		const { bulkReadsUntilDone } = this.switches();
		for (const [key, { entity, id }] of [...this.running]) {
			if (!entities.includes(entity)) continue;
			const reads = (this.reads.get(key) ?? 0) + 1;
			this.reads.set(key, reads);
			if (bulkReadsUntilDone > 0 && reads >= bulkReadsUntilDone) this.complete(entity, id);
		}
	}

	/** Completes everything that is under way, whatever the switch says. */
	completeAll(): number {
		const all = [...this.running.values()];
		for (const { entity, id } of all) this.complete(entity, id);
		return all.length;
	}

	reset(): void {
		this.reads.clear();
		this.running.clear();
	}

	private start(entity: string, id: number): void {
		this.running.set(`${entity}/${id}`, { entity, id });
	}

	private complete(entity: string, id: number): void {
		this.running.delete(`${entity}/${id}`);
		try {
			if (entity === EXTRACT) this.extract(id);
			else this.acceptUpload(id);
			this.setStatus(entity, id, 'COMPLETED');
		} catch {
			this.setStatus(entity, id, 'FAILED');
		}
	}

	private extract(id: number): void {
		const sql =
			'SELECT "RequestBody", "RequestMethod", "RetrieveEntityName", "Columns", "ResponseFormat" ' +
			`FROM ${dataTable(entityNamed(EXTRACT))} WHERE "Id" = ?`;
		const [body, method, entity, columns, format] = this.store.first(sql, [id]) ?? [];
		if (method === 'MDL EXTRACT') throw badRequest('MDL EXTRACT is not imitated');
		const query =
			method === 'RETRIEVE' ? `SELECT ${columns} FROM ${entity} WHERE ${body}` : String(body);
		const rows = this.runSql(query);
		const text = format === 'CSV' ? csvOf(rows) : JSON.stringify(rows);
		const place = fileField(EXTRACT, id, 'ResponseFile');
		this.files.put(place, `response.${String(format).toLowerCase()}`, base64(text));
	}

	private acceptUpload(id: number): void {
		const sent = this.files.get(fileField(UPLOAD, id, 'AllRecordsFile'));
		const place = fileField(UPLOAD, id, 'SuccessRecordsFile');
		this.files.put(place, 'success.csv', sent?.data ?? '');
	}

	private setStatus(entity: string, id: number, status: string): void {
		const table = dataTable(entityNamed(entity));
		this.store.run(`UPDATE ${table} SET "Status" = ? WHERE "Id" = ?`, [status, id]);
	}
}

function csvOf(rows: ReadonlyArray<Readonly<Record<string, string | null>>>): string {
	const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
	const lines = rows.map((row) => keys.map((key) => row[key] ?? ''));
	return [keys, ...lines].map((cells) => cells.map(quoted).join(',')).join('\n');
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const base64 = (text: string) => Buffer.from(text).toString('base64');
