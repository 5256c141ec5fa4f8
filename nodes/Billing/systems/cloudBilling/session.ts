import { BillingError, LoginRefusedError } from '../../errors';
import type { SessionProtocol } from '../../session/session';
import { toText } from '../../values';
import type { CloudBillingSettings } from './settings';
import type { SoapHeader } from './soap/encode';
import type { SoapAnswer } from './soap/decode';

/** What every request carries in its SOAP header. */
export interface CloudBillingSession {
	header: SoapHeader;
}

/** Calls the deprecated Login without a session. */
export type LoginCall = (parameters: Record<string, string>) => Promise<SoapAnswer>;

const LOCKOUT =
	'The login is not tried again by itself: the third incorrect one locks the user for 15 minutes.';

/**
 * An API token is its own session: nothing is opened or closed. The deprecated Login gives a token that
 * lives for an unknown time; there is no logout for it.
 */
export function sessionProtocol(
	{ header, login }: CloudBillingSettings,
	call: LoginCall,
): SessionProtocol<CloudBillingSession> {
	const withToken = (value: string): CloudBillingSession => ({ header: { ...header, value } });
	return {
		async open() {
			if (login.kind === 'apiToken') return withToken(login.token);
			const { emailAddress, password, environment } = login;
			return withToken(readToken(await call({ emailAddress, password, environment })));
		},
		async close() {},
	};
}

function readToken(answer: SoapAnswer): string {
	if (answer.kind === 'fault') {
		const { code, message } = answer.fault;
		if (code === 'ActionNotSupported') throw withoutLogin(message, code);
		throw refused(message, code);
	}
	if (answer.resultCode !== undefined && answer.resultCode !== 'Success') {
		throw refused(answer.resultMessage ?? '', answer.resultCode);
	}
	const token = toText(answer.payload);
	if (token === '') throw new BillingError('CloudBilling answered the login without a token');
	return token;
}

/**
 * It is deprecated, and newer services may have left it out; or it is there, and without a WSDL nobody knows by which
 * SOAPAction. No password was tried, but there is no sense in asking again for every item.
 */
function withoutLogin(reason: string, code: string): LoginRefusedError {
	return new LoginRefusedError(`This CloudBilling service has no Login: ${reason || code}`, {
		code,
		description:
			'Choose API Token in the credential. If the service still has the deprecated Login, its SOAPAction is not known: give the WSDL in the credential, or set the contract name there.',
	});
}

function refused(reason: string, code: string): LoginRefusedError {
	return new LoginRefusedError(`CloudBilling refused the login: ${reason || code}`, {
		code,
		description: `Check user, password and environment in the credential. ${LOCKOUT}`,
	});
}
