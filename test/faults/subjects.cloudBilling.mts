import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { callStep, cloudStep, newPurchases } from '../engine/support/cloudTest.mjs';
import type { Step } from '../engine/support/oneNode.mjs';
import { watchCloud } from '../engine/support/triggers.mjs';
import { mappedAutomatically } from '../engine/support/workflows.mjs';
import type { Poll, Read, Subject, Write } from './model.mjs';
import type { World } from './world.mjs';

const system = 'cloudBilling';
const COUNT = 6;
const BATCH = 2;
const CODES = ['101001', '101002', '101003'];
const codes = CODES.map((code) => ({ code }));

const rowsOf = ({ cloudBilling }: World, entity: string): IDataObject[] =>
	cloudBilling.rows(entity) as IDataObject[];
const countOf = (world: World, entity: string, isWanted: (row: IDataObject) => boolean): number =>
	rowsOf(world, entity).filter(isWanted).length;

const keyOf =
	(name: string): Read['key'] =>
	(item) =>
		String(item[name]);

function read(
	step: Step | ((world: World) => Step),
	key: string,
	expected: (world: World) => IDataObject[],
	inner: (item: IDataObject) => IDataObject | undefined = (item) => item,
): Read {
	return {
		does: 'read',
		step: typeof step === 'function' ? step : () => step,
		expected: (world) => expected(world).map(keyOf(key)),
		key: (item) => keyOf(key)(inner(item) ?? {}),
	};
}

function write(
	step: Step | ((world: World) => Step),
	done: (world: World, record: IDataObject) => number,
): Write {
	return { does: 'write', step: typeof step === 'function' ? step : () => step, done };
}

function poll(event: string, key: string, change: (world: World) => void): Poll {
	return {
		does: 'poll',
		parameters: () => watchCloud(event),
		change: (world) => {
			change(world);
			return NEW;
		},
		key: keyOf(key),
	};
}

const NEW = ['NEW-1', 'NEW-2', 'NEW-3'];
/** Later than all that the stand-in has. */
const LATER = NEW.map((_, index) => `2040-01-01T00:00:0${index}Z`);
const rowsLater = (key: string, date: string, more: IDataObject = {}): IDataObject[] =>
	NEW.map((value, index) => ({ [key]: value, [date]: LATER[index], ...more }));

const forEachCode = (
	resource: string,
	operation: string,
	parameters: INodeParameters,
	run: INodeParameters = {},
): Step =>
	cloudStep(resource, operation, { returnAll: true, ...parameters, ...run }, { records: codes });

const invoices = Array.from(
	{ length: COUNT },
	(_, index): IDataObject => ({
		CustomerCode: '101001',
		InvoiceReference: `AH-${index}`,
		BillingPeriodStart: '2026-01-01T00:00:00Z',
		BillingPeriodEnd: '2026-01-31T23:59:59Z',
	}),
);
const references = invoices.map((_, index) => ({ ref: `D-${index}` }));
const names = ['Fibre', 'Copper', 'Radio'].map((name) => ({ name }));
const isCluster =
	({ name }: IDataObject) =>
	({ TagName }: IDataObject) =>
		TagName === name;

const approved = (world: World): IDataObject[] =>
	rowsOf(world, 'invoice')
		.filter(({ Id }) => String(Id).startsWith('CLOSE-'))
		.map(({ Id }) => ({ Id }));

const byCode = ({ CustomerCode }: IDataObject) => CODES.indexOf(String(CustomerCode));
const ofCodes = (world: World, entity: string): IDataObject[] =>
	rowsOf(world, entity)
		.filter((row) => byCode(row) >= 0)
		.sort((a, b) => byCode(a) - byCode(b));

const known = (world: World): Set<unknown> =>
	new Set([
		...rowsOf(world, 'customer').map(({ CustomerCode }) => CustomerCode),
		...rowsOf(world, 'productCluster').flatMap(({ Aliases }) => Aliases as string[]),
	]);
