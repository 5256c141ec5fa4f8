import { XmlError, type XmlFault } from '../../../nodes/Billing/systems/cloudBilling/errors.js';
import { decodeXmlBytes } from '../../../nodes/Billing/systems/cloudBilling/xml/bytes.js';
import { readXml } from '../../../nodes/Billing/systems/cloudBilling/xml/events.js';
import { readXmlTree } from '../../../nodes/Billing/systems/cloudBilling/xml/tree.js';

/** The events of a document on one line each. */
function events(xml: string): string[] {
	const seen: string[] = [];
	readXml(xml, {
		open: ({ namespace, name }, attributes) =>
			seen.push(
				`<{${namespace}}${name}${attributes.map((each) => ` {${each.namespace}}${each.name}=${each.value}`).join('')}`,
			),
		text: (value) => seen.push(JSON.stringify(value)),
		close: () => seen.push('>'),
	});
	return seen;
}

function faultOf(read: () => unknown): XmlError {
	try {
		read();
	} catch (error) {
		if (error instanceof XmlError) return error;
		throw error;
	}
	throw new Error('the XML was accepted');
}

const LEVELS = 10_000;
const DEEP = '<a>'.repeat(LEVELS) + '</a>'.repeat(LEVELS);
const BOMB = `<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>`;

const BAD: Array<[string, string, XmlFault]> = [
	['an empty answer', '', 'empty'],
	['white space only', ' \r\n\t', 'empty'],
	['a byte order mark only', '\uFEFF', 'empty'],
	['a web page', '<!DOCTYPE html><html><body>Sign in</body></html>', 'html'],
	['a web page without a DOCTYPE', '\n<HTML lang="nl"><head/></HTML>', 'html'],
	['a web page after a comment', '<!-- x --><html></html>', 'html'],
	['JSON', '{"error":"no"}', 'notXml'],
	['plain text', 'Service Unavailable', 'notXml'],
	['an entity bomb', BOMB, 'doctype'],
	[
		'a DOCTYPE with an external subset',
		'<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
		'doctype',
	],
	['10,000 levels', DEEP, 'depth'],
	['a wrong end tag', '<a><b></a></b>', 'malformed'],
	['an unknown entity', '<a>&nbsp;</a>', 'malformed'],
	['a control character', '<a>\u0001</a>', 'malformed'],
	['a reference to a control character', '<a>&#1;</a>', 'malformed'],
	['a reference beyond Unicode', '<a>&#x110000;</a>', 'malformed'],
	['an attribute twice', '<a b="1" b="2"/>', 'malformed'],
	['an attribute without quotes', '<a b=1/>', 'malformed'],
	['an undeclared prefix', '<x:a/>', 'malformed'],
	['an undeclared prefix of an attribute', '<a x:b="1"/>', 'malformed'],
	['an attribute that is a prefix only', '<a xmlns:x="urn:x" x:="1"/>', 'malformed'],
	['an attribute with an empty prefix', '<a :b="1"/>', 'malformed'],
	['an element with an empty prefix', '<:a/>', 'malformed'],
	['two roots', '<a/><b/>', 'malformed'],
	['text after the root', '<a/>x', 'malformed'],
	['the end of a CDATA section in text', '<a>]]></a>', 'malformed'],
	['less-than in an attribute', '<a b="<"/>', 'malformed'],
	['an answer cut off in text', '<a><b>12', 'truncated'],
	['an answer cut off in a tag', '<a><b c="', 'truncated'],
	['an answer cut off in CDATA', '<a><![CDATA[x', 'truncated'],
	['an answer cut off after an entity', '<a>&am', 'truncated'],
];

