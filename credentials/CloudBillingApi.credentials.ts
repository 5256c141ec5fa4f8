import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import {
	addToken,
	isStillAccepted,
	proveToken,
} from '../nodes/Billing/systems/cloudBilling/credentialCheck';

/** Marks the request of the Test button; taken off before anything is sent. */
const TEST_HEADER = 'x-n8n-credential-test';
/** A proof this young was made for the test itself. */
const FRESH_MS = 10_000;
/** The proof that the last test has used up. */
let lastTested = '';
/** The test wants a proof of its own. */
let testWantsProof = false;

/**
 * An API token in the SOAP header, or the deprecated login with user and password.
 *
 * The Billing node writes the header itself. What is here serves n8n's own Test button and the HTTP Request
 * node, where the token is put into the envelope that the user wrote.
 */
export class CloudBillingApi implements ICredentialType {
	name = 'cloudBillingApi';

	displayName = 'CloudBilling API';

	icon = {
		light: 'file:../icons/cloudBilling.svg',
		dark: 'file:../icons/cloudBilling.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/OWNER/n8n-nodes-billing#cloudbilling-api';

	properties: INodeProperties[] = [
		{
			displayName: 'Endpoint URL',
			name: 'endpoint',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://host.example.com/Service.svc',
			description:
				'The address of the SOAP service. It is not publicly documented: copy it from your CloudBilling pages, or ask support.',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			default: 'apiToken',
			options: [
				{ name: 'API Token', value: 'apiToken' },
				{ name: 'Username and Password (Deprecated)', value: 'user' },
			],
		},
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: { show: { authentication: ['apiToken'] } },
			description: 'Made in the Management Portal; it belongs to one environment',
		},
		{
			displayName: 'Email Address',
			name: 'emailAddress',
			type: 'string',
			placeholder: 'name@email.com',
			default: '',
			required: true,
			displayOptions: { show: { authentication: ['user'] } },
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: { show: { authentication: ['user'] } },
			description: 'The third wrong password locks the user for 15 minutes',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'string',
			default: '',
			required: true,
			displayOptions: { show: { authentication: ['user'] } },
			description: 'The key of the environment',
		},
		{
			displayName: 'Advanced Settings',
			name: 'advanced',
			type: 'boolean',
			default: false,
			description: 'Whether to set where the WSDL is and what the service calls its parts',
		},
		...advanced(
			{
				displayName: 'WSDL URL',
				name: 'wsdlUrl',
				placeholder: 'e.g. https://host.example.com/Service.svc?singleWsdl',
				description:
					'Empty for the endpoint with ?singleWsdl, then ?wsdl. The token is not sent there.',
			},
			{
				displayName: 'WSDL',
				name: 'wsdl',
				typeOptions: { rows: 4 },
				description:
					'The text of the WSDL (single-file form), for a service that does not publish it',
			},
			{
				displayName: 'Header Element',
				name: 'headerElement',
				default: 'ApiToken',
				description: 'The element of the SOAP header that carries the token',
			},
			{
				displayName: 'Header Namespace',
				name: 'headerNamespace',
				default: 'http://api.cloudbilling.nl/2018/11/auth/token',
			},
			{
				displayName: 'Service Namespace',
				name: 'serviceNamespace',
				default: 'http://tempuri.org/',
				description: 'Used where no WSDL can be read, as are the settings below',
			},
			{
				displayName: 'Contracts Namespace',
				name: 'contractsNamespace',
				default:
					'http://schemas.datacontract.org/2004/07/Kolonel.Public.Service.API.Contracts.V1_1',
			},
			{
				displayName: 'Contract Name',
				name: 'contractName',
				description:
					'The name of the WCF contract, for the SOAPAction; it is not publicly documented',
			},
			{
				displayName: 'SOAPAction Pattern',
				name: 'soapActionPattern',
				default: 'http://tempuri.org/{contract}/{operation}',
			},
		),
		{
			displayName: 'Proved',
			name: 'proved',
			type: 'hidden',
			typeOptions: { expirable: true },
			default: '',
		},
		{
			displayName: 'Login Token',
			name: 'loginToken',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
		{
			displayName: 'Test Request',
			name: 'testRequest',
			type: 'hidden',
			default: '',
		},
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const isForTest = testWantsProof;
		testWantsProof = false;
		if (!isForTest && (await isStillAccepted(this.helpers, credentials))) return {};
		return await proveToken(this.helpers, credentials);
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { [TEST_HEADER]: isTest, ...headers }: IDataObject = { ...requestOptions.headers };
		if (!isTest) {
			const { body } = requestOptions;
			if (typeof body !== 'string') return requestOptions;
			return { ...requestOptions, body: addToken(body, credentials) };
		}
		// n8n keeps the last proof. This error is how it is told that it is over: it proves the token anew
		// and asks here again.
		const proved = String(credentials.proved);
		if (Date.now() - Number(proved) > FRESH_MS || proved === lastTested) {
			testWantsProof = true;
			throw Object.assign(new Error('The token was not proved'), { response: { status: 401 } });
		}
		lastTested = proved;
		const { body, soapAction } = JSON.parse(String(credentials.testRequest)) as Record<
			string,
			string
		>;
		return {
			...requestOptions,
			headers: {
				...headers,
				'Content-Type': 'text/xml; charset=utf-8',
				SOAPAction: `"${soapAction}"`,
			},
			body: addToken(body, credentials),
		};
	}

	/** The proof itself is made before: an answer of SOAP can say no with status 200, which n8n cannot see. */
	test: ICredentialTestRequest = {
		request: {
			url: '={{ $credentials.endpoint.trim() }}',
			method: 'POST',
			headers: { [TEST_HEADER]: 'true' },
		},
	};
}

/** Text fields that are shown with Advanced Settings. */
function advanced(
	...fields: Array<Pick<INodeProperties, 'displayName' | 'name'> & Partial<INodeProperties>>
): INodeProperties[] {
	return fields.map((field) => ({
		type: 'string',
		default: '',
		...field,
		displayOptions: { show: { advanced: [true] } },
	}));
}
