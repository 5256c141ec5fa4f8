import { SoapDataError } from '../errors';
import { keyOf, XSD_NS, type QName } from '../xml/names';
import { resolveName, type XmlElement } from '../xml/tree';
import { soapChild, wsdlChildren, type Definitions, type SoapPort } from './definitions';
import { ANY_TYPE, type Body, type Member, type Operation } from './model';
import { documentationOf } from './schemaSet';
import type { TypeCompiler } from './typeCompiler';

/**
 * The operations of all ports, by name. Where a name comes twice (overloads, several ports), the
 * first counts.
 */
export function readOperations(
	ports: readonly SoapPort[],
	definitions: Definitions,
	compiler: TypeCompiler,
): Map<string, Operation> {
	const operations = new Map<string, Operation>();
	for (const port of ports) {
		const abstract = wsdlChildren(port.portType, 'operation');
		for (const binding of wsdlChildren(port.binding, 'operation')) {
			const name = binding.attributes.name;
			const declared = abstract.find((candidate) => candidate.attributes.name === name);
			if (!declared || operations.has(name)) continue;
			operations.set(
				name,
				new OperationReader(port, binding, declared, definitions, compiler).read(),
			);
		}
	}
	return operations;
}

class OperationReader {
	private readonly rpc: boolean;
	private readonly name: string;
	private readonly soapAction: string;

	constructor(
		private readonly port: SoapPort,
		private readonly binding: XmlElement,
		private readonly declared: XmlElement,
		private readonly definitions: Definitions,
		private readonly compiler: TypeCompiler,
	) {
		const soap = soapChild(binding, 'operation');
		this.name = declared.attributes.name;
		this.soapAction = soap?.attributes.soapAction ?? '';
		const style = soap?.attributes.style;
		this.rpc = style === undefined ? port.rpc : style === 'rpc';
	}

	/** An operation that refers to what is not there is known, but cannot be called. The others can. */
	read(): Operation {
		let problem: unknown;
		try {
			return this.described();
		} catch (error) {
			problem = error;
		}
		if (!(problem instanceof SoapDataError)) throw problem;
		return {
			name: this.name,
			soapAction: this.soapAction,
			input: this.synthetic('input', []),
			unsupported: `the WSDL does not describe it properly (${problem.message})`,
		};
	}

	private described(): Operation {
		const encoded = this.bodyBinding('input')?.attributes.use === 'encoded';
		return {
			name: this.name,
			soapAction: this.soapAction,
			documentation: documentationOf(this.declared),
			input: this.body('input') ?? this.synthetic('input', []),
			output: this.body('output'),
			unsupported: encoded
				? 'it uses SOAP encoding (rpc/encoded), which is not supported'
				: undefined,
		};
	}

	private bodyBinding(direction: 'input' | 'output'): XmlElement | undefined {
		const [message] = wsdlChildren(this.binding, direction);
		return (
			soapChild(message, 'body') ??
			// With attachments, the body is one part of a MIME message.
			message?.children
				.flatMap((multipart) => multipart.children)
				.map((part) => soapChild(part, 'body'))
				.find((body) => body !== undefined)
		);
	}

	private body(direction: 'input' | 'output'): Body | undefined {
		const [reference] = wsdlChildren(this.declared, direction);
		if (!reference) return undefined;
		const message = this.definitions.find('message', reference, reference.attributes.message).node;
		const binding = this.bodyBinding(direction);
		const wanted = binding?.attributes.parts?.split(/\s+/).filter((name) => name !== '');
		const parts = wsdlChildren(message, 'part').filter(
			(part) => wanted === undefined || wanted.includes(part.attributes.name),
		);
		if (this.rpc) return this.rpcBody(direction, parts, binding);
		return this.documentBody(direction, parts);
	}

	/** RPC: an element named after the operation, with one unqualified child per part. */
	private rpcBody(direction: 'input' | 'output', parts: XmlElement[], binding?: XmlElement): Body {
		return {
			...this.synthetic(
				direction,
				parts.map((part) => this.partMember(part)),
			),
			element: {
				namespace: binding?.attributes.namespace ?? this.port.namespace,
				name: direction === 'input' ? this.name : `${this.name}Response`,
			},
		};
	}

	/**
	 * Document: the element of the only part wraps the parameters; several parts, or a plain one,
	 * stand side by side.
	 */
	private documentBody(direction: 'input' | 'output', parts: XmlElement[]): Body {
		const [part] = parts;
		if (parts.length === 1 && part.attributes.element !== undefined) {
			const element = resolveName(part.attributes.element, part.scope);
			const type = this.compiler.elementType(element)?.type ?? ANY_TYPE;
			const definition = this.compiler.compileNamed(type);
			if (definition?.kind === 'complex' && definition.text === undefined) return { element, type };
		} else if (parts.length === 1 && part.attributes.type !== undefined) {
			// The part's type is the content of the Body itself (WSDL 1.1, section 3.5).
			const { namespace, name } = resolveName(part.attributes.type, part.scope);
			const key = keyOf(namespace, name);
			if (this.compiler.compileNamed(key)?.kind === 'complex') return { type: key };
		}
		return this.synthetic(
			direction,
			parts.map((each) => this.partMember(each)),
		);
	}

	private partMember(part: XmlElement): Member {
		const common = { required: true, repeated: false };
		if (part.attributes.element !== undefined) {
			const name = resolveName(part.attributes.element, part.scope);
			const element = this.compiler.elementType(name);
			return {
				...common,
				...name,
				type: element?.type ?? ANY_TYPE,
				nillable: element?.nillable ?? true,
			};
		}
		const type: QName =
			part.attributes.type === undefined
				? { namespace: XSD_NS, name: 'anyType' }
				: resolveName(part.attributes.type, part.scope);
		this.compiler.compileNamed(keyOf(type.namespace, type.name));
		return {
			...common,
			name: part.attributes.name,
			namespace: '',
			type: keyOf(type.namespace, type.name),
			nillable: true,
		};
	}

	/** A type that the WSDL does not have but its messages describe. */
	private synthetic(direction: 'input' | 'output', members: Member[]): Body {
		const type = `${keyOf(this.port.namespace, this.name)}#${direction}`;
		this.compiler.types.set(type, {
			kind: 'complex',
			namespace: this.port.namespace,
			name: this.name,
			abstract: false,
			members,
			attributes: [],
			open: false,
			alphabetical: false,
		});
		return { type };
	}
}
