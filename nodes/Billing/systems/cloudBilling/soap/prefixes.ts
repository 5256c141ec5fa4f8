import { XSI_NS, type QName } from '../xml/names';
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

	/** The name with the prefix of its namespace. */
	qualified({ namespace, name }: QName): string {
		if (namespace === '') return name;
		let names = this.names.get(namespace);
		if (!names) {
			this.prefixes.set(namespace, this.prefixes.get(namespace) ?? `n${this.prefixes.size}`);
			this.names.set(namespace, (names = new Map()));
		}
		// Kept, because the same text used as a key again and again is much cheaper than an equal one
		// made anew.
		let spelling = names.get(name);
		if (spelling === undefined) {
			spelling = `${this.prefixes.get(namespace)}:${name}`;
			names.set(name, spelling);
		}
		return spelling;
	}
}
