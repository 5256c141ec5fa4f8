import type { Row, Value } from '../contract/model.mjs';
import type { Purchase } from '../data/records.mjs';
import { instantNamed, toDate } from '../values.mjs';
import { ResultError } from './failure.mjs';
import { attachToInvoice, isLocked, recalculate } from './invoiceWork.mjs';
import {
	listArgument,
	pageOf,
	rowsArgument,
	textArgument,
	type Method,
	type Work,
} from './work.mjs';

export const getPurchases: Method = (args, work) => {
	const isWanted = purchaseFilter(args);
	const found = work.store
		.all('purchase')
		.filter((row) => isWanted(row) && (args.includeUnmapped === true || work.store.isMapped(row)));
	const { purchasesPaging, unmappedPerPage } = work.switches();
	return purchasesPaging === 'page' ? pageOf(found, args.page, unmappedPerPage) : found;
};

export const getUnmappedPurchases: Method = (args, { store, switches }) => {
	const isWanted = purchaseFilter(args);
	const found = store.all('purchase').filter((row) => isWanted(row) && !store.isMapped(row));
	return pageOf(found, args.page, switches().unmappedPerPage);
};

/** Exact texts; later than dateFrom and earlier than dateTo, both without the date itself. [DOC] */
function purchaseFilter(args: Row): (purchase: Purchase) => boolean {
	const code = textArgument(args, 'customerCode');
	const label = textArgument(args, 'productLabel');
	const from = instantNamed('dateFrom', args.dateFrom) ?? -Infinity;
	const to = instantNamed('dateTo', args.dateTo) ?? Infinity;
	return ({ CustomerCode, ProductLabel, PurchaseDate }) => {
		if (code !== undefined && CustomerCode !== code) return false;
		if (label !== undefined && ProductLabel !== label) return false;
		const date = Date.parse(PurchaseDate);
		return date > from && date < to;
	};
}

/** "After" and "before" are taken as without the date itself (unverified). */
export const getPurchaseImportStats: Method = (args, { store }) => {
	const code = textArgument(args, 'customerCode');
	const from = instantNamed('importedFrom', args.importedFrom) ?? -Infinity;
	const to = instantNamed('importedTo', args.importedTo) ?? Infinity;
	const imported = store.all('purchase').filter((row) => {
		const date = Date.parse(row.ImportedDate);
		return (code === undefined || row.CustomerCode === code) && date > from && date < to;
	});
	const unmapped = imported.filter((row) => !store.isMapped(row));
	const items = unmapped.map((row) => {
		const tagName = store.productOf(row.ProductLabel);
		return {
			Id: row.Id,
			PurchaseReference: row.PurchaseReference,
			ProductLabel: row.ProductLabel,
			ProductClusterId: tagName === undefined ? null : store.get('productCluster', tagName)?.Id,
			CustomerCode: row.CustomerCode,
			CustomerId: store.get('customer', row.CustomerCode)?.Id ?? null,
			ImportedDate: row.ImportedDate,
		};
	});
	return {
		ImportedCount: imported.length,
		MappedCount: imported.length - unmapped.length,
		UnmappedCount: unmapped.length,
		UnmappedItems: args.fetchUnmapped === true ? items : [],
	};
};

/** Marks for deletion one by one; what lies on an approved or closed invoice stays. [DOC] */
export const deletePurchases: Method = (args, work) => {
	const errors: Row[] = [];
	const marked: string[] = [];
	const changed = new Set<string>();
	for (const reference of listArgument(args, 'purchaseReferences')) {
		const problem = deletionProblem(reference, work);
		if (problem) {
			errors.push({ PurchaseReference: reference, ...problem });
			continue;
		}
		const invoiceId = work.store.get('purchase', reference)?.InvoiceId;
		work.store.remove('purchase', reference);
		if (invoiceId) changed.add(invoiceId);
		marked.push(reference);
	}
	for (const invoiceId of changed) recalculate(invoiceId, work);
	work.counts.rowsDeleted += marked.length;
	work.counts.rowsFailed += errors.length;
	return { Errors: errors, PurchaseReferences: marked };
};

function deletionProblem(reference: string, { store }: Work): Row | undefined {
	const purchase = store.get('purchase', reference);
	if (!purchase) {
		return { Error: 'NotFound', Description: `There is no purchase '${reference}'` };
	}
	if (!isLocked(purchase.InvoiceId, store)) return undefined;
	return {
		Error: 'InvoiceLocked',
		Description: `Purchase '${reference}' is on an approved or closed invoice`,
	};
}

