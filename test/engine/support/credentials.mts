import type { Sandbox } from '../../sandbox/index.mjs';
import type { EngineOptions } from '../harness/index.mjs';

/** Credentials that lead to the stand-ins, by the ids that `workflows.mts` uses. */
export function credentialsFor(
	{ billingPlatform, cloudBilling }: Sandbox,
	baseUrl = billingPlatform.baseUrl,
): NonNullable<EngineOptions['credentials']> {
	const { username, password, clientId, clientSecret } = billingPlatform;
	const { endpoint, apiToken, emailAddress, environment } = cloudBilling;
	return {
		password: {
			type: 'billingPlatformApi',
			name: 'BillingPlatform',
			data: { baseUrl, username, password },
		},
		oauth: {
			type: 'billingPlatformOAuth2Api',
			name: 'BillingPlatform OAuth2',
			data: { baseUrl, clientId, clientSecret },
		},
		cloud: {
			type: 'cloudBillingApi',
			name: 'CloudBilling',
			data: { endpoint, authentication: 'apiToken', apiToken },
		},
		cloudUser: {
			type: 'cloudBillingApi',
			name: 'CloudBilling, user',
			data: {
				endpoint,
				authentication: 'user',
				emailAddress,
				password: cloudBilling.password,
				environment,
			},
		},
	};
}
