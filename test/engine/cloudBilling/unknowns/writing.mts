import { newPurchase } from '../../support/cloudTest.mjs';
import { bothOutputsOf, errorOf, outputOf } from '../../support/oneNode.mjs';
import { inEach, type Registry } from './registry.mjs';
import { createProduct, upload, withBadOne } from './steps.mjs';

/** What writes answer, and what they do. */
export const writing = {
	purchaseUploadResult: {
		boolean: {
			'a bad purchase fails its whole batch, in the words of the vendor': async (fresh) => {
				const { good, failed } = await bothOutputsOf(fresh.test, upload(withBadOne));
				expect(good).toEqual([]);
				expect(failed).toHaveLength(3);
				expect(failed[0].error).toContain("Purchase 'T-00002': ProductLabel is required");
				expect(fresh.cloud.books()).toMatchObject({ rowsCreated: 0 });
			},
		},
		bulk: {
			'a bad purchase fails alone': async (fresh) => {
				const { good, failed } = await bothOutputsOf(fresh.test, upload(withBadOne));
				expect(good).toMatchObject([
					{ PurchaseReference: 'T-00001', uploaded: true },
					{ PurchaseReference: 'T-00003', uploaded: true },
				]);
				expect(failed).toMatchObject([{ PurchaseReference: 'T-00002' }]);
				expect(fresh.cloud.books()).toMatchObject({ rowsCreated: 2 });
			},
		},
	},

	failedUpload: inEach(['falseWithError', 'falseWithSuccess'], {
		'false is a failure, told in the words of the vendor': async (fresh) => {
			expect(await errorOf(fresh.test, createProduct('Cloud'))).toContain(
				"The product cluster 'Cloud' exists already",
			);
			const { good, failed } = await bothOutputsOf(fresh.test, upload(withBadOne));
			expect(good).toEqual([]);
			expect(failed).toHaveLength(3);
		},
	}),

	partlyBadUpload: {
		nothing: {
			'a refused batch is an error for each of its items, and nothing is there': async (fresh) => {
				const { failed } = await bothOutputsOf(fresh.test, upload(withBadOne));
				expect(failed).toHaveLength(3);
				expect(fresh.cloud.books()).toMatchObject({ rowsCreated: 0 });
			},
		},
		goodOnes: {
			'sending the batch again after mending it leaves nothing twice': async (fresh) => {
				await errorOf(fresh.test, upload(withBadOne));
				expect(fresh.cloud.books()).toMatchObject({ rowsCreated: 2 });
				const mended = withBadOne.map((row) => ({ ...row, ProductLabel: 'sms' }));
				await outputOf(fresh.test, upload(mended));
				expect(fresh.cloud.books()).toMatchObject({ rowsCreated: 3 });
			},
			'the error says that some may have been committed': async (fresh) => {
				expect(await errorOf(fresh.test, upload(withBadOne))).toContain('May have been committed');
			},
		},
	},

	outdatedPurchase: {
		ignored: {
			'an older purchase is no error, and changes nothing': async (fresh) => {
				const row = newPurchase(1, { SourceUpdateDate: '2026-01-02T00:00:00Z' });
				await outputOf(fresh.test, upload([row]));
				expect(await outputOf(fresh.test, upload([row]))).toHaveLength(1);
				expect(fresh.cloud.books()).toMatchObject({ rowsIgnored: 1, rowsUpdated: 0 });
			},
		},
		error: {
			'an older purchase is told in the words of the vendor': async (fresh) => {
				const row = newPurchase(1, { SourceUpdateDate: '2026-01-02T00:00:00Z' });
				await outputOf(fresh.test, upload([row]));
				const text = await errorOf(fresh.test, upload([row]));
				expect(text).toContain('SourceUpdateDate is not greater than the one held');
			},
		},
	},
} satisfies Partial<Registry>;
