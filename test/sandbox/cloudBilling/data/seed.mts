import { Random } from '../../random.mjs';
import { toDate } from '../values.mjs';
import { priceOf } from '../methods/invoiceWork.mjs';
import type { Row } from '../contract/model.mjs';
import { CLUSTERS, customerRow, PRODUCT_GROUPS, PRODUCTS } from './company.mjs';
import type { Customer, Invoice } from './records.mjs';
import type { Store } from './store.mjs';

const DAY_MS = 86_400_000;
const CUSTOMERS = 60;
const INVOICED = 38;
const AD_HOC = 4;
const PURCHASES = 300;
const UNMAPPED_EVERY = 12;
const OPEN_STATUSES = [
	'CALCULATED_OK',
	'INVOICED_OK',
	'CALCULATED_OK',
	'APPROVAL_QUEUED',
	'CALCULATED_OK',
	'CALCULATED_ERROR',
	'INVOICED_OK',
	'REJECTED',
] as const;
const DONE_STATUSES = ['CLOSED', 'APPROVED', 'CLOSED', 'APPROVED', 'EXPORTED'] as const;

/** The demo company: the same every time, but with dates around today. */
export function seedCompany(store: Store): void {
	new Company(store, store.clock.now()).build();
}

class Company {
	private readonly random = new Random(20_181_101);
	private readonly months: ReadonlyArray<readonly [start: number, end: number]>;

	constructor(
		private readonly store: Store,
		private readonly now: number,
	) {
		this.months = [monthOf(now, -1), monthOf(now, 0)];
	}

	build(): void {
		this.clusters();
		this.products();
		const customers = Array.from({ length: CUSTOMERS }, (_, index) => this.customer(index + 1));
		for (const customer of customers.slice(0, INVOICED)) this.periodInvoices(customer);
		for (let number = 1; number <= AD_HOC; number += 1) this.adHocInvoice(customers[number * 7]);
		for (let number = 1; number <= PURCHASES; number += 1) this.purchase(number, customers);
		for (const invoice of this.store.all('invoice')) this.total(invoice);
		this.documents();
	}

	private clusters(): void {
		this.store.insert('customerCluster', { TagName: 'Customers', ParentTagName: null });
		for (const [tagName, parent] of CLUSTERS) {
			this.store.insert('customerCluster', { TagName: tagName, ParentTagName: parent });
		}
	}

	private products(): void {
		this.store.insert('productCluster', { TagName: 'Products', ParentTagName: null });
		for (const group of PRODUCT_GROUPS) {
			this.store.insert('productCluster', { TagName: group, ParentTagName: 'Products' });
		}
		for (const { tagName, group, aliases, price } of PRODUCTS) {
			this.store.insert('productCluster', {
				TagName: tagName,
				ParentTagName: group,
				Aliases: [...aliases],
				Price: price,
			});
			this.pricingRules(tagName, price);
		}
	}

	/** A price for all customers, the one before it, and for some products a discount of one cluster. */
	private pricingRules(tagName: string, price: number): void {
		const changed = this.day(-200);
		const rule = (more: Row) => ({
			ProductClusterTagName: tagName,
			CustomerClusterTagName: 'Customers',
			Operator: 'Price',
			RuleCreated: this.day(-800),
			UpdatedDate: changed,
			...more,
		});
		this.store.insert(
			'pricingRule',
			rule({
				RuleName: `${tagName}, old price`,
				OperatorValue: Math.round(price * 90) / 100,
				ValidFrom: this.day(-800),
				ValidTo: changed,
			}),
		);
		this.store.insert(
			'pricingRule',
			rule({ RuleName: `${tagName}, price`, OperatorValue: price, ValidFrom: changed }),
		);
		if (!this.random.chance(0.4)) return;
		this.store.insert(
			'pricingRule',
			rule({
				RuleName: `${tagName}, partner discount`,
				RuleOrder: 2,
				CustomerClusterTagName: 'Partners',
				Operator: 'AdjustPercentage',
				OperatorValue: -10,
				ValidFrom: this.day(-100),
			}),
		);
	}

	private customer(number: number): Customer {
		const created = this.day(-this.random.between(200, 900));
		return this.store.insert('customer', {
			...customerRow(number),
			CreatedDate: created,
			UpdatedDate: this.day(-this.random.between(1, 190)),
			BillFromDate: created,
			LastPurchaseImportDate: this.day(-this.random.between(1, 20)),
		});
	}

