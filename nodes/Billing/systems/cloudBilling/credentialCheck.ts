import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { BillingError, LoginRefusedError, messageOf } from '../../errors';
import type { HttpHelpers } from '../../http/http';
import { withOwnSession } from '../../session/runSessions';
import { toText } from '../../values';
import { clientFor, openAccess } from './connection';
import { DEFAULT_TIMEOUT_MS } from './fields';
import { type CloudBillingSettings, readSettings } from './settings';
import { encodeRequest } from './soap/encode';
import { findOperation } from './soap/operation';
import { refusesAccess } from './transport';
import { escapeAttribute, escapeText } from './xml/text';
import type { Contract } from './wsdl/model';

/**
 * Proves the token by the lightest documented call: import statistics of an empty second.
 *
 * @returns what n8n keeps with the credential: when it was proved, and the token of a deprecated login
 * @throws Error with nothing but a message: n8n would show a status or code it finds instead of the reason
 */
export async function proveToken(
	helpers: HttpHelpers,
	credential: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	return await proveOnce(helpers, credential).catch(
		async (error: unknown) => await Promise.reject(new Error(reasonOf(error))),
	);
}

/** The service's own words do not say who speaks. */
function reasonOf(error: unknown): string {
	const reason = messageOf(error);
	const isOfToken =
		error instanceof BillingError && !(error instanceof LoginRefusedError) && refusesAccess(error);
	return isOfToken ? `CloudBilling refused the token: ${reason}` : reason;
}

/**
 * Whether a token that was proved before needs no new proof and no new login.
 *
 * n8n's HTTP Request node asks after any error, and sends its request once more if it gets an answer: an upload whose
 * answer was lost would be done twice.
 */
export async function isStillAccepted(
	helpers: HttpHelpers,
	credential: ICredentialDataDecryptedObject,
): Promise<boolean> {
	if (!credential.proved) return false;
	if (credential.authentication !== 'user') return true;
	const token = { authentication: 'apiToken', apiToken: credential.loginToken };
	return await prove(helpers, readSettings({ ...credential, ...token })).then(
		() => true,
		() => false,
	);
}

/**
 * n8n asks for a login once for each item that waits for one, all at the same time, and its old request helper,
 * which its HTTP Request node uses, asks again after any error, a refused login among them. The third refused one
 * locks the user. So those who ask at the same time share one login, and a refusal counts a little longer:
 * until nobody has asked for a while.
 */
const REFUSAL_MS = 10_000;

const logins = new Map<string, Promise<IDataObject>>();
const refusals = new Map<string, { until: number; refusal: LoginRefusedError }>();

async function proveOnce(
	helpers: HttpHelpers,
	credential: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	const settings = readSettings(credential);
	if (settings.login.kind !== 'user') return await prove(helpers, settings);
	const key = hash(settings);
	const known = refusals.get(key);
	if (known && known.until > Date.now()) throw rememberRefusal(key, known.refusal);
	const login = logins.get(key) ?? prove(helpers, settings);
	logins.set(key, login);
	try {
		return await login;
	} catch (error) {
		if (error instanceof LoginRefusedError) rememberRefusal(key, error);
		return await Promise.reject(error);
	} finally {
		if (logins.get(key) === login) logins.delete(key);
	}
}

function rememberRefusal(key: string, refusal: LoginRefusedError): LoginRefusedError {
	const now = Date.now();
	for (const [other, { until }] of refusals) if (until <= now) refusals.delete(other);
	refusals.set(key, { until: now + REFUSAL_MS, refusal });
	return refusal;
}

/** With another password it is another login. */
function hash(settings: CloudBillingSettings): string {
	return createHash('sha256').update(JSON.stringify(settings)).digest('hex');
}

async function prove(helpers: HttpHelpers, settings: CloudBillingSettings): Promise<IDataObject> {
	const requests = { timeout: DEFAULT_TIMEOUT_MS, retries: 0 };
	const access = await openAccess(helpers, settings, requests);
	const log = { warn: () => undefined };
	return await withOwnSession(access.protocol, log, async (session) => {
		const client = clientFor(helpers, access, session, requests);
		await client.call(TEST_METHOD, TEST_PARAMETERS, 'read');
		const { header } = await session.get();
		return {
			proved: String(Date.now()),
			loginToken: settings.login.kind === 'user' ? header.value : '',
			testRequest: JSON.stringify(testRequest(access.service.contract)),
		};
	});
}

const TEST_METHOD = 'GetPurchaseImportStats';
const TEST_PARAMETERS = {
	importedFrom: '2000-01-01T00:00:00Z',
	importedTo: '2000-01-01T00:00:01Z',
	fetchUnmapped: false,
};

/** The same call as an envelope without its header, for n8n's own test request. */
function testRequest(contract: Contract): { body: string; soapAction: string } {
	return {
		body: encodeRequest(contract, TEST_METHOD, TEST_PARAMETERS),
		soapAction: findOperation(contract, TEST_METHOD).soapAction,
	};
}

/**
 * Puts the credential's token into the header of an envelope that the user wrote. Anything that is no
 * envelope is left as it is.
 */
export function addToken(envelope: string, credential: ICredentialDataDecryptedObject): string {
	const settings = readSettings(credential);
	const markup = withoutText(envelope);
	const opening = /<([\w.-]+:)?Envelope\b[^>]*>/.exec(markup);
	if (!opening) return envelope;
	const [start, prefix = ''] = opening;
	const element = tokenElement(settings, credential);
	const body = markup.search(new RegExp(`<${prefix}Body[\\s/>]`));
	const beforeBody = body < 0 ? markup : markup.slice(0, body);
	const header = new RegExp(`<${prefix}Header(\\s[^>]*?)?(/)?>`).exec(beforeBody);
	if (!header) {
		const whole = `<${prefix}Header>${element}</${prefix}Header>`;
		return insert(envelope, opening.index + start.length, whole);
	}
	const [tag, attributes = '', isEmpty] = header;
	if (!isEmpty) return insert(envelope, header.index + tag.length, element);
	const filled = `<${prefix}Header${attributes}>${element}</${prefix}Header>`;
	return envelope.slice(0, header.index) + filled + envelope.slice(header.index + tag.length);
}

function tokenElement(
	{ header, login }: CloudBillingSettings,
	credential: ICredentialDataDecryptedObject,
): string {
	const token = login.kind === 'apiToken' ? login.token : toText(credential.loginToken);
	const namespace = escapeAttribute(header.namespace, 'Header Namespace');
	return `<${header.name} xmlns="${namespace}">${escapeText(token, 'API Token')}</${header.name}>`;
}

/** Comments and the like blanked out, everything else in its place: what stands in them are no tags. */
function withoutText(envelope: string): string {
	const text = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>/g;
	return envelope.replace(text, (found) => ' '.repeat(found.length));
}

function insert(text: string, position: number, addition: string): string {
	return text.slice(0, position) + addition + text.slice(position);
}
