import { badRequest } from '../errors.mjs';
import { wordOf, type Token } from './tokens.mjs';

export interface Clauses {
	readonly distinct: boolean;
	readonly select: readonly Token[];
	readonly from: readonly Token[];
	readonly where: readonly Token[];
	readonly groupBy: readonly Token[];
	readonly having: readonly Token[];
	readonly orderBy: readonly Token[];
	readonly offset?: number;
	readonly fetch?: number;
}

const STARTS: Readonly<Record<string, string>> = {
	SELECT: 'select',
	FROM: 'from',
	WHERE: 'where',
	GROUP: 'groupBy',
	HAVING: 'having',
	ORDER: 'orderBy',
	OFFSET: 'offset',
	FETCH: 'fetch',
};

// LIMIT is not known to work [INFERRED]; set operations are in no source at all.
const REFUSED = new Set(['LIMIT', 'UNION', 'INTERSECT', 'MINUS', 'EXCEPT', 'WITH']);

/** Cuts one SELECT into its clauses, which must come in the usual order and at most once. */
export function clausesOf(tokens: readonly Token[]): Clauses {
	if (wordOf(tokens[0]) !== 'SELECT') throw badRequest('Only SELECT is allowed');
	const order = Object.values(STARTS);
	const found = new Map<string, Token[]>();
	let current = '';
	for (const token of tokens) {
		const word = wordOf(token);
		if (REFUSED.has(word)) throw badRequest(`${word} is not supported`);
		const clause = Object.hasOwn(STARTS, word) ? STARTS[word] : undefined;
		if (clause === undefined) {
			found.get(current)?.push(token);
			continue;
		}
		if (order.indexOf(clause) <= order.indexOf(current)) throw badRequest(`Unexpected ${word}`);
		current = clause;
		found.set(clause, []);
	}
	return assemble(found);
}

function assemble(found: ReadonlyMap<string, readonly Token[]>): Clauses {
	const of = (clause: string) => found.get(clause) ?? [];
	const distinct = wordOf(of('select')[0]) === 'DISTINCT';
	const offset = found.get('offset');
	const fetch = found.get('fetch');
	for (const clause of ['select', 'from', 'where', 'having']) {
		if (found.get(clause)?.length === 0) throw badRequest(`${clause.toUpperCase()} is empty`);
	}
	if (!found.has('from')) throw badRequest('FROM is missing');
	return {
		distinct,
		select: of('select').slice(distinct ? 1 : 0),
		from: of('from'),
		where: of('where'),
		groupBy: afterBy(found.get('groupBy'), 'GROUP BY'),
		having: of('having'),
		orderBy: afterBy(found.get('orderBy'), 'ORDER BY'),
		...(offset && { offset: countIn(offset, /^(\d+) ROWS?$/i, 'OFFSET n ROWS') }),
		...(fetch && {
			fetch: countIn(fetch, /^(?:NEXT|FIRST) (\d+) ROWS? ONLY$/i, 'FETCH NEXT n ROWS ONLY'),
		}),
	};
}

function afterBy(tokens: readonly Token[] | undefined, name: string): readonly Token[] {
	if (!tokens) return [];
	if (wordOf(tokens[0]) !== 'BY' || tokens.length === 1) throw badRequest(`${name} is incomplete`);
	return tokens.slice(1);
}

function countIn(tokens: readonly Token[], form: RegExp, usage: string): number {
	const match = form.exec(tokens.map((token) => token.text).join(' '));
	if (!match) throw badRequest(`Expected ${usage}`);
	return Number(match[1]);
}
