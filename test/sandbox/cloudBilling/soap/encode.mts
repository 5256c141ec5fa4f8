import { WSDL } from 'soap';
import {
	allMembers,
	isNillable,
	itemName,
	type Contract,
	type Member,
	type Operation,
	type Row,
	type TypeRef,
	type Value,
} from '../contract/model.mjs';
import type { CloudBillingSwitches, ReadSwitches } from '../switches.mjs';
import { datesAs } from '../values.mjs';
import { envelope } from './fault.mjs';
import { XSI_NAMESPACE } from './xml.mjs';

const ATTRIBUTES = 'attributes';
const NIL = { [ATTRIBUTES]: { 'i:nil': 'true' } };
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

/**
 * Writes answers with the soap library, from the very WSDL that is published: it alone decides order, namespaces
 * and where a list is wrapped, so a mistake in the WSDL shows on the wire.
 */
export class Encoder {
	private readonly library: WSDL;
	private failure: Error | undefined;

	/** The library reads the WSDL one tick later; no call over HTTP can come sooner. */
	constructor(
		private readonly contract: Contract,
		wsdl: string,
		private readonly switches: ReadSwitches,
	) {
		this.library = new WSDL(wsdl, 'in-memory', { useEmptyTag: true });
		this.library.options.attributesKey = ATTRIBUTES;
		rememberLookups(this.library);
		this.library.onReady((error: Error | null) => {
			this.failure = error ?? undefined;
		});
	}

	/** `result` holds the members of the result element. */
	response(operation: Operation, result: Row): string {
		if (this.failure) throw this.failure;
		const values = new SoapValues(this.contract, this.switches());
		const name = `${operation.name}Response`;
		const members = values.members(allMembers(this.contract, operation.envelope), result);
		const content = {
			[`${operation.name}Result`]: { [ATTRIBUTES]: { 'xmlns:i': XSI_NAMESPACE }, ...members },
		};
		const namespace = this.contract.serviceNamespace;
		return envelope(
			String(this.library.objectToDocumentXML(name, content, 'tns', namespace, name)),
		);
	}
}

/** The library searches a type anew for every element it writes; the answer is always the same. */
function rememberLookups(library: WSDL): void {
	const search = library.findChildSchemaObject.bind(library);
	const known = new Map<unknown, Map<string, unknown>>();
	library.findChildSchemaObject = (parent: unknown, name: string, backtrace: unknown) => {
		if (backtrace !== undefined) return search(parent, name, backtrace) as unknown;
		const children = known.get(parent) ?? new Map<string, unknown>();
		known.set(parent, children);
		if (!children.has(name)) children.set(name, search(parent, name));
		return children.get(name);
	};
}

/** Turns our values into what the soap library takes. */
class SoapValues {
	constructor(
		private readonly contract: Contract,
		private readonly switches: Readonly<CloudBillingSwitches>,
	) {}

	members(members: readonly Member[], row: Row): Record<string, unknown> {
		const content: Record<string, unknown> = {};
		for (const { name, type, repeated } of members) {
			const value = row[name];
			if (!repeated) content[name] = this.value(value, type);
			else if (Array.isArray(value)) {
				content[name] = value.map((item: Value) => this.value(item, type));
			}
		}
		return content;
	}

	private value(value: Value, type: TypeRef): unknown {
		if (value === null || value === undefined) return isNillable(type) ? NIL : this.zero(type);
		switch (type.kind) {
			case 'list':
				return this.list(value, type.of);
			case 'object':
				return this.members(allMembers(this.contract, type.name), value as Row);
			case 'enum': {
				const known = this.contract.enums.get(type.name);
				return known?.wire[known.values.indexOf(String(value))] ?? value;
			}
			case 'simple':
				if (typeof value !== 'string') return type.name === 'string' ? String(value) : value;
				return textForLibrary(type.isDate ? datesAs(this.switches.dates, value) : value);
		}
	}

	/** What .NET sends for a value that was never set. */
	private zero(type: TypeRef): unknown {
		if (type.kind === 'enum') return this.contract.enums.get(type.name)?.wire[0];
		if (type.kind !== 'simple') return undefined;
		if (type.name === 'boolean') return false;
		return type.name === 'dateTime' ? '0001-01-01T00:00:00' : 0;
	}

	private list(value: Value, of: TypeRef): unknown {
		const items = Array.isArray(value) ? (value as readonly Value[]) : [value];
		if (items.length === 0) return this.switches.emptyList === 'nil' ? NIL : {};
		return { [itemName(of)]: items.map((item) => this.value(item, of)) };
	}
}

/**
 * The library passes a text that looks like a CDATA section on as it is, and writes control characters raw.
 * WCF writes neither, so these two are escaped here.
 */
function textForLibrary(text: string): unknown {
	if (!CONTROL.test(text) && !text.startsWith('<![CDATA[')) return text;
	const escaped = text
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/[\u0000-\u001f]/g, (char) => `&#x${char.charCodeAt(0).toString(16)};`);
	return { $xml: escaped };
}
