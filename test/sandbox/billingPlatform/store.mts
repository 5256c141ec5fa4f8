import { createRequire } from 'node:module';
import initSqlJs, { type Database, type SqlJsStatic, type Statement } from 'sql.js';
import { ENTITIES, type Entity } from './entities.mjs';
import type { Field } from './fields.mjs';
import { VendorClock } from '../vendorClock.mjs';
import { toTimestamp, type Stored } from './values.mjs';

let engine: Promise<SqlJsStatic> | undefined;
let empty: Uint8Array | undefined;

/** SQLite as WebAssembly; loaded once for all stand-ins of this process. */
async function loadEngine(): Promise<SqlJsStatic> {
	const require = createRequire(import.meta.url);
	engine ??= initSqlJs({ locateFile: (name) => require.resolve(`sql.js/dist/${name}`) });
	return await engine;
}

/** The tables of all entities as a file: read in a moment, while making them takes longer than many a test. */
function emptyTables({ Database }: SqlJsStatic): Uint8Array {
	const db = new Database();
	db.exec('CREATE TABLE clock$ (ms INTEGER); INSERT INTO clock$ VALUES (0)');
	for (const entity of ENTITIES) createEntity(db, entity);
	const file = db.export();
	db.close();
	return file;
}

/** Where the rows of an entity are. SQL from outside only ever sees the view that bears the entity's name. */
export const dataTable = (entity: Entity) => `"${entity.name}$data"`;

/** The tables made from the list of entities, and prepared statements on them. */
export class Store {
	/** By which records are dated. */
	readonly clock = new VendorClock();
	private readonly prepared = new Map<string, Statement>();
	private readonly lastIds = new Map<string, number>();

	private constructor(private readonly db: Database) {
		// Oracle's LIKE minds the case.
		db.exec('PRAGMA case_sensitive_like = ON');
		db.create_function('to_date', oracleDate);
		db.create_function('to_timestamp', oracleDate);
	}

	static async create(): Promise<Store> {
		const sql = await loadEngine();
		empty ??= emptyTables(sql);
		return new Store(new sql.Database(empty));
	}

	/** Empties every table; keeps tables and prepared statements. */
	clear(): void {
		for (const entity of ENTITIES) this.run(`DELETE FROM ${dataTable(entity)}`);
		this.lastIds.clear();
	}

	close(): void {
		this.db.close();
	}

	nextId(entity: Entity, wanted?: number): number {
		const last = this.lastIds.get(entity.name) ?? 0;
		const id = wanted ?? last + 1;
		this.lastIds.set(entity.name, Math.max(last, id));
		return id;
	}

	has(entity: Entity, id: number): boolean {
		return this.first(`SELECT 1 FROM ${dataTable(entity)} WHERE "Id" = ?`, [id]) !== undefined;
	}

	run(sql: string, params: Stored[] = []): void {
		this.statement(sql).run(params);
	}

	/** First row, or undefined. */
	first(sql: string, params: Stored[]): Stored[] | undefined {
		const statement = this.statement(sql);
		statement.bind(params);
		const row = statement.step() ? (statement.get() as Stored[]) : undefined;
		statement.reset();
		return row;
	}

	/** Up to `limit` rows of any SELECT. Not kept prepared: there is no end of different queries. */
	select(sql: string, limit: number): Stored[][] {
		this.run('UPDATE clock$ SET ms = ?', [Date.now()]);
		const statement = this.db.prepare(sql);
		try {
			const rows: Stored[][] = [];
			while (rows.length < limit && statement.step()) rows.push(statement.get() as Stored[]);
			return rows;
		} finally {
			statement.free();
		}
	}

	transaction<Result>(work: () => Result): Result {
		this.run('BEGIN');
		try {
			const result = work();
			this.run('COMMIT');
			return result;
		} catch (error) {
			this.run('ROLLBACK');
			throw error;
		}
	}

	private statement(sql: string): Statement {
		let statement = this.prepared.get(sql);
		if (!statement) {
			statement = this.db.prepare(sql);
			this.prepared.set(sql, statement);
		}
		return statement;
	}
}

function createEntity(db: Database, entity: Entity): void {
	const table = dataTable(entity);
	const columns = entity.fields.map((field) => `"${field.name}" ${columnType(field)}`);
	db.exec(
		`CREATE TABLE ${table} (${columns.join(', ')}, deleted$ INTEGER NOT NULL, visible$ INTEGER NOT NULL)`,
	);
	const names = entity.fields.map((field) => `"${field.name}"`).join(', ');
	// What was deleted lies in the recycle bin; what was just written may not be readable yet.
	db.exec(
		`CREATE VIEW "${entity.name}" AS SELECT ${names} FROM ${table} ` +
			'WHERE deleted$ = 0 AND visible$ <= (SELECT ms FROM clock$)',
	);
	if (entity.stamped) {
		// Polling goes by them, and behind them by the Id, which ends every index of SQLite.
		for (const name of ['Created', 'Updated']) {
			db.exec(`CREATE INDEX "${entity.name}.${name}" ON ${table} ("${name}")`);
		}
	}
	for (const field of entity.fields) {
		const index = `"${entity.name}.${field.name}"`;
		if (field.externalKey) {
			db.exec(`CREATE UNIQUE INDEX ${index} ON ${table} ("${field.name}") WHERE deleted$ = 0`);
		} else if (field.type === 'LOOKUP' && field.required) {
			db.exec(`CREATE INDEX ${index} ON ${table} ("${field.name}")`);
		}
	}
}

/** The column's type makes SQLite compare `Id > '5'` as numbers, as Oracle does. */
function columnType(field: Field): string {
	if (field.primaryKey) return 'INTEGER PRIMARY KEY';
	if (field.type === 'LOOKUP' || field.type === 'CHECKBOX') return 'INTEGER';
	return field.type === 'NUMBER' ? 'NUMERIC' : 'TEXT';
}

const MASK_PARTS = /YYYY|MM|DD|HH24|MI|SS|FF3?/gi;

/** TO_DATE and TO_TIMESTAMP with the usual masks; null where text and mask do not fit. */
function oracleDate(text: unknown, mask: unknown): string | null {
	const digits: readonly string[] = String(text).match(/\d+/g) ?? [];
	const parts: readonly string[] = String(mask).toUpperCase().match(MASK_PARTS) ?? [];
	const of = (part: string, blank: string) => digits[parts.indexOf(part)] ?? blank;
	const day = `${of('YYYY', '')}-${of('MM', '01')}-${of('DD', '01')}`;
	const fraction = of('FF', of('FF3', '0')).slice(0, 3);
	return (
		toTimestamp(`${day}T${of('HH24', '00')}:${of('MI', '00')}:${of('SS', '00')}.${fraction}`) ??
		null
	);
}
