import type { INodeParameters } from 'n8n-workflow';
import { FreshCloud } from '../support/cloudTest.mjs';
import { TriggerTest, watchCloud } from '../support/triggers.mjs';

const fresh = new FreshCloud();

const watch = (event: string, parameters: INodeParameters = {}): TriggerTest =>
	new TriggerTest(fresh.test, watchCloud(event, parameters));

/** Later than everything that the stand-in has at its start. */
const LATER = [1, 2, 3].map((seconds) => inDays(1, seconds));

function inDays(days: number, seconds = 0): string {
	const time = Date.now() + days * 86_400_000 + seconds * 1000;
	return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

async function calls(work: () => Promise<unknown>): Promise<Record<string, number>> {
	const before = fresh.calls();
	await work();
	const now = Object.entries(fresh.calls()).map(([name, count]) => [
		name,
		count - (before[name] ?? 0),
	]);
	return Object.fromEntries(now.filter(([, count]) => count)) as Record<string, number>;
}

describe('Customer Created or Updated', () => {
	test('hands on new and changed customers once, as Get Many gives them', async () => {
		const trigger = watch('customerChanged');
		expect(await trigger.poll()).toEqual([]);
		const StringValues = [{ Name: 'Segment', Value: 'Retail' }];
		fresh.cloud.insert('customer', [
			{ CustomerCode: 'B', UpdatedDate: LATER[1], StringValues },
			{ CustomerCode: 'A', UpdatedDate: LATER[0] },
		]);
		expect(await trigger.poll()).toMatchObject([
			{ CustomerCode: 'A' },
			{ CustomerCode: 'B', StringValues_Segment: 'Retail' },
		]);
		expect(await trigger.poll()).toEqual([]);
	});

	test('hands on a customer that changes twice within one second, each time', async () => {
		const trigger = watch('customerChanged');
		await trigger.poll();
		for (const CustomerName of ['First', 'Second']) {
			fresh.cloud.insert('customer', [{ CustomerCode: 'A', CustomerName, UpdatedDate: LATER[0] }]);
			expect(await trigger.poll()).toMatchObject([{ CustomerName }]);
		}
		expect(await trigger.poll()).toEqual([]);
	});

	test('reads customers by pages of a thousand', async () => {
		fresh.cloud.seedMany('customer', 2500);
		const trigger = watch('customerChanged');
		await trigger.poll();
		fresh.cloud.insert('customer', [{ CustomerCode: 'A', UpdatedDate: LATER[0] }]);
		expect(await trigger.poll()).toMatchObject([{ CustomerCode: 'A' }]);
	});
});

describe('Invoice Recalculated', () => {
	test('hands on an invoice each time it is calculated', async () => {
		const trigger = watch('invoiceRecalculated');
		await trigger.poll();
		for (const LastCalculationFinishDate of LATER) {
			fresh.cloud.insert('invoice', [{ Id: 'ONE', LastCalculationFinishDate }]);
			expect(await trigger.poll()).toMatchObject([{ Id: 'ONE', LastCalculationFinishDate }]);
			expect(await trigger.poll()).toEqual([]);
		}
	});

	test('costs one call where nothing is new', async () => {
		const trigger = watch('invoiceRecalculated');
		await trigger.poll();
		expect(await calls(async () => await trigger.poll())).toEqual({ GetInvoiceHeaders: 1 });
	});

	test('hands on invoices of the customer asked for, not of "12" for "1"', async () => {
		const trigger = watch('invoiceRecalculated', { filters: { customerCode: '1' } });
		await trigger.poll();
		fresh.cloud.insert('invoice', [
			{ Id: 'ONE', CustomerCode: '1', LastCalculationFinishDate: LATER[0] },
			{ Id: 'TWO', CustomerCode: '12', LastCalculationFinishDate: LATER[0] },
		]);
		expect(await trigger.ids()).toEqual(['ONE']);
	});

	test.each(['utc', 'noZone', 'offset'] as const)(
		'finds changes where dates come as %s',
		async (dates) => {
			fresh.cloud.set({ dates });
			const trigger = watch('invoiceRecalculated');
			await trigger.poll();
			for (const [index, LastCalculationFinishDate] of LATER.entries()) {
				fresh.cloud.insert('invoice', [{ Id: `I${index}`, LastCalculationFinishDate }]);
				expect(await trigger.ids()).toEqual([`I${index}`]);
			}
			expect(await trigger.ids()).toEqual([]);
		},
	);
});

describe('Invoice Approved', () => {
	const calculated = { LastCalculationFinishDate: inDays(-10) };

	test.each(['APPROVED', 'EXPORTED', 'CLOSED'])(
		'hands on an approved invoice that is %s by now',
		async (InvoiceStatus) => {
			const trigger = watch('invoiceApproved');
			await trigger.poll();
			fresh.cloud.insert('invoice', [
				{ ...calculated, Id: 'ONE', InvoiceStatus, ApprovalDate: LATER[0] },
				{ ...calculated, Id: 'OPEN', InvoiceStatus: 'CALCULATED_OK' },
			]);
			expect(await trigger.ids()).toEqual(['ONE']);
			expect(await trigger.ids()).toEqual([]);
		},
	);

	test('hands on each where the approval date has no time of day', async () => {
		const trigger = watch('invoiceApproved');
		await trigger.poll();
		const approved = {
			...calculated,
			InvoiceStatus: 'APPROVED',
			ApprovalDate: `${inDays(2).slice(0, 10)}T00:00:00Z`,
		};
		for (const Id of ['ONE', 'TWO', 'THREE']) {
			fresh.cloud.insert('invoice', [{ ...approved, Id }]);
			expect(await trigger.ids()).toEqual([Id]);
		}
		expect(await trigger.ids()).toEqual([]);
	});

	test('does not tell of one again when it is exported', async () => {
		const trigger = watch('invoiceApproved');
		await trigger.poll();
		const invoice = { ...calculated, Id: 'ONE', ApprovalDate: LATER[0] };
		fresh.cloud.insert('invoice', [{ ...invoice, InvoiceStatus: 'APPROVED' }]);
		await trigger.poll();
		fresh.cloud.insert('invoice', [{ ...invoice, InvoiceStatus: 'EXPORTED' }]);
		expect(await trigger.ids()).toEqual([]);
	});

	test('finds one that was calculated long before, as far back as the option says', async () => {
		const old = { LastCalculationFinishDate: inDays(-80), InvoiceStatus: 'APPROVED' };
		const options = { calculatedWithin: 100 };
		const [short, long] = [watch('invoiceApproved'), watch('invoiceApproved', { options })];
		const newest = {
			...calculated,
			Id: 'NEWEST',
			InvoiceStatus: 'APPROVED',
			ApprovalDate: LATER[0],
		};
		fresh.cloud.insert('invoice', [newest]);
		await short.poll();
		await long.poll();
		fresh.cloud.insert('invoice', [{ ...old, Id: 'OLD', ApprovalDate: LATER[1] }]);
		expect(await short.ids()).toEqual([]);
		expect(await long.ids()).toEqual(['OLD']);
	});
});

describe('Document Created', () => {
	test('hands on documents of all customers, of the transformation asked for', async () => {
		const trigger = watch('documentCreated', { filters: { transformationName: 'Invoice PDF' } });
		await trigger.poll();
		fresh.cloud.insert('document', [
			{ Id: 'ONE', CustomerCode: '101001', CreatedDate: LATER[0] },
			{ Id: 'TWO', CustomerCode: '101002', CreatedDate: LATER[1] },
			{
				Id: 'TEXT',
				CustomerCode: '101002',
				CreatedDate: LATER[1],
				TransformationName: 'Invoice text',
			},
		]);
		expect(await trigger.ids()).toEqual(['ONE', 'TWO']);
		expect(await trigger.ids()).toEqual([]);
	});

	test('does not read the customers where their codes are given', async () => {
		const filters = { customerCodes: '101001, 101002' };
		const trigger = watch('documentCreated', { filters });
		await trigger.poll();
		const quiet = await calls(async () => await trigger.poll());
		expect(quiet).toEqual({ GetTransformationResultsForCustomers: 1 });
		fresh.cloud.insert('document', [
			{ Id: 'ONE', CustomerCode: '101001', CreatedDate: LATER[0] },
			{ Id: 'OTHER', CustomerCode: '101003', CreatedDate: LATER[0] },
		]);
		expect(await trigger.ids()).toEqual(['ONE']);
	});
});

describe('Purchase Unmapped', () => {
	const unmapped = { CustomerCode: 'nobody', ProductLabel: 'nothing' };

	test('hands on what was imported without product or customer, as Get Many Unmapped gives it', async () => {
		const trigger = watch('purchaseUnmapped');
		await trigger.poll();
		fresh.cloud.insert('purchase', [
			{ ...unmapped, PurchaseReference: 'ONE', Quantity: 3, ImportedDate: LATER[0] },
		]);
		expect(await trigger.poll()).toMatchObject([{ PurchaseReference: 'ONE', Quantity: 3 }]);
		expect(await trigger.poll()).toEqual([]);
	});

	test('costs one call where nothing is new', async () => {
		const trigger = watch('purchaseUnmapped');
		await trigger.poll();
		const quiet = await calls(async () => await trigger.poll());
		expect(quiet).toEqual({ GetPurchaseImportStats: 1 });
	});

	test('keeps to the product label asked for', async () => {
		const trigger = watch('purchaseUnmapped', { filters: { productLabel: 'wanted' } });
		await trigger.poll();
		fresh.cloud.insert('purchase', [
			{ ...unmapped, PurchaseReference: 'ONE', ImportedDate: LATER[0] },
			{ ...unmapped, PurchaseReference: 'TWO', ImportedDate: LATER[0], ProductLabel: 'wanted' },
		]);
		expect(await trigger.poll()).toMatchObject([{ PurchaseReference: 'TWO' }]);
	});
});

test('each event shows the newest few as a test event', async () => {
	const events = [
		'customerChanged',
		'documentCreated',
		'invoiceApproved',
		'invoiceRecalculated',
		'purchaseUnmapped',
	];
	for (const event of events) {
		const trigger = watch(event);
		expect(await trigger.poll({ mode: 'manual' })).toHaveLength(3);
		expect(trigger.saved).toBe('{}');
	}
});

test('a poll that fails moves nothing', async () => {
	const trigger = watch('invoiceRecalculated', { options: { retries: 0 } });
	await trigger.poll();
	fresh.cloud.insert('invoice', [{ Id: 'ONE', LastCalculationFinishDate: LATER[0] }]);
	const { saved } = trigger;
	fresh.cloud.faults.add({ do: { type: 'soapFault', text: 'not now' } });
	expect(await trigger.error()).toContain('not now');
	expect(trigger.saved).toBe(saved);
	expect(await trigger.ids()).toEqual(['ONE']);
});
