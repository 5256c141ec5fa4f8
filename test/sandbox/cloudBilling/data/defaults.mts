import type { Row } from '../contract/model.mjs';
import { toDate } from '../values.mjs';
import type { EntityName, RecordsByEntity } from './records.mjs';

/** What a record has where nobody says otherwise. Everything may be given instead. */
export function withDefaults<Name extends EntityName>(
	entity: Name,
	row: Row,
	id: string,
): RecordsByEntity[Name] {
	const given = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
	return { Id: id, ...DEFAULTS[entity](id, toDate(Date.now())), ...given } as RecordsByEntity[Name];
}

const PAIRS = () => ({ StringValues: [], NumericValues: [], DateValues: [] });

const DEFAULTS: Readonly<Record<EntityName, (id: string, now: string) => Row>> = {
	customer: (id, now) => ({
		CustomerCode: `C-${id}`,
		CustomerName: `Customer ${id}`,
		ImportTagName: 'Customers',
		CreatedDate: now,
		UpdatedDate: now,
		Addresses: [],
		EmailAddresses: [],
		InvoicePeriodUOM: 'Month',
		InvoicePeriodSize: 1,
		InvoicePeriodAlignToUOM: true,
		BillFromDate: now,
		...PAIRS(),
	}),
	customerCluster: (id) => ({ TagName: `Cluster ${id}`, ParentTagName: null }),
	productCluster: (id) => ({ TagName: `Product ${id}`, ParentTagName: null, Aliases: [] }),
	purchase: (id, now) => ({
		PurchaseReference: `P-${id}`,
		CustomerCode: '',
		ProductLabel: '',
		Quantity: 1,
		IsAdhoc: false,
		PurchaseDate: now,
		ImportedDate: now,
		SourceUpdateDate: now,
		InvoiceId: null,
		...PAIRS(),
	}),
	invoice: (_id, now) => ({
		CustomerCode: '',
		InvoiceNumber: null,
		InvoiceStatus: 'CALCULATED_OK',
		InvoiceType: 'Period',
		BillingPeriodStart: null,
		BillingPeriodEnd: null,
		LastCalculationFinishDate: now,
		InvoiceDate: now,
		BillingDate: now,
		LastInvoiceRunDate: now,
		LastCalculatedTotal: 0,
		LastCalculatedTotalCurrency: 'EUR',
		LastCalculatedCostTotal: 0,
		LastCalculatedCostTotalCurrency: 'EUR',
		ApprovalDate: null,
		InvoiceReference: null,
		PendingReads: 0,
	}),
	invoiceItem: (_id, now) => ({
		InvoiceId: '',
		CalculationDate: now,
		Quantity: 1,
		MeasuredQuantity: 1,
		Value: 0,
		ValueCurrency: 'EUR',
		CostCurrency: 'EUR',
		OperatorUsed: 'Price',
		BillingOutputTags: [],
		...PAIRS(),
	}),
	pricingRule: (id, now) => ({
		RuleName: `Rule ${id}`,
		RuleOrder: 1,
		RuleCreated: now,
		UpdatedDate: now,
		ValidFrom: now,
		ValidTo: null,
		Operator: 'Price',
		OperatorValue: 0,
		OperatorValueCurrency: 'EUR',
		RoundingTypeValue: 'Nearest',
		ChargePerUOM: 'Month',
		ProductClusterTagName: '',
		CustomerClusterTagName: 'Customers',
	}),
	document: (_id, now) => ({
		CustomerCode: '',
		TransformationName: 'Invoice PDF',
		TransformationId: 'pdf',
		TemplateKey: 'invoice',
		CreatedDate: now,
		Status: 'Completed',
		InvoiceIds: [],
		IsOutOfDate: false,
		IsGrouped: false,
		ContentType: 'application/pdf',
		FileBytesLength: 0,
	}),
};
