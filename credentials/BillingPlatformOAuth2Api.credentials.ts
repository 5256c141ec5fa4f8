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
	isStillAccepted,
	openForCredential,
} from '../nodes/Billing/systems/billingPlatform/connection';
import { basicAuthorization, GRANT_PATH } from '../nodes/Billing/systems/billingPlatform/session';

/**
 * Client id and secret, turned into a bearer token.
 *
 * Not built on n8n's own OAuth2 credential: that one sends the grant in a form body, while the vendor's
 * endpoint is known to take it in the query only.
 */
export class BillingPlatformOAuth2Api implements ICredentialType {
	name = 'billingPlatformOAuth2Api';

	displayName = 'BillingPlatform OAuth2 API';

	icon = {
		light: 'file:../icons/billingPlatform.svg',
		dark: 'file:../icons/billingPlatform.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/OWNER/n8n-nodes-billing#billingplatform-oauth2-api';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://sandbox.billingplatform.com/myorg',
			description: 'The address of your org: host and org name',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: 'Of an API client that was created in the Setup of your org',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const saved = String(credentials.accessToken ?? '');
		if (saved) {
			const known = { headers: { Authorization: `Bearer ${saved}` } };
			if (await isStillAccepted(this.helpers, credentials, known)) return {};
		}
		const session = await openForCredential(this.helpers, 'billingPlatformOAuth2Api', credentials);
		return { accessToken: session.headers.Authorization.replace(/^Bearer /, '') };
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const Authorization = requestOptions.url?.endsWith(GRANT_PATH)
			? basicAuthorization(String(credentials.clientId), String(credentials.clientSecret))
			: `Bearer ${String(credentials.accessToken)}`;
		return { ...requestOptions, headers: { ...requestOptions.headers, Authorization } };
	}

	/** Asks for a token: the one call that is known to need no right beyond the client itself. */
	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ $credentials.baseUrl.trim().replace(/[/]+$/, "").replace(/[/]rest([/][0-9.]+)?$/i, "") }}',
			url: GRANT_PATH,
			method: 'POST',
			qs: { grant_type: 'client_credentials' },
		},
	};
}
