import { startSandbox, type Sandbox } from '../index.mjs';
import { leaves, members, purchase, SoapClient, tokenHeader } from './client.mjs';

let sandbox: Sandbox;
let client: SoapClient;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => {
	sandbox.cloudBilling.reset();
	client = new SoapClient(sandbox.cloudBilling);
});

const BY_CODE = '<customerCode>101001</customerCode>';
const ACTION = '"http://tempuri.org/IPublicApi/CustomerGetByCode"';
const byCode = `<CustomerGetByCode xmlns="http://tempuri.org/">${BY_CODE}</CustomerGetByCode>`;

describe('SOAPAction', () => {
	it('is the namespace, the contract and the operation, with or without quotes', async () => {
		for (const action of [ACTION, ACTION.replaceAll('"', '')]) {
			expect((await client.send(action, client.envelope(byCode))).code).toBe('Success');
		}
	});

	it.each([
		['missing', undefined],
		['empty', '""'],
		['of another contract', '"http://tempuri.org/IOther/CustomerGetByCode"'],
		['in other letters', '"http://tempuri.org/IPublicApi/customergetbycode"'],
		['only the name', '"CustomerGetByCode"'],
	])('%s: a fault ActionNotSupported with HTTP 500', async (_name, action) => {
		const answer = await client.send(action, client.envelope(byCode));
		expect(answer).toMatchObject({ status: 500, fault: 'ActionNotSupported' });
		expect(answer.text).toContain('windowscommunicationfoundation/dispatcher');
	});

	it('decides the operation: another element in the body is refused', async () => {
		const answer = await client.send(ACTION, client.envelope(byCode.replaceAll('ByCode', 'ByKey')));
		expect(answer).toMatchObject({ status: 500, fault: 'DeserializationFailed' });
		expect(answer.text).toContain('CustomerGetByKey');
	});
});

describe('the ApiToken header', () => {
	it('counts by name and namespace', async () => {
		const { apiToken } = sandbox.cloudBilling;
		for (const header of [
			'',
			tokenHeader('wrong'),
			tokenHeader(apiToken, 'http://tempuri.org/'),
			tokenHeader(apiToken).replaceAll('ApiToken', 'Token'),
		]) {
			client.header = header;
			const answer = await client.call('CustomerGetByCode', BY_CODE);
			expect(answer).toMatchObject({ status: 200, code: 'Error' });
			expect(answer.message).toContain('token');
			expect(answer.text).not.toContain('101001');
		}
		expect(sandbox.cloudBilling.books()).toMatchObject({ refusedTokens: 4, tokensSeen: 1 });
	});

	it('may have any prefix and white space around the token', async () => {
		client.header =
			'<x:ApiToken xmlns:x="http://api.cloudbilling.nl/2018/11/auth/token">\n\t' +
			`${sandbox.cloudBilling.apiToken}\n</x:ApiToken>`;
		expect((await client.call('CustomerGetByCode', BY_CODE)).code).toBe('Success');
	});

	it('never shows in the books or the log', async () => {
		client.header = tokenHeader('some-secret');
		await client.call('CustomerGetByCode', BY_CODE);
		const { cloudBilling } = sandbox;
		expect(JSON.stringify([cloudBilling.books(), cloudBilling.log.read()])).not.toContain('secret');
		expect(cloudBilling.books().tokens).toEqual([{ kind: 'unknown', state: 'refused', calls: 1 }]);
	});
});

