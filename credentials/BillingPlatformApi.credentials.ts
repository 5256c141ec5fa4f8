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

/** Marks the request of the Test button; taken off before anything is sent. */
const TEST_HEADER = 'x-n8n-credential-test';
/** A session this young was opened for the test itself. */
const FRESH_MS = 10_000;
/** The session that the last test has closed. */
let lastTested = '';
/** The test wants a session of its own, however good the saved one is. */
let testWantsLogin = false;

/**
 * User and password, turned into a SessionID.
 *
 * The Billing node opens and closes a session of its own for every run. What is here serves n8n's own
 * Test button, the HTTP Request node and Custom API Call: there n8n keeps the SessionID with the credential
 * and renews it when the vendor does not accept it any more.
 */
export class BillingPlatformApi implements ICredentialType {
	name = 'billingPlatformApi';

	displayName = 'BillingPlatform API';

	icon = {
		light: 'file:../icons/billingPlatform.svg',
		dark: 'file:../icons/billingPlatform.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/OWNER/n8n-nodes-billing#billingplatform-api';

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
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			description: 'A user with API access; the vendor advises one of its own for each system',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		{
			displayName: 'Session ID',
			name: 'sessionId',
			type: 'hidden',
			typeOptions: { expirable: true },
			default: '',
		},
		{
			displayName: 'Session Opened',
			name: 'sessionOpened',
			type: 'hidden',
			default: 0,
		},
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const saved = String(credentials.sessionId ?? '');
		const isForTest = testWantsLogin;
		testWantsLogin = false;
		if (saved && !isForTest) {
			const session = { headers: { sessionid: saved } };
			if (await isStillAccepted(this.helpers, credentials, session)) return {};
		}
		const { headers } = await openForCredential(this.helpers, 'billingPlatformApi', credentials);
		return { sessionId: headers.sessionid, sessionOpened: Date.now() };
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { [TEST_HEADER]: isTest, ...headers }: IDataObject = { ...requestOptions.headers };
		// n8n tests with the session it has saved, which the last test has closed. This error is how n8n is
		// told that the session is over: it logs in and asks here again.
		const sessionId = String(credentials.sessionId);
		const isFresh = Date.now() - Number(credentials.sessionOpened) < FRESH_MS;
		if (isTest && (!isFresh || sessionId === lastTested)) {
			testWantsLogin = true;
			throw Object.assign(new Error('The saved session is over'), { response: { status: 401 } });
		}
		if (isTest) lastTested = sessionId;
		headers.sessionid = sessionId;
		// Logout alone: the vendor's page shows this header there, a real client the other. Both go.
		if (/\/logout$/i.test(requestOptions.url)) headers.Authorization = `Session ${sessionId}`;
		return { ...requestOptions, headers };
	}

	/** A logout proves the login and leaves no session behind. */
	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ $credentials.baseUrl.trim().replace(/[/]+$/, "").replace(/[/]rest([/][0-9.]+)?$/i, "") }}',
			url: '/rest/2.0/logout',
			method: 'POST',
			headers: { [TEST_HEADER]: 'true' },
		},
	};
}
