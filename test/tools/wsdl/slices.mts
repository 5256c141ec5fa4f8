import { SaxesParser } from 'saxes';

/** One element of a document as a document of its own. */
export interface Slice {
	readonly namespace: string;
	readonly name: string;
	/** By their spelling. */
	readonly attributes: Readonly<Record<string, string>>;
	/** The element's own text, with every namespace declared that is declared around it. */
	readonly text: string;
	/** How many elements lie around it. */
	readonly depth: number;
	/** The local name of the element around it. */
	readonly parent: string;
}

interface Open extends Omit<Slice, 'text'> {
	readonly from: number;
	/** Where the name of the tag ends. */
	readonly nameEnd: number;
	readonly declared: ReadonlySet<string>;
	readonly scope: ReadonlyMap<string, string>;
}

type Tag = Pick<Slice, 'namespace' | 'name' | 'depth' | 'parent'>;

/** Cuts the wanted elements out of a document. Reads with saxes, as the node reads WSDLs with another library. */
export function slicesOf(xml: string, isWanted: (tag: Tag) => boolean): Slice[] {
	const parser = new SaxesParser({ xmlns: true, position: true });
	const slices: Slice[] = [];
	const open: Open[] = [];
	parser.on('error', (error) => {
		throw error;
	});
	parser.on('opentag', ({ name: spelling, local, uri, attributes }) => {
		const from = xml.lastIndexOf('<', parser.position - 1);
		const own = Object.values(attributes);
		const declarations = own.filter(({ name }) => /^xmlns(:|$)/.test(name));
		const outer = open.at(-1);
		open.push({
			namespace: uri,
			name: local,
			attributes: Object.fromEntries(own.map(({ name, value }) => [name, value])),
			depth: open.length,
			parent: outer?.name ?? '',
			from,
			nameEnd: from + 1 + spelling.length,
			declared: new Set(declarations.map(({ name }) => name)),
			scope: new Map([
				...(outer?.scope ?? []),
				...declarations.map(({ name, value }): [string, string] => [name, value]),
			]),
		});
	});
	parser.on('closetag', () => {
		const element = open.pop();
		if (element && isWanted(element)) slices.push(cut(xml, element, parser.position));
	});
	parser.write(xml).close();
	return slices;
}

function cut(xml: string, element: Open, end: number): Slice {
	const { from, nameEnd, declared, scope, ...about } = element;
	const inherited = [...scope].filter(([name]) => !declared.has(name));
	const declarations = inherited.map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
	return { ...about, text: xml.slice(from, nameEnd) + declarations + xml.slice(nameEnd, end) };
}

export function escaped(text: string): string {
	return text.replace(/[&<"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