describe('reading XML as events', () => {
	test.each(BAD)('refuses %s', (_, xml, fault) => {
		expect(faultOf(() => events(xml)).fault).toBe(fault);
	});

	test('says where XML is not well-formed', () => {
		const error = faultOf(() => events('<a>\n  <b>&nbsp;</b>\n</a>'));
		expect(error.message).toMatch(/not well-formed.*\(line 2, column \d+\)/);
	});

	test('says that a cut answer may be a matter of the connection', () => {
		expect(faultOf(() => events('<a><b>')).message).toMatch(/ends too early.*try again/);
	});

	test('refuses more characters than the limit before parsing', () => {
		const read = () =>
			readXml('<a>12345</a>', { open() {}, text() {}, close() {} }, { maxDepth: 10, maxLength: 5 });
		expect(faultOf(read).fault).toBe('size');
	});

	test('accepts text of a megabyte, and names and text outside ASCII', () => {
		const long = 'é'.repeat(1_000_000);
		expect(events(`<größe>${long}</größe>`)).toEqual(['<{}größe', JSON.stringify(long), '>']);
	});

	test('looks past long comments and much white space, in linear time', () => {
		const prolog = '<?xml version="1.0"?>' + '<!-- -->'.repeat(20_000) + ' '.repeat(5_000);
		expect(events(`${prolog}<a/>`)).toHaveLength(2);
		expect(readXmlTree(`${prolog}<a/>`).name).toBe('a');
		expect(faultOf(() => readXmlTree(`${prolog}<!DOCTYPE a><a/>`)).fault).toBe('doctype');
	});

	test('resolves the five entities, character references and CDATA, and nothing in CDATA', () => {
		const text = events('<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;<![CDATA[&lt;]]></a>')
			.filter((event) => event.startsWith('"'))
			.map((event) => JSON.parse(event))
			.join('');
		expect(text).toBe('<>&"\'A😀&lt;');
	});

	test('resolves prefixes by scope, also when one is declared anew', () => {
		const xml =
			'<p:a xmlns:p="urn:1" xmlns="urn:d"><p:b xmlns:p="urn:2" p:c="x" d="y"/><p:e/><f/></p:a>';
		expect(events(xml)).toEqual([
			'<{urn:1}a',
			'<{urn:2}b {urn:2}c=x {}d=y',
			'>',
			'<{urn:1}e',
			'>',
			'<{urn:d}f',
			'>',
			'>',
		]);
	});

	test('takes a default namespace back', () => {
		expect(events('<a xmlns="urn:1"><b xmlns=""/></a>')[1]).toBe('<{}b');
	});
});

/** Left to the service's own schema tools: these slips of a WSDL change nothing of what is read. */
const UNCHECKED = new Set([
	'a control character',
	'an undeclared prefix of an attribute',
	'an attribute that is a prefix only',
	'an attribute with an empty prefix',
	'an element with an empty prefix',
	'the end of a CDATA section in text',
	'less-than in an attribute',
	'text after the root',
]);

describe('reading XML as a tree', () => {
	// The tree reader serves WSDLs, for which a cut document is simply not well-formed.
	test.each(BAD.filter(([name]) => !UNCHECKED.has(name)))('refuses %s', (_, xml, fault) => {
		expect(faultOf(() => readXmlTree(xml)).fault).toBe(fault === 'truncated' ? 'malformed' : fault);
	});

	test('resolves names, decodes attributes and joins text with CDATA', () => {
		const root = readXmlTree(
			'<x:a xmlns:x="urn:x" b="1 &amp; 2 &#65;">t&lt;<![CDATA[&lt;]]></x:a>',
		);
		expect(root).toMatchObject({ namespace: 'urn:x', name: 'a', text: 't<&lt;' });
		expect(root.attributes).toEqual({ b: '1 & 2 A' });
	});

	test('is not misled by a DOCTYPE in a comment or in CDATA', () => {
		expect(readXmlTree('<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE a>]]></a>').name).toBe('a');
	});
});

describe('turning bytes into text', () => {
	const bytes = (text: string, encoding: BufferEncoding): Uint8Array => Buffer.from(text, encoding);

	test('takes UTF-8 by default', () => {
		expect(decodeXmlBytes(bytes('<a>é😀</a>', 'utf8'))).toBe('<a>é😀</a>');
	});

	test('prefers the byte order mark, then the Content-Type, then the declaration', () => {
		expect(decodeXmlBytes(bytes('\uFEFF<a>é</a>', 'utf16le'), 'text/xml; charset=utf-8')).toBe(
			'<a>é</a>',
		);
		expect(decodeXmlBytes(bytes('<a>é</a>', 'latin1'), 'text/xml; charset="ISO-8859-1"')).toBe(
			'<a>é</a>',
		);
		const declared = "<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>";
		expect(decodeXmlBytes(bytes(declared, 'latin1'))).toBe(declared);
	});

	test('refuses bytes that do not fit the encoding, and encodings it does not know', () => {
		expect(faultOf(() => decodeXmlBytes(bytes('<a>é</a>', 'latin1'))).fault).toBe('encoding');
		expect(
			faultOf(() => decodeXmlBytes(bytes('<a/>', 'utf8'), 'text/xml; charset=klingon')).fault,
		).toBe('encoding');
	});
});
