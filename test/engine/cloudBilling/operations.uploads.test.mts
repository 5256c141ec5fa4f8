import type { IDataObject } from 'n8n-workflow';
import { leaves } from '../../sandbox/cloudBilling/client.mjs';
import {
	cloudStep,
	FreshCloud,
	listenTo,
	newPurchase,
	newPurchases,
} from '../support/cloudTest.mjs';
import { bothOutputsOf, errorOf, outputOf, runStep } from '../support/oneNode.mjs';
import { mappedAutomatically } from '../support/workflows.mjs';

const fresh = new FreshCloud();

const upload = (records: IDataObject[], parameters: IDataObject = {}) =>
	cloudStep('purchase', 'upload', { ...mappedAutomatically(), ...parameters } as {}, { records });
const uploaded = () =>
	fresh.rows('purchase', ({ PurchaseReference }) => /^T-/.test(String(PurchaseReference)));
const fault = (type: 'resetAfter' | 'resetBefore') =>
	fresh.cloud.faults.add({ match: { kind: 'UploadPurchases' }, do: { type } });

describe('Purchase: Upload', () => {
	test('1,000 purchases are 10 calls, each with its result, in order and paired', async () => {
		const result = await runStep(fresh.test, upload(newPurchases(1000)));
		const output = result.outputOf('Billing');
		expect(output.map(({ json }) => json)).toEqual(
			newPurchases(1000).map(({ PurchaseReference }) => ({ PurchaseReference, uploaded: true })),
		);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(output.map((_, item) => ({ item })));
		expect(fresh.calls()).toEqual({ UploadPurchases: 10 });
		expect(fresh.cloud.books()).toMatchObject({ rowsCreated: 1000, wsdlRequests: 1 });
		expect(uploaded()).toMatchObject(newPurchases(1000));
	});

	test('puts columns of metadata into the lists where they belong', async () => {
		const record = newPurchase(1, {
			StringValues_Site: 'A & B',
			NumericValues_Seconds: 90,
			DateValues_Seen: '2026-01-15T10:00:00Z',
			StringValues: [{ Name: 'Given', Value: 'as a list' }],
		});
		await outputOf(fresh.test, upload([record]));
		expect(uploaded()).toMatchObject([
			{
				StringValues: [
					{ Name: 'Given', Value: 'as a list' },
					{ Name: 'Site', Value: 'A & B' },
				],
				NumericValues: [{ Name: 'Seconds', Value: '90' }],
				DateValues: [{ Name: 'Seen', Value: '2026-01-15T10:00:00Z' }],
			},
		]);
	});

	test('what was read goes back in as it is', async () => {
		await outputOf(fresh.test, upload([newPurchase(1, { StringValues_Site: 'A' })]));
		const read = await outputOf(
			fresh.test,
			cloudStep('purchase', 'getAll', { limit: 1, filters: { dateTo: '2026-01-15T10:00:01Z' } }),
		);
		const later = read.map((row) => ({
			...row,
			Quantity: 7,
			SourceUpdateDate: '2036-01-01T00:00:00Z',
		}));
		await outputOf(fresh.test, upload(later));
		expect(uploaded()).toMatchObject([
			{ Quantity: 7, StringValues: [{ Name: 'Site', Value: 'A' }] },
		]);
	});

	test('takes mapped columns, names typed by hand, and JSON', async () => {
		const value = { ...newPurchase(1), OverrideCost: null };
		const columns = { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] };
		const values = Object.entries(newPurchase(2)).map(([name, each]) => ({ name, value: each }));
		for (const parameters of [
			{ dataMode: 'columns', columns },
			{ dataMode: 'fields', fieldValues: { values } },
			{ dataMode: 'json', record: JSON.stringify(newPurchase(3)) },
		] as IDataObject[]) {
			await outputOf(fresh.test, cloudStep('purchase', 'upload', parameters as {}));
		}
		expect(uploaded()).toMatchObject([newPurchase(1), newPurchase(2), newPurchase(3)]);
	});

	test('writes dates in UTC, to the second, with Z, whatever the WSDL calls their type', async () => {
		const heard = listenTo(fresh.cloud);
		const dates = { PurchaseDate: '2026-01-15T12:00:00.500+02:00', EndDate: '2026-03-31T00:00:00' };
		await outputOf(fresh.test, upload([newPurchase(1, dates)]));
		const body = heard.at(-1)?.call.body ?? '';
		expect(leaves(body, 'PurchaseDate')).toEqual(['2026-01-15T10:00:00Z']);
		expect(leaves(body, 'EndDate')).toEqual(['2026-03-31T00:00:00Z']);
	});

	test('changes a known reference if the source is newer, and leaves it alone else', async () => {
		const first = newPurchase(1, { SourceUpdateDate: '2026-01-02T00:00:00Z' });
		await outputOf(fresh.test, upload([first]));
		const older = { ...first, Quantity: 5, SourceUpdateDate: '2026-01-01T00:00:00Z' };
		await outputOf(fresh.test, upload([older]));
		expect(uploaded()).toMatchObject([{ Quantity: 1 }]);
		await outputOf(fresh.test, upload([{ ...older, SourceUpdateDate: '2026-01-03T00:00:00Z' }]));
		expect(uploaded()).toMatchObject([{ Quantity: 5 }]);
		expect(fresh.cloud.books()).toMatchObject({ rowsCreated: 1, rowsUpdated: 1, rowsIgnored: 1 });
	});

	test('the same reference twice never travels in one call, and the later one counts', async () => {
		const first = newPurchase(1, { SourceUpdateDate: '2026-01-02T00:00:00Z' });
		const second = { ...first, Quantity: 9, SourceUpdateDate: '2026-01-03T00:00:00Z' };
		await outputOf(fresh.test, upload([first, second, newPurchase(2)]));
		expect(fresh.calls()).toEqual({ UploadPurchases: 2 });
		expect(uploaded()).toMatchObject([{ Quantity: 9 }, { Quantity: 2 }]);
	});

	test('errors of single purchases in a bulk result are told per item', async () => {
		fresh.cloud.set({ purchaseUploadResult: 'bulk' });
		const records = [newPurchase(1), newPurchase(2, { ProductLabel: '' }), newPurchase(3)];
		const { good, failed } = await bothOutputsOf(fresh.test, upload(records));
		expect(good).toMatchObject([
			{ PurchaseReference: 'T-00001' },
			{ PurchaseReference: 'T-00003' },
		]);
		expect(failed).toMatchObject([
			{
				PurchaseReference: 'T-00002',
				error: "Purchase 'T-00002': ProductLabel is required: Required",
			},
		]);
		expect(uploaded()).toHaveLength(2);
	});

	test('a batch that is refused as a whole fails for each of its items, the other batches go on', async () => {
		const records = newPurchases(6).map((row, index) =>
			index === 2 ? { ...row, PurchaseDate: 'soon' } : row,
		);
		const step = upload(records, { options: { batchSize: 2 } });
		const { good, failed } = await bothOutputsOf(fresh.test, step);
		expect(good).toHaveLength(4);
		expect(failed).toMatchObject([
			{ PurchaseReference: 'T-00003', error: expect.stringContaining("'soon' is not a date") },
			{ PurchaseReference: 'T-00004', error: expect.stringContaining("'soon' is not a date") },
		]);
		expect(uploaded()).toHaveLength(4);
	});

	test('On Error: stop says what was committed, what failed and what was not sent', async () => {
		const records = newPurchases(6).map((row, index) =>
			index === 2 ? { ...row, PurchaseDate: 'soon' } : row,
		);
		const text = await errorOf(fresh.test, upload(records, { options: { batchSize: 2 } }));
		expect(text).toContain('[item 2]');
		expect(text).toContain('Committed: item 0 (Id T-00001), item 1 (Id T-00002).');
		expect(text).toMatch(/May have been committed.*: item 2–3\. Not sent: item 4–5\./);
		expect(uploaded()).toHaveLength(2);
		expect(fresh.calls()).toEqual({ UploadPurchases: 2 });
	});

	test.each(['resetBefore', 'resetAfter'] as const)(
		'is sent again when the connection broke (%s), and nothing is there twice',
		async (type) => {
			fault(type);
			await outputOf(fresh.test, upload(newPurchases(3)));
			expect(fresh.calls()).toEqual({ UploadPurchases: 2 });
			expect(uploaded()).toMatchObject(newPurchases(3));
		},
	);

	test('a purchase without a reference is refused before anything is sent', async () => {
		const records = [newPurchase(1), newPurchase(2, { PurchaseReference: ' ' })];
		const { error } = await runStep(fresh.test, upload(records));
		expect(error?.message).toBe('PurchaseReference: the purchase has no reference');
		expect(error).toMatchObject({ context: { itemIndex: 1 } });
		expect(fresh.calls()).toEqual({});
	});

	test('unmapped purchases are taken, and read back as unmapped', async () => {
		await outputOf(fresh.test, upload([newPurchase(1, { ProductLabel: 'new label' })]));
		const filters = { productLabel: 'new label' };
		const found = await outputOf(fresh.test, cloudStep('purchase', 'getUnmapped', { filters }));
		expect(found).toMatchObject([{ PurchaseReference: 'T-00001' }]);
	});

	test('an operation that takes no purchases is refused, with those that do', async () => {
		const uploadOperation = { __rl: true, mode: 'name', value: 'UploadCustomers' };
		const text = await errorOf(fresh.test, upload(newPurchases(1), { uploadOperation }));
		expect(text).toContain('the service has no operation "UploadCustomers" that takes a list');
		expect(text).toContain('It has UploadPurchases.');
		expect(fresh.calls()).toEqual({});
	});
});
