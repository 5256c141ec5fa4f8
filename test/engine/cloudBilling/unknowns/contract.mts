import type { FreshCloud } from '../../support/cloudTest.mjs';
import { bothOutputsOf, errorOf, outputOf } from '../../support/oneNode.mjs';
import { callStep, cloudStep, newPurchase } from '../../support/cloudTest.mjs';
import { mappedAutomatically } from '../../support/workflows.mjs';
import { inEach, type Registry, type Rules } from './registry.mjs';
import {
	getCustomer,
	getCustomers,
	getInvoices,
	getPurchases,
	importStatistics,
	upload,
} from './steps.mjs';

const uploaded = (fresh: FreshCloud) =>
	fresh.rows('purchase', ({ PurchaseReference }) => /^T-/.test(String(PurchaseReference)));

const invoices = cloudStep('invoice', 'create', mappedAutomatically(), {
	records: [
		{
			InvoiceReference: 'AH-1',
			CustomerCode: '101001',
			BillingPeriodStart: '2026-01-01',
			BillingPeriodEnd: '2026-01-31',
		},
	],
});

/** Reads and writes find their way by the WSDL, and without one by what the credential says. */
const named = (settings: (fresh: FreshCloud) => Record<string, string>): Rules => ({
	'the WSDL says so': async (fresh) => {
		expect(await outputOf(fresh.test, getCustomer)).toMatchObject([{ CustomerCode: '101001' }]);
		expect(await outputOf(fresh.test, upload())).toHaveLength(3);
		expect(uploaded(fresh)).toMatchObject([{ Quantity: 1 }, { Quantity: 2 }, { Quantity: 3 }]);
	},
	'the credential says so where there is no WSDL': async (fresh) => {
		fresh.cloud.set({ metadata: 'off' });
		fresh.change({ advanced: true, contractName: 'IPublicApi', ...settings(fresh) });
		expect(await outputOf(fresh.test, getCustomer)).toMatchObject([{ CustomerCode: '101001' }]);
		expect(await outputOf(fresh.test, invoices)).toHaveLength(1);
		expect(fresh.cloud.books()).toMatchObject({ soapFaults: 0, rowsCreated: 1 });
	},
});

