import { createHash } from 'node:crypto';

import { BillingError, messageOf } from '../../errors';
import { AnswerTooLongError, type HttpAnswer, type HttpSend, NetworkError } from '../../http/http';
import { unlessStopped } from '../../http/cancel';
import { sendWithRetries } from '../../http/retry';
import { createBuiltInContract } from './contract';
import { WsdlError, XmlError } from './errors';
import type { CloudBillingSettings } from './settings';
import { DEFAULT_WSDL_LIMITS, type DocumentLoader } from './wsdl/documents';
import { readWsdl } from './wsdl/read';
import type { Contract } from './wsdl/model';
import { decodeXmlBytes } from './xml/bytes';

/** The contract that a credential's service has, and where it was read. */
export interface ServiceContract {
	contract: Contract;
	/** Whether it is the service's own; else the documented methods are all that is known. */
	fromWsdl: boolean;
	/** Why there is no WSDL, where there is none. */
	problem?: string;
	/** Whether that may be better the next time: the server was out of reach, not without a WSDL. */
	passing?: boolean;
}

/** A WSDL changes when the vendor updates the service: rarely, and a restart of n8n is not to be needed. */
const KEPT_MS = 15 * 60 * 1000;
const MOST_KEPT = 50;
/** A description is there at once or not at all; asked for longer it would only hold up the first call. */
const LONGEST_TIMEOUT_MS = 60_000;

/** How to ask for it. The signal ends the wait of one run; the reading goes on for others. */
export interface ReadingOptions {
	timeout: number;
	retries: number;
	signal?: AbortSignal;
}

const kept = new Map<string, { until: number; contract: Promise<ServiceContract> }>();

/**
 * The contract of the service behind a credential: its WSDL where that can be read, else the built-in one.
 * Read once and kept for a while, for all runs that use the same address.
 *
 * @throws WsdlError when a WSDL was given (its address, or its text) and cannot be used
 */
export async function loadContract(
	settings: CloudBillingSettings,
	send: HttpSend,
	options: ReadingOptions,
): Promise<ServiceContract> {
	const { signal } = options;
	const key = hash(settings);
	const now = Date.now();
	const found = kept.get(key);
	if (found && found.until > now) return await unlessStopped(found.contract, signal);
	const contract = read(settings, loaderOf(send, options));
	kept.set(key, { until: now + KEPT_MS, contract });
	contract.then(
		({ passing }) => passing && kept.delete(key),
		() => kept.delete(key),
	);
	forgetOld(now);
	return await unlessStopped(contract, signal);
}

function forgetOld(now: number): void {
	for (const [key, { until }] of kept) {
		if (until <= now || kept.size > MOST_KEPT) kept.delete(key);
	}
}

async function read(
	settings: CloudBillingSettings,
	load: DocumentLoader,
): Promise<ServiceContract> {
	const { text, url } = settings.wsdl;
	if (text !== undefined) return { contract: await readWsdl({ text }), fromWsdl: true };
	if (url !== undefined) return { contract: await readWsdl({ url, load }), fromWsdl: true };

	let problem = '';
	let passing = false;
	for (const query of ['singleWsdl', 'wsdl']) {
		const address = `${settings.endpoint.replace(/[?#].*$/, '')}?${query}`;
		try {
			return { contract: await readWsdl({ url: address, load }), fromWsdl: true };
		} catch (error) {
			problem = messageOf(error);
			passing ||= error instanceof NetworkError || / status 5\d\d/.test(problem);
		}
	}
	return { contract: createBuiltInContract(settings.contract), fromWsdl: false, problem, passing };
}

/** Fetched without the token: the address may be any that the credential names. */
function loaderOf(send: HttpSend, { timeout, retries }: ReadingOptions): DocumentLoader {
	return async (url, maxBytes) => {
		const answer = await sendWithRetries(
			async () =>
				await send({
					method: 'GET',
					url,
					headers: {},
					timeout: Math.min(timeout, LONGEST_TIMEOUT_MS),
					asBytes: true,
					maxBytes,
				}),
			{ safety: 'read', retries },
		).catch(async (error: unknown) => await Promise.reject(withAddress(error, url)));
		if (answer.status >= 300) {
			throw new WsdlError(
				`The server answered the request for the WSDL with status ${answer.status}`,
				url,
			);
		}
		try {
			return takeText(answer);
		} catch (error) {
			return rejectText(error, url);
		}
	};
}

function withAddress(error: unknown, url: string): unknown {
	if (error instanceof AnswerTooLongError) {
		const most = DEFAULT_WSDL_LIMITS.maxLength / 1e6;
		return new WsdlError(`The WSDL and its imports are longer than ${most} MB`, url);
	}
	if (!(error instanceof NetworkError)) return error;
	const { message, code, description, outcome } = error;
	return new NetworkError(`${message}, asked for the WSDL (${url})`, {
		code,
		description,
		outcome,
	});
}

function rejectText(error: unknown, url: string): never {
	throw error instanceof XmlError ? new WsdlError(error.message, url) : error;
}

/**
 * The text of an answer, whose bytes are then let go: an invoice as PDF is big.
 *
 * @throws XmlError when the bytes do not fit their encoding
 */
export function takeText(answer: HttpAnswer): string {
	const { bytes, headers, body } = answer;
	answer.bytes = undefined;
	return bytes ? decodeXmlBytes(bytes, headers['content-type']) : body;
}

function hash({ endpoint, wsdl, contract }: CloudBillingSettings): string {
	return createHash('sha256')
		.update(JSON.stringify([endpoint, wsdl, contract]))
		.digest('hex');
}

/** What to say where something needs the WSDL and there is none. */
export function withoutWsdl(need: string, problem?: string): BillingError {
	return new BillingError(
		`${need} is known only from the WSDL of the service, which could not be read`,
		{
			description:
				`${problem ?? ''} Give the address of the WSDL in the credential, or paste the WSDL there.`.trim(),
		},
	);
}
