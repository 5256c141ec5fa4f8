import { BillingError, CancelledError } from '../../errors';
import type { Progress } from '../../items/progress';
import { compareIds } from '../../values';
import type { BillingPlatformClient, Row } from './client';
import { valueOf } from './metadata';
import { allOf, entityName, limitsRows, page } from './sql';

/** The vendor's cap for one query [LIB]. */
export const LARGEST_PAGE = 10_000;

export interface Selection {
	entity: string;
	/** Field names; empty for whole records. */
	fields: string[];
	where?: string;
	/** `Name DESC, Status`; empty for the order of the Ids. */
	orderBy?: string;
	/** Rows at most; undefined for all. */
	limit?: number;
	pageSize: number;
}

/**
 * Whether a page is the last. A short page is, unless its length is a round number: then the server may
 * have a lower cap of its own than the documented one, and the next page tells.
 */
export function isLast(found: Row[], size: number): boolean {
	return found.length === 0 || (found.length < size && found.length % 50 !== 0);
}

interface Reading {
	client: BillingPlatformClient;
	progress: Progress;
}

/** How often a sorted read starts anew because rows moved between its pages. */
const RESTARTS = 3;

/**
 * Reads records page by page. Never a row twice and never one missed, also while others write:
 *
 * - in the order of the Ids, each page begins behind the last Id of the one before;
 * - with a sort, pages go by OFFSET and overlap by one row; where that row is another one than before,
 *   rows have moved and the reading starts anew.
 */
export async function readRecords(reading: Reading, selection: Selection): Promise<Row[]> {
	entityName(selection.entity);
	if (selection.orderBy) return await readSorted(reading, await withFields(reading, selection));
	if (selection.fields.length > 0) return await readById(reading, selection);
	return await readWhole(reading, selection);
}

/** Pages of a query behind the last Id. */
async function readById(reading: Reading, selection: Selection): Promise<Row[]> {
	const { entity, fields, where } = selection;
	const addsId = !fields.some((field) => field.toLowerCase() === 'id');
	const columns = [...(addsId ? ['Id'] : []), ...fields].join(', ');
	const rows: Row[] = [];
	for (let last: string | undefined; ; ) {
		const size = nextSize(selection, rows.length);
		if (size <= 0) break;
		const condition = allOf([where, last && `Id > ${last}`]);
		const sql = `SELECT ${columns} FROM ${entity}${condition && ` WHERE ${condition}`} ORDER BY Id`;
		const found = await readPage(reading, async (client) => await client.query(page(sql, 0, size)));
		const isEnd = isLast(found, size);
		if (!isEnd) last = lastId(found);
		if (!isAscending(found)) throw outOfOrder(entity);
		for (const row of found) rows.push(row);
		if (isEnd) break;
	}
	if (addsId) rows.forEach(dropId);
	return rows.slice(0, selection.limit);
}

/**
 * Whole records by RETRIEVE, the call that is attested best. It takes no order, so pages behind the last
 * Id are right only if it answers in the order of the Ids: the first full page and a count tell. If not,
 * the field names come from the org's metadata and a query reads them.
 */
async function readWhole(reading: Reading, selection: Selection): Promise<Row[]> {
	const size = nextSize(selection, 0);
	const rows = await retrievePage(reading, selection, undefined, size);
	if (isLast(rows, size) || rows.length === selection.limit) return rows;
	const expected = isAscending(rows) ? await countAll(reading, selection, rows) : undefined;
	while (expected !== undefined && rows.length < expected) {
		const count = Math.min(nextSize(selection, rows.length), expected - rows.length);
		const found = await retrievePage(reading, selection, lastId(rows), count);
		if (found.length === 0 || !isAscending(found)) break;
		for (const row of found) rows.push(row);
	}
	if (rows.length === expected) return rows;
	return await readById(reading, await withFields(reading, selection));
}

async function retrievePage(
	reading: Reading,
	{ entity, where }: Selection,
	last: string | undefined,
	count: number,
): Promise<Row[]> {
	// Windows are written from 0 in the vendor's own sample; the row that 0 might add is cut off again.
	const condition = allOf([
		where ?? (last === undefined ? 'Id > 0' : undefined),
		last && `Id > ${last}`,
		`ROWNUM BETWEEN 0 AND ${count}`,
	]);
	const rows = await readPage(reading, async (client) => await client.retrieve(entity, condition));
	return rows.length > count ? rows.slice(0, count) : rows;
}

/**
 * How many rows the whole read has, limit respected.
 * @returns undefined where the org does not say, or where it has more rows up to here than were read
 */
