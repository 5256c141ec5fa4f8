import { badRequest } from '../errors.mjs';

/** A piece of SQL text. Brackets are already paired; `Account.Name` is one path. */
export type Token =
	| { readonly kind: 'path'; readonly parts: readonly string[]; readonly text: string }
	| { readonly kind: 'quoted'; readonly text: string }
	| { readonly kind: 'string'; readonly text: string }
	| { readonly kind: 'number'; readonly text: string }
	| { readonly kind: 'symbol'; readonly text: string }
	| { readonly kind: 'group'; readonly tokens: readonly Token[]; readonly text: string };

const WORD = '[A-Za-z_][A-Za-z0-9_$#]*';
const PIECE = new RegExp(
	[
		'(?<blank>\\s+|--[^\\n]*|/\\*[\\s\\S]*?\\*/)',
		"(?<string>'(?:[^']|'')*')",
		'(?<quoted>"[^"]+")',
		'(?<number>(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?![A-Za-z_]))',
		`(?<path>${WORD}(?:\\s*\\.\\s*${WORD})*)`,
		'(?<symbol><=|>=|<>|!=|\\|\\||[-+*/=<>,()])',
	].join('|'),
	'y',
);

/** Bind marks, semicolons and other characters are refused: one plain statement is all there is. */
export function tokenise(sql: string): readonly Token[] {
	const levels: Array<{ tokens: Token[]; start: number }> = [{ tokens: [], start: 0 }];
	let position = 0;
	while (position < sql.length) {
		PIECE.lastIndex = position;
		const match = PIECE.exec(sql);
		if (!match?.groups) throw badRequest(unexpected(sql, position));
		const text = match[0];
		position += text.length;
		if (match.groups.blank !== undefined) continue;
		if (text === '(') {
			levels.push({ tokens: [], start: position - 1 });
		} else if (text === ')') {
			const closed = levels.length > 1 ? levels.pop() : undefined;
			if (!closed) throw badRequest('A bracket is closed that was never opened');
			const group = sql.slice(closed.start, position);
			levels[levels.length - 1].tokens.push({ kind: 'group', tokens: closed.tokens, text: group });
		} else {
			levels[levels.length - 1].tokens.push(tokenOf(match.groups, text));
		}
	}
	if (levels.length > 1) throw badRequest('A bracket is never closed');
	return levels[0].tokens;
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>, text: string): Token {
	if (groups.path !== undefined) {
		return { kind: 'path', parts: text.split('.').map((part) => part.trim()), text };
	}
	if (groups.string !== undefined) return { kind: 'string', text };
	if (groups.quoted !== undefined) return { kind: 'quoted', text };
	return { kind: groups.number !== undefined ? 'number' : 'symbol', text };
}

function unexpected(sql: string, position: number): string {
	if (sql[position] === ';') return 'Only one statement, without a semicolon, can be run';
	if (sql[position] === '.') return 'SELECT * is not supported, name the fields';
	return `Invalid character at position ${position + 1}: ${sql[position]}`;
}

/** The word a token is, in upper case, or ''. */
export function wordOf(token: Token | undefined): string {
	return token?.kind === 'path' && token.parts.length === 1 ? token.parts[0].toUpperCase() : '';
}

export function isSymbol(token: Token | undefined, text: string): boolean {
	return token?.kind === 'symbol' && token.text === text;
}

export function isSubquery(token: Token): boolean {
	return token.kind === 'group' && wordOf(token.tokens[0]) === 'SELECT';
}

/** Cuts a list at the tokens that `isCut` names, which belong to no part. */
export function split(
	tokens: readonly Token[],
	isCut: (token: Token, index: number) => boolean,
): ReadonlyArray<readonly Token[]> {
	const parts: Token[][] = [[]];
	tokens.forEach((token, index) => {
		if (isCut(token, index)) parts.push([]);
		else parts[parts.length - 1].push(token);
	});
	return parts;
}

export const splitAtCommas = (tokens: readonly Token[]) =>
	split(tokens, (token) => isSymbol(token, ','));

export const textOf = (tokens: readonly Token[]) => tokens.map((token) => token.text).join(' ');
