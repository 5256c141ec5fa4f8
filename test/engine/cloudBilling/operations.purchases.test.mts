import type { IDataObject } from 'n8n-workflow';
import { leaves } from '../../sandbox/cloudBilling/client.mjs';
import { cloudStep, FreshCloud, listenTo, rewriteAnswers } from '../support/cloudTest.mjs';
import { bothOutputsOf, errorOf, outputOf, runStep } from '../support/oneNode.mjs';

const fresh = new FreshCloud();

const referencesOf = (rows: IDataObject[]) =>
	rows.map(({ PurchaseReference }) => PurchaseReference);
const insert = (...rows: IDataObject[]) =>
	fresh.cloud.insert(
		'purchase',
		rows.map((row) => ({ CustomerCode: '101001', ProductLabel: 'sms', ...row })),
	);
const isMapped = (row: IDataObject) => {
	const codes = fresh.rows('customer').map(({ CustomerCode }) => CustomerCode);
	const labels = fresh.rows('productCluster').flatMap(({ Aliases }) => Aliases as string[]);
	return codes.includes(row.CustomerCode) && labels.includes(String(row.ProductLabel));
};

describe('Purchase: Get Many', () => {
	const getAll = (filters: IDataObject = {}, more: IDataObject = {}) =>
		cloudStep('purchase', 'getAll', { returnAll: true, filters, ...more } as {});

	test('gives all that are mapped, by one call, and metadata as columns', async () => {
		const found = await outputOf(fresh.test, getAll());
		expect(referencesOf(found)).toEqual(referencesOf(fresh.rows('purchase', isMapped)));
		expect(fresh.calls()).toEqual({ GetPurchases: 1 });
		const counted = found.find((row) => 'NumericValues_Seconds' in row);
		expect(counted).toMatchObject({ StringValues_Source: expect.stringMatching(/^\w+$/) });
		expect(counted).not.toHaveProperty('StringValues');
	});

	test('gives unmapped ones too where that is asked for', async () => {
		const found = await outputOf(fresh.test, getAll({ includeUnmapped: true }));
		expect(referencesOf(found)).toEqual(referencesOf(fresh.rows('purchase')));
	});

	test('finds the exact customer code and the exact label', async () => {
		insert({ PurchaseReference: 'E-1', ProductLabel: 'CALL' });
		insert({ PurchaseReference: 'E-2', ProductLabel: 'CALL', CustomerCode: '101002' });
		const found = await outputOf(
			fresh.test,
			getAll({ customerCode: '101001', productLabel: 'CALL' }),
		);
		expect(referencesOf(found)).toEqual(
			referencesOf(
				fresh.rows('purchase', (row) => {
					return row.CustomerCode === '101001' && row.ProductLabel === 'CALL';
				}),
			),
		);
		expect(await outputOf(fresh.test, getAll({ customerCode: '10100' }))).toEqual([]);
	});

	test('counts neither date in', async () => {
		const times = ['10:00:00', '10:00:01', '10:59:59', '11:00:00'];
		insert(
			...times.map((time) => ({
				PurchaseReference: time,
				PurchaseDate: `2031-05-31T${time}Z`,
			})),
		);
		const filters = { dateFrom: '2031-05-31T10:00:00Z', dateTo: '2031-05-31T11:00:00Z' };
		expect(referencesOf(await outputOf(fresh.test, getAll(filters)))).toEqual(times.slice(1, 3));
	});

	test('gives no more than the limit, and leaves metadata as lists where wished', async () => {
		const options = { keepMetadataLists: true };
		const found = await outputOf(fresh.test, getAll({}, { returnAll: false, limit: 3, options }));
		expect(found).toHaveLength(3);
		expect(found[0].StringValues).toMatchObject([{ Name: 'Source' }]);
	});
});

