import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Sandbox } from '../sandbox/index.mjs';
import type { MadeCredential } from './examples.mjs';

/** The stand-ins by the value that a Billing node has as its system. */
export type System = 'billingPlatform' | 'cloudBilling';

/** What a stand-in has counted since it started. */
export interface Account {
	calls: number;
	callsBy: Readonly<Record<string, number>>;
	logins: number;
	logouts: number;
	open: number;
}

/** One vendor in the demo: how to get in, and what its books say. */
export interface Vendor extends MadeCredential {
	address: string;
	credential: ICredentialDataDecryptedObject;
	account(): Account;
	/** What its books hold against us; nothing if all is well. */
	complaint(): string | undefined;
}

export function vendorsOf({ billingPlatform, cloudBilling }: Sandbox): Record<System, Vendor> {
	const { baseUrl, username, password } = billingPlatform;
	const { endpoint, apiToken } = cloudBilling;
	return {
		billingPlatform: {
			id: 'billingPlatformApi',
			name: 'BillingPlatform',
			address: baseUrl,
			credentialType: 'billingPlatformApi',
			credential: { baseUrl, username, password },
			account() {
				const { calls, callsBy, logins, logouts, openSessions: open } = billingPlatform.books();
				return { calls, callsBy, logins, logouts, open };
			},
			complaint() {
				const { logins, logouts, openSessions } = billingPlatform.books();
				if (openSessions > 0) return `${openSessions} sessions were left open`;
				return logins === logouts ? undefined : `${logins} logins, but ${logouts} logouts`;
			},
		},
		cloudBilling: {
			id: 'cloudBillingApi',
			name: 'CloudBilling',
			address: endpoint,
			credentialType: 'cloudBillingApi',
			credential: { endpoint, authentication: 'apiToken', apiToken },
			account() {
				const { calls, callsBy, logins } = cloudBilling.books();
				// A token is its own session: nothing is opened, and there is no logout.
				return { calls, callsBy, logins, logouts: 0, open: 0 };
			},
			complaint() {
				const { logins, refusedTokens, dropped, soapFaults, wsdlRequests } = cloudBilling.books();
				if (logins > 0) return `${logins} logins, although there is an API token`;
				if (refusedTokens > 0) return `${refusedTokens} calls were refused for their token`;
				if (dropped.length > 0) return `members were dropped: ${dropped.join(', ')}`;
				if (soapFaults > 0) return `${soapFaults} calls ended in a Fault`;
				return wsdlRequests > 1 ? `the WSDL was fetched ${wsdlRequests} times` : undefined;
			},
		},
	};
}