/** Upsert by PurchaseReference, if SourceUpdateDate is greater than the one held. [DOC; name unverified] */
export const uploadPurchases: Method = (args, work) => {
	const rows = rowsArgument(args, 'purchases');
	const { purchaseUploadResult, partlyBadUpload } = work.switches();
	const problems = rows.map((row) => uploadProblem(row, work));
	const errors = rows.flatMap((row, index): Row[] => {
		const problem = problems[index];
		return problem ? [{ PurchaseReference: row.PurchaseReference, ...problem }] : [];
	});
	work.counts.rowsFailed += errors.length;
	const isBulk = purchaseUploadResult === 'bulk';
	if (errors.length === 0 || isBulk || partlyBadUpload === 'goodOnes') {
		writePurchases(
			rows.filter((_, index) => !problems[index]),
			work,
		);
	}
	if (isBulk) {
		const good = rows.filter((_, index) => !problems[index]);
		return { Errors: errors, PurchaseReferences: good.map((row) => row.PurchaseReference) };
	}
	if (errors.length === 0) return true;
	throw new ResultError(errors.map(({ Description }) => String(Description)).join('; '), true);
};

/** Required business data per the vendor's concept page. */
const REQUIRED = [
	'PurchaseReference',
	'CustomerCode',
	'ProductLabel',
	'PurchaseDate',
	'Quantity',
] as const;

function uploadProblem(row: Row, work: Work): Row | undefined {
	const reference = String(row.PurchaseReference ?? '');
	const missing = REQUIRED.find((name) => [undefined, null, ''].includes(row[name] as null));
	if (missing) {
		return { Error: 'Required', Description: `Purchase '${reference}': ${missing} is required` };
	}
	try {
		for (const name of ['PurchaseDate', 'EndDate', 'SourceUpdateDate'])
			instantNamed(name, row[name]);
	} catch (error) {
		const description = error instanceof Error ? error.message : String(error);
		return { Error: 'Invalid', Description: `Purchase '${reference}': ${description}` };
	}
	const known = work.store.get('purchase', reference);
	if (!known) return undefined;
	if (isLocked(known.InvoiceId, work.store) && !changesOnlyEndDate(known, row)) {
		return {
			Error: 'InvoiceLocked',
			Description: `Purchase '${reference}' is on an approved or closed invoice`,
		};
	}
	if (isNewer(row, known, work) || work.switches().outdatedPurchase === 'ignored') return undefined;
	return {
		Error: 'Outdated',
		Description: `Purchase '${reference}': SourceUpdateDate is not greater than the one held`,
	};
}

/** After the first approved invoice of a recurring purchase only EndDate can change. [DOC] */
function changesOnlyEndDate(known: Purchase, row: Row): boolean {
	const fixed = ['CustomerCode', 'ProductLabel', 'PurchaseDate', 'Quantity', 'OverrideUnitPrice'];
	return fixed.every((name) => row[name] === undefined || row[name] === known[name]);
}

function isNewer(row: Row, known: Purchase, { store }: Work): boolean {
	const given = instantNamed('SourceUpdateDate', row.SourceUpdateDate) ?? store.clock.now();
	return given > Date.parse(known.SourceUpdateDate);
}

function writePurchases(rows: readonly Row[], work: Work): void {
	const changed = new Set(rows.map((row) => writePurchase(row, work)?.InvoiceId));
	for (const invoiceId of changed) if (invoiceId) recalculate(invoiceId, work);
}

/** The purchase as it is now; undefined where nothing changed. */
function writePurchase(row: Row, work: Work): Purchase | undefined {
	const { store, counts } = work;
	const now = store.clock.now();
	const known = store.get('purchase', String(row.PurchaseReference));
	if (known && !isNewer(row, known, work)) {
		counts.rowsIgnored += 1;
		return undefined;
	}
	const { Id: _id, ImportedDate: _imported, InvoiceId: _invoice, ...given } = row;
	const values: Record<string, Value> = {
		...given,
		ImportedDate: toDate(now),
		PurchaseDate: toDate(instantNamed('PurchaseDate', row.PurchaseDate) ?? now),
		// Not cut to the second: a default of "now" must stay below the next "now".
		SourceUpdateDate: new Date(
			instantNamed('SourceUpdateDate', row.SourceUpdateDate) ?? now,
		).toISOString(),
	};
	if (known) {
		Object.assign(known, values);
		counts.rowsUpdated += 1;
	} else counts.rowsCreated += 1;
	const purchase = known ?? store.insert('purchase', values);
	attachToInvoice(purchase, store);
	return purchase;
}
