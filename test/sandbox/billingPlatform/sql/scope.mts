import { findEntity, type Entity } from '../entities.mjs';
import { badRequest } from '../errors.mjs';
import { isSubquery, isSymbol, wordOf, type Token } from './tokens.mjs';

/** One entry of FROM. A subquery has no entity: its columns are taken as they come. */
export interface Source {
	readonly alias: string;
	readonly entity: Entity | undefined;
}

export interface Scope {
	readonly sources: readonly Source[];
	/** The SELECT around a subquery, whose fields it may use. */
	readonly outer: Scope | undefined;
}

const NO_ALIAS = new Set([
	'ON',
	'JOIN',
	'LEFT',
	'RIGHT',
	'FULL',
	'INNER',
	'OUTER',
	'CROSS',
	'USING',
	'NATURAL',
]);

/** Reads the entities and aliases out of FROM. */
export function scopeOf(from: readonly Token[], outer: Scope | undefined): Scope {
	const sources: Source[] = [];
	for (let index = 0; index < from.length; index += 1) {
		if (isSourceAt(from, index)) sources.push(sourceAt(from, index));
	}
	return { sources, outer };
}

/** Whether a FROM token names a source, and not an alias, a keyword or a join condition. */
export function isSourceAt(from: readonly Token[], index: number): boolean {
	return index === 0 || isSymbol(from[index - 1], ',') || wordOf(from[index - 1]) === 'JOIN';
}

function sourceAt(from: readonly Token[], index: number): Source {
	const token = from[index];
	const next = index + (wordOf(from[index + 1]) === 'AS' ? 2 : 1);
	const word = wordOf(from[next]);
	const alias = word !== '' && !NO_ALIAS.has(word) ? from[next].text : undefined;
	if (isSubquery(token)) return { alias: alias ?? '', entity: undefined };
	const entity = token.kind === 'path' ? findEntity(token.text) : undefined;
	if (!entity) throw badRequest(`There is no entity ${token.text}`);
	return { alias: alias ?? entity.name, entity };
}
