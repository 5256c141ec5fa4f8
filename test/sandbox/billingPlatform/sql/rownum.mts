import { badRequest } from '../errors.mjs';
import { split, textOf, wordOf, type Token } from './tokens.mjs';

/** Rows `first` to `last`, counted from 1. */
export interface Window {
	readonly first: number;
	readonly last: number;
}

export interface SplitWhere {
	readonly conditions: readonly Token[];
	readonly window: Window | undefined;
}

const ALL: Window = { first: 1, last: Number.MAX_SAFE_INTEGER };
const AND: Token = { kind: 'path', parts: ['AND'], text: 'AND' };

/** Takes the ROWNUM conditions out of WHERE. They must be joined to the rest by AND. */
export function splitRownum(where: readonly Token[]): SplitWhere {
	if (!mentionsRownum(where)) return { conditions: where, window: undefined };
	if (where.some((token) => wordOf(token) === 'OR')) {
		throw badRequest('ROWNUM beside OR: put the other conditions in brackets');
	}
	let window = ALL;
	const others: Token[] = [];
	for (const condition of andedConditions(where)) {
		if (mentionsRownum(condition)) {
			window = intersect(window, windowOf(condition));
		} else {
			if (others.length > 0) others.push(AND);
			others.push(...condition);
		}
	}
	return { conditions: others, window };
}

function mentionsRownum(tokens: readonly Token[]): boolean {
	return tokens.some(
		(token) =>
			wordOf(token) === 'ROWNUM' || (token.kind === 'group' && mentionsRownum(token.tokens)),
	);
}

/** The AND of BETWEEN .. AND .. joins no conditions. */
function andedConditions(where: readonly Token[]): ReadonlyArray<readonly Token[]> {
	let openBetween = false;
	return split(where, (token) => {
		const word = wordOf(token);
		if (word === 'BETWEEN') openBetween = true;
		if (word !== 'AND') return false;
		const joinsConditions = !openBetween;
		openBetween = false;
		return joinsConditions;
	});
}

function windowOf(condition: readonly Token[]): Window {
	const [only] = condition;
	if (condition.length === 1 && only.kind === 'group') {
		const { conditions, window } = splitRownum(only.tokens);
		if (conditions.length === 0 && window) return window;
	}
	const text = textOf(condition).replaceAll("'", '');
	const between = /^ROWNUM BETWEEN (\d+) AND (\d+)$/i.exec(text);
	if (between) return { first: Number(between[1]), last: Number(between[2]) };
	const [, operator, count] = /^ROWNUM (<|<=|=|>|>=) (\d+)$/i.exec(text) ?? [];
	switch (operator) {
		case '<':
			return { ...ALL, last: Number(count) - 1 };
		case '<=':
			return { ...ALL, last: Number(count) };
		case '=':
			return { first: Number(count), last: Number(count) };
		case '>':
			return { ...ALL, first: Number(count) + 1 };
		case '>=':
			return { ...ALL, first: Number(count) };
		default:
			throw badRequest(`This use of ROWNUM is not understood: ${textOf(condition)}`);
	}
}

function intersect(one: Window, other: Window): Window {
	return { first: Math.max(one.first, other.first), last: Math.min(one.last, other.last) };
}

/** As a LIMIT clause; an empty window keeps no row. */
export function limitOf({ first, last }: Window): string {
	const skipped = Math.max(first, 1) - 1;
	return `LIMIT ${Math.max(last - skipped, 0)} OFFSET ${skipped}`;
}
