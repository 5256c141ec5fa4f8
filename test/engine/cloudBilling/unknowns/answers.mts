import type { IDataObject } from 'n8n-workflow';
import { bothOutputsOf, errorOf, outputOf, runStep } from '../../support/oneNode.mjs';
import { callStep, cloudStep, newPurchase } from '../../support/cloudTest.mjs';
import { inEach, type Registry, type Rules } from './registry.mjs';
import {
	createProduct,
	deletePurchase,
	getCustomer,
	getCustomers,
	getInvoices,
	getPurchases,
	importStatistics,
	unknownCustomer,
	upload,
} from './steps.mjs';

const download = (Id: unknown) => cloudStep('document', 'download', { documentId: Id as string });

/** Whatever lies in the result element. */
const everyShape = {
	'one record comes out the same': async (fresh) => {
		expect(await outputOf(fresh.test, getCustomer)).toMatchObject([
			{ CustomerCode: '101001', StringValues_CrmId: 'CRM-0001', Addresses: [{}] },
		]);
	},
	'lists, lists of one and of none come out the same': async (fresh) => {
		expect(await outputOf(fresh.test, getCustomers)).toHaveLength(60);
		fresh.cloud.insert('invoice', [{ CustomerCode: 'ONE' }]);
		expect(await outputOf(fresh.test, getInvoices({ customerCode: 'ONE' }))).toMatchObject([
			{ CustomerCode: 'ONE', OutstandingAmount: { Currency: 'EUR' } },
		]);
		expect(await outputOf(fresh.test, getInvoices({ customerCode: 'NONE' }))).toEqual([]);
	},
	'an item has no member of the result around it': async (fresh) => {
		const [found] = await outputOf(fresh.test, importStatistics);
		expect(Object.keys(found).sort()).toEqual([
			'ImportedCount',
			'MappedCount',
			'UnmappedCount',
			'UnmappedItems',
		]);
	},
	'errors of single records are found, and the other ones are done': async (fresh) => {
		fresh.cloud.insert('purchase', [{ PurchaseReference: 'D-1' }]);
		const { good, failed } = await bothOutputsOf(fresh.test, deletePurchase('none', 'D-1'));
		expect(good).toEqual([{ PurchaseReference: 'D-1', deleted: true }]);
		expect(failed).toMatchObject([{ error: "There is no purchase 'none': NotFound" }]);
	},
	'true and false are understood': async (fresh) => {
		expect(await outputOf(fresh.test, createProduct('Fibre'))).toMatchObject([{ created: true }]);
		expect(await errorOf(fresh.test, createProduct('Fibre'))).toContain('exists already');
	},
	'a failure is told': async (fresh) => {
		expect(await errorOf(fresh.test, unknownCustomer)).toContain("no customer with code 'nobody'");
	},
	'a document comes whole': async (fresh) => {
		const [{ Id }] = fresh.rows('document', ({ Status }) => Status === 'Completed');
		const result = await runStep(fresh.test, download(Id));
		expect(result.items('Billing')).toMatchObject([{ ContentType: 'application/pdf' }]);
		const bytes = await fresh.test.engine.binary(result.outputOf('Billing')[0]);
		expect(bytes.toString('latin1')).toMatch(/^%PDF-[^]*%%EOF\s*$/);
	},
} satisfies Rules;

const FILE = 'a document comes whole';

const addressesOf = (rows: IDataObject[]) => rows.map(({ Addresses }) => Addresses);

