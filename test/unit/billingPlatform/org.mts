import {
	BillingPlatformClient,
	type Row,
} from '../../../nodes/Billing/systems/billingPlatform/client.js';
import type { Call, Transport } from '../../../nodes/Billing/systems/billingPlatform/transport.js';

export interface OrgOptions {
	/** Order in which RETRIEVE finds rows; by Id unless told otherwise. */
	order?: (rows: Row[]) => Row[];
	/** False where the user may not read ENTITY_FIELD. */
	metadata?: boolean;
	/** Called before each call, with its number from 0: others write at this moment. */
	before?: (call: number, org: FakeOrg) => void;
	/** A cap of the vendor's own, lower than the page asked for. */
	cap?: number;
	/** A vendor that does not understand OFFSET and FETCH. */
	ignoresPages?: boolean;
	/** A vendor whose counts answer without a row. */
	countless?: boolean;
	signal?: AbortSignal;
}

const FIELDS = ['Id', 'Name', 'Status'];

let orgs = 0;

/** One entity in memory, reached by the real client. Understands just the statements that reading makes. */
export class FakeOrg {
	readonly statements: string[] = [];
	readonly methods: string[] = [];
	/** Of its own, because the client remembers orgs by their address. */
	readonly baseUrl = `https://h.example.com/org${++orgs}`;
	rows: Row[];

	constructor(
		rows: Row[] | number,
		private readonly options: OrgOptions = {},
	) {
		this.rows = typeof rows === 'number' ? accounts(1, rows) : rows;
	}

	client(): BillingPlatformClient {
		return new BillingPlatformClient(this as unknown as Transport, this.options.signal);
	}

	private get cap(): number {
		return this.options.cap ?? 10_000;
	}

	/** Calls for records, those for metadata left out. */
	get reads(): string[] {
		return this.statements.filter((statement) => !/ FROM ENTITY(_FIELD)? /.test(statement));
	}

	async call({ method, path, query, body }: Call): Promise<unknown> {
		const sql = path === 'query' ? (query?.sql ?? (body as { sql: string }).sql) : undefined;
		this.options.before?.(this.statements.length, this);
		this.methods.push(method);
		this.statements.push(sql ?? `${path} ${query?.queryAnsiSql ?? ''}`.trim());
		const rows = sql === undefined ? this.retrieve(path, query?.queryAnsiSql) : this.select(sql);
		return await Promise.resolve(rows.length > 0 ? { anyResponse: rows } : undefined);
	}

	private retrieve(path: string, where = ''): Row[] {
		const [, id] = path.split('/');
		if (id) return this.rows.filter((row) => row.Id === id);
		const rows = matching((this.options.order ?? byId)(this.rows), where);
		const window = /ROWNUM BETWEEN 0 AND (\d+)/.exec(where);
		return rows.slice(0, Math.min(window ? Number(window[1]) : Infinity, this.cap));
	}

	private select(sql: string): Row[] {
		if (/ FROM ENTITY(_FIELD)? /.test(sql)) return this.describe(sql);
		const where = / WHERE (.*?)( ORDER BY |$)/.exec(sql)?.[1] ?? '';
		const rows = matching(this.rows, where);
		if (sql.startsWith('SELECT COUNT(')) return this.options.countless ? [] : [countsOf(sql, rows)];
		const order = / ORDER BY (.*?)(\sOFFSET |$)/.exec(sql)?.[1] ?? 'Id';
		const [offset, count] = this.options.ignoresPages
			? [0, 10_000]
			: (/\sOFFSET (\d+) ROWS FETCH NEXT (\d+) ROWS ONLY$/.exec(sql)?.slice(1).map(Number) ?? [
					0, 10_000,
				]);
		const columns = / ?SELECT (.*?) FROM /.exec(sql)?.[1].split(', ') ?? [];
		return sorted(rows, order)
			.slice(offset, offset + Math.min(count, this.cap))
			.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
	}

	private describe(sql: string): Row[] {
		if (this.options.metadata === false) return [];
		if (sql.includes(' FROM ENTITY ')) return [{ Id: '9' }];
		return FIELDS.map((FieldName) => ({ FieldName, DataType: 'TEXT' }));
	}
}

export function accounts(from: number, to: number): Row[] {
	return Array.from({ length: to - from + 1 }, (_, index) => ({
		Id: String(from + index),
		Name: `N${String(from + index).padStart(4, '0')}`,
		Status: (from + index) % 2 === 0 ? 'ACTIVE' : 'CLOSED',
	}));
}

export const ids = (rows: Row[]): number[] => rows.map(({ Id }) => Number(Id));

export function byId(rows: Row[]): Row[] {
	return [...rows].sort((a, b) => Number(a.Id) - Number(b.Id));
}

function matching(rows: Row[], where: string): Row[] {
	const status = /Status = '(\w+)'/.exec(where)?.[1];
	const behind = [...where.matchAll(/\bId > (\d+)/g)].map(([, id]) => Number(id));
	return rows.filter(
		(row) =>
			(status === undefined || row.Status === status) && behind.every((id) => Number(row.Id) > id),
	);
}

function sorted(rows: Row[], order: string): Row[] {
	const rules = order.split(', ').map((rule) => rule.split(' '));
	return [...rows].sort((a, b) => {
		for (const [field, direction] of rules) {
			const [one, other] = [a[field], b[field]].map((value) =>
				field === 'Id' ? Number(value) : String(value),
			);
			if (one !== other) return (one < other ? -1 : 1) * (direction === 'DESC' ? -1 : 1);
		}
		return 0;
	});
}

/** The count of all rows, and of those behind an Id where the statement asks for it. */
function countsOf(sql: string, rows: Array<Record<string, unknown>>): Record<string, string> {
	const last = /WHEN Id > (\d+) THEN/.exec(sql)?.[1];
	const behind = rows.filter(({ Id }) => Number(Id) > Number(last));
	return { RowsInAll: String(rows.length), RowsBehind: String(behind.length) };
}
