import { SoapDataError, WsdlError } from '../errors';
import {
	DEFAULT_WSDL_LIMITS,
	loadWsdlDocuments,
	type WsdlLimits,
	type WsdlSource,
} from './documents';
import { Definitions } from './definitions';
import type { Contract } from './model';
import { readOperations } from './operations';
import { SchemaSet } from './schemaSet';
import { TypeCompiler } from './typeCompiler';

/**
 * Reads a WSDL 1.1, whole or split, into a contract: the operations of its SOAP 1.1 bindings and
 * all its types.
 *
 * Read: document/literal (wrapped and bare), RPC/literal, message parts by element and by type; of
 * XML Schema extension and restriction, sequence, all, choice, groups, references, attributes,
 * simple content, enumerations, lists, `xs:any`, recursion, and namespaces by `elementFormDefault`
 * and `form`. Not read: substitution groups, identity constraints, patterns. RPC/encoded operations
 * are listed with the reason why they cannot be called. A type that is referred to but not defined
 * is free in form.
 *
 * @throws WsdlError if a document cannot be loaded or understood, or nothing in it is SOAP 1.1
 */
export async function readWsdl(
	source: WsdlSource,
	limits: WsdlLimits = DEFAULT_WSDL_LIMITS,
): Promise<Contract> {
	const documents = await loadWsdlDocuments(source, limits);
	let problem: unknown;
	try {
		const schemas = new SchemaSet();
		for (const { node, includedInto } of documents.schemas) schemas.add(node, includedInto);
		return compile(new Definitions(documents.definitions), new TypeCompiler(schemas));
	} catch (error) {
		problem = error;
	}
	const url = 'url' in source ? source.url : undefined;
	if (problem instanceof RangeError) {
		throw new WsdlError('The types of the WSDL build on one another in too many steps', url);
	}
	if (problem instanceof WsdlError && problem.url !== undefined) throw problem;
	// An XmlError is a name with an undeclared prefix, met where the name is used.
	if (!(problem instanceof SoapDataError)) throw problem;
	throw new WsdlError(problem.message, url);
}

function compile(definitions: Definitions, compiler: TypeCompiler): Contract {
	compiler.compileAll();
	const ports = definitions.soapPorts();
	const operations = readOperations(ports, definitions, compiler);
	if (operations.size === 0) throw new WsdlError('The WSDL has no operations');
	return {
		name: ports[0].portType.attributes.name,
		targetNamespace: definitions.targetNamespace,
		address: ports.find((port) => port.address !== undefined)?.address,
		operations,
		types: compiler.types,
		listNames: new Set(),
	};
}
