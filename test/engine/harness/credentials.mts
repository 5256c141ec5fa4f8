import type {
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { resolveAlone, resolveInRun, resolveValue } from './credentialExpressions.mjs';
import type { CredentialStore } from './credentialStore.mjs';
import type { CredentialTypes } from './credentialTypes.mjs';
import { core, n8n } from './runtime.mjs';

/** Behaves as n8n's own credentials helper does, on top of a store in memory. */
export class CredentialsHelper extends n8n.ICredentialsHelper {
	constructor(
		private readonly types: CredentialTypes,
		private readonly store: CredentialStore,
	) {
		super();
	}

	getParentTypes(name: string): string[] {
		return this.types.getParentTypes(name);
	}

	isCredentialUsableByNode(credentialType: string, nodeType: string): boolean {
		return this.types.isUsableBy(credentialType, nodeType);
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.types.getProperties(type);
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		options: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const request = options as IHttpRequestOptions;
		const { authenticate } = this.types.getByName(typeName);
		if (authenticate === undefined) return request;
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		if (!workflow || !node) {
			throw new n8n.UnexpectedError('A generic "authenticate" needs a workflow and a node');
		}
		const resolve = (value: string) => resolveValue(value, credentials, workflow, node);
		return applyGeneric(request, authenticate, resolve);
	}

	/** Logs in when the expirable field is empty or has expired, and saves what the login returned. */
	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.types.getByName(typeName);
		const expirable = type.properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		);
		if (!expirable || !type.preAuthentication) return undefined;
		const needed = credentials[expirable.name] === '' || credentialsExpired || isFreshLogin(node);
		if (!needed) return undefined;

		const output = (await this.runPreAuthentication(helpers, credentials, typeName)) ?? {};
		if (output[expirable.name] === undefined || !node.credentials) return undefined;
		const stored = this.store.find(node.credentials[type.name], type.name);
		const before = await stored.getData();
		const changes = Object.entries(output).filter(
			([key]) => key === expirable.name || !n8n.isExpression(before[key]),
		);
		await stored.setData({ ...before, ...Object.fromEntries(changes) });
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const login = this.types.getByName(typeName).preAuthentication;
		if (typeof login !== 'function') return undefined;
		const output = await login.call(boundToAllowedDomains(helpers, credentials), credentials);
		return output as ICredentialDataDecryptedObject;
	}

	async getCredentials(details: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		return this.store.find(details, type);
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		values?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const data = await this.store.find(details, type).getData();
		if (raw) return data;
		return await this.resolve(additionalData, data, type, mode, executeData, values);
	}

	/** Adds the defaults of the type's properties and resolves expressions. */
	async resolve(
		additionalData: IWorkflowExecuteAdditionalData,
		stored: ICredentialDataDecryptedObject,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		values?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const data = this.withDefaults(stored, type) as INodeParameters;
		const keys = core.getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		const resolved = values
			? resolveInRun(data, values, mode, keys, executeData)
			: resolveAlone(data, mode, keys);
		return resolved as ICredentialDataDecryptedObject;
	}

	async updateCredentials(
		details: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		await this.store.find(details, type).setData(data);
	}

	async updateCredentialsOauthTokenData(
		details: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		await this.store.find(details, type).updateData({ oauthTokenData: data.oauthTokenData });
	}

	private withDefaults(
		stored: ICredentialDataDecryptedObject,
		type: string,
	): ICredentialDataDecryptedObject {
		const properties = this.types.getProperties(type);
		const parameters = stored as INodeParameters;
		const data = (n8n.NodeHelpers.getNodeParameters(
			properties,
			parameters,
			true,
			false,
			null,
			null,
		) ?? {}) as ICredentialDataDecryptedObject;
		// n8n keeps these three although a type does not list them.
		for (const key of ['oauthTokenData', 'allowedHttpRequestDomains', 'allowedDomains']) {
			if (stored[key] !== undefined) data[key] = stored[key];
		}
		return data;
	}
}

/** How n8n recognises the node of a credential test that asks for a new login. */
function isFreshLogin(node: INode): boolean {
	return node.type === 'n8n-nodes-base.noOp' && node.parameters.temp === '';
}

function applyGeneric(
	request: IHttpRequestOptions,
	{ properties }: IAuthenticateGeneric,
	resolve: (value: string) => string,
): IHttpRequestOptions {
	const target = request as unknown as Record<string, Record<string, unknown> | undefined>;
	target.headers ??= {};
	for (const [part, fields] of Object.entries(properties)) {
		const section = (target[part] ||= {});
		for (const [key, value] of Object.entries(fields ?? {})) {
			section[resolve(key)] = resolve(value as string);
		}
	}
	return request;
}

function boundToAllowedDomains(
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): IHttpRequestHelper {
	const httpRequest = async (options: IHttpRequestOptions): Promise<unknown> => {
		const allowedDomains = n8n.getCredentialOwnRequestAllowedDomains(credentials);
		if (allowedDomains === undefined) return await helpers.httpRequest(options);
		if (options.allowedDomains !== undefined) {
			throw new n8n.UserError('The login asks for domains of its own in a restricted credential.');
		}
		return await helpers.httpRequest({ ...options, allowedDomains });
	};
	return { helpers: { httpRequest } };
}
