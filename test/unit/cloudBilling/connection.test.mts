import type { IHttpRequestOptions } from 'n8n-workflow';
import { CloudBillingApi } from '../../../credentials/CloudBillingApi.credentials.js';
import { connectInRun } from '../../../nodes/Billing/systems/cloudBilling/connection.js';
import { fakeContext } from '../fakeContext.mjs';
import { answer } from './contracts.mjs';

const CUSTOMERS = answer(
	'<CustomersGetAllResponse xmlns="http://tempuri.org/"><CustomersGetAllResult/></CustomersGetAllResponse>',
);

/** A service without a WSDL and without customers, as n8n's helper shows it. */
class Service {
	readonly requests: IHttpRequestOptions[] = [];

	/** Each has an address of its own, as contracts are kept by address. */
	constructor(
		private readonly endpoint: string,
		private readonly credential: object = {},
	) {}

	async read(options: object = {}): Promise<void> {
		const { ctx } = fakeContext({ parameters: { options }, executionId: this.endpoint });
		const httpRequest = async (request: IHttpRequestOptions) => {
			this.requests.push(request);
			const statusCode = request.method === 'GET' ? 404 : 200;
			return await Promise.resolve({ statusCode, headers: {}, body: Buffer.from(CUSTOMERS) });
		};
		const getCredentials = async () =>
			await Promise.resolve({
				endpoint: this.endpoint,
				apiToken: 'a-made-up-one',
				contractName: 'IApi',
				...this.credential,
			});
		Object.assign(ctx, { helpers: { httpRequest }, getCredentials });
		await connectInRun(ctx, async (client) => await client.customers(undefined, () => undefined));
	}

	get calls(): IHttpRequestOptions[] {
		return this.requests.filter(({ method }) => method === 'POST');
	}

	get looksForWsdl(): string[] {
		return this.requests.flatMap(({ method, url }) => (method === 'GET' ? [url] : []));
	}
}

describe('a request', () => {
	test('is SOAP 1.1: text/xml in UTF-8, with its SOAPAction in quotes', async () => {
		const service = new Service('https://h.example.com/soap.svc');
		await service.read();
		expect(service.calls).toMatchObject([
			{
				url: 'https://h.example.com/soap.svc',
				headers: {
					'Content-Type': 'text/xml; charset=utf-8',
					SOAPAction: '"http://tempuri.org/IApi/CustomersGetAll"',
				},
				body: expect.stringContaining(
					'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"',
				),
			},
		]);
	});

	test('with a SOAPAction that HTTP cannot carry is refused before it is sent', async () => {
		const service = new Service('https://h.example.com/action.svc', {
			soapActionPattern: 'urn:a\r\nX-Other: 1',
		});
		await expect(service.read()).rejects.toMatchObject({
			name: 'InputError',
			field: 'SOAPAction',
		});
		expect(service.calls).toEqual([]);
	});

	test('waits five minutes for its answer, or as long as the option says', async () => {
		const service = new Service('https://h.example.com/wait.svc');
		await service.read();
		await service.read({ timeout: 1234 });
		expect(service.calls.map(({ timeout }) => timeout)).toEqual([300_000, 1234]);
	});
});

describe('the contract of an address', () => {
	const MINUTE = 60_000;
	afterEach(() => jest.restoreAllMocks());

	test('is looked for at ?singleWsdl, then at ?wsdl', async () => {
		const service = new Service('https://h.example.com/where.svc?tenant=1');
		await service.read();
		expect(service.looksForWsdl).toEqual([
			'https://h.example.com/where.svc?singleWsdl',
			'https://h.example.com/where.svc?wsdl',
		]);
	});

	test('is kept for a quarter of an hour, and read anew after it', async () => {
		const service = new Service('https://h.example.com/kept.svc');
		const began = Date.now();
		const clock = jest.spyOn(Date, 'now');
		for (const [minutes, looks] of [
			[0, 2],
			[14, 2],
			[16, 4],
		]) {
			clock.mockReturnValue(began + minutes * MINUTE);
			await service.read();
			expect(service.looksForWsdl).toHaveLength(looks);
		}
	});
});

test('the credential asks for the address of the service and knows none by itself', () => {
	const { properties } = new CloudBillingApi();
	expect(properties.find(({ name }) => name === 'endpoint')).toMatchObject({
		required: true,
		default: '',
	});
});