	private periodInvoices(customer: Customer): void {
		const number = this.store.all('invoice').length;
		this.months.forEach(([start, end], month) => {
			const isDone = month === 0;
			const status = isDone
				? DONE_STATUSES[number % DONE_STATUSES.length]
				: OPEN_STATUSES[(number / 2) % OPEN_STATUSES.length];
			this.store.insert('invoice', {
				CustomerCode: customer.CustomerCode,
				InvoiceStatus: status,
				InvoiceNumber: isDone ? `INV-${String(20_000 + number)}` : null,
				BillingPeriodStart: toDate(start),
				BillingPeriodEnd: toDate(end),
				InvoiceDate: toDate(end),
				BillingDate: toDate(end),
				LastCalculationFinishDate: this.day(isDone ? -((number % 9) + 5) : -((number % 4) + 1)),
				LastInvoiceRunDate: this.day(-1),
				ApprovalDate: isDone ? this.day(-((number % 5) + 2)) : null,
			});
		});
	}

	private adHocInvoice(customer: Customer): void {
		const { length } = this.store.all('invoice');
		this.store.insert('invoice', {
			CustomerCode: customer.CustomerCode,
			InvoiceType: 'AdHoc',
			InvoiceReference: `ADHOC-${length}`,
			InvoiceStatus: 'CALCULATED_OK',
			LastCalculationFinishDate: this.day(-2),
		});
	}

	private purchase(number: number, customers: readonly Customer[]): void {
		const { random, now } = this;
		const product = random.pick(PRODUCTS);
		const customer = customers[random.between(0, INVOICED - 1)];
		const age = random.between(0, 55) * DAY_MS + random.between(1, DAY_MS / 1000 - 1) * 1000;
		const date = toDate(now - age);
		const isUnmapped = number % UNMAPPED_EVERY === 0;
		const lacksProduct = isUnmapped && number % (UNMAPPED_EVERY * 2) === 0;
		const invoice = this.store.invoicesOf(customer.CustomerCode).find((candidate) => {
			const { BillingPeriodStart: start, BillingPeriodEnd: end } = candidate;
			return start !== null && end !== null && start <= date && date <= end;
		});
		this.store.insert('purchase', {
			PurchaseReference: `PUR-${String(number).padStart(5, '0')}`,
			CustomerCode:
				isUnmapped && !lacksProduct ? `9${customer.CustomerCode}` : customer.CustomerCode,
			ProductLabel: lacksProduct ? `unknown-${number}` : random.pick(product.aliases),
			Quantity: product.isCounted ? random.between(1, 400) : 1,
			PurchaseDate: date,
			ImportedDate: toDate(now - age + 3_600_000),
			SourceUpdateDate: date,
			OverrideUnitPrice: random.chance(0.1) ? random.between(1, 40) : null,
			OverrideUnitPriceCurrency: 'EUR',
			StringValues: [{ Name: 'Source', Value: random.pick(['portal', 'meter', 'import']) }],
			NumericValues: product.isCounted
				? [{ Name: 'Seconds', Value: String(random.between(10, 9000)) }]
				: [],
			InvoiceId: isUnmapped ? null : (invoice?.Id ?? null),
		});
	}

	private total(invoice: Invoice): void {
		const purchases = this.store.purchasesOn(invoice.Id);
		const sum = purchases.reduce((total, row) => total + priceOf(row, this.store), 0);
		invoice.LastCalculatedTotal = Math.round(sum * 100) / 100;
		invoice.LastCalculatedCostTotal = Math.round(sum * 60) / 100;
	}

	/** A PDF of every finished invoice, a text of every third, and one that failed. */
	private documents(): void {
		const finished = this.store.all('invoice').filter(({ ApprovalDate }) => ApprovalDate !== null);
		finished.forEach((invoice, index) => {
			const common = {
				CustomerCode: invoice.CustomerCode,
				InvoiceIds: [invoice.Id],
				CreatedDate: invoice.ApprovalDate,
			};
			const isFailed = index === finished.length - 1;
			this.store.insert('document', { ...common, Status: isFailed ? 'Failed' : 'Completed' });
			if (index % 3 !== 0) return;
			this.store.insert('document', {
				...common,
				TransformationName: index % 2 === 0 ? 'Usage text' : 'Invoice HTML',
				TransformationId: index % 2 === 0 ? 'text' : 'html',
				ContentType: index % 2 === 0 ? 'text/plain' : 'text/html',
			});
		});
	}

	private day(offset: number): string {
		return toDate(this.now + offset * DAY_MS);
	}
}

function monthOf(now: number, offset: number): readonly [start: number, end: number] {
	const date = new Date(now);
	const start = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1);
	const end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset + 1, 1) - 1000;
	return [start, end];
}
