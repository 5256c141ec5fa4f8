import { encodeRequest } from '../../../nodes/Billing/systems/cloudBilling/soap/encode.js';
import {
	fieldOf,
	parametersOf,
	type ComplexType,
	type Contract,
	type Member,
} from '../../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import { readWsdl } from '../../../nodes/Billing/systems/cloudBilling/wsdl/read.js';
import { canonicalXml } from './canonicalXml.mjs';
import { CONTRACTS_NS, tinyContract, tinyWsdl, wcfContract } from './contracts.mjs';
import { splitWsdl, WSDL_URL } from './wcfWsdl.mjs';

function complex(contract: Contract, key: string): ComplexType {
	const type = contract.types.get(key);
	if (type?.kind !== 'complex') throw new Error(`${key} is not a complex type`);
	return type;
}

/** The parameters of `Do`, in short: `name`, `?` if optional, `[]` if repeated, `~` if nillable. */
function shortly(contract: Contract): string {
	const operation = contract.operations.get('Do');
	if (!operation) throw new Error('no operation');
	return parametersOf(contract, operation).map(short).join(' ');
}

function short({ name, required, repeated, nillable }: Member): string {
	return name + (required ? '' : '?') + (repeated ? '[]' : '') + (nillable ? '~' : '');
}

describe('a WSDL as WCF publishes it', () => {
	test('its split form gives the same contract as its single form', async () => {
		const documents = splitWsdl();
		const load = async (url: string): Promise<string> =>
			documents.get(url) ?? Promise.reject(new Error(`no ${url}`));
		const split = await readWsdl({ url: WSDL_URL, load });
		const single = await wcfContract();
		expect([...split.operations]).toEqual([...single.operations]);
		expect(new Map([...split.types].sort())).toEqual(new Map([...single.types].sort()));
	});

	test('gives the operations with their SOAPActions, and the name of the WCF contract', async () => {
		const contract = await wcfContract();
		expect(contract.name).toBe('IBillingService');
		expect(contract.address).toBe('http://internal-host/BillingService.svc');
		expect(
			[...contract.operations.values()].map(({ name, soapAction }) => [name, soapAction]),
		).toEqual(
			[
				'CustomersGetAll',
				'DeletePurchases',
				'GetInvoiceHeaders',
				'StorePurchases',
				'GetProductTree',
			].map((name) => [name, `http://tempuri.org/IBillingService/${name}`]),
		);
		expect(contract.operations.get('CustomersGetAll')?.documentation).toBe(
			'All customers, a page at a time.',
		);
	});

	test('puts the members of a base type first', async () => {
		const result = complex(await wcfContract(), `{${CONTRACTS_NS}}ResultOfboolean`);
		expect(result.members.map(short)).toEqual(['ResultCode?', 'ResultMessage?~', 'Result?']);
	});

	test('gives a form what it needs', async () => {
		const contract = await wcfContract();
		const fields = complex(contract, `{${CONTRACTS_NS}}Customer`).members.map((member) => {
			const { kind, values } = fieldOf(contract, member);
			return `${member.name}: ${kind}${values ? ` ${values.join('|')}` : ''}`;
		});
		expect(fields).toEqual([
			'Addresses: array',
			'BillFromDate: dateTime',
			'ContactName: string',
			'CreatedDate: dateTime',
			'CustomerCode: string',
			'CustomerName: string',
			'ExternalKey: string',
			'Id: string',
			'InvoicePeriodSize: number',
			'InvoicePeriodUOM: options Day|Month|Year',
			'IsBillingSuspended: boolean',
			'NumericValues: array',
			'StringValues: array',
		]);
	});
});

