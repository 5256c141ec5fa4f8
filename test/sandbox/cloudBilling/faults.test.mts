import { startSandbox, type Fault, type Sandbox } from '../index.mjs';
import { leaves, purchase, SoapClient, strings } from './client.mjs';
import { readXml } from './soap/xml.mjs';

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

const created = () => sandbox.cloudBilling.books().rowsCreated;
const upload = () => client.upload(purchase('P1'), purchase('P2'));
const order = (fault: Fault) => sandbox.cloudBilling.faults.add({ do: fault });
const customers = () => client.call('CustomersGetAll');

describe('faults of any stand-in', () => {
	it('match by the name of the operation, or wsdl', async () => {
		sandbox.cloudBilling.faults.add(
			{ match: { kind: 'UploadPurchases' }, do: { type: 'status', code: 503 } },
			{ match: { kind: 'wsdl' }, do: { type: 'html' } },
		);
		expect((await customers()).status).toBe(200);
		expect((await upload()).status).toBe(503);
		const wsdl = await fetch(`${sandbox.cloudBilling.endpoint}?wsdl`);
		expect(wsdl.headers.get('content-type')).toBe('text/html');
		expect(created()).toBe(0);
	});

	it.each([
		[{ type: 'resetBefore' }, 0],
		[{ type: 'resetAfter' }, 2],
		[{ type: 'truncate' }, 2],
	] as ReadonlyArray<[Fault, number]>)('%j: the connection dies', async (fault, rows) => {
		order(fault);
		await expect(upload()).rejects.toThrow();
		expect(created()).toBe(rows);
	});

	it.each([
		[{ type: 'truncate', how: 'short' }, 2],
		[{ type: 'garbage' }, 2],
		[{ type: 'empty' }, 2],
		[{ type: 'html' }, 0],
	] as ReadonlyArray<[Fault, number]>)('%j: status 200 and no whole XML', async (fault, rows) => {
		order(fault);
		const answer = await upload();
		expect(answer.status).toBe(200);
		if (fault.type !== 'html') expect(() => readXml(answer.text)).toThrow();
		expect(created()).toBe(rows);
	});

	it('expireSession: the token of a Login ends', async () => {
		await client.useLogin();
		order({ type: 'expireSession' });
		expect((await customers()).message).toContain('expired');
	});

	it('dropResult and extraResult: one result more or fewer', async () => {
		order({ type: 'dropResult' });
		expect(leaves((await customers()).text, 'CustomerCode')).toHaveLength(59);
		order({ type: 'extraResult' });
		const answer = await client.call(
			'DeletePurchases',
			`<reason/><purchaseReferences>${strings('none')}</purchaseReferences>`,
		);
		expect(leaves(answer.text, 'PurchaseReference')).toEqual(['none', 'none']);
	});
});

describe('faults of XML', () => {
	it('are refused by a stand-in that speaks JSON', () => {
		const { billingPlatform } = sandbox;
		expect(() => billingPlatform.faults.add({ do: { type: 'doctype' } })).toThrow('garbage');
	});

	it('soapFault: in HTTP 200 unless told otherwise, before or after the work', async () => {
		order({ type: 'soapFault' });
		expect(await upload()).toMatchObject({ status: 200, fault: 'InternalServiceFault' });
		expect(created()).toBe(0);
		order({ type: 'soapFault', status: 500, code: 'Busy', text: 'Not now', afterWork: true });
		const answer = await upload();
		expect(answer).toMatchObject({ status: 500, fault: 'Busy' });
		expect(leaves(answer.text, 'faultstring')).toEqual(['Not now']);
		expect(created()).toBe(2);
	});

	it.each(['doctype', 'entityBomb'] as const)(
		'%s: a DOCTYPE with an entity in use',
		async (type) => {
			order({ type });
			const { text } = await customers();
			expect(text.startsWith('<!DOCTYPE s:Envelope [')).toBe(true);
			expect(text).toMatch(/>&e9?;<\/\w+:ResultCode>/);
			if (type === 'entityBomb') expect(text.match(/<!ENTITY/g)).toHaveLength(10);
		},
	);

	it('wrongEncoding badBytes: a byte that is no UTF-8', async () => {
		order({ type: 'wrongEncoding' });
		const bytes = await rawAnswer();
		expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
	});

	it('wrongEncoding utf16: UTF-16 that calls itself UTF-8', async () => {
		order({ type: 'wrongEncoding', how: 'utf16' });
		const bytes = await rawAnswer();
		expect([...bytes.subarray(0, 4)]).toEqual([0xff, 0xfe, 0x3c, 0]);
	});

	it('deepNesting: 10,000 levels, well formed', async () => {
		order({ type: 'deepNesting' });
		const { text } = await customers();
		expect(text.match(/<Deep>/g)).toHaveLength(10_000);
		expect(() => readXml(text)).not.toThrow();
	});

	it('unknownEnum: a value that is in no list', async () => {
		order({ type: 'unknownEnum' });
		expect(new Set(leaves((await customers()).text, 'InvoicePeriodUOM'))).toEqual(
			new Set(['FromTheFuture']),
		);
		order({ type: 'unknownEnum' });
		expect((await upload()).code).toBe('FromTheFuture');
	});

	it('extraMembers: members that are in no type, at every record and in the result', async () => {
		order({ type: 'extraMembers' });
		const { text } = await customers();
		expect(leaves(text, 'FutureMember')).toHaveLength(62);
		expect(() => readXml(text)).not.toThrow();
		expect(leaves(text, 'CustomerCode')).toHaveLength(60);
	});

	async function rawAnswer(): Promise<Uint8Array> {
		const { endpoint } = sandbox.cloudBilling;
		const response = await fetch(endpoint, {
			method: 'POST',
			headers: {
				'content-type': 'text/xml; charset=utf-8',
				soapaction: 'http://tempuri.org/IPublicApi/CustomersGetAll',
			},
			body: client.envelope('<CustomersGetAll xmlns="http://tempuri.org/"/>'),
		});
		expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
		return new Uint8Array(await response.arrayBuffer());
	}
});
