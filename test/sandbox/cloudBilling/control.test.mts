import { startSandbox, type Sandbox } from '../index.mjs';
import { leaves, purchase, SoapClient } from './client.mjs';

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

async function control(method: string, action: string, body?: unknown) {
	const response = await fetch(`${sandbox.url}/__sandbox/cloudBilling/${action}`, {
		method,
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	return { status: response.status, json: (await response.json()) as unknown };
}

describe('control over HTTP', () => {
	it('lists what there is to control', async () => {
		const response = await fetch(`${sandbox.url}/__sandbox`);
		expect(await response.json()).toMatchObject({
			cloudBilling: expect.arrayContaining(['GET books', 'POST faults', 'POST tokens/expire']),
		});
	});

	it('reads the books, which a look does not change', async () => {
		await client.upload(purchase('P1'));
		await control('GET', 'books');
		expect((await control('GET', 'books')).json).toMatchObject({
			calls: 1,
			callsBy: { UploadPurchases: 1, CustomersGetAll: 0 },
			rowsCreated: 1,
			tokens: [{ kind: 'apiToken', state: 'valid', calls: 1 }],
		});
	});

	it('sets switches, and the very next call follows them', async () => {
		await control('POST', 'switches', { purchaseUploadName: 'ImportPurchases' });
		expect((await client.upload(purchase('P1'))).fault).toBe('ActionNotSupported');
		expect((await control('POST', 'switches', { nonsense: 1 })).status).toBe(400);
	});

	it('ends tokens, unlocks users, adds faults', async () => {
		await client.useLogin();
		expect((await control('POST', 'tokens/expire')).json).toEqual({ expired: 1 });
		for (const _ of [1, 2, 3]) await client.login('wrong');
		expect((await client.login()).code).toBe('Error');
		await control('POST', 'unlock');
		await control('POST', 'faults', { do: { type: 'soapFault' } });
		expect((await client.login()).fault).toBe('InternalServiceFault');
		expect((await client.login()).code).toBe('Success');
	});

	it('seeds, writes and reads rows', async () => {
		await control('POST', 'seed', { entity: 'customer', count: 5 });
		await control('POST', 'rows/customer', [{ CustomerCode: 'new', CustomerName: 'New' }]);
		expect((await control('GET', 'rows/customer')).json).toHaveLength(66);
		expect((await control('GET', 'rows/order')).status).toBe(400);
	});

	it('puts everything back with reset', async () => {
		await client.upload(purchase('P1'));
		sandbox.cloudBilling.set({ resultShape: 'flat' });
		await control('POST', 'reset');
		expect((await control('GET', 'state')).json).toMatchObject({
			books: { calls: 0, rowsCreated: 0, tokensSeen: 0 },
			switches: { resultShape: 'flatFiles' },
		});
		expect(sandbox.cloudBilling.rows('purchase')).toHaveLength(300);
	});
});

describe('the request log', () => {
	it('tells action, items and drops, and holds no secret', async () => {
		await client.login();
		await client.upload(purchase('P1', { Unknown: 'x' }), purchase('P2'));
		const { json } = await control('GET', 'requests');
		expect(json).toMatchObject([
			{ kind: 'Login', status: 200 },
			{ kind: 'UploadPurchases', notes: { items: 2, dropped: 1 } },
		]);
		const { apiToken, password, emailAddress } = sandbox.cloudBilling;
		for (const secret of [apiToken, password, emailAddress]) {
			expect(JSON.stringify(json)).not.toContain(secret);
		}
	});
});

describe('the demo company', () => {
	it('is the same every time, and of some size', () => {
		const names = () => JSON.stringify(sandbox.cloudBilling.rows('customer').map((row) => row.Id));
		const before = names();
		sandbox.cloudBilling.reset();
		expect(names()).toBe(before);
		const sizes = ['customer', 'purchase', 'invoice', 'document'].map(
			(entity) => sandbox.cloudBilling.rows(entity).length,
		);
		expect(sizes).toEqual([60, 300, 80, 51]);
	});

	it('is left out when told so', async () => {
		const empty = await startSandbox({ seed: false });
		expect(empty.cloudBilling.rows('customer')).toEqual([]);
		await empty.stop();
	});
});

it('answers 10,000 customers over pages', async () => {
	sandbox.cloudBilling.seedMany('customer', 9_940);
	let found = 0;
	for (let page = 1; page <= 10; page += 1) {
		const { text } = await client.call('CustomersGetAll', `<page>${page}</page>`);
		found += leaves(text, 'CustomerCode').length;
	}
	expect(found).toBe(10_000);
}, 120_000);
