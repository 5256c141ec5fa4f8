import type { Row, Value } from '../contract/model.mjs';
import type { Invoice, Purchase } from '../data/records.mjs';
import type { Store } from '../data/store.mjs';
import { instantNamed, toDate } from '../values.mjs';
import { ResultError } from './failure.mjs';
import { calculateFurther, listPrice, priceOf, recalculate } from './invoiceWork.mjs';
import { listArgument, rowsArgument, textArgument, type Method, type Work } from './work.mjs';

const DAY_MS = 86_400_000;

/** customerCode is a substring; the bounds differ from one parameter to the next. [DOC] */
export const getInvoiceHeaders: Method = (args, work) => {
	const code = textArgument(args, 'customerCode') ?? '';
	const statuses = listArgument(args, 'includedStatuses');
	const covered = instantNamed('billingPeriodDate', args.billingPeriodDate);
	const since = instantNamed('calculatedSinceDate', args.calculatedSinceDate) ?? -Infinity;
	const endFrom = instantNamed('billingPeriodEndFrom', args.billingPeriodEndFrom);
	const endTo = instantNamed('billingPeriodEndTo', args.billingPeriodEndTo);
	const found = work.store.all('invoice').filter((invoice) => {
		const end = instant(invoice.BillingPeriodEnd);
		return (
			invoice.CustomerCode.includes(code) &&
			(statuses.length === 0 || statuses.includes(invoice.InvoiceStatus)) &&
			Date.parse(invoice.LastCalculationFinishDate) >= since &&
			(covered === undefined ||
				(instant(invoice.BillingPeriodStart) <= covered && covered <= end)) &&
			(endFrom === undefined || end >= endFrom) &&
			(endTo === undefined || end < endTo)
		);
	});
	const headers = found.map((invoice) => headerOf(invoice, work));
	calculateFurther(work);
	return headers;
};

/** NaN, and so never inside any bounds, for an invoice without a period. */
function instant(date: string | null): number {
	return date === null ? NaN : Date.parse(date);
}

function headerOf(invoice: Invoice, { store, switches }: Work): Row {
	const { approvalDate } = switches();
	const customer = store.get('customer', invoice.CustomerCode);
	const cluster = customer && store.get('customerCluster', customer.ImportTagName);
	return {
		...invoice,
		ApprovalDate: approvalDate === 'time' ? invoice.ApprovalDate : midnight(invoice.ApprovalDate),
		CustomerId: customer?.Id ?? null,
		CustomerClusterId: cluster?.Id ?? null,
		OutstandingAmount: {
			Amount: invoice.InvoiceStatus === 'CLOSED' ? 0 : invoice.LastCalculatedTotal,
			Currency: 'EUR',
		},
	};
}

function midnight(date: Value): Value {
	return typeof date === 'string' ? toDate(Math.floor(Date.parse(date) / DAY_MS) * DAY_MS) : date;
}

export const getInvoiceDetails: Method = (args, work) => {
	const { store, switches } = work;
	const id = textArgument(args, switches().invoiceDetailsParameter) ?? '';
	const invoice = store.get('invoice', id);
	if (!invoice) throw new ResultError(`There is no invoice '${id}'`);
	const own = store.all('invoiceItem').filter(({ InvoiceId }) => InvoiceId === id);
	const items = store.purchasesOn(id).map((row, index) => itemOf(row, index, store));
	return { Header: headerOf(invoice, work), Items: [...own, ...items] };
};

function itemOf(purchase: Purchase, index: number, store: Store): Row {
	return {
		Id: purchase.Id,
		Quantity: purchase.Quantity,
		MeasuredQuantity: purchase.Quantity,
		Value: Math.round(priceOf(purchase, store) * 100) / 100,
		ValueCurrency: 'EUR',
		Cost: 0,
		CostCurrency: 'EUR',
		CalculationDate: purchase.ImportedDate,
		FromDate: purchase.PurchaseDate,
		ToDate: purchase.EndDate ?? purchase.PurchaseDate,
		CalculationOrder: index + 1,
		OperatorUsed: 'Price',
		OperatorValueUsed: listPrice(purchase, store),
		CostRuleValueUsed: 0,
		ProductTagName: store.productOf(purchase.ProductLabel),
		IsIntermediateResult: false,
		BillingOutputTags: [],
		StringValues: purchase.StringValues,
		NumericValues: purchase.NumericValues,
		DateValues: purchase.DateValues,
	};
}

export const uploadInvoices: Method = (args, work) => upload(args, work, false);
export const uploadInvoices2: Method = (args, work) => upload(args, work, true);