function purchases(world: World, isMapped: boolean): IDataObject[] {
	const names = known(world);
	return rowsOf(world, 'purchase').filter(
		({ CustomerCode, ProductLabel }) =>
			(names.has(CustomerCode) && names.has(ProductLabel)) === isMapped,
	);
}

const documents = (world: World): IDataObject[] =>
	rowsOf(world, 'document')
		.filter(({ Status }) => Status === 'Completed')
		.slice(0, 3);

/** One Boolean for all. */
const VERDICT: Subject['twisted'] = { fewer: 'done', more: 'done', sameIds: 'done' };

const ENTRIES: ReadonlyArray<Omit<Subject, 'system'>> = [
	{
		name: 'Customer: Get',
		safety: 'read',
		kind: 'CustomerGetByCode',
		work: read(
			forEachCode('customer', 'get', { customerCode: '={{ $json.code }}' }),
			'CustomerCode',
			(world) => ofCodes(world, 'customer'),
		),
	},
	{
		name: 'Customer: Get Many',
		safety: 'read',
		kind: 'CustomersGetAll',
		setUp: ({ cloudBilling }: World) => cloudBilling.set({ customersPerPage: 50 }),
		work: read(cloudStep('customer', 'getAll', { returnAll: true }), 'CustomerCode', (world) =>
			rowsOf(world, 'customer'),
		),
	},
	{
		name: 'Document: Download',
		safety: 'read',
		kind: 'GetInvoiceTransformationResultFile',
		work: read(
			(world) =>
				cloudStep(
					'document',
					'download',
					{ documentId: '={{ $json.Id }}' },
					{ records: documents(world).map(({ Id }) => ({ Id })) },
				),
			'Id',
			documents,
		),
	},
	{
		name: 'Document: Get Many',
		safety: 'read',
		kind: 'GetTransformationResultsForCustomers',
		work: read(
			forEachCode('document', 'getAll', { customerCodes: '={{ $json.code }}' }),
			'Id',
			(world) => ofCodes(world, 'document'),
		),
	},
	{
		name: 'Invoice: Close',
		twisted: { more: 'done', sameIds: 'done' },
		safety: 'once',
		kind: 'CloseInvoices',
		batch: BATCH,
		setUp: ({ cloudBilling }: World) => {
			const rows = invoices.map((_, index) => {
				return { Id: `CLOSE-${index}`, CustomerCode: '101001', InvoiceStatus: 'APPROVED' };
			});
			cloudBilling.insert('invoice', rows);
		},
		work: write(
			(world) =>
				cloudStep(
					'invoice',
					'close',
					{ invoiceId: '={{ $json.Id }}', reason: 'paid', options: { batchSize: BATCH } },
					{ records: approved(world) },
				),
			(world, { Id }) =>
				countOf(world, 'invoice', (row) => row.Id === Id && row.InvoiceStatus === 'CLOSED'),
		),
	},
	{
		name: 'Invoice: Create',
		twisted: VERDICT,
		safety: 'once',
		kind: 'UploadInvoices2',
		batch: BATCH,
		work: write(
			cloudStep(
				'invoice',
				'create',
				{ ...mappedAutomatically(), options: { batchSize: BATCH } },
				{ records: invoices },
			),
			(world, { InvoiceReference }) =>
				countOf(world, 'invoice', (row) => row.InvoiceReference === InvoiceReference),
		),
	},
	{
		name: 'Invoice: Get',
		safety: 'read',
		kind: 'GetInvoiceDetails',
		work: read(
			(world) =>
				cloudStep(
					'invoice',
					'get',
					{ invoiceId: '={{ $json.Id }}' },
					{
						records: rowsOf(world, 'invoice')
							.slice(0, 3)
							.map(({ Id }) => ({ Id })),
					},
				),
			'Id',
			(world) => rowsOf(world, 'invoice').slice(0, 3),
			({ Header }) => Header as IDataObject | undefined,
		),
	},
	{
		name: 'Invoice: Get Many',
		safety: 'read',
		kind: 'GetInvoiceHeaders',
		work: read(
			forEachCode('invoice', 'getAll', { filters: { customerCode: '={{ $json.code }}' } }),
			'Id',
			(world) => ofCodes(world, 'invoice'),
		),
	},
	{
		name: 'Operation: Call (read)',
		safety: 'repeatable',
		kind: 'CustomerGetByCode',
		work: read(
			{
				...callStep(
					'CustomerGetByCode',
					{},
					{
						parametersJson: '={{ JSON.stringify({ customerCode: $json.code }) }}',
						options: { repeatable: true },
					},
				),
				records: codes,
			},
			'CustomerCode',
			(world) => ofCodes(world, 'customer'),
		),
	},
	{
		name: 'Operation: Call (write)',
		twisted: VERDICT,
		safety: 'once',
		kind: 'AddProductCluster',
		work: write(
			{
				...callStep(
					'AddProductCluster',
					{},
					{
						parametersJson: '={{ JSON.stringify({ tagName: $json.name }) }}',
					},
				),
				records: names,
			},
			(world, record) => countOf(world, 'productCluster', isCluster(record)),
		),
	},
	{
		name: 'Pricing Rule: Get Many',
		safety: 'read',
		kind: 'FindPriceRuleWithValidity',
		work: read(
			(world) =>
				forEachCode('pricingRule', 'getAll', {
					customerCode: '={{ $json.code }}',
					productClusterTagName: productOf(world),
				}),
			'RuleName',
			(world) => CODES.flatMap(() => rulesOf(world)),
		),
	},
	{
		name: 'Product: Create',
		twisted: VERDICT,
		safety: 'once',
		kind: 'AddProductCluster',
		work: write(
			cloudStep('product', 'create', { tagName: '={{ $json.name }}' }, { records: names }),
			(world, record) => countOf(world, 'productCluster', isCluster(record)),
		),
	},
	{
		name: 'Purchase: Delete',
		twisted: { more: 'done', sameIds: 'done' },
		safety: 'once',
		kind: 'DeletePurchases',
		batch: BATCH,
		setUp: ({ cloudBilling }: World) => {
			const rows = references.map(({ ref }) => ({ PurchaseReference: ref }));
			cloudBilling.insert('purchase', rows);
		},
		work: write(
			cloudStep(
				'purchase',
				'delete',
				{
					purchaseReference: '={{ $json.ref }}',
					reason: 'wrong',
					options: { batchSize: BATCH },
				},
				{ records: references },
			),
			(world, { ref }) =>
				1 - countOf(world, 'purchase', ({ PurchaseReference }) => PurchaseReference === ref),
		),
	},
	{
		name: 'Purchase: Get Import Statistics',
		safety: 'read',
		kind: 'GetPurchaseImportStats',
		work: read(
			forEachCode('purchase', 'getImportStatistics', {
				importedFrom: '2000-01-01T00:00:00Z',
				importedTo: '2050-01-01T00:00:00Z',
				customerCode: '={{ $json.code }}',
				fetchUnmapped: false,
			}),
			'ImportedCount',
			(world) =>
				CODES.map((code) => ({
					ImportedCount: countOf(world, 'purchase', ({ CustomerCode }) => CustomerCode === code),
				})),
		),
	},
	{
		name: 'Purchase: Get Many',
		safety: 'read',
		kind: 'GetPurchases',
		work: read(
			forEachCode('purchase', 'getAll', { filters: { customerCode: '={{ $json.code }}' } }),
			'PurchaseReference',
			(world) =>
				purchases(world, true)
					.filter((row) => byCode(row) >= 0)
					.sort((a, b) => byCode(a) - byCode(b)),
		),
	},
	{
		name: 'Purchase: Get Many Unmapped',
		safety: 'read',
		kind: 'GetUnmappedPurchases',
		setUp: ({ cloudBilling }: World) => cloudBilling.set({ unmappedPerPage: 10 }),
		work: read(
			cloudStep('purchase', 'getUnmapped', { returnAll: true }),
			'PurchaseReference',
			(world) => purchases(world, false),
		),
	},
	{
		name: 'Purchase: Upload',
		twisted: VERDICT,
		safety: 'repeatable',
		kind: 'UploadPurchases',
		batch: BATCH,
		work: write(
			cloudStep(
				'purchase',
				'upload',
				{ ...mappedAutomatically(), options: { batchSize: BATCH } },
				{ records: newPurchases(COUNT) },
			),
			(world, { PurchaseReference }) =>
				countOf(world, 'purchase', (row) => row.PurchaseReference === PurchaseReference),
		),
	},
	{
		name: 'Trigger: Customer Created or Updated',
		safety: 'poll',
		kind: 'CustomersGetAll',
		work: poll('customerChanged', 'CustomerCode', ({ cloudBilling }) => {
			cloudBilling.insert('customer', rowsLater('CustomerCode', 'UpdatedDate'));
		}),
	},
	{
		name: 'Trigger: Document Created',
		safety: 'poll',
		kind: 'GetTransformationResultsForCustomers',
		work: poll('documentCreated', 'Id', ({ cloudBilling }) => {
			const rows = rowsLater('Id', 'CreatedDate', { CustomerCode: '101001' });
			cloudBilling.insert('document', rows);
		}),
	},
	{
		name: 'Trigger: Invoice Approved',
		safety: 'poll',
		kind: 'GetInvoiceHeaders',
		work: poll('invoiceApproved', 'Id', ({ cloudBilling }) => {
			const more = { InvoiceStatus: 'APPROVED', LastCalculationFinishDate: LATER[0] };
			cloudBilling.insert('invoice', rowsLater('Id', 'ApprovalDate', more));
		}),
	},
	{
		name: 'Trigger: Invoice Recalculated',
		safety: 'poll',
		kind: 'GetInvoiceHeaders',
		work: poll('invoiceRecalculated', 'Id', ({ cloudBilling }) => {
			cloudBilling.insert('invoice', rowsLater('Id', 'LastCalculationFinishDate'));
		}),
	},
	{
		name: 'Trigger: Purchase Unmapped',
		safety: 'poll',
		kind: 'GetPurchaseImportStats',
		work: poll('purchaseUnmapped', 'PurchaseReference', ({ cloudBilling }) => {
			// CloudBilling is asked for imports until tomorrow.
			const at = (index: number) =>
				new Date(Date.now() + 3_600_000 + index * 1000).toISOString().replace(/\.\d+/, '');
			const rows = NEW.map((PurchaseReference, index) => {
				return { PurchaseReference, ImportedDate: at(index), ProductLabel: 'nothing known' };
			});
			cloudBilling.insert('purchase', rows);
		}),
	},
];

export const CLOUD_BILLING: readonly Subject[] = ENTRIES.map((entry) => ({ ...entry, system }));

function rulesOf(world: World): IDataObject[] {
	const tag = productOf(world);
	return rowsOf(world, 'pricingRule').filter(
		({ ProductClusterTagName, CustomerClusterTagName }) =>
			ProductClusterTagName === tag && CustomerClusterTagName === 'Customers',
	);
}

/** One without a discount for some customers only. */
function productOf(world: World): string {
	const rules = rowsOf(world, 'pricingRule');
	const special = new Set(
		rules
			.filter(({ CustomerClusterTagName }) => CustomerClusterTagName !== 'Customers')
			.map(({ ProductClusterTagName }) => ProductClusterTagName),
	);
	const plain = rules.find(({ ProductClusterTagName }) => !special.has(ProductClusterTagName));
	return String(plain?.ProductClusterTagName);
}
