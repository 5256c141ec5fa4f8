import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { messageOf } from '../../errors';
import { type HttpHelpers, httpSender } from '../../http/http';
import { type Pace, paced } from '../../http/pace';
import { readBaseUrl } from '../../http/url';
import { DEFAULT_RETRIES } from '../../items/commonFields';
import { withOwnSession, withRunSession } from '../../session/runSessions';
import type { SessionHandle, SessionProtocol } from '../../session/session';
import { toText } from '../../values';
import { isSessionEnded } from './answer';
import { BillingPlatformClient } from './client';
import { DEFAULT_TIMEOUT_MS } from './fields';
import { paceOf } from './pace';
import { type BillingPlatformSession, passwordSession, tokenSession } from './session';
import { Transport } from './transport';

/** The two mechanisms of the vendor: the values of the node's Authentication field. */
export const PASSWORD = 'password';
export const OAUTH2 = 'oAuth2';

const CREDENTIALS: Record<string, string> = {
	[PASSWORD]: 'billingPlatformApi',
	[OAUTH2]: 'billingPlatformOAuth2Api',
};

interface Access {
	baseUrl: string;
	pace: Pace;
	/** What makes two credentials the same. */
	identity: string[];
	protocol: SessionProtocol<BillingPlatformSession>;
}

interface RequestOptions {
	timeout: number;
	retries: number;
	/** As the node says it. */
	perSecond?: unknown;
	signal?: AbortSignal;
}

const KNOCK_TIMEOUT_MS = 30_000;

const DEFAULTS: RequestOptions = { timeout: DEFAULT_TIMEOUT_MS, retries: DEFAULT_RETRIES };

type Context = Pick<IExecuteFunctions, 'getCredentials'> & { helpers: HttpHelpers };

/** In a workflow run: the run's own session, shared by all Billing nodes that use the credential. */
export async function connectInRun<T>(
	ctx: IExecuteFunctions,
	work: (client: BillingPlatformClient) => Promise<T>,
): Promise<T> {
	const requests: RequestOptions = {
		timeout: Number(ctx.getNodeParameter('options.timeout', 0, DEFAULT_TIMEOUT_MS)),
		retries: Number(ctx.getNodeParameter('options.retries', 0, DEFAULT_RETRIES)),
		perSecond: ctx.getNodeParameter('options.maxRequestsPerSecond', 0, ''),
		signal: ctx.getExecutionCancelSignal(),
	};
	const authentication = ctx.getNodeParameter('authentication', 0, PASSWORD);
	const access = await readAccess(ctx, authentication, requests);
	return await withRunSession(
		ctx,
		access.identity,
		access.protocol,
		async (session) => await work(clientFor(ctx, access, session, requests)),
	);
}

/** For a list in the editor or one poll: a session of its own, closed at the end. */
export async function connectOnce<T>(
	ctx: ILoadOptionsFunctions | IPollFunctions,
	authentication: unknown,
	work: (client: BillingPlatformClient) => Promise<T>,
	requests = DEFAULTS,
): Promise<T> {
	const access = await readAccess(ctx, authentication, requests);
	return await withOwnSession(
		access.protocol,
		ctx.logger,
		async (session) => await work(clientFor(ctx, access, session, requests)),
	);
}

/** For one poll, with the options of the trigger. */
export async function connectPoll<T>(
	ctx: IPollFunctions,
	work: (client: BillingPlatformClient, org: string) => Promise<T>,
): Promise<T> {
	const requests: RequestOptions = {
		timeout: Number(ctx.getNodeParameter('options.timeout', DEFAULT_TIMEOUT_MS)),
		retries: Number(ctx.getNodeParameter('options.retries', DEFAULT_RETRIES)),
		perSecond: ctx.getNodeParameter('options.maxRequestsPerSecond', ''),
	};
	const authentication = ctx.getNodeParameter('authentication', PASSWORD);
	return await connectOnce(
		ctx,
		authentication,
		async (client) => await work(client, client.org),
		requests,
	);
}

