import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { XML_NS, XSD_NS } from '../../../nodes/Billing/systems/cloudBilling/xml/names.js';
import { escaped, type Slice, slicesOf } from './slices.mjs';

/** A schema of a WSDL as a file of its own. */
interface SchemaFile {
	readonly file: string;
	readonly namespace: string;
	readonly text: string;
}

/** What `xml:lang` and the like mean; no WSDL brings this along. */
const XML_SCHEMA =
	`<xs:schema xmlns:xs="${XSD_NS}" targetNamespace="${XML_NS}">` +
	'<xs:attribute name="lang" type="xs:string"/><xs:attribute name="space" type="xs:NCName"/>' +
	'<xs:attribute name="base" type="xs:anyURI"/><xs:attribute name="id" type="xs:ID"/></xs:schema>';

const OUTERMOST = 'urn:all-schemas-of-the-wsdl';

/**
 * Writes the schemas of a WSDL into a folder for a validator, cut out of its documents as they are. Only
 * what ties them together is made new: one file for each namespace holds all its schemas, and every schema
 * imports every other namespace. What WSDLs leave out there is as common as it is harmless.
 *
 * @param documents texts by address
 * @param more schemas of what a WSDL describes without one
 * @returns the file to validate by
 */
export function writeSchemas(
	documents: ReadonlyMap<string, string>,
	more: ReadonlyArray<{ namespace: string; text: string }>,
	folder: string,
): string {
	const files = [
		...filesOf(documents),
		...more.map((each, index) => ({ ...each, file: `m${index}.xsd` })),
	];
	const namespaces = [...new Set([...files.map(({ namespace }) => namespace), XML_NS])];
	const places = new Map(namespaces.map((namespace, index) => [namespace, `n${index}.xsd`]));
	for (const { file, namespace, text } of files) {
		writeFileSync(join(folder, file), tied(text, importsBut(namespace, places)));
	}
	for (const [namespace, place] of places) {
		const own = files.filter((each) => each.namespace === namespace);
		const text = namespace === XML_NS ? XML_SCHEMA : schema(namespace, own.map(includeOf).join(''));
		writeFileSync(join(folder, place), text);
	}
	const all = join(folder, 'all.xsd');
	writeFileSync(all, schema(OUTERMOST, importsBut(OUTERMOST, places)));
	return all;
}

export function schema(namespace: string, content: string): string {
	const target = namespace === '' ? '' : ` targetNamespace="${escaped(namespace)}"`;
	return `<xs:schema xmlns:xs="${XSD_NS}"${target}>${content}</xs:schema>`;
}

const includeOf = ({ file }: SchemaFile) => `<xs:include schemaLocation="${file}"/>`;

function importsBut(own: string, places: ReadonlyMap<string, string>): string {
	return [...places]
		.filter(([namespace]) => namespace !== own)
		.map(([namespace, place]) => {
			const name = namespace === '' ? '' : ` namespace="${escaped(namespace)}"`;
			return `<import xmlns="${XSD_NS}"${name} schemaLocation="${place}"/>`;
		})
		.join('');
}

/** A schema without a target namespace is in that of the schemas which include it. */
function filesOf(documents: ReadonlyMap<string, string>): SchemaFile[] {
	const schemas = [...documents].flatMap(([url, text]) =>
		slicesOf(text, ({ namespace, name, depth, parent }) => {
			const isHere = depth === 0 || parent === 'types';
			return isHere && namespace === XSD_NS && name === 'schema';
		}).map((slice) => ({ url, slice })),
	);
	const includers = new Map<string, Set<string>>();
	for (const { url, slice } of schemas) {
		for (const place of includedBy(slice)) {
			const address = new URL(place, url).href;
			const target = slice.attributes.targetNamespace ?? '';
			includers.set(address, (includers.get(address) ?? new Set()).add(target));
		}
	}
	return schemas.flatMap(({ url, slice }, index) => {
		const { targetNamespace } = slice.attributes;
		const taken = targetNamespace === undefined ? includers.get(url) : undefined;
		return [...(taken ?? [targetNamespace ?? ''])].map((namespace, copy) => ({
			file: `s${index}-${copy}.xsd`,
			namespace,
			text: slice.text,
		}));
	});
}

const TIES =
	/<(?:[\w.-]+:)?(?:import|include)\b(?:[^>"']|"[^"]*"|'[^']*')*?(?:\/>|>[\s\S]*?<\/(?:[\w.-]+:)?(?:import|include)\s*>)/g;

function includedBy({ text }: Slice): string[] {
	return [...text.matchAll(TIES)].flatMap(([tie]) => {
		const place = /\bschemaLocation\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(tie);
		return /^<(?:[\w.-]+:)?include/.test(tie) && place ? [place[1] ?? place[2]] : [];
	});
}

/** The schema with other imports than its own, which come first in it. */
function tied(text: string, imports: string): string {
	const bare = text.replace(TIES, '');
	const start = /^<(?:[^>"']|"[^"]*"|'[^']*')*>/.exec(bare)?.[0] ?? '';
	if (start.endsWith('/>')) return bare;
	return start + imports + bare.slice(start.length);
}