async function countAll(
	reading: Reading,
	selection: Selection,
	rows: Row[],
): Promise<number | undefined> {
	const behind = `SUM(CASE WHEN Id > ${lastId(rows)} THEN 1 ELSE 0 END)`;
	const where = selection.where ? ` WHERE ${selection.where}` : '';
	const [row] = await reading.client.query(
		`SELECT COUNT(Id) AS RowsInAll, ${behind} AS RowsBehind FROM ${selection.entity}${where}`,
	);
	if (!row) return undefined;
	const rowsBehind = Number(valueOf(row, 'RowsBehind'));
	if (Number(valueOf(row, 'RowsInAll')) - rowsBehind > rows.length) return undefined;
	const total = rows.length + rowsBehind;
	return Math.min(total, selection.limit ?? total);
}

async function readSorted(reading: Reading, selection: Selection): Promise<Row[]> {
	for (let attempt = 0; attempt <= RESTARTS; attempt++) {
		const rows = await tryReadSorted(reading, selection);
		if (rows) return rows;
	}
	throw new BillingError('The records changed too often while they were read', {
		description: 'Read them without Sort (then pages follow the Ids), or with fewer rows.',
	});
}

/** @returns undefined when rows moved between two pages */
async function tryReadSorted(reading: Reading, selection: Selection): Promise<Row[] | undefined> {
	const { entity, fields, where, orderBy } = selection;
	const columns = fields.some((field) => field.toLowerCase() === 'id') ? fields : ['Id', ...fields];
	const sql = `SELECT ${columns.join(', ')} FROM ${entity}${where ? ` WHERE ${where}` : ''} ORDER BY ${orderBy}, Id`;
	const rows: Row[] = [];
	const seen = new Set<string>();
	for (;;) {
		const overlap = rows.length > 0 ? 1 : 0;
		// A page of one row would hold nothing but the overlap.
		const largest = Math.max(selection.pageSize, 2);
		const size = Math.min(nextSize(selection, rows.length) + overlap, largest);
		if (size <= overlap) break;
		const statement = page(sql, rows.length - overlap, size);
		const found = await readPage(reading, async (client) => await client.query(statement));
		if (overlap && (!found[0] || valueOf(found[0], 'Id') !== lastId(rows))) return undefined;
		for (const row of found.slice(overlap)) {
			const id = valueOf(row, 'Id');
			if (seen.has(id)) return undefined;
			seen.add(id);
			rows.push(row);
		}
		if (found.length === overlap || isLast(found, size)) break;
	}
	if (columns !== fields) rows.forEach(dropId);
	return rows.slice(0, selection.limit);
}

/** Rows of the user's own statement, page by page unless it says itself how many it wants. */
export async function readStatement(
	reading: Reading,
	sql: string,
	pageSize: number,
	limit?: number,
): Promise<Row[]> {
	if (limitsRows(sql)) {
		const found = await readPage(reading, async (client) => await client.query(sql));
		return limit === undefined ? found : found.slice(0, limit);
	}
	const rows: Row[] = [];
	for (;;) {
		const size = limit === undefined ? pageSize : Math.min(pageSize, limit - rows.length);
		if (size <= 0) return rows.slice(0, limit);
		const statement = page(sql, rows.length, size);
		const found = await readPage(reading, async (client) => await client.query(statement));
		for (const row of found) rows.push(row);
		if (isLast(found, size)) return rows;
	}
}

async function withFields(reading: Reading, selection: Selection): Promise<Selection> {
	if (selection.fields.length > 0) return selection;
	const fields = await reading.client.fields(selection.entity);
	if (fields.length > 0) return { ...selection, fields: fields.map(({ name }) => name) };
	throw new BillingError(`The fields of ${selection.entity} are not known`, {
		description:
			'The org did not list them: the user may not read ENTITY_FIELD. Name the fields in Fields, then records can be sorted and read beyond one page.',
	});
}

async function readPage(
	{ client, progress }: Reading,
	read: (client: BillingPlatformClient) => Promise<Row[]>,
): Promise<Row[]> {
	if (client.signal?.aborted) throw new CancelledError();
	const rows = await read(client);
	progress.add(rows.length);
	return rows;
}

function nextSize({ limit, pageSize }: Selection, read: number): number {
	return limit === undefined ? pageSize : Math.min(pageSize, limit - read);
}

function lastId(rows: Row[]): string {
	const row = rows.at(-1);
	const id = row ? valueOf(row, 'Id') : '';
	if (/^\d+$/.test(id)) return id;
	throw new BillingError('A record came without an Id, so the next page cannot be asked for');
}

/** Asked for in the order of their Ids: pages that begin behind the last one would repeat rows, or miss some. */
function outOfOrder(entity: string): BillingError {
	return new BillingError(`The records of ${entity} came with Ids that repeat or are out of order`);
}

function isAscending(rows: Row[]): boolean {
	const ids = rows.map((row) => valueOf(row, 'Id'));
	return ids.every((id, index) => index === 0 || compareIds(ids[index - 1], id) < 0);
}

function dropId(row: Row): void {
	delete row.Id;
}
