import { startSandbox, type Sandbox } from '../index.mjs';
import { leaves, purchase, SoapClient, strings } from './client.mjs';

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

const counts = () => sandbox.cloudBilling.books();
const stored = (reference: string) =>
	sandbox.cloudBilling.rows('purchase').find((row) => row.PurchaseReference === reference);

describe('customers', () => {
	it('come a thousand a page, the first page when none is asked for', async () => {
		sandbox.cloudBilling.seedMany('customer', 1500);
		const page = async (body: string) =>
			leaves((await client.call('CustomersGetAll', body)).text, 'CustomerCode');
		const first = await page('');
		expect(first).toHaveLength(1000);
		expect(await page('<page>1</page>')).toEqual(first);
		const second = await page('<page>2</page>');
		expect(second).toHaveLength(560);
		expect(new Set([...first, ...second]).size).toBe(1560);
		expect(await page('<page>3</page>')).toEqual([]);
	});

	it('are found by their exact code', async () => {
		const found = await client.call('CustomerGetByCode', '<customerCode>101002</customerCode>');
		expect(leaves(found.text, 'CustomerCode')).toEqual(['101002']);
		const none = await client.call('CustomerGetByCode', '<customerCode>10100</customerCode>');
		expect(none).toMatchObject({ status: 200, code: 'Error' });
		expect(none.text).toMatch(/<\w+:Result i:nil="true"/);
	});

	it('are uploaded by code, and only into a cluster that exists', async () => {
		const upload = (code: string, cluster: string) =>
			client.call(
				'UploadCustomers',
				`<customers><a:Customer><a:CustomerCode>${code}</a:CustomerCode>` +
					`<a:CustomerName>New</a:CustomerName><a:ImportTagName>${cluster}</a:ImportTagName>` +
					'</a:Customer></customers>',
			);
		expect(leaves((await upload('77', 'Trial')).text, 'Result')).toEqual(['true']);
		expect(leaves((await upload('101001', 'Trial')).text, 'Result')).toEqual(['true']);
		const refused = await upload('78', 'Nowhere');
		expect(refused).toMatchObject({ code: 'Error', message: expect.stringContaining('Nowhere') });
		expect(leaves(refused.text, 'Result')).toEqual(['false']);
		expect(counts()).toMatchObject({ rowsCreated: 1, rowsUpdated: 1, rowsFailed: 1 });
	});
});

describe('an upload of purchases', () => {
	it('inserts by reference and updates only when SourceUpdateDate is greater', async () => {
		const at = (hour: number, quantity: string) =>
			client.upload(
				purchase('P1', { SourceUpdateDate: `2026-01-01T0${hour}:00:00Z`, Quantity: quantity }),
			);
		for (const [hour, quantity] of [
			[5, '1'],
			[4, '2'],
			[5, '3'],
			[6, '4'],
		] as const) {
			expect((await at(hour, quantity)).code).toBe('Success');
		}
		expect(stored('P1')).toMatchObject({ Quantity: 4 });
		expect(counts()).toMatchObject({ rowsCreated: 1, rowsUpdated: 1, rowsIgnored: 2 });
	});

	it('takes what it cannot map, and shows it as unmapped until it can', async () => {
		await client.upload(
			purchase('U1', { ProductLabel: 'no-such-label' }),
			purchase('U2', { CustomerCode: 'nobody' }),
		);
		const unmapped = async (label: string) =>
			leaves(
				(await client.call('GetUnmappedPurchases', `<productLabel>${label}</productLabel>`)).text,
				'PurchaseReference',
			);
		expect(await unmapped('no-such-label')).toEqual(['U1']);
		await client.call(
			'AddProductCluster',
			`<tagName>New product</tagName><parentTagName>Cloud</parentTagName><aliases>${strings('no-such-label')}</aliases>`,
		);
		expect(await unmapped('no-such-label')).toEqual([]);
		expect(await unmapped('sms')).toContain('U2');
	});

	it('writes nothing when one is bad, and answers false with the reason', async () => {
		const answer = await client.upload(purchase('G1'), purchase('B1', { ProductLabel: '' }));
		expect(leaves(answer.text, 'Result')).toEqual(['false']);
		expect(answer).toMatchObject({ code: 'Error', message: expect.stringContaining('B1') });
		expect(stored('G1')).toBeUndefined();
		expect(counts()).toMatchObject({ rowsCreated: 0, rowsFailed: 1 });
	});

	it('is billed on the open invoice of its period; overriding prices count', async () => {
		const open = sandbox.cloudBilling
			.rows('invoice')
			.find((row) => row.CustomerCode === '101001' && row.ApprovalDate === null);
		const total = async () => {
			const { text } = await client.call('GetInvoiceDetails', `<invoiceId>${open?.Id}</invoiceId>`);
			return Number(leaves(text, 'LastCalculatedTotal')[0]);
		};
		await client.upload(purchase('T0', { OverrideTotalPurchasePrice: '0' }));
		const before = await total();
		await client.upload(
			purchase('T1', { OverrideUnitPrice: '5' }),
			purchase('T2', { OverrideTotalPurchasePrice: '5' }),
		);
		expect((await total()) - before).toBeCloseTo(15);
	});

	it('cannot change what lies on an approved invoice, but for its end', async () => {
		const approved = sandbox.cloudBilling.rows('invoice').find((row) => row.ApprovalDate !== null);
		const row = {
			PurchaseReference: 'L1',
			CustomerCode: '101001',
			ProductLabel: 'sms',
			Quantity: 2,
		};
		const PurchaseDate = '2026-01-01T00:00:00Z';
		sandbox.cloudBilling.insert('purchase', [
			{ ...row, PurchaseDate, SourceUpdateDate: PurchaseDate, InvoiceId: approved?.Id },
		]);
		const changed = await client.upload(purchase('L1', { PurchaseDate, Quantity: '9' }));
		expect(changed).toMatchObject({ code: 'Error', message: expect.stringContaining('closed') });
		const ended = purchase('L1', { PurchaseDate, EndDate: '2026-02-01T00:00:00Z' });
		expect((await client.upload(ended)).code).toBe('Success');
	});
});

