import { createClientAsync, type Client as LibraryClient } from 'soap';
import type { CloudBillingStandIn } from '../index.mjs';

export const CONTRACTS =
	'http://schemas.datacontract.org/2004/07/Kolonel.Public.Service.API.Contracts.V1_1';
export const ARRAYS = 'http://schemas.microsoft.com/2003/10/Serialization/Arrays';
const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const TOKEN_NAMESPACE = 'http://api.cloudbilling.nl/2018/11/auth/token';

export interface SoapAnswer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** Of the result; undefined in a fault. */
	readonly code: string | undefined;
	readonly message: string | undefined;
	/** Local part of the faultcode. */
	readonly fault: string | undefined;
}

/** A bare client for the tests of the stand-in: envelopes by hand, real HTTP, no help with anything. */
export class SoapClient {
	/** What the SOAP header holds. */
	header: string;
	contract = 'IPublicApi';

	constructor(readonly standIn: CloudBillingStandIn) {
		this.header = tokenHeader(standIn.apiToken);
	}

	/** `body` is what lies in the operation element; `i:` and `a:` and `b:` are declared. */
	call(operation: string, body = ''): Promise<SoapAnswer> {
		const content =
			`<${operation} xmlns="http://tempuri.org/" xmlns:i="${XSI}" xmlns:a="${CONTRACTS}" ` +
			`xmlns:b="${ARRAYS}">${body}</${operation}>`;
		return this.send(`"http://tempuri.org/${this.contract}/${operation}"`, this.envelope(content));
	}

	envelope(content: string): string {
		return (
			`<s:Envelope xmlns:s="${ENVELOPE}"><s:Header>${this.header}</s:Header>` +
			`<s:Body>${content}</s:Body></s:Envelope>`
		);
	}

	async send(
		action: string | undefined,
		body: string,
		contentType = 'text/xml; charset=utf-8',
	): Promise<SoapAnswer> {
		const response = await fetch(this.standIn.endpoint, {
			method: 'POST',
			headers: {
				'content-type': contentType,
				...(action !== undefined && { soapaction: action }),
			},
			body,
		});
		const text = await response.text();
		return {
			status: response.status,
			headers: response.headers,
			text,
			code: leaves(text, 'ResultCode')[0],
			message: leaves(text, 'ResultMessage')[0],
			fault: leaves(text, 'faultcode')[0]?.replace(/^\w+:/, ''),
		};
	}

	login(password = this.standIn.password): Promise<SoapAnswer> {
		const { emailAddress, environment } = this.standIn;
		return this.call(
			'Login',
			`<emailAddress>${emailAddress}</emailAddress><password>${password}</password>` +
				`<environment>${environment}</environment>`,
		);
	}

	/** From here on with the token of a fresh Login. */
	async useLogin(): Promise<void> {
		const token = leaves((await this.login()).text, 'Result')[0];
		this.header = tokenHeader(token ?? '');
	}

	upload(...purchases: ReadonlyArray<Readonly<Record<string, string>>>): Promise<SoapAnswer> {
		const rows = purchases.map((row) => `<a:Purchase>${members(row)}</a:Purchase>`).join('');
		return this.call('UploadPurchases', `<purchases>${rows}</purchases>`);
	}
}

export function tokenHeader(token: string, namespace = TOKEN_NAMESPACE): string {
	return `<ApiToken xmlns="${namespace}">${token}</ApiToken>`;
}

/** A valid purchase; members may be replaced or added. */
export function purchase(
	reference: string,
	more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
	return {
		CustomerCode: '101001',
		ProductLabel: 'sms',
		PurchaseDate: new Date().toISOString(),
		PurchaseReference: reference,
		Quantity: '2',
		...more,
	};
}

/** Contract members in the order of WCF. */
export function members(row: Readonly<Record<string, string>>): string {
	return Object.keys(row)
		.sort()
		.map((name) => `<a:${name}>${row[name]}</a:${name}>`)
		.join('');
}

export function strings(...values: readonly string[]): string {
	return values.map((value) => `<b:string>${value}</b:string>`).join('');
}

/** The texts of all elements of one local name that hold only text. */
export function leaves(text: string, name: string): string[] {
	const pattern = new RegExp(`<(?:\\w+:)?${name}(?: [^>]*)?>([^<]*)</`, 'g');
	return [...text.matchAll(pattern)].map((match) => match[1]);
}

/** The soap library's client on the published WSDL, as a second opinion. */
export async function libraryClient(
	standIn: CloudBillingStandIn,
	form = '?singleWsdl',
): Promise<LibraryClient> {
	const { endpoint, apiToken } = standIn;
	const client = await createClientAsync(`${endpoint}${form}`, { disableCache: true }, endpoint);
	client.addSoapHeader(tokenHeader(apiToken));
	return client;
}
