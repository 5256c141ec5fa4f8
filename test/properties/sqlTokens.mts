/**
 * Reads SQL character by character, as Oracle's lexer does, without a look at how the node writes it.
 * White space and comments are left out.
 */
export interface Token {
	kind: 'word' | 'number' | 'text' | 'quotedName' | 'symbol' | 'unclosed';
	/** Of a text, what stands between its quotes, doubled quotes read as one. */
	value: string;
}

const CLOSERS: Record<string, string> = { '[': ']', '{': '}', '(': ')', '<': '>' };

export function tokensOf(sql: string): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	const add = (kind: Token['kind'], value: string, length: number): void => {
		tokens.push({ kind, value });
		at += length;
	};
	while (at < sql.length) {
		const character = sql[at];
		if (/\s/.test(character)) at += 1;
		else if (sql.startsWith('--', at)) at = after(sql, '\n', at + 2);
		else if (sql.startsWith('/*', at)) {
			const end = sql.indexOf('*/', at + 2);
			if (end < 0) add('unclosed', '/*', sql.length - at);
			else at = end + 2;
		} else if (character === "'" || character === '"') {
			const { value, end } = quoted(sql, at);
			if (end === undefined) add('unclosed', character, sql.length - at);
			else add(character === "'" ? 'text' : 'quotedName', value, end - at);
		} else if (/^n?q'\S/i.test(sql.slice(at, at + 4))) {
			const open = sql.indexOf("'", at) + 1;
			const end = sql.indexOf(`${CLOSERS[sql[open]] ?? sql[open]}'`, open + 1);
			if (end < 0) add('unclosed', 'q', sql.length - at);
			else add('text', sql.slice(open + 1, end), end + 2 - at);
		} else {
			const word = /^(?:[A-Za-z_$#][\w$#]*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?[\w$#]*)/.exec(
				sql.slice(at, at + 400),
			);
			if (word) add(/^\d/.test(word[0]) ? 'number' : 'word', word[0], word[0].length);
			else add('symbol', character, 1);
		}
	}
	return tokens;
}

function after(sql: string, mark: string, from: number): number {
	const found = sql.indexOf(mark, from);
	return found < 0 ? sql.length : found + mark.length;
}

function quoted(sql: string, start: number): { value: string; end?: number } {
	const quote = sql[start];
	let value = '';
	for (let at = start + 1; at < sql.length; at++) {
		if (sql[at] !== quote) value += sql[at];
		else if (quote === "'" && sql[at + 1] === quote) {
			value += quote;
			at += 1;
		} else return { value, end: at + 1 };
	}
	return { value };
}
