import {
	type Contract,
	type Member,
	type Operation,
	parametersOf,
} from '../../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import { keyOf } from '../../../nodes/Billing/systems/cloudBilling/xml/names.js';
import { schema } from './schemas.mjs';
import { escaped } from './slices.mjs';

/**
 * The element of an RPC request, which WSDL describes and no schema declares: named after the operation, with
 * one unqualified child for each part. Undefined where the WSDL has an element of its own.
 */
export function rpcSchema(
	contract: Contract,
	operation: Operation,
): { namespace: string; text: string } | undefined {
	const { element, type } = operation.input;
	if (!element || !type.endsWith('#input')) return undefined;
	const parts = parametersOf(contract, operation).map(partOf).join('');
	const text = schema(
		element.namespace,
		`<xs:element name="${element.name}"><xs:complexType><xs:sequence>${parts}</xs:sequence></xs:complexType></xs:element>`,
	);
	return { namespace: element.namespace, text };
}

function partOf({ name, namespace, type }: Member): string {
	const isElement = namespace !== '';
	const [, target, local] = /^\{(.*)\}(.*)$/.exec(isElement ? keyOf(namespace, name) : type) ?? [];
	const declaration = ` xmlns:p="${escaped(target)}"`;
	if (isElement) return `<xs:element${declaration} ref="p:${local}"/>`;
	return `<xs:element${declaration} name="${name}" type="p:${local}" nillable="true"/>`;
}
