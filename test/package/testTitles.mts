import { readFileSync } from 'node:fs';

import ts from 'typescript';

/** Stands in a title for what only a run of the test knows; on a page, for what is left out. */
export const OPEN = '…';

/** A value of the source: text as the runner would print it, a list, or what only a run knows. */
type Value = string | Value[];

/**
 * The full titles of the tests in a file, those of `describe` in front, without running it: a table of
 * literals gives a title for each of its rows. Rules of a registry are titles too: members with text as
 * their name.
 */
export function titlesIn(path: string): string[] {
	const source = ts.createSourceFile(
		path,
		readFileSync(path, 'utf8'),
		ts.ScriptTarget.ES2022,
		true,
	);
	const titles: string[] = [];
	const visit = (node: ts.Node, above: string[]): void => {
		const own = titlesOf(node, source);
		const here =
			own.length === 0 ? above : above.flatMap((each) => own.map((title) => `${each} ${title}`));
		if (own.length > 0) titles.push(...here);
		ts.forEachChild(node, (child) => visit(child, here));
	};
	visit(source, ['']);
	return titles;
}

function titlesOf(node: ts.Node, source: ts.SourceFile): string[] {
	if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name)) return [node.name.text];
	if (!ts.isCallExpression(node)) return [];
	const [title, body] = node.arguments;
	const isTitled = title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title));
	if (!isTitled || !body || !ts.isFunctionLike(body)) return [];
	const text = String(valueOf(title, source));
	const table = ts.isCallExpression(node.expression) ? node.expression.arguments[0] : undefined;
	if (!table) return [text];
	const rows = valueOf(table, source);
	return Array.isArray(rows) ? rows.map((row) => filled(text, [row].flat())) : [filled(text, [])];
}

/** The title of one row, as jest fills it in. */
function filled(title: string, row: Value[]): string {
	const values = [...row];
	return title.replace(/%[sdifjop#$]/g, (kind) => {
		const value = values.shift() ?? OPEN;
		if (typeof value !== 'string' || value === OPEN) return OPEN;
		return kind === '%p' ? OPEN : value;
	});
}

function valueOf(node: ts.Node, source: ts.SourceFile): Value {
	if (ts.isStringLiteralLike(node)) return node.text;
	if (ts.isNumericLiteral(node)) return String(Number(node.text));
	if (ts.isTemplateExpression(node)) {
		return node.head.text + node.templateSpans.map(({ literal }) => OPEN + literal.text).join('');
	}
	if (ts.isArrayLiteralExpression(node)) {
		return node.elements.flatMap((each) => {
			const value = valueOf(ts.isSpreadElement(each) ? each.expression : each, source);
			return ts.isSpreadElement(each) ? value : [value];
		});
	}
	if (
		ts.isAsExpression(node) ||
		ts.isSatisfiesExpression(node) ||
		ts.isParenthesizedExpression(node)
	) {
		return valueOf(node.expression, source);
	}
	if (ts.isIdentifier(node)) return constantOf(node.text, source);
	// Of a part of a table, all rows are good enough.
	const isPart =
		ts.isCallExpression(node) &&
		ts.isPropertyAccessExpression(node.expression) &&
		['filter', 'slice'].includes(node.expression.name.text);
	return isPart ? valueOf(node.expression.expression, source) : OPEN;
}

function constantOf(name: string, source: ts.SourceFile): Value {
	let found: ts.Expression | undefined;
	const search = (node: ts.Node): void => {
		const isIt = ts.isVariableDeclaration(node) && ts.isIdentifier(node.name);
		if (isIt && node.name.text === name) found ??= node.initializer;
		if (!found) ts.forEachChild(node, search);
	};
	search(source);
	return found ? valueOf(found, source) : OPEN;
}