describe('XML Schema', () => {
	test('occurrence comes from the element and all groups around it', async () => {
		const contract = await tinyContract(
			`<xs:sequence>
			<xs:element name="a" type="xs:int"/>
			<xs:element name="b" type="xs:int" minOccurs="0" nillable="true"/>
			<xs:element name="c" type="xs:int" maxOccurs="unbounded"/>
			<xs:element name="gone" type="xs:int" maxOccurs="0" minOccurs="0"/>
			<xs:sequence minOccurs="0"><xs:element name="d" type="xs:int"/></xs:sequence>
			<xs:choice><xs:element name="e" type="xs:int"/><xs:element name="f" type="xs:int"/></xs:choice>
			<xs:choice maxOccurs="unbounded"><xs:element name="g" type="xs:int"/><xs:element name="h" type="xs:int"/></xs:choice>
			<xs:group ref="t:G"/>
		</xs:sequence>`,
			'<xs:group name="G"><xs:sequence><xs:element name="i" type="xs:int"/></xs:sequence></xs:group>',
		);
		expect(shortly(contract)).toBe('a b?~ c[] d? e? f? g?[] h?[] i');
	});

	test('xs:all, xs:any and references are understood', async () => {
		const contract = await tinyContract(
			'<xs:sequence><xs:element ref="t:Shared" minOccurs="0"/><xs:any minOccurs="0" processContents="lax"/></xs:sequence>',
			'<xs:element name="Shared" nillable="true"><xs:complexType><xs:all><xs:element name="x" type="xs:int"/></xs:all></xs:complexType></xs:element>',
		);
		expect(shortly(contract)).toBe('Shared?~');
		const xml = encodeRequest(contract, 'Do', { Shared: { x: 1 }, Free: { y: ['1', '2'] } });
		expect(canonicalXml(xml)).toContain('{urn:t}Free\n');
	});

	test('a group of a type extended twice keeps its choices apart', async () => {
		const contract = await tinyContract(
			'<xs:sequence><xs:element name="v" type="t:B"/></xs:sequence>',
			`<xs:complexType name="A"><xs:choice><xs:element name="a1" type="xs:int"/><xs:element name="a2" type="xs:int"/></xs:choice></xs:complexType>
			<xs:complexType name="B"><xs:complexContent><xs:extension base="t:A"><xs:choice>
			<xs:element name="b1" type="xs:int"/><xs:element name="b2" type="xs:int"/></xs:choice></xs:extension></xs:complexContent></xs:complexType>`,
		);
		expect(encodeRequest(contract, 'Do', { v: { a1: 1, b2: 2 } })).toContain('b2>2<');
	});

	test('a restriction has its own members only', async () => {
		const contract = await tinyContract(
			'<xs:sequence/>',
			`<xs:complexType name="A"><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int" minOccurs="0"/></xs:sequence></xs:complexType>
			<xs:complexType name="B"><xs:complexContent><xs:restriction base="t:A"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence></xs:restriction></xs:complexContent></xs:complexType>`,
		);
		expect(complex(contract, '{urn:t}B').members.map(short)).toEqual(['a']);
	});

	test('attributes come with those of groups and base types', async () => {
		const contract = await tinyContract(
			'<xs:sequence/>',
			`<xs:attributeGroup name="G"><xs:attribute name="g" type="xs:int"/></xs:attributeGroup>
			<xs:complexType name="A"><xs:attribute name="a" use="required" type="xs:string"/><xs:attribute name="old" use="prohibited"/></xs:complexType>
			<xs:complexType name="B"><xs:complexContent><xs:extension base="t:A"><xs:attributeGroup ref="t:G"/></xs:extension></xs:complexContent></xs:complexType>`,
		);
		expect(
			complex(contract, '{urn:t}B').attributes.map(({ name, required }) => [name, required]),
		).toEqual([
			['a', true],
			['g', false],
		]);
	});

	test('the form of names follows elementFormDefault and form', async () => {
		const contract = await tinyContract(
			'<xs:sequence><xs:element name="q" type="xs:int"/><xs:element name="u" type="xs:int" form="unqualified"/></xs:sequence>',
		);
		expect(canonicalXml(encodeRequest(contract, 'Do', { q: 1, u: 2 }))).toContain(
			'{urn:t}q\n        "1"\n      {}u\n',
		);
	});

	test('a simple type inherits the facets of its base, and a union is text', async () => {
		const contract = await tinyContract(
			'<xs:sequence/>',
			`<xs:simpleType name="Short"><xs:restriction base="xs:string"><xs:maxLength value="5"/></xs:restriction></xs:simpleType>
			<xs:simpleType name="Code"><xs:restriction base="t:Short"><xs:minLength value="2"/></xs:restriction></xs:simpleType>
			<xs:simpleType name="Either"><xs:union memberTypes="xs:int t:Code"/></xs:simpleType>`,
		);
		expect(contract.types.get('{urn:t}Code')).toMatchObject({
			primitive: 'string',
			minLength: 2,
			maxLength: 5,
		});
		expect(contract.types.get('{urn:t}Either')).toMatchObject({ primitive: 'string', list: false });
	});

	test('recursive types and elements end', async () => {
		const contract = await tinyContract(
			'<xs:sequence><xs:element ref="t:Node"/></xs:sequence>',
			`<xs:element name="Node"><xs:complexType><xs:sequence><xs:element name="name" type="xs:string"/>
			<xs:element ref="t:Node" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>`,
		);
		const xml = encodeRequest(contract, 'Do', {
			Node: { name: 'a', Node: [{ name: 'b' }, { name: 'c' }] },
		});
		expect(canonicalXml(xml).match(/\{urn:t\}Node/g)).toHaveLength(3);
	});

	test.each([
		[
			'a type derived from itself',
			'<xs:complexType name="A"><xs:complexContent><xs:extension base="t:A"/></xs:complexContent></xs:complexType>',
			/derived from itself/,
		],
		[
			'a simple type derived from itself',
			'<xs:simpleType name="A"><xs:restriction base="t:A"/></xs:simpleType>',
			/derived from itself/,
		],
		[
			'a group that contains itself',
			'<xs:group name="G"><xs:sequence><xs:group ref="t:G"/></xs:sequence></xs:group><xs:complexType name="A"><xs:group ref="t:G"/></xs:complexType>',
			/contains itself/,
		],
	])('%s is refused', async (_, schemas, message) => {
		await expect(tinyContract('<xs:sequence/>', schemas)).rejects.toThrow(message);
	});

	test.each(['group', 'attributeGroup'])(
		'a %s that unfolds to more than memory holds is refused in time',
		async (tag) => {
			const levels = Array.from({ length: 60 }, (_, level) => {
				const below = `<xs:${tag} ref="t:G${level - 1}"/>`.repeat(level === 0 ? 0 : 2);
				const content = tag === 'group' ? `<xs:sequence>${below}</xs:sequence>` : below;
				return `<xs:${tag} name="G${level}">${content}</xs:${tag}>`;
			});
			const type = `<xs:complexType name="A"><xs:${tag} ref="t:G59"/></xs:complexType>`;
			await expect(tinyContract('<xs:sequence/>', levels.join('') + type)).rejects.toThrow(
				'unfold to more than',
			);
		},
	);

	test('types that build on one another endlessly are refused', async () => {
		const types = Array.from(
			{ length: 20_000 },
			(_, index) =>
				`<xs:complexType name="T${index}"><xs:complexContent><xs:extension base="t:T${index + 1}"/></xs:complexContent></xs:complexType>`,
		);
		await expect(tinyContract('<xs:sequence/>', types.join(''))).rejects.toThrow(
			/in too many steps/,
		);
	});

	test('a type that is not defined is free in form', async () => {
		const contract = await tinyContract(
			'<xs:sequence><xs:element name="v" type="t:Missing"/></xs:sequence>',
		);
		expect(canonicalXml(encodeRequest(contract, 'Do', { v: { a: 1, b: { c: 'x' } } }))).toContain(
			'{urn:t}c\n',
		);
	});

	test('the array types of WCF are known without their schema', async () => {
		const ms = 'http://schemas.microsoft.com/2003/10/Serialization/Arrays';
		const contract = await tinyContract(
			`<xs:sequence><xs:element name="ids" xmlns:m="${ms}" type="m:ArrayOfint"/></xs:sequence>`,
		);
		expect(shortly(contract)).toBe('ids');
		expect(canonicalXml(encodeRequest(contract, 'Do', { ids: [1, 2] }))).toContain(
			`{${ms}}int\n          "2"`,
		);
	});
});