function clientFor(
	ctx: Context,
	{ baseUrl, pace }: Access,
	session: SessionHandle<BillingPlatformSession>,
	requests: RequestOptions,
): BillingPlatformClient {
	const { signal } = requests;
	const send = paced(httpSender(ctx.helpers, signal), pace, signal);
	return new BillingPlatformClient(new Transport({ baseUrl, session, send, ...requests }), signal);
}

/**
 * Opens a session for n8n's own handling of credentials, which keeps it with the credential.
 * @throws Error with nothing but a message: n8n would show a status or code it finds instead of the reason
 */
export async function openForCredential(
	helpers: HttpHelpers,
	type: string,
	credential: ICredentialDataDecryptedObject,
): Promise<BillingPlatformSession> {
	const { protocol } = accessOf(helpers, type, credential, DEFAULTS);
	return await protocol
		.open()
		.catch(async (error: unknown) => await Promise.reject(new Error(messageOf(error))));
}

/** Any request would do: what counts is whether the vendor lets it in. */
const KNOCK = '/rest/2.0/query?sql=SELECT%20Id%20FROM%20ENTITY%20WHERE%20Id%20%3D%200';

/**
 * Whether the vendor still accepts the session or token that n8n keeps with a credential.
 *
 * n8n's HTTP Request node asks for a new login after any error, and sends its request once more if it gets one: a
 * write whose answer was lost would be done twice. So there is a new one only where the old one has ended.
 */
export async function isStillAccepted(
	helpers: HttpHelpers,
	credential: ICredentialDataDecryptedObject,
	{ headers }: BillingPlatformSession,
): Promise<boolean> {
	try {
		const url = orgUrl(toText(credential.baseUrl)) + KNOCK;
		const request = { method: 'GET' as const, url, headers, timeout: KNOCK_TIMEOUT_MS };
		return !isSessionEnded(await httpSender(helpers)(request));
	} catch {
		// Whatever was wrong with the request was not its session.
		return true;
	}
}

async function readAccess(
	ctx: Context,
	authentication: unknown,
	requests: RequestOptions,
): Promise<Access> {
	const type = CREDENTIALS[toText(authentication) || PASSWORD];
	const credential = await ctx.getCredentials<ICredentialDataDecryptedObject>(type);
	return accessOf(ctx.helpers, type, credential, requests);
}

function accessOf(
	helpers: HttpHelpers,
	type: string,
	credential: ICredentialDataDecryptedObject,
	requests: RequestOptions,
): Access {
	const baseUrl = orgUrl(toText(credential.baseUrl));
	const pace = paceOf(baseUrl, requests.perSecond);
	// Only its wait is bound to the cancel signal: a login that is cut off may leave a session open that nobody knows.
	const send = paced(httpSender(helpers), pace, requests.signal);
	if (type === CREDENTIALS[OAUTH2]) {
		const clientId = toText(credential.clientId);
		const clientSecret = toText(credential.clientSecret);
		return {
			baseUrl,
			pace,
			identity: [type, baseUrl, clientId, clientSecret],
			protocol: tokenSession(send, { baseUrl, clientId, clientSecret, ...requests }),
		};
	}
	const username = toText(credential.username);
	const password = toText(credential.password);
	return {
		baseUrl,
		pace,
		identity: [type, baseUrl, username, password],
		protocol: passwordSession(send, { baseUrl, username, password, ...requests }),
	};
}

/** The address of the org, without a closing slash and without `/rest/2.0`. @throws InputError */
export function orgUrl(text: string): string {
	const url = readBaseUrl(text, 'Base URL');
	const path = url.pathname.replace(/\/+$/, '').replace(/\/rest(\/\d+\.\d+)?$/i, '');
	return url.origin + path.replace(/\/+$/, '');
}
