import { VendorClock } from '../../vendorClock.mjs';
import type { Row } from '../contract/model.mjs';
import { toDate } from '../values.mjs';
import { withDefaults } from './defaults.mjs';
import {
	ENTITY_NAMES,
	type EntityName,
	type Invoice,
	type Purchase,
	type RecordsByEntity,
} from './records.mjs';

/** By which member a record is found; a second record with the same key takes the place of the first. */
export const KEYS: Readonly<Record<EntityName, string>> = {
	customer: 'CustomerCode',
	customerCluster: 'TagName',
	productCluster: 'TagName',
	purchase: 'PurchaseReference',
	invoice: 'Id',
	invoiceItem: 'Id',
	pricingRule: 'Id',
	document: 'Id',
};

type Tables = { [Name in EntityName]: Map<string, RecordsByEntity[Name]> };

/** All records in memory, in the order in which they came. */
export class Store {
	/** By which records are dated. */
	readonly clock = new VendorClock();
	private tables: Tables = emptyTables();
	private readonly aliases = new Map<string, string>();
	private readonly billed = new Map<string, Set<Purchase>>();
	private readonly invoicesBy = new Map<string, Invoice[]>();
	private lastId = 0;

	/** The vendor's time in the form in which dates are held. */
	now(): string {
		return toDate(this.clock.now());
	}

	insert<Name extends EntityName>(entity: Name, row: Row): RecordsByEntity[Name] {
		const record = withDefaults(entity, row, this.newId(entity), this.now());
		const key = String((record as Row)[KEYS[entity]]);
		this.remove(entity, key);
		this.table(entity).set(key, record);
		this.index(entity, record as Row);
		return record;
	}

	get<Name extends EntityName>(entity: Name, key: string): RecordsByEntity[Name] | undefined {
		return this.table(entity).get(key);
	}

	/** Changes members of the record with that key, in its place; undefined where there is none. */
	change<Name extends EntityName>(entity: Name, row: Row): RecordsByEntity[Name] | undefined {
		const record = this.get(entity, String(row[KEYS[entity]]));
		if (!record) return undefined;
		this.removeFromIndex(entity, record as Row);
		Object.assign(record, row);
		this.index(entity, record as Row);
		return record;
	}

	all<Name extends EntityName>(entity: Name): Array<RecordsByEntity[Name]> {
		return [...this.table(entity).values()];
	}

	remove(entity: EntityName, key: string): void {
		const record = this.get(entity, key);
		if (!record) return;
		this.removeFromIndex(entity, record as Row);
		this.table(entity).delete(key);
	}

	/** Puts a purchase on an invoice. */
	bill(purchase: Purchase, invoiceId: string): void {
		purchase.InvoiceId = invoiceId;
		const purchases = this.billed.get(invoiceId);
		if (purchases) purchases.add(purchase);
		else this.billed.set(invoiceId, new Set([purchase]));
	}

	purchasesOn(invoiceId: string): Purchase[] {
		return [...(this.billed.get(invoiceId) ?? [])];
	}

	invoicesOf(customerCode: string): readonly Invoice[] {
		return this.invoicesBy.get(customerCode) ?? [];
	}

	clear(): void {
		this.tables = emptyTables();
		this.aliases.clear();
		this.billed.clear();
		this.invoicesBy.clear();
		this.lastId = 0;
	}

	/** The product cluster that a label is an alias of. */
	productOf(label: string): string | undefined {
		return this.aliases.get(label);
	}

	isMapped({ CustomerCode, ProductLabel }: Purchase): boolean {
		return this.table('customer').has(CustomerCode) && this.aliases.has(ProductLabel);
	}

	private table<Name extends EntityName>(entity: Name): Map<string, RecordsByEntity[Name]> {
		return this.tables[entity];
	}

	private index(entity: EntityName, record: Row): void {
		if (entity === 'productCluster') {
			for (const alias of record.Aliases as string[]) {
				this.aliases.set(alias, String(record.TagName));
			}
		}
		if (entity === 'purchase' && typeof record.InvoiceId === 'string') {
			this.bill(record as Purchase, record.InvoiceId);
		}
		if (entity === 'invoice') {
			const code = String(record.CustomerCode);
			this.invoicesBy.set(code, [...this.invoicesOf(code), record as Invoice]);
		}
	}

	private removeFromIndex(entity: EntityName, record: Row): void {
		if (entity === 'productCluster') {
			for (const alias of record.Aliases as string[]) this.aliases.delete(alias);
		}
		if (entity === 'purchase') {
			this.billed.get(String(record.InvoiceId))?.delete(record as Purchase);
		}
		if (entity === 'invoice') {
			const code = String(record.CustomerCode);
			const others = this.invoicesOf(code).filter((invoice) => invoice !== record);
			this.invoicesBy.set(code, others);
		}
	}

	/** 24 hexadecimal digits as in the vendor's samples. */
	private newId(entity: EntityName): string {
		this.lastId += 1;
		const kind = ENTITY_NAMES.indexOf(entity).toString(16);
		return `538a521c${kind}49cd8${this.lastId.toString(16).padStart(10, '0')}`;
	}
}

function emptyTables(): Tables {
	return Object.fromEntries(ENTITY_NAMES.map((name) => [name, new Map()])) as unknown as Tables;
}
