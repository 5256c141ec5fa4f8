import { keyOf, XSD_NS, type QName } from '../xml/names';
import { PRIMITIVES, type Primitive } from './primitives';

/**
 * What a SOAP service offers, in the few terms that writing a request and reading an answer need. A
 * WSDL gives one (`readWsdl`), and the documented methods give one (`createBuiltInContract`);
 * nothing else in here knows which it was.
 */
export interface Contract {
	/** The name of the port type, which is WCF's contract name. */
	readonly name: string;
	readonly targetNamespace: string;
	/** The advertised address. For information only: the endpoint is the credential's. */
	readonly address?: string;
	readonly operations: ReadonlyMap<string, Operation>;
	/** By `{namespace}name`. A type that is missing here is free in form. */
	readonly types: ReadonlyMap<TypeKey, TypeDefinition>;
	/** Elements whose children are the entries of a list, wherever no type says so. */
	readonly listNames: ReadonlySet<string>;
	/**
	 * The namespace of members whose type is not known, if the service is known to be WCF; else they
	 * are in that of the element around them.
	 */
	readonly freeNamespace?: string;
}

/** `{namespace}name` of a type of the contract or of XML Schema. */
export type TypeKey = string;

export interface Operation {
	readonly name: string;
	readonly soapAction: string;
	readonly documentation?: string;
	readonly input: Body;
	/** Absent for a one-way operation. */
	readonly output?: Body;
	/** Why the operation cannot be called, if it cannot. */
	readonly unsupported?: string;
}

/**
 * What stands in the SOAP Body: one element that holds the members of `type`, or those members
 * directly.
 */
export interface Body {
	readonly element?: QName;
	readonly type: TypeKey;
}

export interface Member {
	readonly name: string;
	/** '' where the schema says unqualified. */
	readonly namespace: string;
	readonly type: TypeKey;
	readonly required: boolean;
	readonly repeated: boolean;
	readonly nillable: boolean;
	/** Members of one choice exclude each other unless they are of the same branch. */
	readonly choice?: { readonly group: number; readonly branch: number };
	readonly documentation?: string;
}

export interface AttributeMember {
	readonly name: string;
	readonly namespace: string;
	readonly type: TypeKey;
	readonly required: boolean;
}

export interface ComplexType extends QName {
	readonly kind: 'complex';
	readonly base?: TypeKey;
	readonly abstract: boolean;
	/** In the order of the wire, those of base types first. */
	readonly members: readonly Member[];
	readonly attributes: readonly AttributeMember[];
	/** The type of the text, where the content is text with attributes. */
	readonly text?: TypeKey;
	/** Members that are not listed may appear (`xs:any`, or documentation that is incomplete). */
	readonly open: boolean;
	/**
	 * Unlisted members are sorted in among the listed ones by ordinal, as WCF orders data contracts;
	 * else they come last.
	 */
	readonly alphabetical: boolean;
}

export interface SimpleType extends QName {
	readonly kind: 'simple';
	readonly primitive: Primitive;
	/** The allowed values of an enumeration. */
	readonly values?: readonly string[];
	/** Several values in one text, separated by spaces (WCF: a flags enumeration). */
	readonly list: boolean;
	readonly minLength?: number;
	readonly maxLength?: number;
	/** Bounds as written, since they can exceed what a number holds. */
	readonly minInclusive?: string;
	readonly maxInclusive?: string;
	readonly minExclusive?: string;
	readonly maxExclusive?: string;
}

export type TypeDefinition = ComplexType | SimpleType;

export const ANY_TYPE = keyOf(XSD_NS, 'anyType');

const XSD_TYPES: ReadonlyMap<TypeKey, SimpleType> = new Map(
	[...PRIMITIVES.keys()].map((name): [TypeKey, SimpleType] => [
		keyOf(XSD_NS, name),
		{ kind: 'simple', namespace: XSD_NS, name, primitive: name, list: false },
	]),
);

/**
 * The definition behind a key; undefined for `xs:anyType` and for types the contract does not
 * define, which are free in form.
 */
export function typeOf(contract: Contract, key: TypeKey): TypeDefinition | undefined {
	return contract.types.get(key) ?? XSD_TYPES.get(key);
}

/** The parameters of an operation in the order of the wire. */
export function parametersOf(contract: Contract, operation: Operation): readonly Member[] {
	const type = typeOf(contract, operation.input.type);
	return type?.kind === 'complex' ? type.members : [];
}

/**
 * The member that a type merely repeats, as `ArrayOfstring` repeats `string`. Such a type is a
 * plain list in JSON; undefined for every other type.
 */
export function listItem(type: TypeDefinition | undefined): Member | undefined {
	if (type?.kind !== 'complex' || type.members.length !== 1 || type.attributes.length > 0)
		return undefined;
	const [member] = type.members;
	return member.repeated && type.base === undefined && type.text === undefined && !type.open
		? member
		: undefined;
}

/** What stands for one entry of a list parameter; undefined for a parameter that is no list. */
export function entryOf(contract: Contract, parameter: Member): Member | undefined {
	return parameter.repeated ? parameter : listItem(typeOf(contract, parameter.type));
}

/** The members of a record's type, where that is known. */
export function membersOf(contract: Contract, record: Member | undefined): readonly Member[] {
	const type = record && typeOf(contract, record.type);
	return type?.kind === 'complex' ? type.members : [];
}

/** How a value is entered in a form. */
export type FieldKind =
	| 'string'
	| 'number'
	| 'boolean'
	| 'dateTime'
	| 'time'
	| 'options'
	| 'array'
	| 'object';

/**
 * What a form needs to know of one member: the kind of field, and the choices of an enumeration.
 */
export function fieldOf(
	contract: Contract,
	member: Member,
): { kind: FieldKind; values?: readonly string[] } {
	if (member.repeated) return { kind: 'array' };
	const type = typeOf(contract, member.type);
	if (type?.kind === 'complex') return { kind: listItem(type) ? 'array' : 'object' };
	if (!type) return { kind: 'object' };
	if (type.list) return { kind: 'array', values: type.values };
	if (type.values) return { kind: 'options', values: type.values };
	return { kind: PRIMITIVES.get(type.primitive)?.field ?? 'string' };
}