describe('styles of messages', () => {
	const withBinding = (style: string, use: string, parts: string): Promise<Contract> =>
		readWsdl({
			text: tinyWsdl(
				'<xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence>',
				'<xs:element name="Second" type="xs:string"/>',
			)
				.replace('<part name="parameters" element="t:Do"/>', parts)
				.replace('<soap:binding transport', `<soap:binding style="${style}" transport`)
				.replaceAll('use="literal"', `use="${use}" namespace="urn:rpc"`),
		});

	test('RPC/literal wraps its parts in the name of the operation, unqualified', async () => {
		const contract = await withBinding(
			'rpc',
			'literal',
			'<part name="x" type="xs:int"/><part name="y" type="xs:string"/>',
		);
		expect(canonicalXml(encodeRequest(contract, 'Do', { y: 'b', x: 1 }))).toContain(
			'{urn:rpc}Do\n      {}x\n        "1"\n      {}y\n        "b"',
		);
	});

	test('document/literal with several parts writes them side by side', async () => {
		const contract = await withBinding(
			'document',
			'literal',
			'<part name="x" element="t:Do"/><part name="y" element="t:Second"/>',
		);
		expect(canonicalXml(encodeRequest(contract, 'Do', { Do: { a: 1 }, Second: 'b' }))).toContain(
			'    {urn:t}Do\n      {urn:t}a\n        "1"\n    {urn:t}Second\n',
		);
	});

	test('document/literal with a plain element takes the element as the parameter', async () => {
		const contract = await withBinding(
			'document',
			'literal',
			'<part name="x" element="t:Second"/>',
		);
		expect(canonicalXml(encodeRequest(contract, 'Do', { Second: 'b' }))).toContain(
			'    {urn:t}Second\n      "b"',
		);
	});

	test('RPC/encoded is listed with the reason why it cannot be called', async () => {
		const contract = await withBinding('rpc', 'encoded', '<part name="x" type="xs:int"/>');
		expect(contract.operations.get('Do')?.unsupported).toMatch(/SOAP encoding/);
		expect(() => encodeRequest(contract, 'Do', { x: 1 })).toThrow(
			/Do cannot be called: it uses SOAP encoding/,
		);
	});

	test('a one-way operation has no output', async () => {
		const contract = await readWsdl({
			text: tinyWsdl('<xs:sequence/>').replace('<output message="t:out"/>', ''),
		});
		expect(contract.operations.get('Do')?.output).toBeUndefined();
	});

	test('SOAP 1.2 only, or no SOAP at all, is refused by name', async () => {
		const soap = 'http://schemas.xmlsoap.org/wsdl/soap/';
		const text = tinyWsdl('<xs:sequence/>');
		await expect(
			readWsdl({ text: text.replace(soap, 'http://schemas.xmlsoap.org/wsdl/soap12/') }),
		).rejects.toThrow('SOAP 1.2 only');
		await expect(
			readWsdl({ text: text.replace(soap, 'http://schemas.xmlsoap.org/wsdl/http/') }),
		).rejects.toThrow('no SOAP 1.1 binding');
	});
});