/** Ad hoc invoices; InvoiceReference is unique. [DOC] */
function upload(args: Row, work: Work, hasPeriod: boolean): Value {
	const { store, counts } = work;
	const rows = rowsArgument(args, 'invoices');
	const taken = new Set(store.all('invoice').map((invoice) => invoice.InvoiceReference));
	const problems = rows.map((row) => {
		const problem = uploadProblem(row, store, taken, hasPeriod);
		taken.add(String(row.InvoiceReference));
		return problem;
	});
	const failed = problems.filter((problem) => problem !== undefined);
	counts.rowsFailed += failed.length;
	if (failed.length === 0 || work.switches().partlyBadUpload === 'goodOnes') {
		rows.filter((_, index) => !problems[index]).forEach((row) => create(row, work, hasPeriod));
	}
	if (failed.length > 0) throw new ResultError(failed.join('; '), true);
	return true;
}

function uploadProblem(
	row: Row,
	store: Store,
	taken: ReadonlySet<string | null>,
	hasPeriod: boolean,
): string | undefined {
	const reference = row.InvoiceReference;
	if (!reference) return 'InvoiceReference is required';
	const name = `Invoice '${String(reference)}'`;
	if (taken.has(String(reference))) return `${name}: the InvoiceReference is taken`;
	if (!store.get('customer', String(row.CustomerCode ?? ''))) {
		return `${name}: there is no customer with code '${String(row.CustomerCode ?? '')}'`;
	}
	try {
		const start = instantNamed('BillingPeriodStart', row.BillingPeriodStart);
		const end = instantNamed('BillingPeriodEnd', row.BillingPeriodEnd);
		instantNamed('InvoiceDate', row.InvoiceDate);
		if (hasPeriod && (start === undefined || end === undefined || end < start)) {
			return `${name}: BillingPeriodStart and BillingPeriodEnd must be a period`;
		}
	} catch (error) {
		return `${name}: ${error instanceof Error ? error.message : String(error)}`;
	}
	return undefined;
}

function create(row: Row, work: Work, hasPeriod: boolean): void {
	const dateOf = (name: string) => {
		const found = instantNamed(name, row[name]);
		return found === undefined ? undefined : toDate(found);
	};
	const invoice = work.store.insert('invoice', {
		CustomerCode: row.CustomerCode,
		InvoiceReference: row.InvoiceReference,
		InvoiceType: 'AdHoc',
		InvoiceStatus: 'PENDING',
		InvoiceDate: dateOf('InvoiceDate'),
		...(hasPeriod && {
			BillingPeriodStart: dateOf('BillingPeriodStart'),
			BillingPeriodEnd: dateOf('BillingPeriodEnd'),
		}),
	});
	work.counts.rowsCreated += 1;
	recalculate(invoice.Id, work);
}

/** Closes what can be closed: approved ones (unverified which statuses that are). */
export const closeInvoices: Method = (args, work) =>
	changeEach(args, work, (invoice) => {
		if (invoice.InvoiceStatus === 'CLOSED') {
			return { Error: 'AlreadyClosed', Description: 'The invoice is closed already' };
		}
		if (!['APPROVED', 'EXPORTED'].includes(invoice.InvoiceStatus)) {
			return { Error: 'NotApproved', Description: 'Only an approved invoice can be closed' };
		}
		invoice.InvoiceStatus = 'CLOSED';
		return undefined;
	});

/** Unverified operation, for the switch `reopening`. */
export const reopenInvoices: Method = (args, work) =>
	changeEach(args, work, (invoice) => {
		if (!['APPROVED', 'EXPORTED', 'CLOSED'].includes(invoice.InvoiceStatus)) {
			return { Error: 'NotClosed', Description: 'The invoice is open' };
		}
		invoice.InvoiceStatus = 'REOPENING';
		return undefined;
	});

function changeEach(args: Row, work: Work, change: (invoice: Invoice) => Row | undefined): Value {
	const errors: Row[] = [];
	const changed: string[] = [];
	for (const id of listArgument(args, 'invoiceIds')) {
		const invoice = work.store.get('invoice', id);
		const problem = invoice
			? change(invoice)
			: { Error: 'NotFound', Description: `There is no invoice '${id}'` };
		if (problem) errors.push({ InvoiceId: id, ...problem });
		else changed.push(id);
	}
	work.counts.rowsUpdated += changed.length;
	work.counts.rowsFailed += errors.length;
	return { Errors: errors, InvoiceIds: changed };
}
