import {
	allMembers,
	ARRAYS_NAMESPACE,
	isNillable,
	itemName,
	listNamespace,
	type Contract,
	type EnumType,
	type Member,
	type ObjectType,
	type Operation,
	type TypeRef,
} from '../contract/model.mjs';

const XSD_NAMESPACE = 'http://www.w3.org/2001/XMLSchema';
const SERIALIZATION_NAMESPACE = 'http://schemas.microsoft.com/2003/10/Serialization/';

/** What the XML builder takes: `$` are attributes, a list is repeated elements. */
export interface XmlNode {
	$?: Record<string, string>;
	[element: string]: XmlNode | readonly XmlNode[] | Record<string, string> | string | undefined;
}

export interface Schema {
	readonly namespace: string;
	/** Namespaces it uses from others. */
	readonly imports: readonly string[];
	readonly content: XmlNode;
}

/** The four schemas WCF serves, in its order: xsd0 the operations, xsd1 its own, xsd2 the contracts, xsd3 lists. */
export function schemasOf(contract: Contract): readonly Schema[] {
	return [
		operationsSchema(contract),
		SERIALIZATION_SCHEMA,
		contractsSchema(contract),
		listsSchema(contract),
	];
}

/** `locations` says where an import is found; without it all schemas lie in one file. */
export function schemaNode(schema: Schema, locationOf?: (namespace: string) => string): XmlNode {
	return {
		$: {
			'xmlns:xs': XSD_NAMESPACE,
			'xmlns:tns': schema.namespace,
			elementFormDefault: 'qualified',
			targetNamespace: schema.namespace,
		},
		'xs:import': schema.imports.map((namespace) => ({
			$: { ...(locationOf && { schemaLocation: locationOf(namespace) }), namespace },
		})),
		...schema.content,
	};
}

/** Writes type references with prefixes numbered as WCF does: anew in every schema, declared where they are used. */
class References {
	private count = 0;
	readonly imports = new Set<string>();

	constructor(
		private readonly contract: Contract,
		private readonly own: string,
	) {}

	element(member: Member): XmlNode {
		const { type, name } = member;
		return {
			$: {
				minOccurs: '0',
				...(member.repeated && { maxOccurs: 'unbounded' }),
				name,
				...(isNillable(type) && { nillable: 'true' }),
				...this.type(type),
			},
		};
	}

	item(of: TypeRef): XmlNode {
		return this.element({ name: itemName(of), type: of, repeated: true });
	}

	type(type: TypeRef): Record<string, string> {
		if (type.kind === 'simple') return { type: `xs:${type.name}` };
		const namespace =
			type.kind === 'list'
				? listNamespace(this.contract, type.of)
				: this.contract.contractsNamespace;
		if (namespace === this.own) return { type: `tns:${itemName(type)}` };
		this.imports.add(namespace);
		this.count += 1;
		const prefix = `q${this.count}`;
		return { type: `${prefix}:${itemName(type)}`, [`xmlns:${prefix}`]: namespace };
	}
}

function operationsSchema(contract: Contract): Schema {
	const namespace = contract.serviceNamespace;
	const references = new References(contract, namespace);
	const elements = [...contract.operations.values()].flatMap((operation) => [
		wrapper(operation.name, operation.parameters, references),
		wrapper(`${operation.name}Response`, [resultMember(operation)], references),
	]);
	return { namespace, imports: [...references.imports], content: { 'xs:element': elements } };
}

export function resultMember(operation: Operation): Member {
	return { name: `${operation.name}Result`, type: { kind: 'object', name: operation.envelope } };
}

function wrapper(name: string, members: readonly Member[], references: References): XmlNode {
	const sequence = { 'xs:element': members.map((member) => references.element(member)) };
	return { $: { name }, 'xs:complexType': { 'xs:sequence': sequence } };
}