describe('the envelope', () => {
	it('must be SOAP 1.1, by content type and by namespace', async () => {
		const body = client.envelope(byCode);
		expect((await client.send(ACTION, body, 'application/soap+xml')).status).toBe(415);
		const soap12 = body.replace(/http[^"]*envelope\//, 'http://www.w3.org/2003/05/soap-envelope');
		expect((await client.send(ACTION, soap12)).fault).toBe('VersionMismatch');
	});

	it('is refused when a header must be understood and is not known', async () => {
		client.header += '<x:Other xmlns:x="urn:x" s:mustUnderstand="1"/>';
		expect((await client.call('CustomerGetByCode', BY_CODE)).fault).toBe('MustUnderstand');
	});

	it.each([
		['cut off', (text: string) => text.slice(0, -30)],
		['with a DOCTYPE', (text: string) => `<!DOCTYPE x [<!ENTITY e "x">]>${text}`],
		['with a control character', (text: string) => text.replace('101001', '101\u0001')],
		['with an unknown entity', (text: string) => text.replace('101001', '&oops;')],
		['without content', () => client.envelope('')],
	])('%s: a fault', async (_name, spoil) => {
		const answer = await client.send(ACTION, spoil(client.envelope(byCode)));
		expect(answer).toMatchObject({ status: 500, fault: 'DeserializationFailed' });
	});

	it('is answered with 400 when it is none', async () => {
		expect((await client.send(ACTION, '{"json": true}')).status).toBe(400);
		expect((await client.send(ACTION, '')).status).toBe(400);
	});

	it('takes 10,000 levels of nesting without harm', async () => {
		const deep = '<x>'.repeat(10_000) + '</x>'.repeat(10_000);
		const answer = await client.call('CustomerGetByCode', BY_CODE + deep);
		expect(answer.code).toBe('Success');
	});
});

describe('values', () => {
	it.each([
		['a number', 'CustomersGetAll', '<page>one</page>', 'Int32'],
		['a number too large', 'CustomersGetAll', '<page>3000000000</page>', 'Int32'],
		['a Boolean', 'GetPurchases', '<includeUnmapped>yes</includeUnmapped>', 'Boolean'],
		['nil where nothing is nillable', 'GetPurchases', '<includeUnmapped i:nil="true"/>', 'null'],
		[
			'an enum',
			'GetInvoiceHeaders',
			'<includedStatuses><a:InvoiceStatusEnum>approved</a:InvoiceStatusEnum></includedStatuses>',
			'InvoiceStatusEnum',
		],
		[
			'a member',
			'UploadPurchases',
			`<purchases><a:Purchase>${members(purchase('P', { Quantity: '1,5' }))}</a:Purchase></purchases>`,
			'Double',
		],
	])('%s that does not fit: DeserializationFailed', async (_name, operation, body, says) => {
		const answer = await client.call(operation, body);
		expect(answer).toMatchObject({ status: 500, fault: 'DeserializationFailed' });
		expect(answer.text).toContain(says);
	});

	it('nil and left out are the same for a nillable one', async () => {
		const nil = await client.call('CustomersGetAll', '<page i:nil="true"/>');
		expect(leaves(nil.text, 'CustomerCode')).toHaveLength(60);
	});

	it('come back as they were sent, whatever they hold', async () => {
		const name = `< & > " ' ]]> <![CDATA[x]]> é 🙂 ${'x'.repeat(100_000)}`;
		const escaped = name.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
		await client.upload(purchase('P-odd', { ProductLabel: escaped }));
		expect(sandbox.cloudBilling.rows('purchase').at(-1)).toMatchObject({ ProductLabel: name });
		sandbox.cloudBilling.insert('customer', [
			{ CustomerCode: 'odd', CustomerName: '<![CDATA[x]]>', ContactName: 'a\u0001b' },
		]);
		const { text } = await client.call('CustomerGetByCode', '<customerCode>odd</customerCode>');
		expect(leaves(text, 'CustomerName')).toEqual(['&lt;![CDATA[x]]&gt;']);
		expect(leaves(text, 'ContactName')).toEqual(['a&#x1;b']);
	});
});

describe('order', () => {
	it('drops a parameter that comes too late, silently', async () => {
		const late =
			'<includedStatuses><a:InvoiceStatusEnum>CLOSED</a:InvoiceStatusEnum></includedStatuses>' +
			'<customerCode>none-such</customerCode>';
		const answer = await client.call('GetInvoiceHeaders', late);
		expect(answer.code).toBe('Success');
		expect(leaves(answer.text, 'Id').length).toBeGreaterThan(5);
		expect(sandbox.cloudBilling.books()).toMatchObject({
			droppedMembers: 1,
			dropped: ['GetInvoiceHeaders: customerCode'],
		});
	});

	it('drops members out of order, unknown, or in another namespace, and reads on', async () => {
		const row =
			'<a:Quantity>7</a:Quantity><a:CustomerCode>101001</a:CustomerCode>' +
			'<SourceUpdateDate>x</SourceUpdateDate><a:Unknown>x</a:Unknown>';
		const answer = await client.call(
			'UploadPurchases',
			`<purchases><a:Purchase>${row}</a:Purchase></purchases>`,
		);
		expect(answer).toMatchObject({ code: 'Error', message: expect.stringContaining('required') });
		expect(sandbox.cloudBilling.books().dropped).toEqual([
			'UploadPurchases: purchases/Purchase/CustomerCode',
			'UploadPurchases: purchases/Purchase/SourceUpdateDate',
			'UploadPurchases: purchases/Purchase/Unknown',
		]);
	});

	it('drops list items of another name or namespace', async () => {
		const list = '<b:string>PUR-00001</b:string><string>PUR-00002</string><b:x>PUR-00003</b:x>';
		const body = `<reason>x</reason><purchaseReferences>${list}</purchaseReferences>`;
		await client.call('DeletePurchases', body);
		expect(sandbox.cloudBilling.books().droppedMembers).toBe(2);
	});

	it('can be told to refuse what WCF would drop', async () => {
		sandbox.cloudBilling.set({ outOfOrder: 'refused' });
		const answer = await client.call('CustomerGetByCode', `<other/>${BY_CODE}`);
		expect(answer.fault).toBe('DeserializationFailed');
		expect(answer.text).toContain('other');
	});
});

describe('the address', () => {
	it('answers a help page to a plain GET, and 405 to other methods', async () => {
		const page = await fetch(sandbox.cloudBilling.endpoint);
		expect(page.headers.get('content-type')).toContain('text/html');
		const put = await fetch(sandbox.cloudBilling.endpoint, { method: 'PUT', body: 'x' });
		expect(put.status).toBe(405);
	});
});
