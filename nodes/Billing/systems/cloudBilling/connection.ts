import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { type HttpHelpers, httpSender } from '../../http/http';
import { paced } from '../../http/pace';
import { DEFAULT_RETRIES } from '../../items/commonFields';
import { withOwnSession, withRunSession } from '../../session/runSessions';
import type { SessionHandle, SessionProtocol } from '../../session/session';
import { CloudBillingClient } from './client';
import { createBuiltInContract } from './contract';
import { loadContract, type ServiceContract } from './contractSource';
import { DEFAULT_MEGABYTES, DEFAULT_TIMEOUT_MS } from './fields';
import { PACE } from './pace';
import { type CloudBillingSession, sessionProtocol } from './session';
import { type CloudBillingSettings, readSettings } from './settings';
import { SessionTransport, SoapTransport, type TransportOptions } from './transport';

const CREDENTIAL = 'cloudBillingApi';

type RequestOptions = Pick<TransportOptions, 'timeout' | 'retries' | 'maxLength' | 'signal'>;

interface Access {
	settings: CloudBillingSettings;
	service: ServiceContract;
	protocol: SessionProtocol<CloudBillingSession>;
}

/** In a workflow run: one login for the whole run where the credential needs one. */
export async function connectInRun<T>(
	ctx: IExecuteFunctions,
	work: (client: CloudBillingClient) => Promise<T>,
): Promise<T> {
	const megabytes = Number(ctx.getNodeParameter('options.maxSize', 0, DEFAULT_MEGABYTES));
	const requests: RequestOptions = {
		timeout: Number(ctx.getNodeParameter('options.timeout', 0, DEFAULT_TIMEOUT_MS)),
		retries: Number(ctx.getNodeParameter('options.retries', 0, DEFAULT_RETRIES)),
		maxLength: megabytes * 1_000_000,
		signal: ctx.getExecutionCancelSignal(),
	};
	const settings = readSettings(
		await ctx.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL),
	);
	const access = await openAccess(ctx.helpers, settings, requests);
	return await withRunSession(
		ctx,
		[CREDENTIAL, settings.endpoint, JSON.stringify([settings.login, settings.header])],
		access.protocol,
		async (session) => await work(clientFor(ctx.helpers, access, session, requests)),
	);
}

/** For one poll, with the options of the trigger. */
export async function connectPoll<T>(
	ctx: IPollFunctions,
	work: (client: CloudBillingClient, org: string) => Promise<T>,
): Promise<T> {
	const requests: RequestOptions = {
		timeout: Number(ctx.getNodeParameter('options.timeout', DEFAULT_TIMEOUT_MS)),
		retries: Number(ctx.getNodeParameter('options.retries', DEFAULT_RETRIES)),
		maxLength: Number(ctx.getNodeParameter('options.maxSize', DEFAULT_MEGABYTES)) * 1_000_000,
	};
	return await connectOnce(ctx, work, requests);
}

/** For a list in the editor or one poll. */
export async function connectOnce<T>(
	ctx: ILoadOptionsFunctions | IPollFunctions,
	work: (client: CloudBillingClient, org: string) => Promise<T>,
	requests: RequestOptions = { timeout: DEFAULT_TIMEOUT_MS, retries: DEFAULT_RETRIES },
): Promise<T> {
	const settings = readSettings(
		await ctx.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL),
	);
	const access = await openAccess(ctx.helpers, settings, requests);
	return await withOwnSession(
		access.protocol,
		ctx.logger,
		async (session) =>
			await work(clientFor(ctx.helpers, access, session, requests), settings.endpoint),
	);
}

export async function openAccess(
	helpers: HttpHelpers,
	settings: CloudBillingSettings,
	requests: RequestOptions,
): Promise<Access> {
	// Not bound to the cancel signal, as the contract is kept for other runs and a login may not be cut off.
	const send = httpSender(helpers);
	const service = await loadContract(settings, paced(send, PACE), requests);
	const login = new SoapTransport({
		...requests,
		signal: undefined,
		endpoint: settings.endpoint,
		send: paced(send, PACE, requests.signal),
		// A service may have left the deprecated method out of its WSDL and still answer it.
		contract: service.contract.operations.has('Login')
			? service.contract
			: createBuiltInContract(settings.contract),
	});
	const protocol = sessionProtocol(
		settings,
		async (parameters) => await login.call({ operation: 'Login', parameters, safety: 'once' }),
	);
	return { settings, service, protocol };
}

export function clientFor(
	helpers: HttpHelpers,
	{ settings, service }: Access,
	session: SessionHandle<CloudBillingSession>,
	requests: RequestOptions,
): CloudBillingClient {
	const transport = new SoapTransport({
		...requests,
		endpoint: settings.endpoint,
		contract: service.contract,
		send: paced(httpSender(helpers, requests.signal), PACE, requests.signal),
	});
	const renewable = settings.login.kind === 'user';
	return new CloudBillingClient(
		new SessionTransport(transport, session, renewable),
		service,
		requests.signal,
	);
}
