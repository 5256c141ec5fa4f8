import { badRequest } from '../errors.mjs';
import type { BillingPlatformSwitches } from '../switches.mjs';
import { columnFor } from './columns.mjs';
import type { Item } from './items.mjs';
import type { Scope } from './scope.mjs';
import { splitAtCommas, wordOf, type Token } from './tokens.mjs';

export type Write = (tokens: readonly Token[]) => string;

export function orderSql(
	orderBy: readonly Token[],
	items: readonly Item[],
	scope: Scope,
	write: Write,
): string {
	const aliases = new Set(items.map(({ alias }) => (alias ?? '').toUpperCase()));
	const parts = splitAtCommas(orderBy).map((part) => {
		const [first, ...rest] = part;
		if (!first) throw badRequest('A field is missing in ORDER BY');
		const name = nameOf(first);
		if (name === '' || !aliases.has(name.toUpperCase())) return partSql(part, write(part), scope);
		// An alias is meant before a field of the same name.
		return partSql(part, `"${name}" ${write(rest)}`, undefined);
	});
	return `ORDER BY ${parts.join(', ')}`;
}

function nameOf(token: Token): string {
	return token.kind === 'quoted' ? token.text.slice(1, -1) : wordOf(token);
}

/** Oracle puts NULL last going up and first going down. The Id is never NULL, and so keeps its index. */
function partSql(part: readonly Token[], sql: string, scope: Scope | undefined): string {
	const [first] = part;
	const last = wordOf(part[part.length - 1]);
	const column = scope && first.kind === 'path' ? columnFor(first.parts, scope) : undefined;
	if (column?.field.primaryKey || last === 'FIRST' || last === 'LAST') return sql;
	return `${sql} NULLS ${last === 'DESC' ? 'FIRST' : 'LAST'}`;
}

/** Where a statement asks for no order. Shuffled means the same order every time, but not by Id. */
export function defaultOrderSql(
	alias: string,
	rowOrder: BillingPlatformSwitches['rowOrder'],
): string {
	const id = `"${alias}"."Id"`;
	return rowOrder === 'byId' ? `ORDER BY ${id}` : `ORDER BY (${id} * 7919) % 1009, ${id}`;
}