function contractsSchema(contract: Contract): Schema {
	const namespace = contract.contractsNamespace;
	const references = new References(contract, namespace);
	const lists = listTypes(contract).filter((of) => listNamespace(contract, of) === namespace);
	const types = [
		...[...contract.objects.values()].map((type) => objectNode(type, references)),
		...lists.map((of) => listNode(of, references)),
	];
	const names = [...contract.objects.keys(), ...lists.map((of) => `ArrayOf${itemName(of)}`)];
	const content: XmlNode = {
		'xs:complexType': types,
		'xs:simpleType': [...contract.enums.values()].map(enumNode),
		'xs:element': [
			...names.map((name) => globalElement(name, true)),
			...[...contract.enums.keys()].map((name) => globalElement(name, false)),
		],
	};
	return { namespace, imports: [...references.imports], content };
}

function listsSchema(contract: Contract): Schema {
	const references = new References(contract, ARRAYS_NAMESPACE);
	const lists = listTypes(contract).filter(
		(of) => listNamespace(contract, of) === ARRAYS_NAMESPACE,
	);
	const content: XmlNode = {
		'xs:complexType': lists.map((of) => listNode(of, references)),
		'xs:element': lists.map((of) => globalElement(`ArrayOf${itemName(of)}`, true)),
	};
	return { namespace: ARRAYS_NAMESPACE, imports: [], content };
}

function globalElement(name: string, nillable: boolean): XmlNode {
	return { $: { name, ...(nillable && { nillable: 'true' }), type: `tns:${name}` } };
}

function objectNode(type: ObjectType, references: References): XmlNode {
	const sequence = { 'xs:element': type.members.map((member) => references.element(member)) };
	if (!type.base) return { $: { name: type.name }, 'xs:sequence': sequence };
	const extension: XmlNode = { $: { base: `tns:${type.base}` }, 'xs:sequence': sequence };
	return {
		$: { name: type.name },
		'xs:complexContent': { $: { mixed: 'false' }, 'xs:extension': extension },
	};
}

function listNode(of: TypeRef, references: References): XmlNode {
	return {
		$: { name: `ArrayOf${itemName(of)}` },
		'xs:sequence': { 'xs:element': references.item(of) },
	};
}

function enumNode(type: EnumType): XmlNode {
	return {
		$: { name: type.name },
		'xs:restriction': {
			$: { base: 'xs:string' },
			'xs:enumeration': type.wire.map((value) => ({ $: { value } })),
		},
	};
}

/** Every list type in use, once. */
function listTypes(contract: Contract): readonly TypeRef[] {
	const members = [
		...[...contract.operations.values()].flatMap((operation) => operation.parameters),
		...[...contract.objects.keys()].flatMap((name) => allMembers(contract, name)),
	];
	const found = new Map<string, TypeRef>();
	for (const { type } of members) if (type.kind === 'list') found.set(itemName(type), type.of);
	return [...found.values()];
}

/** WCF publishes its own primitive types with every service; nothing here uses them. */
const SERIALIZATION_SCHEMA: Schema = {
	namespace: SERIALIZATION_NAMESPACE,
	imports: [],
	content: {
		'xs:element': [
			...['anyType', 'anyURI', 'base64Binary', 'boolean', 'dateTime', 'decimal', 'double'],
			...['float', 'int', 'long', 'QName', 'short', 'string', 'unsignedInt'],
		]
			.map((name): XmlNode => ({ $: { name, nillable: 'true', type: `xs:${name}` } }))
			.concat(['char', 'guid'].map((name) => globalElement(name, true))),
		'xs:simpleType': [
			{ $: { name: 'char' }, 'xs:restriction': { $: { base: 'xs:int' } } },
			{
				$: { name: 'guid' },
				'xs:restriction': {
					$: { base: 'xs:string' },
					'xs:pattern': {
						$: {
							value: '[\\da-fA-F]{8}-[\\da-fA-F]{4}-[\\da-fA-F]{4}-[\\da-fA-F]{4}-[\\da-fA-F]{12}',
						},
					},
				},
			},
		],
		'xs:attribute': [
			{ $: { name: 'FactoryType', type: 'xs:QName' } },
			{ $: { name: 'Id', type: 'xs:ID' } },
			{ $: { name: 'Ref', type: 'xs:IDREF' } },
		],
	},
};
