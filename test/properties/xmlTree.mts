import { SaxesParser } from 'saxes';

/** An element as a strict, namespace-aware reader sees it that shares nothing with the node's own. */
export interface Element {
	local: string;
	uri: string;
	attributes: Record<string, string>;
	text: string;
	children: Element[];
}

/** @throws Error where the text is no well-formed XML */
export function elementsOf(xml: string): Element {
	const parser = new SaxesParser({ xmlns: true });
	const root: Element = { local: '', uri: '', attributes: {}, text: '', children: [] };
	const open = [root];
	parser.on('error', (error) => {
		throw error;
	});
	parser.on('opentag', ({ local, uri, attributes }) => {
		const named = Object.values(attributes).filter(({ prefix }) => prefix !== 'xmlns');
		const element: Element = {
			local,
			uri,
			attributes: Object.fromEntries(named.map(({ name, value }) => [name, value])),
			text: '',
			children: [],
		};
		open[open.length - 1].children.push(element);
		open.push(element);
	});
	const add = (text: string): void => void (open[open.length - 1].text += text);
	parser.on('text', add);
	parser.on('cdata', add);
	parser.on('closetag', () => void open.pop());
	parser.write(xml).close();
	return root.children[0];
}

/** The element and all below it. */
export function withAllInside(element: Element): Element[] {
	return [element, ...element.children.flatMap(withAllInside)];
}