describe('Purchase: Get Many Unmapped', () => {
	const getUnmapped = (filters: IDataObject = {}, more: IDataObject = {}) =>
		cloudStep('purchase', 'getUnmapped', { returnAll: true, filters, ...more } as {});
	const unmapped = () => fresh.rows('purchase', (row) => !isMapped(row));
	const insertMany = (count: number) =>
		insert(
			...Array.from({ length: count }, (_, index) => ({
				PurchaseReference: `U-${index}`,
				ProductLabel: 'nothing known',
			})),
		);

	test('gives every one once, over pages to the first that is empty', async () => {
		insertMany(250);
		const found = await outputOf(fresh.test, getUnmapped());
		expect(referencesOf(found)).toEqual(referencesOf(unmapped()));
		expect(found).toHaveLength(275);
		expect(fresh.calls()).toEqual({ GetUnmappedPurchases: 4 });
	});

	test('reads no page more than the limit needs', async () => {
		insertMany(250);
		const found = await outputOf(fresh.test, getUnmapped({}, { returnAll: false, limit: 150 }));
		expect(referencesOf(found)).toEqual(referencesOf(unmapped().slice(0, 150)));
		expect(fresh.calls()).toEqual({ GetUnmappedPurchases: 2 });
	});

	test('keeps its filters on every page', async () => {
		insertMany(150);
		const found = await outputOf(fresh.test, getUnmapped({ productLabel: 'nothing known' }));
		expect(found).toHaveLength(150);
		expect(found.every(({ ProductLabel }) => ProductLabel === 'nothing known')).toBe(true);
	});

	test('goes on over pages of a single purchase', async () => {
		fresh.cloud.set({ unmappedPerPage: 1 });
		const found = await outputOf(fresh.test, getUnmapped());
		expect(found).toHaveLength(25);
	});

	test('gives nothing where all is mapped', async () => {
		const filters = { customerCode: 'nobody' };
		expect(await outputOf(fresh.test, getUnmapped(filters))).toEqual([]);
		expect(fresh.calls()).toEqual({ GetUnmappedPurchases: 1 });
	});
});

describe('Purchase: Get Import Statistics', () => {
	const statistics = (parameters: IDataObject = {}) =>
		cloudStep('purchase', 'getImportStatistics', {
			importedFrom: '2031-05-01T00:00:00Z',
			importedTo: '2031-06-01T00:00:00Z',
			...parameters,
		} as {});
	const imported = { ImportedDate: '2031-05-10T00:00:00Z' };

	test('gives the counts and what is unmapped', async () => {
		insert({ ...imported, PurchaseReference: 'S-1' });
		insert({ ...imported, PurchaseReference: 'S-2', ProductLabel: 'nothing known' });
		const [found] = await outputOf(fresh.test, statistics());
		expect(found).toMatchObject({ ImportedCount: 2, MappedCount: 1, UnmappedCount: 1 });
		expect(found.UnmappedItems).toEqual([
			expect.objectContaining({ PurchaseReference: 'S-2', ProductClusterId: null }),
		]);
	});

	test('gives the counts alone, of one customer alone', async () => {
		insert({ ...imported, PurchaseReference: 'S-1', CustomerCode: '101002' });
		insert({ ...imported, PurchaseReference: 'S-2', CustomerCode: 'X' });
		const step = statistics({ customerCode: 'X', fetchUnmapped: false });
		expect(await outputOf(fresh.test, step)).toEqual([
			{ ImportedCount: 1, MappedCount: 0, UnmappedCount: 1, UnmappedItems: [] },
		]);
	});

	test('counts of nothing are zeros', async () => {
		expect(await outputOf(fresh.test, statistics())).toMatchObject([{ ImportedCount: 0 }]);
	});
});

