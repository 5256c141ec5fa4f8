import { badRequest } from '../errors.mjs';
import { columnFor } from './columns.mjs';
import type { Scope } from './scope.mjs';
import { isSymbol, splitAtCommas, textOf, wordOf, type Token } from './tokens.mjs';

/** One entry of the SELECT list. */
export interface Item {
	readonly expression: readonly Token[];
	/** The key of its value in a result row. */
	readonly key: string;
	readonly alias: string | undefined;
	/** Whether its value may be a time, and not just a day. */
	readonly isTime: boolean;
}

const NOT_BEFORE_ALIAS = new Set('AND OR NOT LIKE IN IS BETWEEN CASE WHEN THEN ELSE'.split(' '));

export function itemsOf(select: readonly Token[], scope: Scope): readonly Item[] {
	return splitAtCommas(select).map((item) => itemOf(item, scope));
}

function itemOf(item: readonly Token[], scope: Scope): Item {
	if (item.length === 0) throw badRequest('A field is missing in SELECT');
	if (isSymbol(item[0], '*')) throw badRequest('SELECT * is not supported, name the fields');
	const alias = aliasOf(item);
	const aliasLength = wordOf(item[item.length - 2]) === 'AS' ? 2 : 1;
	const expression = alias === undefined ? item : item.slice(0, -aliasLength);
	const isTime = mentionsTime(expression, scope);
	return { expression, key: alias ?? keyOf(item, scope), alias, isTime };
}

/** `Updated`, `MAX(Updated)`, `NVL(Updated, Created)`. */
function mentionsTime(tokens: readonly Token[], scope: Scope): boolean {
	return tokens.some((token) => {
		if (token.kind === 'group') return mentionsTime(token.tokens, scope);
		return token.kind === 'path' && columnFor(token.parts, scope)?.field.type === 'DATETIME';
	});
}

function keyOf(item: readonly Token[], scope: Scope): string {
	const [only] = item;
	// What key an expression without alias gets is unknown; its own text is a guess. [INFERRED]
	if (item.length > 1 || only.kind !== 'path') return textOf(item).replace(/(\w) \(/g, '$1(');
	return columnFor(only.parts, scope)?.key ?? only.parts[only.parts.length - 1];
}

/** `Name AS n`, `Name n`, `COUNT(Id) "n"`; the END of a CASE is no alias. */
function aliasOf(item: readonly Token[]): string | undefined {
	const last = item[item.length - 1];
	const before = item[item.length - 2];
	if (item.length < 2 || before.kind === 'symbol' || NOT_BEFORE_ALIAS.has(wordOf(before))) {
		return undefined;
	}
	if (last.kind === 'quoted') return last.text.slice(1, -1);
	const word = wordOf(last);
	return word !== '' && word !== 'END' && word !== 'NULL' ? last.text : undefined;
}
