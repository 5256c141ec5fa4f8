import { account, Client, rowsOf } from './client.mjs';
import { leaves, purchase, SoapClient } from './cloudBilling/client.mjs';
import { startSandbox, type Sandbox } from './index.mjs';
import { VendorClock } from './vendorClock.mjs';

const DAY_MS = 86_400_000;
const MOMENT = Date.UTC(2031, 4, 6, 7, 8, 9, 678);

describe('the clock', () => {
	const clock = new VendorClock();
	const isAhead = () => clock.now() - Date.now();

	beforeEach(() => clock.reset());

	it('goes as ours does, as far ahead or behind as told', () => {
		expect(isAhead()).toBeCloseTo(0, -2);
		clock.offsetMs = -DAY_MS;
		clock.advance(1000);
		expect(isAhead() + DAY_MS - 1000).toBeCloseTo(0, -2);
		expect(clock.offsetMs).toBe(1000 - DAY_MS);
	});

	it('stands still where it is set, moves by what it is told, and runs again with an offset', () => {
		clock.set(MOMENT);
		expect(clock.now()).toBe(MOMENT);
		clock.advance(-5);
		expect(clock.now()).toBe(MOMENT - 5);
		expect(clock.read()).toMatchObject({ now: '2031-05-06T07:08:09.673Z', isStopped: true });
		clock.offsetMs = 0;
		expect(isAhead()).toBeCloseTo(0, -2);
	});

	it.each([
		{},
		[],
		undefined,
		{ offsetMs: '5' },
		{ set: NaN },
		{ later: 5 },
		{ set: 1, advance: 1 },
	])('refuses %j and then goes on as before', (change) => {
		clock.set(MOMENT);
		expect(() => clock.setUnchecked(change)).toThrow(/clock/);
		expect(clock.now()).toBe(MOMENT);
	});
});

describe('the clocks of the vendors', () => {
	let sandbox: Sandbox;

	beforeAll(async () => {
		sandbox = await startSandbox();
	});
	afterAll(() => sandbox.stop());
	beforeEach(() => {
		sandbox.billingPlatform.reset();
		sandbox.cloudBilling.reset();
	});

	async function control(vendor: string, method: string, body?: unknown) {
		const url = `${sandbox.url}/__sandbox/${vendor}/clock`;
		const response = await fetch(url, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
		return { status: response.status, json: (await response.json()) as unknown };
	}

	it.each(['billingPlatform', 'cloudBilling'] as const)(
		'is set and read over HTTP, and reset with the rest: %s',
		async (name) => {
			const { clock } = sandbox[name];
			const told = await control(name, 'POST', { set: MOMENT });
			expect(told.json).toMatchObject({ now: '2031-05-06T07:08:09.678Z', isStopped: true });
			await control(name, 'POST', { advance: 322 });
			expect(clock.now()).toBe(MOMENT + 322);
			expect(await control(name, 'POST', { offsetMs: 'soon' })).toMatchObject({ status: 400 });
			await control(name, 'POST', { offsetMs: DAY_MS });
			expect((await control(name, 'GET')).json).toMatchObject({
				offsetMs: DAY_MS,
				isStopped: false,
			});
			sandbox[name].reset();
			expect(clock.offsetMs).toBe(0);
		},
	);

	it('is of its own for each', () => {
		sandbox.billingPlatform.clock.set(MOMENT);
		expect(sandbox.cloudBilling.clock.now()).toBeLessThan(MOMENT);
	});

	it('dates what BillingPlatform writes, and ends no session', async () => {
		const { billingPlatform: vendor } = sandbox;
		const client = new Client(vendor);
		await client.login();
		vendor.clock.set(MOMENT);
		const created = rowsOf(await client.create('ACCOUNT', account(1)));
		vendor.clock.advance(DAY_MS);
		await client.update('ACCOUNT', { Id: created[0].Id, Name: 'Later' });
		const [row] = rowsOf(await client.filter('ACCOUNT', "Name = 'Later'"));
		expect(row).toMatchObject({
			Created: '2031-05-06T07:08:09.678Z',
			Updated: '2031-05-07T07:08:09.678Z',
		});
		vendor.seedMany('PRODUCT', 1);
		vendor.insert('PRODUCT', [{ Name: 'Inserted' }]);
		const rows = vendor.rows('PRODUCT').slice(-2);
		expect(rows.map(({ Updated }) => Updated)).toEqual([row.Updated, row.Updated]);
	});

	it('dates what CloudBilling writes, and ends no token', async () => {
		const { cloudBilling: vendor } = sandbox;
		const client = new SoapClient(vendor);
		await client.useLogin();
		vendor.clock.set(MOMENT);
		const [open] = vendor
			.rows('invoice')
			.filter((row) => row.CustomerCode === '101001' && row.ApprovalDate === null);
		await client.upload(
			purchase('P1', { PurchaseDate: String(open.BillingPeriodStart), SourceUpdateDate: '' }),
		);
		await client.call(
			'UploadCustomers',
			'<customers><a:Customer><a:CustomerCode>101001</a:CustomerCode></a:Customer>' +
				'<a:Customer><a:CustomerCode>new</a:CustomerCode><a:ImportTagName>Trial</a:ImportTagName>' +
				'</a:Customer></customers>',
		);
		const now = '2031-05-06T07:08:09Z';
		const one = async (method: string, parameter: string, value: unknown, member: string) =>
			leaves((await client.call(method, `<${parameter}>${value}</${parameter}>`)).text, member)[0];
		expect(await one('GetPurchases', 'dateTo', now, 'Id')).toBeDefined();
		expect(vendor.rows('purchase').at(-1)).toMatchObject({
			ImportedDate: now,
			SourceUpdateDate: '2031-05-06T07:08:09.678Z',
		});
		for (const code of ['101001', 'new']) {
			expect(await one('CustomerGetByCode', 'customerCode', code, 'UpdatedDate')).toBe(now);
		}
		expect(await one('GetInvoiceDetails', 'invoiceId', open.Id, 'LastCalculationFinishDate')).toBe(
			now,
		);
	});
});
