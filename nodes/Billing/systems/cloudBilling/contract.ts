import type {
	Body,
	ComplexType,
	Contract,
	Member,
	Operation,
	TypeDefinition,
	TypeKey,
} from './wsdl/model';
import { ANY_TYPE } from './wsdl/model';
import { microsoftArray } from './wsdl/typeCompiler';
import { keyOf, MS_ARRAYS_NS, XSD_NS } from './xml/names';
import { DOCUMENTED_OPERATIONS } from './documentedMethods';
import { DOCUMENTED_TYPES, ENUMERATIONS, type Shape } from './documentedTypes';

/** What the service calls its namespaces and itself; each can be set in the credential. */
export interface BuiltInContractOptions {
	readonly serviceNamespace: string;
	readonly contractsNamespace: string;
	/**
	 * The name of the WCF contract. It is not publicly documented; empty, it is left out of the
	 * SOAPAction.
	 */
	readonly contractName: string;
	/** `{contract}` and `{operation}` are replaced. */
	readonly soapActionPattern: string;
}

/** As documented (namespaces), or as WCF does by default (SOAPAction). */
export const DEFAULT_CONTRACT_OPTIONS: BuiltInContractOptions = {
	serviceNamespace: 'http://tempuri.org/',
	contractsNamespace:
		'http://schemas.datacontract.org/2004/07/Kolonel.Public.Service.API.Contracts.V1_1',
	contractName: '',
	soapActionPattern: 'http://tempuri.org/{contract}/{operation}',
};

/** The namespace of the header element that carries the API token. */
export const API_TOKEN_NAMESPACE = 'http://api.cloudbilling.nl/2018/11/auth/token';
export const API_TOKEN_ELEMENT = 'ApiToken';

/**
 * The contract of the documented methods, for services whose WSDL cannot be had.
 *
 * Parameters stand in documented order. Types are as complete as the documentation, which is not
 * complete: all are open, their members in ordinal order, as WCF's serializer has them by default.
 * The result accepts both documented forms, with and without a `Result` member. Dates are
 * documented as text in the form of `xs:dateTime`, so they are typed as that.
 */
export function createBuiltInContract(options: Partial<BuiltInContractOptions> = {}): Contract {
	const settings = { ...DEFAULT_CONTRACT_OPTIONS, ...options };
	const builder = new ContractBuilder(settings);
	return {
		name: settings.contractName,
		targetNamespace: settings.serviceNamespace,
		operations: new Map(
			Object.keys(DOCUMENTED_OPERATIONS).map((name) => [name, builder.operation(name)]),
		),
		types: builder.types,
		listNames: LIST_NAMES,
		freeNamespace: settings.contractsNamespace,
	};
}

/** Members that are documented as lists, wherever they appear without a type. */
const LIST_NAMES: ReadonlySet<string> = new Set(
	Object.values(DOCUMENTED_TYPES).flatMap((members) =>
		Object.keys(members).filter((name) => members[name].endsWith('[]')),
	),
);

class ContractBuilder {
	readonly types = new Map<TypeKey, TypeDefinition>();

	constructor(private readonly options: BuiltInContractOptions) {
		const string = microsoftArray('string');
		this.types.set(keyOf(string.namespace, string.name), string);
		const namespace = options.contractsNamespace;
		for (const [name, values] of Object.entries(ENUMERATIONS)) {
			this.types.set(this.contractsKey(name), {
				kind: 'simple',
				namespace,
				name,
				primitive: 'string',
				values,
				list: false,
			});
		}
		for (const [name, shapes] of Object.entries(DOCUMENTED_TYPES)) {
			this.types.set(this.contractsKey(name), this.dataContract(name, shapes));
		}
	}

