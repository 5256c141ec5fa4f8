import { BillingError, CancelledError, InputError } from '../../errors';
import { AnswerTooLongError, type HttpAnswer, type HttpSend } from '../../http/http';
import { askedPause, type Safety, sendWithRetries } from '../../http/retry';
import type { SessionHandle } from '../../session/session';
import { toText } from '../../values';
import { takeText } from './contractSource';
import { EncodeError, SoapDataError } from './errors';
import type { CloudBillingSession } from './session';
import { decodeResponse, findFault, type SoapAnswer, type SoapFault } from './soap/decode';
import { RequestEncoder, type SoapHeader } from './soap/encode';
import type { JsonObject } from './soap/encodeChecks';
import { actionOf, findOperation } from './soap/operation';
import type { Contract } from './wsdl/model';
import { DEFAULT_LIMITS } from './xml/limits';

export interface SoapCall {
	operation: string;
	parameters: JsonObject;
	safety: Safety;
}

export interface TransportOptions {
	endpoint: string;
	contract: Contract;
	send: HttpSend;
	signal?: AbortSignal;
	/** Milliseconds for one request. */
	timeout: number;
	retries: number;
	/** Longest answer that is read, in characters. */
	maxLength?: number;
}

/** Anything shorter could be part of the answer by chance. */
const SHORTEST_SECRET = 6;

/** The beginning of a reply, where it has to speak for itself. */
const REPLY_SHOWN = 1000;

/** Sends calls of one contract to its endpoint: envelope, SOAPAction, retries, Faults. Knows no session. */
export class SoapTransport {
	private readonly encoder: RequestEncoder;

	constructor(private readonly options: TransportOptions) {
		this.encoder = new RequestEncoder(options.contract);
	}

	/**
	 * Encodes one record of a list parameter ahead of the call; what comes back is given in its place.
	 *
	 * @throws EncodeError where it does not fit its type
	 */
	encodeRecord(operation: string, parameter: string, record: JsonObject): unknown {
		return this.encoder.entry(operation, parameter, record);
	}

	/**
	 * @returns what the service says: a result, or a Fault of any HTTP status
	 * @throws InputError for a value that does not fit, BillingError for anything that is no SOAP answer
	 */
	async call(call: SoapCall, headers: SoapHeader[] = []): Promise<SoapAnswer> {
		const { signal, retries, contract } = this.options;
		if (signal?.aborted) throw new CancelledError();
		const body = asInput(() => this.encoder.request(call.operation, call.parameters, headers));
		const soapAction = asInput(() => actionOf(findOperation(contract, call.operation)));
		const answer = await sendWithRetries(async () => await this.post(soapAction, body), {
			safety: call.safety,
			retries,
			signal,
		});
		const secrets = [...headers.map(({ value }) => value), toText(call.parameters.password)];
		return this.read(
			call,
			answer,
			secrets.filter((secret) => secret.length >= SHORTEST_SECRET),
		);
	}

	private async post(soapAction: string, body: string): Promise<HttpAnswer> {
		const { send, endpoint, timeout, maxLength = DEFAULT_LIMITS.maxLength } = this.options;
		return await send({
			method: 'POST',
			url: endpoint,
			headers: { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: `"${soapAction}"` },
			body,
			timeout,
			asBytes: true,
			maxBytes: maxLength,
		}).catch(async (error: unknown) => await Promise.reject(withOption(error)));
	}

	private read({ operation }: SoapCall, answer: HttpAnswer, secrets: string[]): SoapAnswer {
		const { contract, maxLength = DEFAULT_LIMITS.maxLength } = this.options;
		const limits = { ...DEFAULT_LIMITS, maxLength };
		return asAnswer(answer, () => {
			// A service may repeat the token in an error text; it must not reach anybody's eyes.
			const text = secrets.reduce(
				(all, secret) => all.replaceAll(secret, '[hidden]'),
				takeText(answer),
			);
			if (answer.status < 300) return decodeResponse(contract, operation, text, limits);
			const fault = findFault(contract, text, limits);
			if (fault) return { kind: 'fault', fault };
			throw statusError(answer);
		});
	}
}

/** What a call gives that did not fail. */
export type SoapResult = Extract<SoapAnswer, { kind: 'result' }>;

/** Calls inside a session: the token in the header, every way of saying "no" made an error. */
export class SessionTransport {
	constructor(
		private readonly transport: SoapTransport,
		private readonly session: SessionHandle<CloudBillingSession>,
		/** Whether a new login can give a new token. */
		private readonly renewable: boolean,
	) {}

	encodeRecord(operation: string, parameter: string, record: JsonObject): unknown {
		return this.transport.encodeRecord(operation, parameter, record);
	}

