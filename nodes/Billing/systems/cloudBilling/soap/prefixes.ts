import { EncodeError } from '../errors';
import { isNcName, XSI_NS, type QName } from '../xml/names';
import { escapeAttribute } from '../xml/text';
import type { XmlNodeMap } from '../xml/write';

/** The prefixes of the namespaces that were written, each made when it is first used. */
export class Prefixes {
	private readonly prefixes = new Map<string, string>([[XSI_NS, 'i']]);
	/** Qualified names by namespace and name. */
	private readonly names = new Map<string, Map<string, string>>();

	/** The attributes that declare every prefix used so far. */
	declarations(): XmlNodeMap {
		const attributes: XmlNodeMap = {};
		for (const [namespace, prefix] of this.prefixes) {
			attributes[`@xmlns:${prefix}`] = escapeAttribute(namespace, '');
		}
		return attributes;
	}

	/**
	 * The name with the prefix of its namespace.
	 *
	 * @throws EncodeError if it is no name: a WSDL can hold any text in its place
	 */
	qualified({ namespace, name }: QName): string {
		let names = this.names.get(namespace);
		if (!names) {
			if (namespace !== '') this.declare(namespace);
			this.names.set(namespace, (names = new Map()));
		}
		// Kept, because the same text used as a key again and again is much cheaper than an equal one
		// made anew.
		let spelling = names.get(name);
		if (spelling === undefined) {
			spelling = namespace === '' ? name : `${this.prefixes.get(namespace)}:${name}`;
			refuseNoName(name);
			names.set(name, spelling);
		}
		return spelling;
	}

	private declare(namespace: string): void {
		this.prefixes.set(namespace, this.prefixes.get(namespace) ?? `n${this.prefixes.size}`);
	}
}

function refuseNoName(name: string): void {
	if (isNcName(name)) return;
	throw new EncodeError('', `"${name}" cannot be a name in XML. The WSDL has a mistake there.`);
}
