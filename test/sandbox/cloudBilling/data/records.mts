import type { Row } from '../contract/model.mjs';

export interface Customer extends Row {
	Id: string;
	CustomerCode: string;
	CustomerName: string;
	/** Name of its customer cluster. */
	ImportTagName: string;
	UpdatedDate: string;
}

export interface CustomerCluster extends Row {
	Id: string;
	TagName: string;
	ParentTagName: string | null;
}

export interface ProductCluster extends Row {
	Id: string;
	TagName: string;
	ParentTagName: string | null;
	Aliases: string[];
}

export interface Purchase extends Row {
	Id: string;
	PurchaseReference: string;
	CustomerCode: string;
	ProductLabel: string;
	Quantity: number;
	PurchaseDate: string;
	ImportedDate: string;
	SourceUpdateDate: string;
	/** Not on the wire: the invoice it is billed on. */
	InvoiceId: string | null;
}

export interface Invoice extends Row {
	Id: string;
	CustomerCode: string;
	InvoiceStatus: string;
	BillingPeriodStart: string | null;
	BillingPeriodEnd: string | null;
	LastCalculationFinishDate: string;
	InvoiceReference: string | null;
	/** Not on the wire: how many reads until it is calculated. */
	PendingReads: number;
}

export interface InvoiceItem extends Row {
	Id: string;
	/** Not on the wire. */
	InvoiceId: string;
}

export interface PricingRule extends Row {
	Id: string;
	RuleName: string;
	ValidFrom: string;
	ValidTo: string | null;
	/** Not on the wire: which product and which customers it is for. */
	ProductClusterTagName: string;
	CustomerClusterTagName: string;
}

/** A transformation result and its file. */
export interface Document extends Row {
	Id: string;
	CustomerCode: string;
	TransformationName: string;
	CreatedDate: string;
	Status: string;
	InvoiceIds: string[];
	/** Not on the wire: `application/pdf`, `text/html` or `text/plain`, and the least size in bytes. */
	ContentType: string;
	FileBytesLength: number;
}

export interface RecordsByEntity {
	customer: Customer;
	customerCluster: CustomerCluster;
	productCluster: ProductCluster;
	purchase: Purchase;
	invoice: Invoice;
	invoiceItem: InvoiceItem;
	pricingRule: PricingRule;
	document: Document;
}

export type EntityName = keyof RecordsByEntity;

export const ENTITY_NAMES: readonly EntityName[] = [
	'customer',
	'customerCluster',
	'productCluster',
	'purchase',
	'invoice',
	'invoiceItem',
	'pricingRule',
	'document',
];

export function entityName(name: string): EntityName {
	const found = ENTITY_NAMES.find((candidate) => candidate === name);
	if (!found) throw new Error(`There is no entity ${name}; there are: ${ENTITY_NAMES.join(', ')}`);
	return found;
}
