import type { IDataObject } from 'n8n-workflow';
import { leaves } from '../../sandbox/cloudBilling/client.mjs';
import { cloudStep, FreshCloud, listenTo } from '../support/cloudTest.mjs';
import { bothOutputsOf, errorOf, outputOf, runStep } from '../support/oneNode.mjs';

const fresh = new FreshCloud();

describe('Product: Create', () => {
	const create = (records: IDataObject[], additionalFields: IDataObject = {}) =>
		cloudStep('product', 'create', { tagName: '={{ $json.name }}', additionalFields } as {}, {
			records,
		});
	const cluster = (name: string) =>
		fresh.rows('productCluster', ({ TagName }) => TagName === name)[0];

	test('creates a cluster for each item, in order', async () => {
		const result = await runStep(fresh.test, create([{ name: 'Fibre' }, { name: ' Fax & Co ' }]));
		expect(result.items('Billing')).toEqual([
			{ tagName: 'Fibre', created: true },
			{ tagName: 'Fax & Co', created: true },
		]);
		expect(cluster('Fax & Co')).toMatchObject({ ParentTagName: null, Aliases: [] });
		expect(fresh.calls()).toEqual({ AddProductCluster: 2 });
	});

	test('sends everything that was filled in', async () => {
		const fields = {
			parentTagName: 'Cloud',
			aliases: 'fibre-1, fibre-2',
			billingOutputTags: '={{ ["line", "total"] }}',
			showInProductPlan: true,
		};
		await outputOf(fresh.test, create([{ name: 'Fibre' }], fields));
		expect(cluster('Fibre')).toMatchObject({
			ParentTagName: 'Cloud',
			Aliases: ['fibre-1', 'fibre-2'],
			BillingOutputTags: ['line', 'total'],
			ShowInProductPlan: true,
		});
	});

	test('leaves out what was not filled in', async () => {
		const heard = listenTo(fresh.cloud);
		await outputOf(fresh.test, create([{ name: 'Fibre' }], { parentTagName: '' }));
		const body = heard.at(-1)?.call.body ?? '';
		expect(leaves(body, 'tagName')).toEqual(['Fibre']);
		expect(body).not.toContain('parentTagName');
	});

	test('says why the vendor refused one, and what was done before', async () => {
		const records = [{ name: 'Fibre' }, { name: 'Cloud' }, { name: 'Copper' }];
		const text = await errorOf(fresh.test, create(records));
		expect(text).toContain("The product cluster 'Cloud' exists already");
		expect(text).toContain('Done before: item 0.');
		expect(cluster('Copper')).toBeUndefined();
	});

	test('On Error: continue creates the others', async () => {
		const records = [{ name: 'Cloud' }, { name: '  ' }, { name: 'Copper' }];
		const { good, failed } = await bothOutputsOf(fresh.test, create(records));
		expect(good).toEqual([{ tagName: 'Copper', created: true }]);
		expect(failed).toMatchObject([
			{ error: "The product cluster 'Cloud' exists already" },
			{ error: 'Tag Name: this is empty' },
		]);
		expect(fresh.calls()).toEqual({ AddProductCluster: 2 });
	});

	test('is not repeated when its answer is lost, and says that it may have happened', async () => {
		fresh.cloud.faults.add({ match: { kind: 'AddProductCluster' }, do: { type: 'resetAfter' } });
		const text = await errorOf(fresh.test, create([{ name: 'Fibre' }]));
		expect(text).toContain('may have happened all the same');
		expect(fresh.calls()).toEqual({ AddProductCluster: 1 });
	});
});

describe('Pricing Rule: Get Many', () => {
	const getAll = (parameters: IDataObject = {}, records: IDataObject[] = [{}]) =>
		cloudStep(
			'pricingRule',
			'getAll',
			{
				customerCode: '101001',
				productClusterTagName: 'Backup',
				returnAll: true,
				...parameters,
			} as {},
			{ records },
		);
	const nameOf = (rows: IDataObject[]) => rows.map(({ RuleName }) => RuleName);
	const edge = (name: string, ValidFrom: string, ValidTo: string | null) => ({
		RuleName: name,
		ProductClusterTagName: 'Backup',
		ValidFrom,
		ValidTo,
	});

	test('gives the rules of a customer and a product, with numbers and nothing for null', async () => {
		const found = await outputOf(fresh.test, getAll());
		expect(nameOf(found)).toEqual(expect.arrayContaining(['Backup, old price', 'Backup, price']));
		expect(found.find(({ RuleName }) => RuleName === 'Backup, price')).toMatchObject({
			OperatorValue: 9.9,
			Operator: 'Price',
			ValidTo: null,
		});
		expect(fresh.calls()).toEqual({ FindPriceRuleWithValidity: 1 });
	});

	test('gives those whose validity overlaps the range', async () => {
		fresh.cloud.insert('pricingRule', [
			edge('ends before', '2031-01-01T00:00:00Z', '2031-02-28T23:59:59Z'),
			edge('overlaps the start', '2031-02-01T00:00:00Z', '2031-03-10T00:00:00Z'),
			edge('has no end', '2031-03-20T00:00:00Z', null),
			edge('begins after', '2031-04-01T00:00:01Z', null),
		]);
		const filters = { fromDate: '2031-03-01T00:00:00Z', toDate: '2031-04-01T00:00:00Z' };
		const names = nameOf(await outputOf(fresh.test, getAll({ filters })));
		expect(names).toEqual(expect.arrayContaining(['overlaps the start', 'has no end']));
		expect(names).not.toContain('ends before');
		expect(names).not.toContain('begins after');
	});

	test('gives no more than the limit, for each item', async () => {
		const parameters = { returnAll: false, limit: 1, productClusterTagName: '={{ $json.name }}' };
		const records = [{ name: 'Backup' }, { name: 'Mailbox' }];
		const result = await runStep(fresh.test, getAll(parameters, records));
		expect(nameOf(result.items('Billing'))).toEqual(['Backup, old price', 'Mailbox, old price']);
		expect(result.outputOf('Billing').map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
		]);
	});

	test('says which customer or product is not there', async () => {
		expect(await errorOf(fresh.test, getAll({ customerCode: 'nobody' }))).toContain(
			"There is no customer with code 'nobody'",
		);
		expect(await errorOf(fresh.test, getAll({ productClusterTagName: 'Nothing' }))).toContain(
			"There is no product cluster 'Nothing'",
		);
	});
});
