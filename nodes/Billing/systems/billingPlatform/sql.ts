import { InputError } from '../../errors';
import { toText } from '../../values';
import { dateText, withoutOffset } from './dates';

/**
 * Text of queries in BillingPlatform's dialect (Oracle-like, apis section 5). Every name is checked and
 * every value quoted here, and nowhere else.
 */

const NAME = /^[A-Za-z]\w*$/;
const PATH = /^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/;

/** Where an entity's name stands in an address, these are commands, in any casing (apis section 1). */
const COMMANDS = /^(?:login|logout|query|delete|undelete|files)$/i;

/** The name of an entity, e.g. ACCOUNT or C_NOTE. @throws InputError when it is no name */
export function entityName(name: string): string {
	if (NAME.test(name) && !COMMANDS.test(name)) return name;
	throw new InputError(
		name === '' ? 'choose an entity' : `"${name}" is not the name of an entity`,
		'Names look like ACCOUNT or C_MY_ENTITY: letters, digits and underscores.',
		'Entity',
	);
}

/** The name of a field, also of a looked-up one (`AccountIdObj.Name`). @throws InputError */
export function fieldName(name: string, field = 'Field'): string {
	if (PATH.test(name)) return name;
	throw new InputError(
		`"${name}" is not the name of a field`,
		'Names look like Name, C_Region or AccountIdObj.Name.',
		field,
	);
}

/** An Id as BillingPlatform gives them: digits. @throws InputError */
export function recordId(value: unknown, field = 'Record ID'): string {
	const id = toText(value).trim();
	if (/^\d{1,38}$/.test(id)) return id.replace(/^0+(?=\d)/, '');
	throw new InputError(
		id === '' ? 'the Id is empty' : `"${id}" is not an Id`,
		'Ids of BillingPlatform are whole numbers, e.g. 7509.',
		field,
	);
}

/** A value as a literal: numbers bare, flags "1" and "0", all else in quotes with quotes doubled. */
export function literal(value: unknown): string {
	if (value === null || value === undefined) return 'NULL';
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	if (typeof value === 'boolean') return value ? "'1'" : "'0'";
	const text = dateText(value) ?? withoutOffset(toText(value));
	// Oracle ends a statement's text at a NUL; no billing text holds one.
	if (text.includes('\0')) throw new InputError('a value holds a NUL character');
	return `'${text.replaceAll("'", "''")}'`;
}

/** A list of literals for IN. @throws InputError when it is empty */
export function literalList(values: unknown[]): string {
	if (values.length === 0) throw new InputError('the list of values is empty');
	return values.map(literal).join(', ');
}

/** Oracle's other form of text, q'[it's]', ends at its own bracket only; one that does not end is no text. */
const Q_TEXT = /(?<![\w$#])[nN]?[qQ]'(?:\[[^]*?\]|\{[^]*?\}|\([^]*?\)|<[^]*?>|([^\s[{(<])[^]*?\1)'/;
const TEXT = /(?<!(?<![\w$#])[nN]?[qQ])'(?:[^']|'')*'/;
const QUOTED_NAME = /"[^"]*"/;
const COMMENT = /--[^\n]*|\/\*[^]*?\*\//;
const QUOTED = new RegExp(
	[Q_TEXT, TEXT, QUOTED_NAME, COMMENT].map(({ source }) => source).join('|'),
	'g',
);

type Piece = { kind: 'code' | 'quoted'; text: string };

/** Cuts a statement into code and what is quoted or commented, so that neither `$1` nor words are found inside text. */
function pieces(sql: string): Piece[] {
	const found: Piece[] = [];
	let end = 0;
	for (const match of sql.matchAll(QUOTED)) {
		found.push({ kind: 'code', text: sql.slice(end, match.index) });
		found.push({ kind: 'quoted', text: match[0] });
		end = match.index + match[0].length;
	}
	found.push({ kind: 'code', text: sql.slice(end) });
	return found;
}

function codeOf(sql: string): string {
	return pieces(sql)
		.filter(({ kind }) => kind === 'code')
		.map(({ text }) => text)
		.join(' ');
}

/** The user's statement without a closing semicolon. @throws InputError unless it is one SELECT */
export function selectStatement(sql: string): string {
	const statement = sql.trim().replace(/;\s*$/, '');
	const code = codeOf(statement).trim();
	const field = 'Query';
	if (code === '') throw new InputError('the query is empty', undefined, field);
	if (!/^select\b/i.test(code)) {
		throw new InputError(
			'only SELECT can be run',
			'Use the resource Record to create, change or delete records.',
			field,
		);
	}
	if (code.includes(';')) throw new InputError('only one statement can be run', undefined, field);
	if (/['"]/.test(code)) throw new InputError('a quote is not closed', undefined, field);
	return statement;
}

/**
 * Puts values in the places of `$1`, `$2`, ...; a list becomes `'a', 'b'` for IN.
 * @throws InputError when there are more or fewer values than placeholders
 */
export function bindParameters(sql: string, values: unknown[]): string {
	const used = new Set<number>();
	const bound = pieces(sql).map(({ kind, text }) =>
		kind === 'quoted'
			? text
			: text.replace(/(-?)(?<!\w)\$(\d+)/g, (_, minus: string, digits: string) => {
					const number = Number(digits);
					used.add(number);
					const value = values[number - 1];
					// Two minus signs side by side would begin a comment.
					const before = minus && `${minus} `;
					return before + (Array.isArray(value) ? literalList(value) : literal(value));
				}),
	);
	checkPlaceholders(used, values.length);
	return bound.join('');
}

function checkPlaceholders(used: Set<number>, given: number): void {
	const field = 'Query Parameters';
	const missing = [...used].filter((number) => number < 1 || number > given);
	if (missing.length > 0) {
		throw new InputError(
			`there is no value for ${missing.map((number) => `$${number}`).join(', ')}`,
			`Values given: ${given}. Each placeholder $1, $2, ... takes the value of its number.`,
			field,
		);
	}
	if (used.size < given) {
		throw new InputError(
			'there are more values than placeholders',
			`Values given: ${given}, placeholders in the query: ${used.size}.`,
			field,
		);
	}
}

/** Whether text that is put into a statement would turn what follows it into a comment. */
export function hasComment(sql: string): boolean {
	return pieces(sql).some(({ kind, text }) => kind === 'quoted' && /^(--|\/\*)/.test(text));
}

/** Whether the statement already says how many rows it wants; then its pages are the user's business. */
export function limitsRows(sql: string): boolean {
	return /\b(rownum|offset|fetch)\b/i.test(codeOf(sql));
}

/** Whether the statement fixes the order of its rows. */
export function ordersRows(sql: string): boolean {
	return /\border\s+by\b/i.test(codeOf(sql));
}

/** A page in the form that two sources agree on (apis 5.2). */
export function page(sql: string, offset: number, count: number): string {
	// On a line of its own, because the statement may end in a comment.
	return `${sql}\nOFFSET ${offset} ROWS FETCH NEXT ${count} ROWS ONLY`;
}

/** Conditions joined by AND, each in brackets; empty ones left out. */
export function allOf(conditions: Array<string | undefined>): string {
	const given = conditions.filter((condition) => condition !== undefined && condition !== '');
	return given.length === 1
		? String(given[0])
		: given.map((condition) => `(${condition})`).join(' AND ');
}