describe('purchases', () => {
	const references = async (operation: string, body: string) =>
		leaves((await client.call(operation, body)).text, 'PurchaseReference');

	it('are filtered exactly, and by dates without the dates themselves', async () => {
		for (const day of [1, 2, 3]) {
			await client.upload(purchase(`D${day}`, { PurchaseDate: `2020-01-0${day}T00:00:00Z` }));
		}
		const between = '<dateFrom>2020-01-01T00:00:00Z</dateFrom><dateTo>2020-01-03T00:00:00</dateTo>';
		expect(await references('GetPurchases', between)).toEqual(['D2']);
		expect(await references('GetPurchases', '<customerCode>10100</customerCode>')).toEqual([]);
	});

	it('are all mapped unless includeUnmapped says otherwise, and never paged', async () => {
		const mapped = await references('GetPurchases', '');
		const all = await references('GetPurchases', '<includeUnmapped>true</includeUnmapped>');
		expect([mapped.length, all.length]).toEqual([275, 300]);
	});

	it('that are unmapped come in pages, to an empty one', async () => {
		sandbox.cloudBilling.set({ unmappedPerPage: 10 });
		const sizes: number[] = [];
		for (const page of [1, 2, 3, 4]) {
			sizes.push((await references('GetUnmappedPurchases', `<page>${page}</page>`)).length);
		}
		expect(sizes).toEqual([10, 10, 5, 0]);
	});

	it('are counted by the import statistics, with the unmapped ones when asked for', async () => {
		const stats = async (more: string) => {
			const { text } = await client.call(
				'GetPurchaseImportStats',
				`<importedFrom>2000-01-01T00:00:00Z</importedFrom>${more}`,
			);
			const names = ['ImportedCount', 'MappedCount', 'UnmappedCount'];
			return [...names.map((name) => Number(leaves(text, name)[0])), leaves(text, 'Id').length];
		};
		expect(await stats('')).toEqual([300, 275, 25, 0]);
		expect(await stats('<fetchUnmapped>true</fetchUnmapped>')).toEqual([300, 275, 25, 25]);
	});

	it('are deleted one by one: unknown and locked ones are errors, the rest is gone', async () => {
		const approved = sandbox.cloudBilling.rows('invoice').find((row) => row.ApprovalDate !== null);
		sandbox.cloudBilling.insert('purchase', [
			{ PurchaseReference: 'locked', InvoiceId: approved?.Id },
			{ PurchaseReference: 'free' },
		]);
		const answer = await client.call(
			'DeletePurchases',
			`<reason>test</reason><purchaseReferences>${strings('free', 'locked', 'none')}</purchaseReferences>`,
		);
		expect(answer.code).toBe('Success');
		expect(leaves(answer.text, 'Error')).toEqual(['InvoiceLocked', 'NotFound']);
		expect(leaves(answer.text, 'PurchaseReference')).toEqual(['locked', 'none']);
		expect(leaves(answer.text, 'string')).toEqual(['free']);
		expect(counts()).toMatchObject({ rowsDeleted: 1, rowsFailed: 2 });
		expect(stored('free')).toBeUndefined();
	});
});

describe('the catalogue', () => {
	it('adds a product cluster once, under a parent that exists, with free aliases', async () => {
		const add = async (tag: string, parent: string, alias: string) => {
			const answer = await client.call(
				'AddProductCluster',
				`<tagName>${tag}</tagName><parentTagName>${parent}</parentTagName><aliases>${strings(alias)}</aliases>`,
			);
			return leaves(answer.text, 'Result')[0];
		};
		expect(await add('A', 'Cloud', 'a-1')).toBe('true');
		expect(await add('A', 'Cloud', 'a-2')).toBe('false');
		expect(await add('B', 'Nowhere', 'b-1')).toBe('false');
		expect(await add('C', 'Cloud', 'a-1')).toBe('false');
	});

	it('finds the pricing rules whose validity overlaps, of the cluster and those above', async () => {
		sandbox.cloudBilling.insert('pricingRule', [
			rule('before', '2019-01-01', '2019-12-31', 'Customers'),
			rule('overlaps', '2019-06-01', '2020-06-01', 'Customers'),
			rule('open', '2020-03-01', null, 'Business'),
			rule('after', '2021-01-01', null, 'Customers'),
			rule('other cluster', '2020-01-01', null, 'Trial'),
		]);
		const { text } = await client.call(
			'FindPriceRuleWithValidity',
			'<customerCode>101001</customerCode><productClusterTagName>Cloud</productClusterTagName>' +
				'<fromDate>2020-01-01T00:00:00Z</fromDate><toDate>2020-12-31T00:00:00Z</toDate>',
		);
		expect(leaves(text, 'RuleName')).toEqual(['overlaps', 'open']);
	});

	function rule(name: string, from: string, to: string | null, cluster: string) {
		return {
			RuleName: name,
			ValidFrom: `${from}T00:00:00Z`,
			ValidTo: to === null ? null : `${to}T00:00:00Z`,
			ProductClusterTagName: 'Cloud',
			CustomerClusterTagName: cluster,
		};
	}
});
