import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { InputError } from '../../errors';
import { readBaseUrl } from '../../http/url';
import { toText } from '../../values';
import {
	API_TOKEN_ELEMENT,
	API_TOKEN_NAMESPACE,
	type BuiltInContractOptions,
	DEFAULT_CONTRACT_OPTIONS,
} from './contract';

/** What the credential says, checked and with the documented defaults filled in. */
export interface CloudBillingSettings {
	endpoint: string;
	login: TokenLogin | UserLogin;
	/** Where the token goes: an element in the SOAP header. */
	header: { namespace: string; name: string };
	wsdl: { url?: string; text?: string };
	contract: BuiltInContractOptions;
}

export interface TokenLogin {
	kind: 'apiToken';
	token: string;
}

/** The deprecated Login method. */
export interface UserLogin {
	kind: 'user';
	emailAddress: string;
	password: string;
	environment: string;
}

/** The values of the credential's Authentication field. */
export const API_TOKEN = 'apiToken';
export const USER = 'user';

/** @throws InputError naming the field of the credential */
export function readSettings(credential: ICredentialDataDecryptedObject): CloudBillingSettings {
	const text = (name: string, fallback = ''): string => toText(credential[name]).trim() || fallback;
	const wsdlUrl = text('wsdlUrl');
	return {
		endpoint: readBaseUrl(text('endpoint'), 'Endpoint URL').href,
		login: readLogin(credential),
		header: {
			name: text('headerElement', API_TOKEN_ELEMENT),
			namespace: text('headerNamespace', API_TOKEN_NAMESPACE),
		},
		wsdl: {
			url: wsdlUrl === '' ? undefined : readBaseUrl(wsdlUrl, 'WSDL URL').href,
			text: text('wsdl') || undefined,
		},
		contract: {
			serviceNamespace: text('serviceNamespace', DEFAULT_CONTRACT_OPTIONS.serviceNamespace),
			contractsNamespace: text('contractsNamespace', DEFAULT_CONTRACT_OPTIONS.contractsNamespace),
			contractName: text('contractName'),
			soapActionPattern: text('soapActionPattern', DEFAULT_CONTRACT_OPTIONS.soapActionPattern),
		},
	};
}

function readLogin(credential: ICredentialDataDecryptedObject): TokenLogin | UserLogin {
	if (credential.authentication !== USER) {
		return { kind: 'apiToken', token: required(credential, 'apiToken', 'API Token') };
	}
	return {
		kind: 'user',
		emailAddress: required(credential, 'emailAddress', 'Email Address'),
		password: required(credential, 'password', 'Password'),
		environment: required(credential, 'environment', 'Environment'),
	};
}

function required(credential: ICredentialDataDecryptedObject, name: string, label: string): string {
	const value = toText(credential[name]);
	if (value !== '') return value;
	throw new InputError('the credential has no value for this', undefined, label);
}
