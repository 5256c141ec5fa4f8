import { SaxesParser } from 'saxes';

/** XML as nested lines that do not depend on prefixes, indentation or the order of attributes. */
export function canonicalXml(xml: string): string {
	const parser = new SaxesParser({ xmlns: true });
	const lines: string[] = [];
	let depth = 0;
	let text = '';
	const flush = (): void => {
		if (text.trim() !== '') lines.push(`${'  '.repeat(depth)}"${text}"`);
		text = '';
	};
	parser.on('error', (error) => {
		throw error;
	});
	parser.on('text', (piece) => (text += piece));
	parser.on('opentag', (tag) => {
		flush();
		const attributes = Object.values(tag.attributes)
			.filter((attribute) => attribute.uri !== 'http://www.w3.org/2000/xmlns/')
			.map(
				(attribute) => ` {${attribute.uri}}${attribute.local}=${JSON.stringify(attribute.value)}`,
			)
			.sort();
		lines.push(`${'  '.repeat(depth)}{${tag.uri}}${tag.local}${attributes.join('')}`);
		depth += 1;
	});
	parser.on('closetag', () => {
		flush();
		depth -= 1;
	});
	parser.write(xml).close();
	return lines.join('\n');
}
