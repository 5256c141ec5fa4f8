import { cloudStep, newPurchases } from '../../support/cloudTest.mjs';
import { errorOf, outputOf } from '../../support/oneNode.mjs';
import { inEach, type Registry, type Rules } from './registry.mjs';
import {
	getCustomer,
	getCustomers,
	getInvoices,
	getUnmapped,
	deletePurchase,
	upload,
} from './steps.mjs';

const three = { ...getCustomer, records: [{}, {}, {}] };

const throttled: Rules = {
	'a throttled read waits and is done': async (fresh) => {
		fresh.cloud.set({ rateLimit: 2 });
		expect(await outputOf(fresh.test, three)).toHaveLength(3);
	},
};

/** Pages, sizes and rates. */
export const limits = {
	customersPerPage: {
		1000: {
			'all customers are read': async (fresh) => {
				fresh.cloud.seedMany('customer', 1000);
				expect(await outputOf(fresh.test, getCustomers)).toHaveLength(1060);
			},
		},
		25: {
			'all customers are read from pages smaller than documented': async (fresh) => {
				expect(await outputOf(fresh.test, getCustomers)).toHaveLength(60);
			},
		},
	},

	unmappedPerPage: inEach([100, 7, 25], {
		'all unmapped purchases are read, to the first empty page': async (fresh) => {
			expect(await outputOf(fresh.test, getUnmapped())).toHaveLength(25);
			const { GetUnmappedPurchases: calls } = fresh.calls();
			expect(calls).toBe(Math.ceil(25 / fresh.cloud.switches.unmappedPerPage) + 1);
		},
	}),

	rateLimit: {
		0: {
			'calls go out one after the other, none twice': async (fresh) => {
				// Calls take their time, so that two at once would be seen.
				fresh.cloud.faults.add({ do: { type: 'delay', ms: 20 }, times: 'always' });
				expect(await outputOf(fresh.test, three)).toHaveLength(3);
				expect(fresh.cloud.books()).toMatchObject({ peakConcurrency: 1 });
				expect(fresh.calls()).toEqual({ CustomerGetByCode: 3 });
			},
		},
		2: {
			'a throttled write waits and is done once': async (fresh) => {
				const records = newPurchases(3);
				expect(
					await outputOf(fresh.test, upload(records, { options: { batchSize: 1 } })),
				).toHaveLength(3);
				expect(fresh.cloud.books()).toMatchObject({ rowsCreated: 3, rowsUpdated: 0 });
			},
		},
	},

	throttleForm: {
		...inEach(['429', '503'], throttled),
		fault: {
			"a throttle that says so in a fault is told in the vendor's words": async (fresh) => {
				fresh.cloud.set({ rateLimit: 1 });
				expect(await errorOf(fresh.test, three)).toContain(
					'Too many requests. Please try again later.',
				);
			},
		},
	},

	retryAfterSeconds: {
		0: throttled,
		1: {
			...throttled,
			'a write that is never repeated is, when the vendor asked to come back later': async (
				fresh,
			) => {
				fresh.cloud.set({ throttleForm: '503', rateLimit: 1 });
				const step = cloudStep('product', 'create', { tagName: '={{ $json.name }}' });
				const records = [{ name: 'Fibre' }, { name: 'Fax' }];
				expect(await outputOf(fresh.test, { ...step, records })).toHaveLength(2);
				expect(fresh.cloud.books()).toMatchObject({ rowsCreated: 2 });
			},
		},
	},

	maxRequestBytes: {
		0: {
			'a large batch is taken': async (fresh) => {
				expect(await outputOf(fresh.test, upload(newPurchases(100)))).toHaveLength(100);
			},
		},
		5000: {
			'a request that is too large is told with the status, and nothing is committed': async (
				fresh,
			) => {
				const text = await errorOf(fresh.test, upload(newPurchases(100)));
				expect(text).toContain('413');
				expect(text).toContain('Committed: none. Failed: item 0–99');
				expect(fresh.cloud.books()).toMatchObject({ rowsCreated: 0 });
			},
			'that is told with what to do: smaller batches': async (fresh) => {
				expect(await errorOf(fresh.test, upload(newPurchases(100)))).toMatch(/Batch Size/);
			},
			'smaller batches go through': async (fresh) => {
				const step = upload(newPurchases(20), { options: { batchSize: 5 } });
				expect(await outputOf(fresh.test, step)).toHaveLength(20);
			},
		},
	},

	maxListItems: {
		0: {
			'a batch has 100 records': async (fresh) => {
				await outputOf(fresh.test, upload(newPurchases(101)));
				expect(fresh.calls()).toEqual({ UploadPurchases: 2 });
			},
		},
		50: {
			'a list that is too long is told in the words of the vendor, and refused as a whole': async (
				fresh,
			) => {
				const text = await errorOf(fresh.test, upload(newPurchases(100)));
				expect(text).toContain('A list has more than 50 items.');
				expect(text).toContain('Committed: none. Failed: item 0–99');
			},
			'smaller batches go through': async (fresh) => {
				const step = upload(newPurchases(100), { options: { batchSize: 50 } });
				expect(await outputOf(fresh.test, step)).toHaveLength(100);
			},
		},
	},

	recalculationReads: {
		0: {
			'an invoice is as the vendor has calculated it': async (fresh) => {
				const statuses = (await outputOf(fresh.test, getInvoices())).map(
					(row) => row.InvoiceStatus,
				);
				expect(statuses).not.toContain('PENDING');
			},
		},
		2: {
			"a changed invoice comes in the vendor's own state each time": async (fresh) => {
				const open = fresh.rows('invoice', (row) => row.InvoiceStatus === 'CALCULATED_OK');
				const [purchase] = fresh.rows('purchase', ({ InvoiceId }) =>
					open.some(({ Id }) => Id === InvoiceId),
				);
				await outputOf(fresh.test, deletePurchase(String(purchase.PurchaseReference)));
				const statusNow = async () =>
					(await outputOf(fresh.test, getInvoices())).find(({ Id }) => Id === purchase.InvoiceId)
						?.InvoiceStatus;
				const seen = [await statusNow(), await statusNow(), await statusNow()];
				expect(seen).toEqual(['PENDING', 'CALCULATING', 'CALCULATED_OK']);
			},
		},
	},
} satisfies Partial<Registry>;
