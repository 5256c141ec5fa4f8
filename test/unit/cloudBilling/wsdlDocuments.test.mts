import { WsdlError } from '../../../nodes/Billing/systems/cloudBilling/errors.js';
import type { WsdlLimits } from '../../../nodes/Billing/systems/cloudBilling/wsdl/documents.js';
import type { Contract } from '../../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import { readWsdl } from '../../../nodes/Billing/systems/cloudBilling/wsdl/read.js';
import { tinyWsdl } from './contracts.mjs';

const URL_OF_WSDL = 'https://t.example.com/s/service.svc?wsdl';
const LIMITS: WsdlLimits = { maxDocuments: 10, maxDepth: 4, maxLength: 100_000 };

const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';

/** A WSDL whose schema holds these children besides its own. */
function wsdlWith(children: string): string {
	return tinyWsdl('<xs:sequence><xs:element name="a" type="t:A"/></xs:sequence>').replace(
		'elementFormDefault="qualified">',
		(start) => start + children,
	);
}

interface Loaded {
	contract: Contract;
	asked: string[];
}

/** Reads a WSDL whose documents are given by URL or by path. */
async function load(documents: Record<string, string>, limits = LIMITS): Promise<Loaded> {
	const asked: string[] = [];
	const contract = await readWsdl(
		{
			url: URL_OF_WSDL,
			load: async (url) => {
				asked.push(url);
				const text = documents[url] ?? documents[new URL(url).pathname];
				if (text === undefined) throw new Error(`404 ${url}`);
				return text;
			},
		},
		limits,
	);
	return { contract, asked };
}

