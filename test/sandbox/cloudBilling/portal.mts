import type { Row } from './contract/model.mjs';
import type { EntityName, Invoice } from './data/records.mjs';
import type { Store } from './data/store.mjs';
import { isLockedStatus, recalculate } from './methods/invoiceWork.mjs';
import type { Work } from './methods/work.mjs';

type Given = ReadonlyArray<Readonly<Record<string, unknown>>>;

/**
 * What happens at the vendor without a call of the API: by people in the Management Portal, by imports and by the
 * billing run. Nothing is counted. Dates are the vendor's present where a row does not say otherwise.
 */
export class Portal {
	constructor(private readonly work: Work) {}

	/** @throws Error where an invoice is approved already, or is not there; then none is approved */
	approveInvoices(ids: readonly string[]): void {
		const { store } = this.work;
		for (const invoice of this.openInvoices(ids)) {
			Object.assign(invoice, {
				InvoiceStatus: 'APPROVED',
				ApprovalDate: store.now(),
				InvoiceNumber: nextInvoiceNumber(store),
				PendingReads: 0,
			});
		}
	}

	/** @throws Error where an invoice is approved, or is not there; then none is calculated */
	recalculateInvoices(ids: readonly string[]): void {
		for (const { Id } of this.openInvoices(ids)) recalculate(Id, this.work);
	}

	/** One document of each invoice, a PDF unless `members` says otherwise. @returns their Ids */
	createDocuments(invoiceIds: readonly string[], members: Readonly<Record<string, unknown>>) {
		const invoices = this.invoices(invoiceIds);
		return invoices.map(({ Id, CustomerCode }) => {
			const row = { CustomerCode, InvoiceIds: [Id], ...copyOf(members) };
			return this.work.store.insert('document', row).Id;
		});
	}

	/** By CustomerCode. @returns their Ids */
	upsertCustomers(rows: Given): string[] {
		return rows.map((row) => this.put('customer', { UpdatedDate: this.work.store.now(), ...row }));
	}

	/** Purchases of a product that nobody knows, by PurchaseReference if given. @returns their Ids */
	uploadUnmappedPurchases(rows: Given): string[] {
		const { store } = this.work;
		const number = store.all('purchase').length + 1;
		return rows.map((row, index) =>
			this.put('purchase', {
				PurchaseReference: `UNMAPPED-${number + index}`,
				CustomerCode: store.all('customer').at(0)?.CustomerCode ?? 'nobody',
				ProductLabel: 'no-such-product',
				ImportedDate: store.now(),
				InvoiceId: null,
				...row,
			}),
		);
	}

	private put(entity: EntityName, given: Readonly<Record<string, unknown>>): string {
		const { store } = this.work;
		const row = copyOf(given);
		return (store.change(entity, row) ?? store.insert(entity, row)).Id;
	}

	private openInvoices(ids: readonly string[]): Invoice[] {
		const invoices = this.invoices(ids);
		const locked = invoices.find(({ InvoiceStatus }) => isLockedStatus(InvoiceStatus));
		if (locked) throw new Error(`The invoice ${locked.Id} is ${locked.InvoiceStatus}`);
		return invoices;
	}

	private invoices(ids: readonly string[]): Invoice[] {
		return ids.map((id) => {
			const invoice = this.work.store.get('invoice', id);
			if (!invoice) throw new Error(`There is no invoice ${id}`);
			return invoice;
		});
	}
}

/** Beyond those of the demo company. */
function nextInvoiceNumber(store: Store): string {
	const numbered = store.all('invoice').filter(({ InvoiceNumber }) => InvoiceNumber !== null);
	return `INV-${30_001 + numbered.length}`;
}

function copyOf(given: Readonly<Record<string, unknown>>): Row {
	return structuredClone(given) as Row;
}
