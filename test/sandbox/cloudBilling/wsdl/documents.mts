import { Builder } from 'xml2js';
import { actionOf, type Contract, type Operation } from '../contract/model.mjs';
import { schemaNode, schemasOf, type XmlNode } from './schemas.mjs';

const WSDL_NAMESPACE = 'http://schemas.xmlsoap.org/wsdl/';
const SOAP_BINDING_NAMESPACE = 'http://schemas.xmlsoap.org/wsdl/soap/';
const XSD_NAMESPACE = 'http://www.w3.org/2001/XMLSchema';
const HTTP_TRANSPORT = 'http://schemas.xmlsoap.org/soap/http';
/** Of the service behaviour, not of the contract; any other than the contract's makes WCF split. Unverified. */
const SPLIT_NAMESPACE = 'urn:cloudbilling:service';
const SERVICE_NAME = 'PublicApi';

export interface WsdlPlaces {
	/** What the advertised soap:address says. */
	readonly address: string;
	/** Where the parts are fetched from. */
	readonly parts: string;
}

/** All in one file: `?singleWsdl`. */
export function singleWsdl(contract: Contract, places: WsdlPlaces): string {
	return xmlOf('wsdl:definitions', {
		$: definitionAttributes(contract.serviceNamespace),
		'wsdl:types': { 'xs:schema': schemasOf(contract).map((schema) => schemaNode(schema)) },
		...contractNodes(contract),
		...bindingNode(contract),
		...serviceNode(contract, places, 'tns'),
	});
}

/** `?wsdl` where service and contract share a namespace: only the schemas are files of their own. */
export function wsdlWithSchemaImports(contract: Contract, places: WsdlPlaces): string {
	return xmlOf('wsdl:definitions', {
		$: definitionAttributes(contract.serviceNamespace),
		'wsdl:types': importedTypes(contract, places),
		...contractNodes(contract),
		...bindingNode(contract),
		...serviceNode(contract, places, 'tns'),
	});
}

/** `?wsdl` where they differ: it holds the service and imports the rest from `?wsdl=wsdl0`. */
export function wsdlWithContractImport(
	contract: Contract,
	places: WsdlPlaces,
	badImport: string | undefined,
): string {
	const locations = [`${places.parts}?wsdl=wsdl0`, ...(badImport ? [badImport] : [])];
	return xmlOf('wsdl:definitions', {
		$: { ...definitionAttributes(SPLIT_NAMESPACE), 'xmlns:i0': contract.serviceNamespace },
		'wsdl:import': locations.map((location) => ({
			$: { namespace: contract.serviceNamespace, location },
		})),
		'wsdl:types': {},
		...serviceNode(contract, places, 'i0'),
	});
}

/** `?wsdl=wsdl0`: what the former imports. */
export function contractWsdl(contract: Contract, places: WsdlPlaces): string {
	const attributes = definitionAttributes(contract.serviceNamespace);
	delete attributes.name;
	return xmlOf('wsdl:definitions', {
		$: attributes,
		'wsdl:types': importedTypes(contract, places),
		...contractNodes(contract),
		...bindingNode(contract),
	});
}

/** `?xsd=xsd0` and on; undefined where there is none of that number. */
export function schemaFile(
	contract: Contract,
	places: WsdlPlaces,
	number: number,
): string | undefined {
	const schemas = schemasOf(contract);
	if (!schemas[number]) return undefined;
	const locationOf = (namespace: string) =>
		`${places.parts}?xsd=xsd${schemas.findIndex((schema) => schema.namespace === namespace)}`;
	return xmlOf('xs:schema', schemaNode(schemas[number], locationOf));
}

/** A WSDL that holds nothing but an import, for imports in a circle or without an end. */
export function importOnly(contract: Contract, location: string): string {
	return xmlOf('wsdl:definitions', {
		$: { 'xmlns:wsdl': WSDL_NAMESPACE, targetNamespace: contract.serviceNamespace },
		'wsdl:import': { $: { namespace: contract.serviceNamespace, location } },
	});
}

function importedTypes(contract: Contract, places: WsdlPlaces): XmlNode {
	const imports = schemasOf(contract).map(({ namespace }, number) => ({
		$: { schemaLocation: `${places.parts}?xsd=xsd${number}`, namespace },
	}));
	return {
		'xsd:schema': {
			$: { targetNamespace: `${contract.serviceNamespace}Imports` },
			'xsd:import': imports,
		},
	};
}

function definitionAttributes(targetNamespace: string): Record<string, string> {
	return {
		name: SERVICE_NAME,
		targetNamespace,
		'xmlns:wsdl': WSDL_NAMESPACE,
		'xmlns:xsd': XSD_NAMESPACE,
		'xmlns:soap': SOAP_BINDING_NAMESPACE,
		'xmlns:wsaw': 'http://www.w3.org/2006/05/addressing/wsdl',
		'xmlns:tns': targetNamespace,
	};
}

function contractNodes(contract: Contract): XmlNode {
	const operations = [...contract.operations.values()];
	return {
		'wsdl:message': operations.flatMap((operation) => [
			message(contract, operation, 'Input', operation.name),
			message(contract, operation, 'Output', `${operation.name}Response`),
		]),
		'wsdl:portType': {
			$: { name: contract.name },
			'wsdl:operation': operations.map((operation) => portTypeOperation(contract, operation)),
		},
	};
}

function message(
	contract: Contract,
	operation: Operation,
	direction: string,
	element: string,
): XmlNode {
	return {
		$: { name: `${contract.name}_${operation.name}_${direction}Message` },
		'wsdl:part': { $: { name: 'parameters', element: `tns:${element}` } },
	};
}

function portTypeOperation(contract: Contract, operation: Operation): XmlNode {
	const action = actionOf(contract, operation);
	const prefix = `tns:${contract.name}_${operation.name}`;
	return {
		$: { name: operation.name },
		...(operation.unverified && { 'wsdl:documentation': operation.unverified }),
		'wsdl:input': { $: { 'wsaw:Action': action, message: `${prefix}_InputMessage` } },
		'wsdl:output': {
			$: { 'wsaw:Action': `${action}Response`, message: `${prefix}_OutputMessage` },
		},
	};
}

function bindingNode(contract: Contract): XmlNode {
	const body: XmlNode = { 'soap:body': { $: { use: 'literal' } } };
	return {
		'wsdl:binding': {
			$: { name: bindingName(contract), type: `tns:${contract.name}` },
			'soap:binding': { $: { transport: HTTP_TRANSPORT } },
			'wsdl:operation': [...contract.operations.values()].map((operation) => ({
				$: { name: operation.name },
				'soap:operation': {
					$: { soapAction: actionOf(contract, operation), style: 'document' },
				},
				'wsdl:input': body,
				'wsdl:output': body,
			})),
		},
	};
}

function serviceNode(contract: Contract, places: WsdlPlaces, prefix: string): XmlNode {
	const name = bindingName(contract);
	return {
		'wsdl:service': {
			$: { name: SERVICE_NAME },
			'wsdl:port': {
				$: { name, binding: `${prefix}:${name}` },
				'soap:address': { $: { location: places.address } },
			},
		},
	};
}

function bindingName(contract: Contract): string {
	return `BasicHttpsBinding_${contract.name}`;
}

function xmlOf(root: string, content: XmlNode): string {
	const builder = new Builder({
		xmldec: { version: '1.0', encoding: 'utf-8' },
		renderOpts: { pretty: false },
	});
	return builder.buildObject({ [root]: content });
}