/** What an answer looks like. */
export const answers = {
	resultShape: inEach(['flatFiles', 'nested', 'flat'], everyShape),
	resultMembers: inEach(['oneClass', 'inherited'], everyShape),
	fileResult: inEach(['object', 'list'], { [FILE]: everyShape[FILE] }),

	failureCode: inEach(['Error', 'other'], {
		'anything but Success is a failure, told with its code': async (fresh) => {
			const { failed } = await bothOutputsOf(fresh.test, unknownCustomer);
			const code = fresh.cloud.switches.failureCode === 'Error' ? 'Error' : 'Failed';
			expect(failed).toMatchObject([
				{ error: "There is no customer with code 'nobody'", details: { code } },
			]);
		},
	}),

	successMessage: inEach(['nil', 'empty'], {
		'a success is a success': async (fresh) => {
			expect(await outputOf(fresh.test, getCustomer)).toHaveLength(1);
			expect(await outputOf(fresh.test, upload())).toHaveLength(3);
		},
	}),

	emptyList: {
		element: {
			'a list of nothing is an empty list': async (fresh) => {
				fresh.cloud.insert('customer', [{ CustomerCode: '101001' }]);
				expect(addressesOf(await outputOf(fresh.test, getCustomer))).toEqual([[]]);
			},
			'a read of nothing gives no items': async (fresh) => {
				expect(await outputOf(fresh.test, getInvoices({ customerCode: 'NONE' }))).toEqual([]);
			},
		},
		nil: {
			'a list of nothing is null': async (fresh) => {
				fresh.cloud.insert('customer', [{ CustomerCode: '101001' }]);
				expect(addressesOf(await outputOf(fresh.test, getCustomer))).toEqual([null]);
			},
			'a read of nothing gives no items': async (fresh) => {
				expect(await outputOf(fresh.test, getInvoices({ customerCode: 'NONE' }))).toEqual([]);
			},
		},
	},

	dates: inEach(['utc', 'noZone', 'offset'], {
		'a date comes as the vendor sends it, and stays the same instant': async (fresh) => {
			const { dates } = fresh.cloud.switches;
			fresh.cloud.insert('customer', [
				{ CustomerCode: '101001', CreatedDate: '2026-01-15T10:00:00Z' },
			]);
			const [{ CreatedDate }] = await outputOf(fresh.test, getCustomer);
			const sent = {
				utc: '2026-01-15T10:00:00Z',
				noZone: '2026-01-15T10:00:00',
				offset: '2026-01-15T12:00:00.017+02:00',
			};
			expect(CreatedDate).toBe(sent[dates]);
		},
		'a date that was read goes back in': async (fresh) => {
			await outputOf(fresh.test, upload([newPurchase(1)]));
			const read = await outputOf(fresh.test, getPurchases({ dateTo: '2026-01-15T10:00:01Z' }));
			const again = { ...read[0], SourceUpdateDate: '2036-01-01T00:00:00Z' };
			await outputOf(fresh.test, upload([again]));
			expect(
				fresh.rows('purchase', ({ PurchaseReference }) => PurchaseReference === 'T-00001'),
			).toMatchObject([{ PurchaseDate: '2026-01-15T10:00:00Z' }]);
		},
	}),

	approvalDate: inEach(['time', 'dateOnly'], {
		'the approval of an invoice comes as the vendor sends it': async (fresh) => {
			const { cloud } = fresh;
			const [{ Id }] = fresh.rows('invoice', ({ ApprovalDate }) => ApprovalDate === null);
			cloud.clock.set(Date.parse('2031-05-06T07:08:09Z'));
			cloud.approveInvoices([String(Id)]);
			const approved = await outputOf(fresh.test, getInvoices({ includedStatuses: ['APPROVED'] }));
			const time = cloud.switches.approvalDate === 'time' ? '07:08:09' : '00:00:00';
			expect(approved.filter((row) => row.Id === Id)).toMatchObject([
				{ ApprovalDate: `2031-05-06T${time}Z`, InvoiceNumber: 'INV-30039' },
			]);
		},
	}),

	outOfOrder: inEach(['dropped', 'refused'], {
		'members arrive whatever their order in the item': async (fresh) => {
			const record = newPurchase(1, { OverrideCost: 2, BillInAdvance: true, EndDate: null });
			const turned = Object.fromEntries(Object.entries(record).reverse());
			await outputOf(fresh.test, upload([turned]));
			const isNew = (row: IDataObject) => row.PurchaseReference === 'T-00001';
			expect(fresh.rows('purchase', isNew)).toMatchObject([record]);
		},
		'parameters arrive whatever their order in JSON': async (fresh) => {
			const step = callStep('AddProductCluster', {
				showInProductPlan: true,
				billingOutputTags: ['x'],
				aliases: ['a'],
				parentTagName: 'Cloud',
				tagName: 'Fibre',
			});
			await outputOf(fresh.test, step);
			expect(fresh.rows('productCluster', ({ TagName }) => TagName === 'Fibre')).toMatchObject([
				{ ParentTagName: 'Cloud', Aliases: ['a'], ShowInProductPlan: true },
			]);
		},
	}),

	faultNamespace: inEach(['dispatcher', 'addressing'], {
		'an unknown action is told with what to do': async (fresh) => {
			fresh.cloud.set({ metadata: 'off' });
			const text = await errorOf(fresh.test, getCustomer);
			expect(text).toContain('set the contract name and the SOAPAction pattern');
		},
	}),

	customerNotFound: inEach(['error', 'nil'], {
		'a customer that is not there is an error that names it': async (fresh) => {
			expect(await errorOf(fresh.test, unknownCustomer)).toMatch(/customer with code '?nobody'?/);
		},
	}),

	extraction: {
		licensed: {
			'data comes': async (fresh) => {
				expect(await outputOf(fresh.test, getCustomer)).toHaveLength(1);
			},
		},
		unlicensed: {
			'the reason is told, once': async (fresh) => {
				const text = await errorOf(fresh.test, getCustomer);
				expect(text).toContain('Your licence does not include the extraction of data');
				expect(fresh.calls()).toEqual({ CustomerGetByCode: 1 });
			},
			'what extracts nothing works': async (fresh) => {
				expect(await outputOf(fresh.test, upload())).toHaveLength(3);
			},
		},
	},

	documentBytes: inEach([0, 200_000], {
		'a document comes whole': async (fresh) => {
			const [{ Id }] = fresh.rows('document', ({ Status }) => Status === 'Completed');
			const result = await runStep(fresh.test, download(Id));
			const [{ fileSize }] = result.items('Billing');
			expect(fileSize).toBeGreaterThanOrEqual(fresh.cloud.switches.documentBytes);
		},
	}),
} satisfies Partial<Registry>;
