import {
	allMembers,
	isNillable,
	itemName,
	listNamespace,
	type Contract,
	type EnumType,
	type Member,
	type Operation,
	type Row,
	type SimpleName,
	type TypeRef,
	type Value,
} from '../contract/model.mjs';
import { deserializationFailed } from './fault.mjs';
import {
	childrenOf,
	isNamed,
	isNil,
	localName,
	namespaceOf,
	textOf,
	type XmlElement,
} from './xml.mjs';

const CLR_NAMES: Readonly<Record<SimpleName, string>> = {
	string: 'String',
	int: 'Int32',
	double: 'Double',
	boolean: 'Boolean',
	dateTime: 'DateTime',
	base64Binary: 'Byte[]',
};
const DOUBLE = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const MAX_INT = 2_147_483_647;

export interface Decoded {
	readonly arguments: Row;
	/** Where WCF lets something fall under the table, e.g. `purchases/Purchase/Quantity`. */
	readonly dropped: readonly string[];
}

/** Reads the arguments of a call as WCF does: in contract order, and what comes too late is not seen. */
export function decodeArguments(
	contract: Contract,
	operation: Operation,
	element: XmlElement,
): Decoded {
	const decoder = new Decoder(contract);
	const read = decoder.members(element, contract.serviceNamespace, operation.parameters, '');
	return { arguments: read, dropped: decoder.dropped };
}

class Decoder {
	readonly dropped: string[] = [];

	constructor(private readonly contract: Contract) {}

	members(element: XmlElement, namespace: string, members: readonly Member[], path: string): Row {
		const row: Row = {};
		let from = 0;
		for (const child of childrenOf(element)) {
			const found = members.findIndex(
				(member, index) => index >= from && isNamed(child, namespace, member.name),
			);
			const childPath = join(path, localName(child));
			if (found < 0) {
				this.dropped.push(childPath);
				continue;
			}
			row[members[found].name] = this.value(child, members[found].type, childPath);
			from = found + 1;
		}
		return row;
	}

	private value(element: XmlElement, type: TypeRef, path: string): Value {
		if (isNil(element)) {
			if (isNillable(type)) return null;
			throw this.refusal(path, `ValueType '${itemName(type)}' cannot be null.`);
		}
		switch (type.kind) {
			case 'simple':
				return this.simple(textOf(element), type.name, path);
			case 'enum':
				return this.enumValue(textOf(element), this.enumNamed(type.name), path);
			case 'list':
				return this.list(element, type.of, path);
			case 'object': {
				const members = allMembers(this.contract, type.name);
				return this.members(element, this.contract.contractsNamespace, members, path);
			}
		}
	}

	private list(element: XmlElement, of: TypeRef, path: string): Value {
		const namespace = listNamespace(this.contract, of);
		const name = itemName(of);
		return childrenOf(element).flatMap((child): Value[] => {
			const childPath = join(path, localName(child));
			if (isNamed(child, namespace, name)) return [this.value(child, of, childPath)];
			this.dropped.push(childPath);
			return [];
		});
	}

	private simple(text: string, name: SimpleName, path: string): Value {
		if (name === 'string' || name === 'base64Binary') return text;
		const trimmed = text.trim();
		const value = parseSimple(trimmed, name);
		if (value !== undefined) return value;
		throw this.refusal(
			path,
			`The value '${trimmed}' cannot be parsed as the type '${CLR_NAMES[name]}'.`,
		);
	}

	private enumValue(text: string, type: EnumType, path: string): Value {
		const index = type.wire.indexOf(text.trim());
		if (index >= 0) return type.values[index];
		throw this.refusal(
			path,
			`Invalid enum value '${text}' cannot be deserialized into type '${type.name}'.`,
		);
	}

	private enumNamed(name: string): EnumType {
		const type = this.contract.enums.get(name);
		if (!type) throw new Error(`The contract has no enum ${name}`);
		return type;
	}

	private refusal(path: string, why: string): Error {
		const parameter = `${this.contract.serviceNamespace}:${path.split('/')[0]}`;
		return deserializationFailed(
			`There was an error while trying to deserialize parameter ${parameter}. ` +
				`The InnerException message was '${why}'. Please see InnerException for more details.`,
		);
	}
}

function parseSimple(text: string, name: SimpleName): Value {
	switch (name) {
		case 'int': {
			const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
			return Math.abs(value) <= MAX_INT ? value : undefined;
		}
		case 'double':
			return DOUBLE.test(text) ? Number(text) : undefined;
		case 'boolean':
			if (text === 'true' || text === '1') return true;
			return text === 'false' || text === '0' ? false : undefined;
		case 'dateTime':
			return Number.isNaN(Date.parse(text)) ? undefined : text;
		default:
			return text;
	}
}

function join(path: string, name: string): string {
	return path === '' ? name : `${path}/${name}`;
}

/** The operation element must be the one that the action names. */
export function checkBody(contract: Contract, operation: Operation, element: XmlElement): void {
	if (isNamed(element, contract.serviceNamespace, operation.name)) return;
	throw deserializationFailed(
		`Error in deserializing body of request message for operation '${operation.name}'. ` +
			'OperationFormatter encountered an invalid Message body. Expected to find node type ' +
			`'Element' with name '${operation.name}' and namespace '${contract.serviceNamespace}'. ` +
			`Found node type 'Element' with name '${localName(element)}' and namespace ` +
			`'${namespaceOf(element)}'`,
	);
}