	operation(name: string): Operation {
		const { parameters, result, required = [], documentation } = DOCUMENTED_OPERATIONS[name];
		const namespace = this.options.serviceNamespace;
		const members = Object.entries(parameters).map(([parameter, shape]) => ({
			...this.member(parameter, namespace, shape),
			required: required.includes(parameter),
		}));
		return {
			name,
			soapAction: this.soapAction(name),
			documentation,
			input: this.body(name, members),
			output: this.body(`${name}Response`, [this.result(name, result)]),
		};
	}

	private soapAction(operation: string): string {
		const { soapActionPattern, contractName } = this.options;
		const pattern =
			contractName === '' ? soapActionPattern.replace('{contract}/', '') : soapActionPattern;
		return pattern.replaceAll('{contract}', contractName).replaceAll('{operation}', operation);
	}

	private body(name: string, members: Member[]): Body {
		const namespace = this.options.serviceNamespace;
		const type = `${keyOf(namespace, name)}#element`;
		this.types.set(type, { ...this.complex(name, namespace, members), alphabetical: false });
		return { element: { namespace, name }, type };
	}

	/**
	 * The result member: the documented three, and the payload's own members for the form that has no
	 * `Result`.
	 */
	private result(operation: string, payload: Shape): Member {
		const { contractsNamespace, serviceNamespace } = this.options;
		const result = this.member('Result', contractsNamespace, payload);
		const known = [
			result,
			this.member('ResultCode', contractsNamespace, 'string'),
			this.member('ResultMessage', contractsNamespace, 'string'),
		];
		const payloadType = this.types.get(result.type);
		const direct = payloadType?.kind === 'complex' ? payloadType.members : [];
		const type = `${keyOf(contractsNamespace, operation)}#result`;
		this.types.set(
			type,
			this.complex(`${operation}Result`, contractsNamespace, [...known, ...direct]),
		);
		return {
			name: `${operation}Result`,
			namespace: serviceNamespace,
			type,
			required: false,
			repeated: false,
			nillable: true,
		};
	}

	private dataContract(name: string, shapes: Readonly<Record<string, Shape>>): ComplexType {
		const namespace = this.options.contractsNamespace;
		const members = Object.keys(shapes)
			.sort()
			.map((member) => this.member(member, namespace, shapes[member]));
		return this.complex(name, namespace, members);
	}

	private complex(name: string, namespace: string, members: Member[]): ComplexType {
		return {
			kind: 'complex',
			namespace,
			name,
			abstract: false,
			members,
			attributes: [],
			open: true,
			alphabetical: true,
		};
	}

	private member(name: string, namespace: string, shape: Shape): Member {
		const type = this.typeOfShape(shape);
		return { name, namespace, type, required: false, repeated: false, nillable: true };
	}

	private typeOfShape(shape: Shape): TypeKey {
		if (shape === 'any') return ANY_TYPE;
		if (shape === 'string[]') return keyOf(MS_ARRAYS_NS, 'ArrayOfstring');
		if (shape.endsWith('[]')) return this.arrayOf(shape.slice(0, -2));
		const isOwn = shape in DOCUMENTED_TYPES || shape in ENUMERATIONS;
		return isOwn ? this.contractsKey(shape) : keyOf(XSD_NS, shape);
	}

	private arrayOf(item: string): TypeKey {
		const namespace = this.options.contractsNamespace;
		const key = this.contractsKey(`ArrayOf${item}`);
		if (!this.types.has(key)) {
			const element = ELEMENT_NAMES[item] ?? item;
			const member = { ...this.member(element, namespace, item), repeated: true };
			this.types.set(key, { ...this.complex(`ArrayOf${item}`, namespace, [member]), open: false });
		}
		return key;
	}

	private contractsKey(name: string): TypeKey {
		return keyOf(this.options.contractsNamespace, name);
	}
}

/**
 * The three kinds of pairs differ in the type of their value; on the wire all have the documented
 * name.
 */
const ELEMENT_NAMES: Readonly<Record<string, string>> = {
	StringPair: 'NameValuePair',
	NumericPair: 'NameValuePair',
	DatePair: 'NameValuePair',
};
