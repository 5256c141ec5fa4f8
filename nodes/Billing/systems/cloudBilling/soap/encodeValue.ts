import { EncodeError } from '../errors';
import {
	entryOf,
	listItem,
	typeOf,
	type ComplexType,
	type Contract,
	type Member,
	type SimpleType,
	type TypeKey,
} from '../wsdl/model';
import { PRIMITIVES } from '../wsdl/primitives';
import { DEFAULT_LIMITS } from '../xml/limits';
import { isNcName, MS_ARRAYS_NS } from '../xml/names';
import { escapeAttribute, escapeText } from '../xml/text';
import type { XmlNode, XmlNodeMap } from '../xml/write';
import { actualType, TYPE_MEMBER } from './actualType';
import {
	assertChoices,
	isJsonObject,
	join,
	ordinal,
	own,
	refuseMember,
	type JsonObject,
} from './encodeChecks';
import { encodeSimple } from './encodeSimple';
import type { Prefixes } from './prefixes';
import { describe } from './suggest';

/**
 * The member of a JSON object that holds its text, where an element has both text and attributes.
 */
export const TEXT_MEMBER = '#text';

/** Envelope, Body and the operation's element lie around every value. */
const MAX_DEPTH = DEFAULT_LIMITS.maxDepth - 4;
const FREE_TEXT: SimpleType = {
	kind: 'simple',
	namespace: '',
	name: 'text',
	primitive: 'string',
	list: false,
};

/** A value that was encoded before; it stands in for the value. */
export class EncodedValue {
	constructor(readonly node: XmlNode) {}
}

/** Turns JSON values into elements by their types. */
export class ValueEncoder {
	private depth = 0;

	constructor(
		private readonly contract: Contract,
		private readonly prefixes: Prefixes,
	) {}

	/**
	 * The content of the operation's element. Parameters are an object even where the type is a list.
	 */
	body(key: TypeKey, parameters: JsonObject): XmlNode {
		this.depth = 0;
		const type = typeOf(this.contract, key);
		if (type?.kind === 'complex') return this.object(type, type, parameters, '');
		return this.value({ namespace: '', type: key, nillable: false }, parameters, '');
	}

	/**
	 * One entry of a list among the members of the operation's element, as it will stand there;
	 * undefined where the type of that member says of no list.
	 */
	entry(key: TypeKey, list: string, value: unknown): EncodedValue | undefined {
		const type = typeOf(this.contract, key);
		if (type?.kind !== 'complex') return undefined;
		const member = type.members.find(({ name }) => name === list);
		if (!member) return type.open ? undefined : refuseMember(type, list, '');
		const item = entryOf(this.contract, member);
		if (!item) return undefined;
		this.depth = 1;
		return new EncodedValue(this.value(item, value, ''));
	}

	private value(
		member: Pick<Member, 'namespace' | 'type' | 'nillable'>,
		value: unknown,
		path: string,
	): XmlNode {
		if (value instanceof EncodedValue) return value.node;
		if (value === null || value === undefined) {
			if (!member.nillable) throw new EncodeError(path, 'a value is needed here, not null.');
			return { '@i:nil': 'true' };
		}
		const type = typeOf(this.contract, member.type);
		if (type?.kind === 'simple') return escapeText(encodeSimple(type, value, path), path);
		if (this.depth >= MAX_DEPTH) throw new EncodeError(path, 'the value is nested too deeply.');
		this.depth += 1;
		const node = type
			? this.complex(type, member.type, value, path)
			: this.freeForm(value, this.contract.freeNamespace ?? member.namespace, path);
		this.depth -= 1;
		return node;
	}

	private complex(type: ComplexType, key: TypeKey, value: unknown, path: string): XmlNode {
		const item = listItem(type);
		if (item && !(isJsonObject(value) && item.name in value)) {
			const isEmpty = isJsonObject(value) && Object.keys(value).length === 0;
			const entries = isEmpty ? [] : this.entries(item, value, path);
			return entries.length === 0 ? '' : { [this.prefixes.qualified(item)]: entries };
		}
		if (isJsonObject(value)) {
			const actual = actualType(this.contract, type, key, value[TYPE_MEMBER], path);
			return this.object(actual, type, value, path);
		}
		if (type.text !== undefined) return this.object(type, type, { [TEXT_MEMBER]: value }, path);
		throw new EncodeError(path, `${describe(value)} is not an object of type ${type.name}.`);
	}