/** What the contract is called, and which parts it has. */
export const contract = {
	serviceNamespace: inEach(
		['http://tempuri.org/', 'http://billing.example.com/api'],
		named(({ cloud }) => ({
			serviceNamespace: cloud.switches.serviceNamespace,
			soapActionPattern: `${cloud.switches.serviceNamespace.replace(/\/?$/, '/')}{contract}/{operation}`,
		})),
	),

	contractsNamespace: inEach(
		[
			'http://schemas.datacontract.org/2004/07/Kolonel.Public.Service.API.Contracts.V1_1',
			'http://schemas.datacontract.org/2004/07/Kolonel.Public.Service.API.Contracts.V1_2',
		],
		named(({ cloud }) => ({ contractsNamespace: cloud.switches.contractsNamespace })),
	),

	contractName: inEach(
		['IPublicApi', 'IAnotherApi'],
		named(({ cloud }) => ({ contractName: cloud.switches.contractName })),
	),

	purchaseUploadName: inEach(['UploadPurchases', 'StoreCharges'], {
		'the upload finds its operation in the WSDL': async (fresh) => {
			expect(await outputOf(fresh.test, upload())).toHaveLength(3);
			expect(fresh.calls()).toEqual({ [fresh.cloud.switches.purchaseUploadName]: 1 });
		},
		'the upload takes the operation that the user names': async (fresh) => {
			const value = fresh.cloud.switches.purchaseUploadName;
			const uploadOperation = { __rl: true, mode: 'name', value };
			expect(await outputOf(fresh.test, upload(undefined, { uploadOperation }))).toHaveLength(3);
		},
	}),

	customerUploadName: inEach(['UploadCustomers', 'SaveCustomers'], {
		'customers are written by the operation that the user chooses': async (fresh) => {
			const customers = [{ CustomerCode: '909', ImportTagName: 'Business' }];
			const step = callStep(fresh.cloud.switches.customerUploadName, { customers });
			expect(await outputOf(fresh.test, step)).toEqual([{ result: true }]);
			expect(fresh.cloud.books()).toMatchObject({ rowsCreated: 1 });
		},
	}),

	unverifiedOperations: {
		on: {
			'the upload works': async (fresh) => {
				expect(await outputOf(fresh.test, upload())).toHaveLength(3);
			},
		},
		off: {
			'the upload says that the service has no such operation': async (fresh) => {
				const text = await errorOf(fresh.test, upload());
				expect(text).toContain('the service has no operation that takes a list of purchases');
				expect(fresh.calls()).toEqual({});
			},
			'what is documented works': async (fresh) => {
				expect(await outputOf(fresh.test, getCustomer)).toHaveLength(1);
			},
		},
	},

	customersPageParameter: {
		page: {
			'all pages are read': async (fresh) => {
				fresh.cloud.seedMany('customer', 1500);
				expect(await outputOf(fresh.test, getCustomers)).toHaveLength(1560);
			},
		},
		pageNumber: {
			'all pages are read by the parameter of the WSDL': async (fresh) => {
				fresh.cloud.seedMany('customer', 1500);
				expect(await outputOf(fresh.test, getCustomers)).toHaveLength(1560);
			},
			'without a WSDL the one page comes once, and a full one is told not to be all': async (
				fresh,
			) => {
				fresh.cloud.set({ metadata: 'off' });
				fresh.change({ advanced: true, contractName: 'IPublicApi' });
				expect(await outputOf(fresh.test, getCustomers)).toHaveLength(60);
				fresh.cloud.seedMany('customer', 1500);
				const text = await errorOf(fresh.test, getCustomers);
				expect(text).toContain('The service gives only its first page');
				expect(text).toContain('Give the WSDL in the credential: the name is in there.');
				// The one test in which the service is to drop what it was sent.
				expect(new Set(fresh.cloud.books().dropped)).toEqual(new Set(['CustomersGetAll: page']));
				fresh.cloud.reset();
			},
		},
		'': {
			'the only page is read': async (fresh) => {
				expect(await outputOf(fresh.test, getCustomers)).toHaveLength(60);
				expect(fresh.calls()).toEqual({ CustomersGetAll: 1 });
			},
		},
	},

	invoiceDetailsParameter: inEach(['invoiceId', 'id'], {
		'the ID goes into the parameter of the WSDL': async (fresh) => {
			const [{ Id }] = fresh.rows('invoice');
			const step = cloudStep('invoice', 'get', { invoiceId: Id as string });
			expect(await outputOf(fresh.test, step)).toMatchObject([{ Header: { Id } }]);
		},
		'the ID goes into the parameter that the user names, where there is no WSDL': async (fresh) => {
			const { invoiceDetailsParameter: idParameter } = fresh.cloud.switches;
			fresh.cloud.set({ metadata: 'off' });
			fresh.change({ advanced: true, contractName: 'IPublicApi' });
			const [{ Id }] = fresh.rows('invoice');
			const parameters = { invoiceId: Id as string, options: { idParameter } };
			const [found] = await outputOf(fresh.test, cloudStep('invoice', 'get', parameters));
			expect(found).toMatchObject({ Header: { Id } });
		},
	}),

	extraMembers: {
		none: {
			'a member that the WSDL does not have is refused before anything is sent': async (fresh) => {
				const text = await errorOf(fresh.test, upload([newPurchase(1, { RecurrenceSize: 1 })]));
				expect(text).toContain('RecurrenceSize: Purchase has no such member');
				expect(fresh.calls()).toEqual({});
			},
		},
		some: {
			'members that no page lists go in, in the order of the WSDL': async (fresh) => {
				const record = newPurchase(1, { RecurrenceUOM: 'Month', RecurrenceSize: 3 });
				await outputOf(fresh.test, upload([record]));
				expect(uploaded(fresh)).toMatchObject([{ RecurrenceUOM: 'Month', RecurrenceSize: 3 }]);
			},
			'nested and recursive ones go in by Call and come out': async (fresh) => {
				const PreferredOutput = {
					Format: 'PDF',
					Fallback: { Format: 'HTML', Languages: ['nl', 'en'], Fallback: { Format: 'TXT' } },
				};
				const row = { CustomerCode: '101001', ImportTagName: 'Business', TimeZone: 'CET' };
				const customers = [{ ...row, PreferredOutput }];
				await outputOf(fresh.test, callStep('UploadCustomers', { customers }));
				const [found] = await outputOf(fresh.test, getCustomer);
				expect(found).toMatchObject({ TimeZone: 'CET', PreferredOutput });
			},
			'they come out where there is no WSDL': async (fresh) => {
				fresh.cloud.insert('customer', [
					{ CustomerCode: '101001', TimeZone: 'CET', PreferredOutput: { Format: 'PDF' } },
				]);
				fresh.cloud.set({ metadata: 'off' });
				fresh.change({ advanced: true, contractName: 'IPublicApi' });
				const [found] = await outputOf(fresh.test, getCustomer);
				expect(found).toMatchObject({ TimeZone: 'CET', PreferredOutput: { Format: 'PDF' } });
			},
		},
	},

	nameValuePairs: inEach(['one', 'three'], {
		'metadata goes in and comes out as columns': async (fresh) => {
			const columns = {
				StringValues_Site: 'North',
				NumericValues_Seconds: 90,
				DateValues_Seen: '2026-01-15T10:00:00Z',
			};
			await outputOf(fresh.test, upload([newPurchase(1, columns)]));
			const found = await outputOf(fresh.test, getPurchases({ dateTo: '2026-01-15T10:00:01Z' }));
			// The one type of pair has text as its value.
			const isText = fresh.cloud.switches.nameValuePairs === 'one';
			const expected = isText ? { ...columns, NumericValues_Seconds: '90' } : columns;
			expect(found).toEqual([expect.objectContaining(expected)]);
		},
	}),

	enumSpelling: inEach(['pascal', 'upper'], {
		'values come as the vendor spells them': async (fresh) => {
			const [found] = await outputOf(fresh.test, getCustomer);
			expect(found.InvoicePeriodUOM).toMatch(/^month$/i);
			const [invoice] = await outputOf(fresh.test, getInvoices());
			expect(invoice.InvoiceType).toMatch(/^period$/i);
		},
		'a value of another spelling is refused with the one that is meant': async (fresh) => {
			const InvoicePeriodUOM = fresh.cloud.switches.enumSpelling === 'upper' ? 'Month' : 'MONTH';
			const customers = [{ CustomerCode: '101001', InvoicePeriodUOM }];
			const text = await errorOf(fresh.test, callStep('UploadCustomers', { customers }));
			expect(text).toMatch(/InvoicePeriodUOM: .* is not a value of UOM\. Did you mean "month"\?/i);
			expect(fresh.calls()).toEqual({});
		},
	}),

	purchasesPaging: {
		none: {
			'all purchases come by one call': async (fresh) => {
				const found = await outputOf(fresh.test, getPurchases({ includeUnmapped: true }));
				expect(found).toHaveLength(300);
				expect(fresh.calls()).toEqual({ GetPurchases: 1 });
			},
		},
		page: {
			'all pages are read where the WSDL has the parameter': async (fresh) => {
				const found = await outputOf(fresh.test, getPurchases({ includeUnmapped: true }));
				expect(found).toHaveLength(300);
			},
		},
	},

	totals: inEach(['double', 'string'], {
		'totals say what the vendor holds, as numbers or text as in the WSDL': async (fresh) => {
			const held = fresh.rows('invoice').map(({ LastCalculatedTotal }) => LastCalculatedTotal);
			const totals = (await outputOf(fresh.test, getInvoices())).map(
				({ LastCalculatedTotal }) => LastCalculatedTotal,
			);
			const type = fresh.cloud.switches.totals === 'double' ? 'number' : 'string';
			expect(new Set(totals.map((total) => typeof total))).toEqual(new Set([type]));
			expect(totals.map(Number)).toEqual(held);
		},
	}),

	customerId: inEach(['string', 'int'], {
		'the statistics come through, the ID as the vendor sends it': async (fresh) => {
			const int = fresh.cloud.switches.customerId === 'int';
			fresh.cloud.insert('customer', [{ CustomerCode: 'C', Id: int ? '4711' : '538a0' }]);
			fresh.cloud.insert('purchase', [{ CustomerCode: 'C', ProductLabel: 'nothing known' }]);
			const [{ UnmappedItems }] = await outputOf(fresh.test, importStatistics);
			expect(UnmappedItems).toEqual(
				expect.arrayContaining([
					expect.objectContaining({ CustomerCode: 'C', CustomerId: int ? 4711 : '538a0' }),
				]),
			);
		},
	}),

	reopening: {
		on: {
			'statuses newer than the documentation come out, and are found': async (fresh) => {
				fresh.cloud.insert('invoice', [{ CustomerCode: 'R', InvoiceStatus: 'REOPENING' }]);
				const includedStatuses = '={{ ["REOPENING"] }}';
				const found = await outputOf(fresh.test, getInvoices({ includedStatuses }));
				expect(found).toMatchObject([{ CustomerCode: 'R', InvoiceStatus: 'REOPENING' }]);
			},
			'the new operation is called by its name': async (fresh) => {
				const [{ Id }] = fresh.rows('invoice', (row) => row.InvoiceStatus === 'CLOSED');
				const step = callStep('ReopenInvoices', { invoiceIds: [Id], reason: 'x' });
				expect(await outputOf(fresh.test, step)).toEqual([{ Errors: [], InvoiceIds: [Id] }]);
			},
		},
		off: {
			'a status that the service does not know is refused before anything is sent': async (
				fresh,
			) => {
				const includedStatuses = '={{ ["REOPENING"] }}';
				const text = await errorOf(fresh.test, getInvoices({ includedStatuses }));
				expect(text).toContain('"REOPENING" is not a value of InvoiceStatusEnum');
				expect(fresh.calls()).toEqual({});
			},
		},
	},

	currencies: {
		on: {
			'currencies go in and come out': async (fresh) => {
				const record = newPurchase(1, {
					OverrideUnitPrice: 1.5,
					OverrideUnitPriceCurrency: 'USD',
				});
				await outputOf(fresh.test, upload([record]));
				const found = await outputOf(fresh.test, getPurchases({ dateTo: '2026-01-15T10:00:01Z' }));
				expect(found).toMatchObject([{ OverrideUnitPrice: 1.5, OverrideUnitPriceCurrency: 'USD' }]);
			},
		},
		off: {
			'a currency is refused for its item before anything is sent, the others go on': async (
				fresh,
			) => {
				const bad = newPurchase(2, { OverrideUnitPriceCurrency: 'USD' });
				const step = upload([newPurchase(1), bad], { options: { batchSize: 1 } });
				const { good, failed } = await bothOutputsOf(fresh.test, step);
				expect(good).toHaveLength(1);
				expect(failed).toMatchObject([
					{ error: expect.stringContaining('Purchase has no such member') },
				]);
			},
		},
	},

	olderOperations: inEach(['on', 'off'], {
		'the newer operations list the documents': async (fresh) => {
			const step = cloudStep('document', 'getAll', { customerCodes: '101001' });
			expect((await outputOf(fresh.test, step)).length).toBeGreaterThan(0);
			expect(fresh.calls()).toEqual({ GetTransformationResultsForCustomers: 1 });
		},
	}),
} satisfies Partial<Registry>;