describe('documents of a WSDL', () => {
	test('imports and includes are resolved against the document that has them, and read once', async () => {
		const { contract, asked } = await load({
			[URL_OF_WSDL]: wsdlWith(
				'<xs:include schemaLocation="xsd/a.xsd"/><xs:include schemaLocation="./xsd/a.xsd#x"/>',
			),
			'/s/xsd/a.xsd': `<xs:schema ${XS} targetNamespace="urn:t"><xs:include schemaLocation="b.xsd"/></xs:schema>`,
			'/s/xsd/b.xsd': `<xs:schema ${XS} targetNamespace="urn:t"><xs:include schemaLocation="a.xsd"/>
				<xs:complexType name="A"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:complexType></xs:schema>`,
		});
		expect(asked).toEqual([
			URL_OF_WSDL,
			'https://t.example.com/s/xsd/a.xsd',
			'https://t.example.com/s/xsd/b.xsd',
		]);
		expect(contract.types.has('{urn:t}A')).toBe(true);
	});

	test('an included schema without a namespace takes that of the one that includes it', async () => {
		const { contract } = await load({
			[URL_OF_WSDL]: wsdlWith('<xs:include schemaLocation="a.xsd"/>'),
			'/s/a.xsd': `<xs:schema ${XS} elementFormDefault="qualified"><xs:complexType name="A"><xs:sequence>
				<xs:element name="x" type="B"/></xs:sequence></xs:complexType>
				<xs:simpleType name="B"><xs:restriction base="xs:int"/></xs:simpleType></xs:schema>`,
		});
		expect(contract.types.get('{urn:t}A')).toMatchObject({
			members: [{ namespace: 'urn:t', type: '{urn:t}B' }],
		});
	});

	test('a WSDL may be split by wsdl:import', async () => {
		const whole = tinyWsdl('<xs:sequence/>');
		const binding = whole.indexOf('<binding');
		const service = whole.indexOf('<service');
		const head = whole.slice(0, whole.indexOf('<types>'));
		const { contract } = await load({
			[URL_OF_WSDL]: `${head}<import namespace="urn:t" location="?wsdl=wsdl0"/>${whole.slice(service)}`,
			'https://t.example.com/s/service.svc?wsdl=wsdl0': `${whole.slice(0, service)}</definitions>`,
		});
		expect(binding).toBeGreaterThan(0);
		expect([...contract.operations.keys()]).toEqual(['Do']);
	});

	test('the same host is asked over https where the WSDL says http', async () => {
		const { asked } = await load({
			[URL_OF_WSDL]: wsdlWith('<xs:include schemaLocation="http://t.example.com/s/a.xsd"/>'),
			'/s/a.xsd': `<xs:schema ${XS} targetNamespace="urn:t"/>`,
		});
		expect(asked[1]).toBe('https://t.example.com/s/a.xsd');
	});

	test.each([
		[
			'another host',
			'https://evil.example.com/a.xsd',
			/imports from another host \(https:\/\/evil\.example\.com\)/,
		],
		['another port', 'https://t.example.com:8443/a.xsd', /another host/],
		[
			'a host that only looks alike',
			'https://t.example.com@evil.example.com/a.xsd',
			/another host/,
		],
		['a protocol-relative address', '//evil.example.com/a.xsd', /another host/],
		['a file', 'file:///etc/passwd', /"file:\/\/\/etc\/passwd", which is not an http\(s\) address/],
		['a data address', 'data:text/xml,<a/>', /not an http\(s\) address/],
		['no address', 'http://[', /not an http\(s\) address/],
	])('%s is never asked', async (_, location, message) => {
		const asked: string[] = [];
		const work = readWsdl({
			url: URL_OF_WSDL,
			load: async (url) => {
				asked.push(url);
				return wsdlWith(`<xs:include schemaLocation="${location}"/>`.replace('<a/>', '&lt;a/>'));
			},
		});
		await expect(work).rejects.toThrow(message);
		expect(asked).toEqual([URL_OF_WSDL]);
	});

	test('namespaces that are fixed need no document, wherever they are said to be', async () => {
		const { asked } = await load({
			[URL_OF_WSDL]: wsdlWith(
				`<xs:import namespace="http://schemas.xmlsoap.org/soap/encoding/" schemaLocation="http://schemas.xmlsoap.org/soap/encoding/"/>
				<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="http://www.w3.org/2001/xml.xsd"/>`,
			),
		});
		expect(asked).toHaveLength(1);
	});

	test('imports without end stop at the limit of depth', async () => {
		let count = 0;
		const work = readWsdl(
			{
				url: URL_OF_WSDL,
				load: async () =>
					count++ === 0
						? wsdlWith('<xs:include schemaLocation="0.xsd"/>')
						: `<xs:schema ${XS}><xs:include schemaLocation="${count}.xsd"/></xs:schema>`,
			},
			LIMITS,
		);
		await expect(work).rejects.toThrow('more than 4 levels deep');
		expect(count).toBe(5);
	});

	test('imports without number stop at the limit of documents', async () => {
		const includes = Array.from(
			{ length: 20 },
			(_, index) => `<xs:include schemaLocation="${index}.xsd"/>`,
		).join('');
		const documents = Object.fromEntries(
			Array.from({ length: 20 }, (_, index) => [`/s/${index}.xsd`, `<xs:schema ${XS}/>`]),
		);
		await expect(load({ [URL_OF_WSDL]: wsdlWith(includes), ...documents })).rejects.toThrow(
			'more than 10 documents',
		);
	});

	test('imports without measure stop at the limit of size', async () => {
		const padding = `<!-- ${'x'.repeat(60_000)} -->`;
		await expect(
			load({
				[URL_OF_WSDL]: wsdlWith(`${padding}<xs:include schemaLocation="a.xsd"/>`),
				'/s/a.xsd': `<xs:schema ${XS}>${padding}</xs:schema>`,
			}),
		).rejects.toThrow('more than 100000 characters');
	});

	test.each([
		['nothing', '', /cannot be read\. The answer is empty/],
		['a web page', '<html></html>', /cannot be read\. The answer is a web page/],
		['a document with a DOCTYPE', '<!DOCTYPE a [<!ENTITY x "y">]><a/>', /DOCTYPE/],
		['a document that is cut off', tinyWsdl('<xs:sequence/>').slice(0, 600), /not well-formed/],
		['other XML', '<rss/>', /not a WSDL 1\.1: its root is not wsdl:definitions/],
	])('%s is refused with its address', async (_, text, message) => {
		const error: unknown = await load({ [URL_OF_WSDL]: text }).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(WsdlError);
		expect(error).toMatchObject({ message: expect.stringMatching(message), url: URL_OF_WSDL });
	});

	test("a failure of the network is the loader's own", async () => {
		await expect(
			load({ [URL_OF_WSDL]: wsdlWith('<xs:include schemaLocation="gone.xsd"/>') }),
		).rejects.toThrow('404 https://t.example.com/s/gone.xsd');
	});
});

describe('a pasted WSDL', () => {
	test('is refused where it refers to a document that was not pasted', async () => {
		const text = wsdlWith(
			'<xs:import namespace="urn:u" schemaLocation="http://t.example.com/?xsd=xsd0"/>',
		);
		await expect(readWsdl({ text })).rejects.toThrow(
			'The pasted WSDL refers to another document (http://t.example.com/?xsd=xsd0), which cannot be read from here. Paste the single-file form',
		);
		await expect(
			readWsdl({ text: wsdlWith('<xs:include schemaLocation="a.xsd"/>') }),
		).rejects.toThrow('pasted WSDL');
	});

	test('is accepted where that document is in it', async () => {
		const text = wsdlWith(
			'<xs:import namespace="urn:u" schemaLocation="http://t.example.com/?xsd=xsd0"/>',
		).replace('</types>', `<xs:schema ${XS} targetNamespace="urn:u"/></types>`);
		expect((await readWsdl({ text })).operations.size).toBe(1);
	});
});
