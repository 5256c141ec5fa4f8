import { badRequest } from '../errors.mjs';
import type { BillingPlatformSwitches } from '../switches.mjs';
import { clausesOf, type Clauses } from './clauses.mjs';
import { expressionSql, type Dialect } from './expression.mjs';
import { itemsOf, type Item } from './items.mjs';
import { defaultOrderSql, orderSql, type Write } from './order.mjs';
import { limitOf, splitRownum, type Window } from './rownum.mjs';
import { isSourceAt, scopeOf, type Scope } from './scope.mjs';
import { isSubquery, tokenise, wordOf, type Token } from './tokens.mjs';

export interface Translated {
	/** The statement for SQLite. */
	readonly sql: string;
	/** The keys of a result row, column by column. */
	readonly keys: readonly string[];
	/** Whether a column may hold a time, column by column. */
	readonly times: readonly boolean[];
	/** Names of all entities the statement reads. */
	readonly entities: readonly string[];
}

/** Whether rows come from `/query` or from a filtered retrieve: their ROWNUM may differ. */
export type Origin = 'query' | 'retrieve';

interface Statement {
	readonly clauses: Clauses;
	readonly scope: Scope;
	readonly items: readonly Item[];
	readonly write: Write;
}

const AGGREGATES = new Set(['COUNT', 'SUM', 'AVG', 'MIN', 'MAX']);

/** Rewrites one SELECT of the vendor's Oracle-like dialect for SQLite, which then does all the querying. */
export function translate(
	sql: string,
	origin: Origin,
	switches: BillingPlatformSwitches,
): Translated {
	const entities = new Set<string>();
	const read = (tokens: readonly Token[], outer: Scope | undefined): Statement => {
		const clauses = clausesOf(tokens);
		const scope = scopeOf(clauses.from, outer);
		refuseWhatIsOff(clauses, scope, switches);
		for (const { entity } of scope.sources) if (entity) entities.add(entity.name);
		const items = itemsOf(clauses.select, scope);
		return { clauses, scope, items, write: (part) => expressionSql(part, scope, dialect) };
	};
	const dialect: Dialect = {
		switches,
		subquery: (tokens, outer) => statementSql(read(tokens, outer), origin, switches),
	};
	const statement = read(tokenise(sql), undefined);
	return {
		sql: statementSql(statement, origin, switches),
		keys: statement.items.map(({ key }) => key),
		times: statement.items.map(({ isTime }) => isTime),
		entities: [...entities],
	};
}

function refuseWhatIsOff(
	{ offset, fetch }: Clauses,
	{ sources }: Scope,
	switches: BillingPlatformSwitches,
): void {
	if (switches.joins === 'off' && sources.length > 1) {
		throw badRequest('Only one entity may be named in FROM');
	}
	if (switches.offsetFetch === 'off' && (offset ?? fetch) !== undefined) {
		throw badRequest('OFFSET and FETCH are not supported');
	}
}

function statementSql(
	statement: Statement,
	origin: Origin,
	switches: BillingPlatformSwitches,
): string {
	const { clauses, items, write } = statement;
	const { conditions, window } = splitRownum(clauses.where);
	const where = conditions.length > 0 ? write(conditions) : '1 = 1';
	const columns = items.map(({ expression, alias }) =>
		alias === undefined ? write(expression) : `${write(expression)} AS "${alias}"`,
	);
	const parts = [
		clauses.distinct ? 'SELECT DISTINCT' : 'SELECT',
		columns.join(', '),
		'FROM',
		fromSql(clauses.from, write),
		'WHERE',
		...(window
			? numberedSql(statement, where, allowed(window, origin, switches), switches)
			: restSql(statement, where, switches)),
	];
	return parts.filter(Boolean).join(' ');
}

/** Everything behind WHERE. */
function restSql(statement: Statement, where: string, switches: BillingPlatformSwitches): string[] {
	const { clauses, write } = statement;
	const { groupBy, having, offset, fetch } = clauses;
	return [
		where,
		groupBy.length > 0 ? `GROUP BY ${write(groupBy)}` : '',
		having.length > 0 ? `HAVING ${write(having)}` : '',
		sortSql(statement, switches),
		(offset ?? fetch) !== undefined ? `LIMIT ${fetch ?? -1} OFFSET ${offset ?? 0}` : '',
	];
}

function sortSql({ clauses, items, scope, write }: Statement, switches: BillingPlatformSwitches) {
	if (clauses.orderBy.length > 0) return orderSql(clauses.orderBy, items, scope, write);
	const [source, ...joined] = scope.sources;
	if (!source.entity || joined.length > 0 || isGrouped(clauses)) return '';
	return defaultOrderSql(source.alias, switches.rowOrder);
}

/**
 * Everything behind WHERE where there is a ROWNUM condition. ROWNUM counts rows before they are sorted or
 * grouped, as in Oracle. Over a join that is not imitated: there the finished rows are counted.
 */
function numberedSql(
	statement: Statement,
	where: string,
	window: Window,
	switches: BillingPlatformSwitches,
): string[] {
	const { clauses, scope } = statement;
	const isPaged = (clauses.offset ?? clauses.fetch) !== undefined;
	const [{ alias, entity }, ...joined] = scope.sources;
	if (!entity || joined.length > 0) {
		if (isPaged) throw badRequest('ROWNUM with OFFSET or FETCH over a join is not supported');
		return [...restSql(statement, where, switches), limitOf(window)];
	}
	if (!isPaged && clauses.orderBy.length === 0 && !isGrouped(clauses)) {
		return [...restSql(statement, where, switches), limitOf(window)];
	}
	const numbered =
		`"${alias}"."Id" IN (SELECT "${alias}"."Id" FROM "${entity.name}" "${alias}" WHERE ${where} ` +
		`${defaultOrderSql(alias, switches.rowOrder)} ${limitOf(window)})`;
	return restSql(statement, numbered, switches);
}

/** In Oracle no row is ever number 2 if none was number 1. */
function allowed(window: Window, origin: Origin, switches: BillingPlatformSwitches): Window {
	const neverMatches = origin === 'query' && switches.queryRownum === 'oracle' && window.first > 1;
	return neverMatches ? { first: 1, last: 0 } : window;
}

function isGrouped({ distinct, groupBy, select }: Clauses): boolean {
	return distinct || groupBy.length > 0 || select.some((token) => AGGREGATES.has(wordOf(token)));
}

function fromSql(from: readonly Token[], write: Write): string {
	const pieces: string[] = [];
	let between: Token[] = [];
	from.forEach((token, index) => {
		if (!isSourceAt(from, index) || isSubquery(token)) {
			between.push(token);
			return;
		}
		pieces.push(write(between), `"${token.text.toUpperCase()}"`);
		between = [];
	});
	return [...pieces, write(between)].join(' ');
}