describe('Purchase: Delete', () => {
	const remove = (references: unknown[], parameters: IDataObject = {}) =>
		cloudStep(
			'purchase',
			'delete',
			{ purchaseReference: '={{ $json.ref }}', reason: 'wrong meter', ...parameters } as {},
			{ records: references.map((ref) => ({ ref: ref as string })) },
		);
	const fill = (...references: string[]) =>
		insert(...references.map((PurchaseReference) => ({ PurchaseReference })));
	const billedOn = (statuses: string[]) => {
		const invoices = fresh
			.rows('invoice', ({ InvoiceStatus }) => statuses.includes(String(InvoiceStatus)))
			.map(({ Id }) => Id);
		return fresh.rows('purchase', ({ InvoiceId }) => invoices.includes(InvoiceId));
	};

	test('deletes all items by one call, in order', async () => {
		fill('D-1', 'D-2', 'D-3');
		const found = await outputOf(fresh.test, remove(['D-3', 'D-1']));
		expect(found).toEqual([
			{ PurchaseReference: 'D-3', deleted: true },
			{ PurchaseReference: 'D-1', deleted: true },
		]);
		const left = referencesOf(fresh.rows('purchase'));
		expect(left).toContain('D-2');
		expect(left).not.toContain('D-1');
		expect(fresh.calls()).toEqual({ DeletePurchases: 1 });
	});

	test('a bulk result that is partly failed is told per item, paired', async () => {
		fill('D-1', 'D-2');
		const [locked] = billedOn(['APPROVED', 'CLOSED']);
		const references = ['D-1', locked.PurchaseReference, 'nothing', 'D-2'];
		const { good, failed } = await bothOutputsOf(fresh.test, remove(references));
		expect(referencesOf(good)).toEqual(['D-1', 'D-2']);
		expect(failed).toMatchObject([
			{
				ref: locked.PurchaseReference,
				error: `Purchase '${String(locked.PurchaseReference)}' is on an approved or closed invoice: InvoiceLocked`,
			},
			{ ref: 'nothing', error: "There is no purchase 'nothing': NotFound" },
		]);
		expect(fresh.cloud.books()).toMatchObject({ rowsDeleted: 2, rowsFailed: 2 });
	});

	test('errors in a bulk result are found whatever its members are called', async () => {
		fill('D-1');
		rewriteAnswers(fresh.cloud, 'DeletePurchases', (body) =>
			body
				.replace(/(<\/?\w+:)Errors\b/g, '$1Rejections')
				.replace(/(<\/?\w+:)PurchaseReference>/g, '$1Key>')
				.replace(/(<\/?\w+:)Description>/g, '$1Explanation>'),
		);
		const { good, failed } = await bothOutputsOf(fresh.test, remove(['D-1', 'nothing']));
		expect(referencesOf(good)).toEqual(['D-1']);
		expect(failed).toMatchObject([
			{ ref: 'nothing', error: expect.stringContaining("There is no purchase 'nothing'") },
		]);
	});

	test('sends the reason', async () => {
		const heard = listenTo(fresh.cloud);
		fill('D-1');
		await outputOf(fresh.test, remove(['D-1']));
		expect(leaves(heard.at(-1)?.call.body ?? '', 'reason')).toEqual(['wrong meter']);
	});

	test('On Error: stop says what was deleted, what failed and what was not sent', async () => {
		fill('D-1', 'D-2', 'D-3');
		const step = remove(['D-1', 'nothing', 'D-2', 'D-3'], { options: { batchSize: 2 } });
		const text = await errorOf(fresh.test, step);
		expect(text).toContain("There is no purchase 'nothing': NotFound [item 1]");
		expect(text).toContain('Committed: item 0 (Id D-1). Failed: item 1. Not sent: item 2–3.');
		expect(fresh.cloud.books()).toMatchObject({ rowsDeleted: 1 });
	});

	test('one reason is one call, and a batch has at most the given size', async () => {
		fill('D-1', 'D-2', 'D-3', 'D-4');
		const parameters = { reason: '={{ $json.ref === "D-1" ? "a" : "b" }}' };
		const options = { options: { batchSize: 2 } };
		const step = remove(['D-1', 'D-2', 'D-3', 'D-4'], { ...parameters, ...options });
		expect(await outputOf(fresh.test, step)).toHaveLength(4);
		expect(fresh.calls()).toEqual({ DeletePurchases: 3 });
	});

	test('the same reference twice is deleted once, and the second is told so', async () => {
		fill('D-1');
		const { good, failed } = await bothOutputsOf(fresh.test, remove(['D-1', 'D-1']));
		expect(referencesOf(good)).toEqual(['D-1']);
		expect(failed).toMatchObject([{ error: "There is no purchase 'D-1': NotFound" }]);
	});

	test('a reference that is a number is its digits', async () => {
		fill('4711');
		expect(await outputOf(fresh.test, remove([4711]))).toMatchObject([
			{ PurchaseReference: '4711' },
		]);
	});

	test('a reference that is empty is refused before anything is sent', async () => {
		const text = await errorOf(fresh.test, remove(['D-1', '']));
		expect(text).toContain('Purchase Reference: this is empty');
		expect(fresh.calls()).toEqual({});
	});

	test('is not repeated when its answer is lost, and says that it may have happened', async () => {
		fill('D-1');
		fresh.cloud.faults.add({ match: { kind: 'DeletePurchases' }, do: { type: 'resetAfter' } });
		const text = await errorOf(fresh.test, remove(['D-1']));
		expect(text).toContain('May have been committed, look before you send them again: item 0');
		expect(fresh.calls()).toEqual({ DeletePurchases: 1 });
	});

	test('pairs each result with its item', async () => {
		fill('D-1', 'D-2');
		const result = await runStep(fresh.test, remove(['D-1', 'D-2']));
		expect(result.outputOf('Billing').map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
		]);
	});
});
