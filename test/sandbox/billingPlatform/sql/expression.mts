import { badRequest } from '../errors.mjs';
import type { FieldType } from '../fields.mjs';
import type { BillingPlatformSwitches } from '../switches.mjs';
import { toTimestamp } from '../values.mjs';
import { columnFor, type Column } from './columns.mjs';
import type { Scope } from './scope.mjs';
import { isSubquery, isSymbol, wordOf, type Token } from './tokens.mjs';

export interface Dialect {
	readonly switches: BillingPlatformSwitches;
	/** Writes a nested SELECT, without its brackets. */
	readonly subquery: (tokens: readonly Token[], outer: Scope) => string;
}

interface Piece {
	sql: string;
	readonly isOperand: boolean;
}

/** Words that SQLite must see as they are even where a bracket follows. */
const KEYWORDS = new Set(
	(
		'AND OR NOT IN IS NULL LIKE BETWEEN ESCAPE EXISTS CASE WHEN THEN ELSE END ' +
		'ASC DESC NULLS FIRST LAST AS ON JOIN DISTINCT'
	).split(' '),
);

const RENAMED: Readonly<Record<string, string>> = { NVL: 'IFNULL', ROWNUM: 'ROW_NUMBER() OVER ()' };

/** Writes an expression of the vendor's dialect as SQLite's, which then refuses the names nobody knows. */
export function expressionSql(tokens: readonly Token[], scope: Scope, dialect: Dialect): string {
	const pieces: Piece[] = [];
	/** Type of the field last seen: what a text behind it is compared with. */
	let nearest: FieldType | undefined;
	let index = 0;
	while (index < tokens.length) {
		const token = tokens[index];
		const next = tokens[index + 1];
		if (next?.kind === 'group' && token.kind === 'path' && !KEYWORDS.has(wordOf(token))) {
			pieces.push({ sql: callSql(token.text, next, scope, dialect), isOperand: true });
			index += 2;
			continue;
		}
		const column = columnAt(token, scope);
		nearest = column?.field.type ?? nearest;
		if (column) pieces.push({ sql: column.sql, isOperand: true });
		else if (token.kind === 'string') {
			const compared = typeAhead(tokens, index, scope) ?? nearest;
			pieces.push({ sql: literalSql(token.text, compared, dialect.switches), isOperand: true });
		} else if (token.kind === 'group') {
			pieces.push({ sql: groupSql(token, scope, dialect, nearest), isOperand: true });
		} else pieces.push(plainPiece(token));
		index += 1;
	}
	return joined(pieces);
}

function columnAt(token: Token, scope: Scope): Column | undefined {
	if (token.kind === 'path') return columnFor(token.parts, scope);
	if (token.kind !== 'quoted') return undefined;
	const column = columnFor([token.text.slice(1, -1)], scope);
	// SQLite would take an unknown name in double quotes for a text.
	if (!column) throw badRequest(`There is no field ${token.text}`);
	return column;
}

function plainPiece(token: Token): Piece {
	// Oracle divides 1 by 2 to .5, SQLite to 0.
	if (isSymbol(token, '/')) return { sql: '* 1.0 /', isOperand: false };
	const word = wordOf(token);
	const isOperand = token.kind !== 'symbol' && !KEYWORDS.has(word);
	return { sql: Object.hasOwn(RENAMED, word) ? RENAMED[word] : token.text, isOperand };
}

function callSql(
	name: string,
	group: Extract<Token, { kind: 'group' }>,
	scope: Scope,
	dialect: Dialect,
): string {
	const counted = group.tokens.length === 1 && isSymbol(group.tokens[0], '*');
	const inner = counted ? '*' : expressionSql(group.tokens, scope, dialect);
	const word = name.toUpperCase();
	// As a query of its own it is worked out once, and not for every row.
	if (word === 'TO_DATE' || word === 'TO_TIMESTAMP') return `(SELECT ${name}(${inner}))`;
	return `${Object.hasOwn(RENAMED, word) ? RENAMED[word] : name}(${inner})`;
}

function groupSql(
	group: Extract<Token, { kind: 'group' }>,
	scope: Scope,
	dialect: Dialect,
	nearest: FieldType | undefined,
): string {
	if (isSubquery(group)) return `(${dialect.subquery(group.tokens, scope)})`;
	const isListOfTexts = group.tokens.every(
		(token) => token.kind === 'string' || isSymbol(token, ','),
	);
	if (!isListOfTexts) return `(${expressionSql(group.tokens, scope, dialect)})`;
	const texts = group.tokens.map((token) =>
		token.kind === 'string' ? literalSql(token.text, nearest, dialect.switches) : token.text,
	);
	return `(${texts.join(' ')})`;
}

/** For `'2025-01-31' < DueDate`: the type of the field on the other side. */
function typeAhead(tokens: readonly Token[], index: number, scope: Scope): FieldType | undefined {
	const [operator, operand] = tokens.slice(index + 1, index + 3);
	if (operator?.kind !== 'symbol' || operand?.kind !== 'path') return undefined;
	return columnFor(operand.parts, scope)?.field.type;
}

/** An empty text is NULL, as in Oracle. A text compared with a date is brought into the stored form. */
function literalSql(
	literal: string,
	compared: FieldType | undefined,
	{ timestampLiterals }: BillingPlatformSwitches,
): string {
	if (literal === "''") return 'NULL';
	if (compared !== 'DATE' && compared !== 'DATETIME') return literal;
	const stamp = toTimestamp(literal.slice(1, -1));
	if (stamp === undefined) return literal;
	const isDateOnly = literal.length === "'2025-01-31'".length;
	if (timestampLiterals === 'functionOnly' || (timestampLiterals === 'dateOnly' && !isDateOnly)) {
		throw badRequest(`Not a valid date literal: ${literal}`);
	}
	return `'${stamp}'`;
}

/** Oracle joins a NULL as an empty text, SQLite would make the whole text NULL. */
function joined(pieces: readonly Piece[]): string {
	const wrapped = new Set<Piece>();
	pieces.forEach((piece, index) => {
		if (piece.sql !== '||') return;
		for (const side of [pieces[index - 1], pieces[index + 1]]) {
			if (!side?.isOperand || wrapped.has(side)) continue;
			side.sql = `IFNULL(${side.sql}, '')`;
			wrapped.add(side);
		}
	});
	return pieces.map(({ sql }) => sql).join(' ');
}
