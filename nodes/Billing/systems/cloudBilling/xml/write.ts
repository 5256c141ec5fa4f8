import { XMLBuilder } from 'fast-xml-parser';

/**
 * An element to be written: text (already escaped), or its attributes (`@name`), its text (`#text`)
 * and its children by qualified name. An array is one element per entry.
 */
export type XmlNode = string | XmlNodeMap;
export interface XmlNodeMap {
	[name: string]: XmlNode | XmlNode[];
}

/**
 * Writes a document with fast-xml-parser's builder. Text and attribute values are escaped before,
 * by `escapeText` and `escapeAttribute`, where the path of the value is known and can be named in
 * an error; so the builder must not do it again.
 */
export function writeXml(root: XmlNodeMap, maxDepth: number): string {
	const builder = new XMLBuilder({
		ignoreAttributes: false,
		attributeNamePrefix: '@',
		processEntities: false,
		suppressEmptyNode: true,
		// Otherwise `i:nil="true"` comes out as `i:nil`.
		suppressBooleanAttributes: false,
		maxNestedTags: maxDepth,
	});
	return `<?xml version="1.0" encoding="utf-8"?>${String(builder.build(root))}`;
}