	/**
	 * @returns the payload of the answer
	 * @throws BillingError for a Fault, a ResultCode other than Success, and `false` where that means failure
	 */
	async call(call: SoapCall): Promise<SoapResult> {
		const current = await this.session.get();
		let answer = await this.transport.call(call, [current.header]);
		if (this.renewable && asksForNewToken(answer)) {
			// Refused before anything was done, so even a write may be sent once more.
			const renewed = await this.session.renew(current);
			answer = await this.transport.call(call, [renewed.header]);
		}
		if (answer.kind === 'fault') throw faultError(answer.fault);
		const { resultCode, resultMessage, payload, others } = answer;
		if (resultCode !== undefined && resultCode !== 'Success') {
			throw refusal(resultMessage || `CloudBilling answered with ${resultCode}`, resultCode);
		}
		if (payload === false) {
			const said = others && `Its reply: ${JSON.stringify(others).slice(0, REPLY_SHOWN)}`;
			throw refusal(
				resultMessage || `${call.operation} answered false: it was not done`,
				undefined,
				said,
			);
		}
		return answer;
	}
}

/** The words are not documented: any that speak of the token or of logging in count. */
const ABOUT_ACCESS =
	/\b(access|api|authentication|security)?\s*token\b|\bnot (authenticated|authorized|logged in)\b|\bauthenticat(e|ion)\b|\bauthoriz(e|ation)\b|\bprivileges?\b|\blog ?in\b/i;

function asksForNewToken(answer: SoapAnswer): boolean {
	if (answer.kind === 'fault')
		return ABOUT_ACCESS.test(`${answer.fault.code} ${answer.fault.message}`);
	const failed = answer.resultCode !== undefined && answer.resultCode !== 'Success';
	return failed && ABOUT_ACCESS.test(answer.resultMessage ?? '');
}

function faultError({ code, message }: SoapFault): BillingError {
	const unsupported = code === 'ActionNotSupported';
	const advice = accessAdvice(message);
	const beforeWork = unsupported || code === 'DeserializationFailed' || advice !== undefined;
	return new BillingError(message || `CloudBilling answered with the fault ${code}`, {
		code: code || undefined,
		description: unsupported
			? 'The service does not know this SOAPAction. Give the WSDL in the credential, or set the contract name and the SOAPAction pattern there.'
			: advice,
		// Of other faults nothing is known.
		outcome: beforeWork ? 'refused' : 'unknown',
	});
}

/** The service's own "no" to what a call asks for; one about the token comes before that. */
export class CallRefusedError extends BillingError {
	override readonly name = 'CallRefusedError';
}

function refusal(message: string, code?: string, description?: string): BillingError {
	const advice = accessAdvice(message);
	if (advice) return new BillingError(message, { code, description: advice });
	return new CallRefusedError(message, { code, description });
}

/** Whether the service says no to the token, or to what it may do. */
export function refusesAccess({ message, code }: BillingError): boolean {
	return code !== undefined && ABOUT_ACCESS.test(message);
}

function accessAdvice(message: string): string | undefined {
	if (!ABOUT_ACCESS.test(message)) return undefined;
	return 'This may be about the token: check it in the credential, and what it may do.';
}

function statusError(answer: HttpAnswer): BillingError {
	const { status } = answer;
	const text =
		status < 400
			? `The server answered with a redirect (${status})`
			: `CloudBilling answered with status ${status}`;
	return new BillingError(text, {
		status,
		description: adviceFor(status),
		outcome: answer.isAfterLostAnswer || isUncertain(answer) ? 'unknown' : 'refused',
	});
}

/** Only who asks to come back later says that nothing was done. */
function isUncertain(answer: HttpAnswer): boolean {
	return answer.status >= 500 && askedPause(answer) === undefined;
}

function adviceFor(status: number): string | undefined {
	if (status === 413) return 'The request is too large for the server: lower Batch Size.';
	return status < 500 ? 'Check the endpoint URL in the credential.' : undefined;
}

function withOption(error: unknown): unknown {
	if (!(error instanceof AnswerTooLongError)) return error;
	return new BillingError(error.message, {
		description: 'Ask for less at once, or raise the option Largest Answer (MB).',
		outcome: error.outcome,
	});
}

/** Values that do not fit are the user's to mend: nothing was sent. */
function asInput<T>(encode: () => T): T {
	try {
		return encode();
	} catch (error) {
		return rethrow(error, (problem) => {
			if (!(problem instanceof EncodeError)) return undefined;
			return new InputError(problem.problem, undefined, problem.path || undefined);
		});
	}
}

/** An answer that cannot be read: whether the work was done, nobody knows. */
function asAnswer<T>(answer: HttpAnswer, decode: () => T): T {
	try {
		return decode();
	} catch (error) {
		return rethrow(error, (problem) => {
			if (!(problem instanceof SoapDataError)) return undefined;
			return answer.status < 300
				? new BillingError(problem.message, { outcome: 'unknown' })
				: statusError(answer);
		});
	}
}

function rethrow(error: unknown, translate: (error: unknown) => Error | undefined): never {
	throw translate(error) ?? error;
}
