import type { Invoice, Purchase } from '../data/records.mjs';
import type { Store } from '../data/store.mjs';
import type { Work } from './work.mjs';

/** APPROVED and CLOSED are documented as read-only; EXPORTED lies between them (unverified). */
const LOCKED: ReadonlySet<string> = new Set(['APPROVED', 'EXPORTED', 'CLOSED', 'CLOSING']);

export function isLockedStatus(status: string): boolean {
	return LOCKED.has(status);
}

export function isLocked(invoiceId: string | null, store: Store): boolean {
	const invoice = invoiceId === null ? undefined : store.get('invoice', invoiceId);
	return invoice !== undefined && isLockedStatus(invoice.InvoiceStatus);
}

/** Puts a purchase on the open invoice it belongs to, if there is one. */
export function attachToInvoice(purchase: Purchase, store: Store): void {
	if (purchase.InvoiceId !== null || !store.isMapped(purchase)) return;
	const date = Date.parse(purchase.PurchaseDate);
	const found = store
		.invoicesOf(purchase.CustomerCode)
		.find((invoice) => takes(invoice, purchase, date));
	if (found) store.bill(purchase, found.Id);
}

function takes(invoice: Invoice, purchase: Purchase, date: number): boolean {
	if (isLockedStatus(invoice.InvoiceStatus)) return false;
	if (purchase.IsAdhoc === true) return invoice.InvoiceReference === purchase.InvoiceReference;
	if (invoice.BillingPeriodStart === null || invoice.BillingPeriodEnd === null) return false;
	return (
		Date.parse(invoice.BillingPeriodStart) <= date && date <= Date.parse(invoice.BillingPeriodEnd)
	);
}

/** At once, or after as many reads as the switch says; until then PENDING, then CALCULATING. */
export function recalculate(invoiceId: string, { store, switches }: Work): void {
	const invoice = store.get('invoice', invoiceId);
	if (!invoice || isLockedStatus(invoice.InvoiceStatus)) return;
	invoice.PendingReads = switches().recalculationReads;
	if (invoice.PendingReads === 0) return finish(invoice, store);
	invoice.InvoiceStatus = 'PENDING';
}

/** Called after every read of headers. */
export function calculateFurther({ store }: Work): void {
	for (const invoice of store.all('invoice')) {
		if (invoice.PendingReads === 0) continue;
		invoice.PendingReads -= 1;
		if (invoice.PendingReads > 0) invoice.InvoiceStatus = 'CALCULATING';
		else finish(invoice, store);
	}
}

function finish(invoice: Invoice, store: Store): void {
	const total = store
		.purchasesOn(invoice.Id)
		.reduce((sum, purchase) => sum + priceOf(purchase, store), 0);
	invoice.LastCalculatedTotal = Math.round(total * 100) / 100;
	invoice.InvoiceStatus = 'CALCULATED_OK';
	invoice.LastCalculationFinishDate = store.now();
}

/** OverrideUnitPrice 5 at quantity 2 gives 10; OverrideTotalPurchasePrice 5 gives 5. [DOC] */
export function priceOf(purchase: Purchase, store: Store): number {
	const { OverrideTotalPurchasePrice: total, OverrideUnitPrice: unit, Quantity } = purchase;
	if (typeof total === 'number') return total;
	if (typeof unit === 'number') return unit * Quantity;
	return Quantity * listPrice(purchase, store);
}

export function listPrice(purchase: Purchase, store: Store): number {
	const product = store.productOf(purchase.ProductLabel);
	const cluster = product === undefined ? undefined : store.get('productCluster', product);
	return typeof cluster?.Price === 'number' ? cluster.Price : 0;
}