	private object(
		type: ComplexType,
		declared: ComplexType,
		value: JsonObject,
		path: string,
	): XmlNode {
		const node: XmlNodeMap = {};
		if (type !== declared) node['@i:type'] = this.prefixes.qualified(type);
		this.attributes(type, value, node, path);
		if (type.text !== undefined && value[TEXT_MEMBER] !== undefined) {
			const text = { namespace: '', type: type.text, nillable: false };
			node[TEXT_MEMBER] = this.value(text, value[TEXT_MEMBER], path);
		}
		assertChoices(type, value, path);
		for (const member of this.membersInOrder(type, value, path)) {
			this.member(member, own(value, member.name), join(path, member.name), node);
		}
		return Object.keys(node).length === 0 ? '' : node;
	}

	private member(member: Member, value: unknown, path: string, node: XmlNodeMap): void {
		if (value === undefined) {
			if (member.required) throw new EncodeError(path, 'a value is needed here.');
		} else if (member.repeated) {
			const entries = value === null ? [] : this.entries(member, value, path);
			if (entries.length > 0) node[this.prefixes.qualified(member)] = entries;
			else if (member.required) throw new EncodeError(path, 'at least one entry is needed here.');
		} else if (value !== null || member.nillable || member.required) {
			node[this.prefixes.qualified(member)] = this.value(member, value, path);
		}
	}

	private entries(member: Member, value: unknown, path: string): XmlNode[] {
		if (!Array.isArray(value)) return [this.value(member, value, path)];
		return value.map((entry: unknown, index) => this.value(member, entry, `${path}[${index}]`));
	}

	/** The members of the type, with the unlisted ones of an open type where they belong. */
	private membersInOrder(type: ComplexType, value: JsonObject, path: string): readonly Member[] {
		let unlisted: Member[] | undefined;
		for (const name of Object.keys(value)) {
			if (name.startsWith('@') || name === TEXT_MEMBER) continue;
			if (type.members.some((member) => member.name === name)) continue;
			if (!type.open) refuseMember(type, name, path);
			const namespace = type.members[0]?.namespace ?? type.namespace;
			(unlisted ??= []).push(this.freeMember(name, namespace, path));
		}
		if (!unlisted) return type.members;
		const members = [...type.members, ...unlisted];
		return type.alphabetical ? members.sort((a, b) => ordinal(a.name, b.name)) : members;
	}

	private freeMember(name: string, namespace: string, path: string): Member {
		if (!isNcName(name))
			throw new EncodeError(join(path, name), 'this cannot be the name of a member.');
		return { name, namespace, type: '', required: false, repeated: false, nillable: true };
	}

	/**
	 * A value whose type is not known: text as it is, an object member by member, arrays as repeated
	 * elements.
	 */
	private freeForm(value: unknown, namespace: string, path: string): XmlNode {
		if (Array.isArray(value)) return this.freeForm(this.namedEntries(value, path), namespace, path);
		if (!isJsonObject(value)) return escapeText(encodeSimple(FREE_TEXT, value, path), path);
		const node: XmlNodeMap = {};
		for (const name of Object.keys(value)) {
			const entry = value[name];
			if (entry === undefined) continue;
			const isArray = this.isWcf && Array.isArray(entry) && PRIMITIVES.has(name);
			const member = this.freeMember(name, isArray ? MS_ARRAYS_NS : namespace, path);
			node[this.prefixes.qualified(member)] = Array.isArray(entry)
				? this.entries(member, entry, join(path, name))
				: this.value(member, entry, join(path, name));
		}
		return Object.keys(node).length === 0 ? '' : node;
	}

	/**
	 * WCF's arrays of simple values have entries named after the type, in a namespace of their own.
	 */
	private get isWcf(): boolean {
		return this.contract.freeNamespace !== undefined;
	}

	private namedEntries(entries: readonly unknown[], path: string): JsonObject {
		if (this.isWcf && entries.every((entry) => typeof entry === 'string'))
			return { string: entries };
		throw new EncodeError(path, 'the entries need a name here, such as {"Customer": [...]}.');
	}

	private attributes(type: ComplexType, value: JsonObject, node: XmlNodeMap, path: string): void {
		for (const name of Object.keys(value)) {
			if (!name.startsWith('@') || name === TYPE_MEMBER) continue;
			if (!type.attributes.some((attribute) => `@${attribute.name}` === name))
				refuseMember(type, name, path);
		}
		for (const attribute of type.attributes) {
			const given = value[`@${attribute.name}`];
			const attributePath = join(path, `@${attribute.name}`);
			if (given === undefined || given === null) {
				if (attribute.required) throw new EncodeError(attributePath, 'a value is needed here.');
				continue;
			}
			const simple = typeOf(this.contract, attribute.type);
			const text = encodeSimple(
				simple?.kind === 'simple' ? simple : FREE_TEXT,
				given,
				attributePath,
			);
			node[`@${this.prefixes.qualified(attribute)}`] = escapeAttribute(text, attributePath);
		}
	}
}
