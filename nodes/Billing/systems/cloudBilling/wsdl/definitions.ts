import { WsdlError } from '../errors';
import { keyOf, localName, WSDL_NS, WSDL_SOAP12_NS, WSDL_SOAP_NS } from '../xml/names';
import type { XmlElement } from '../xml/tree';

/** A SOAP 1.1 binding with the port type it binds. */
export interface SoapPort {
	readonly binding: XmlElement;
	readonly portType: XmlElement;
	readonly rpc: boolean;
	readonly address?: string;
	/** The target namespace of the definitions that hold the binding. */
	readonly namespace: string;
}

type Kind = 'message' | 'portType' | 'binding';

interface Named {
	readonly node: XmlElement;
	readonly namespace: string;
}

/** The messages, port types, bindings and services of all WSDL documents, found by name. */
export class Definitions {
	readonly targetNamespace: string;
	private readonly named: Readonly<Record<Kind, Map<string, Named>>> = {
		message: new Map(),
		portType: new Map(),
		binding: new Map(),
	};
	private readonly services: XmlElement[] = [];

	constructor(documents: readonly XmlElement[]) {
		this.targetNamespace = documents[0].attributes.targetNamespace ?? '';
		for (const document of documents) {
			const namespace = document.attributes.targetNamespace ?? '';
			for (const node of document.children) {
				if (node.namespace !== WSDL_NS) continue;
				if (node.name === 'service') this.services.push(node);
				if (node.name !== 'message' && node.name !== 'portType' && node.name !== 'binding')
					continue;
				this.named[node.name].set(keyOf(namespace, node.attributes.name), { node, namespace });
			}
		}
	}

	/**
	 * What a reference means. Handwritten WSDLs get prefixes wrong here, so a name that is unique in
	 * the WSDL is enough.
	 *
	 * @throws WsdlError if the WSDL refers to something it does not define
	 */
	find(kind: Kind, from: XmlElement, spelling: string | undefined): Named {
		if (spelling === undefined) {
			const name = from.attributes.name ? ` "${from.attributes.name}"` : '';
			throw new WsdlError(`The ${from.name}${name} of the WSDL does not say which ${kind} it has`);
		}
		const namespace = from.scope.get(spelling.includes(':') ? spelling.split(':')[0] : '') ?? '';
		const name = localName(spelling);
		const exact = this.named[kind].get(keyOf(namespace, name));
		if (exact) return exact;
		const alike = [...this.named[kind].values()].filter(
			({ node }) => node.attributes.name === name,
		);
		if (alike.length === 1) return alike[0];
		throw new WsdlError(`The WSDL refers to the ${kind} "${spelling}", which it does not define`);
	}

	/**
	 * The SOAP 1.1 bindings: those of services in their order, else all that exist.
	 *
	 * @throws WsdlError if there is none
	 */
	soapPorts(): SoapPort[] {
		const ports: SoapPort[] = [];
		for (const service of this.services) {
			for (const port of wsdlChildren(service, 'port')) {
				const binding = this.find('binding', port, port.attributes.binding);
				const address = soapChild(port, 'address')?.attributes.location;
				ports.push(...this.toPort(binding, address));
			}
		}
		if (this.services.length === 0) {
			for (const binding of this.named.binding.values()) ports.push(...this.toPort(binding));
		}
		if (ports.length > 0) return ports;
		const soap12 = [...this.named.binding.values()].some(({ node }) =>
			node.children.some((child) => child.namespace === WSDL_SOAP12_NS),
		);
		throw new WsdlError(
			soap12
				? 'The WSDL offers SOAP 1.2 only; SOAP 1.1 is needed'
				: 'The WSDL has no SOAP 1.1 binding',
		);
	}

	private toPort({ node, namespace }: Named, address?: string): SoapPort[] {
		const soap = soapChild(node, 'binding');
		if (!soap) return [];
		const portType = this.find('portType', node, node.attributes.type).node;
		return [{ binding: node, portType, rpc: soap.attributes.style === 'rpc', address, namespace }];
	}
}

export function wsdlChildren(node: XmlElement, name: string): XmlElement[] {
	return node.children.filter((child) => child.namespace === WSDL_NS && child.name === name);
}

/** The extension element of SOAP 1.1 with this name. */
export function soapChild(node: XmlElement | undefined, name: string): XmlElement | undefined {
	return node?.children.find((child) => child.namespace === WSDL_SOAP_NS && child.name === name);
}
