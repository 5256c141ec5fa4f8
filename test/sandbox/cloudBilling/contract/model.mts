export type SimpleName = 'string' | 'int' | 'double' | 'boolean' | 'dateTime' | 'base64Binary';

export type TypeRef =
	| {
			readonly kind: 'simple';
			readonly name: SimpleName;
			readonly nullable: boolean;
			/** Carries a date, whether as xs:dateTime or as the String that the documentation says. */
			readonly isDate: boolean;
	  }
	| { readonly kind: 'enum'; readonly name: string }
	| { readonly kind: 'object'; readonly name: string }
	| { readonly kind: 'list'; readonly of: TypeRef };

export interface Member {
	readonly name: string;
	readonly type: TypeRef;
	/** Its items lie directly in the object, without an element around them. */
	readonly repeated?: boolean;
}

export interface ObjectType {
	readonly name: string;
	readonly base?: string;
	/** In the order of the contract, without those of the base. */
	readonly members: readonly Member[];
}

export interface EnumType {
	readonly name: string;
	/** As the stand-in holds them. */
	readonly values: readonly string[];
	/** As they are sent, at the same places. */
	readonly wire: readonly string[];
}

export interface Operation {
	/** What the stand-in calls it, whatever its name on the wire is. */
	readonly id: string;
	readonly name: string;
	readonly parameters: readonly Member[];
	readonly result: TypeRef;
	/** The type of the `...Result` element, and whether the payload lies directly in it. */
	readonly envelope: string;
	readonly isFlat: boolean;
	readonly isExtraction: boolean;
	/** Why it is not certain that the vendor has it; undefined for documented ones. */
	readonly unverified?: string;
}

export interface Contract {
	readonly name: string;
	readonly serviceNamespace: string;
	readonly contractsNamespace: string;
	readonly operations: ReadonlyMap<string, Operation>;
	readonly objects: ReadonlyMap<string, ObjectType>;
	readonly enums: ReadonlyMap<string, EnumType>;
}

export const ARRAYS_NAMESPACE = 'http://schemas.microsoft.com/2003/10/Serialization/Arrays';

/** A value as the methods of the stand-in take and give it. */
export type Value = string | number | boolean | null | undefined | readonly Value[] | Row;
export interface Row {
	[member: string]: Value;
}

export function actionOf(contract: Contract, operation: Operation): string {
	const namespace = contract.serviceNamespace.replace(/\/?$/, '/');
	return `${namespace}${contract.name}/${operation.name}`;
}

/** All members as WCF wants them on the wire: those of the base first. */
export function allMembers(contract: Contract, objectName: string): readonly Member[] {
	const type = contract.objects.get(objectName);
	if (!type) throw new Error(`The contract has no type ${objectName}`);
	return type.base ? [...allMembers(contract, type.base), ...type.members] : type.members;
}

/** The element name of one item of a list, and the middle of the list's type name. */
export function itemName(type: TypeRef): string {
	return type.kind === 'list' ? `ArrayOf${itemName(type.of)}` : type.name;
}

/** Lists of plain types live in Microsoft's namespace, lists of contract types beside those types. */
export function listNamespace(contract: Contract, of: TypeRef): string {
	return of.kind === 'simple' ? ARRAYS_NAMESPACE : contract.contractsNamespace;
}

export function isNillable(type: TypeRef): boolean {
	if (type.kind === 'enum') return false;
	return type.kind !== 'simple' || type.nullable;
}
