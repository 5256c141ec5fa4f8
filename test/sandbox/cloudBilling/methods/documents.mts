import type { Row } from '../contract/model.mjs';
import type { Document } from '../data/records.mjs';
import { makePdf } from '../data/pdf.mjs';
import type { Store } from '../data/store.mjs';
import { instantNamed } from '../values.mjs';
import { ResultError } from './failure.mjs';
import { listArgument, textArgument, type Method, type Work } from './work.mjs';

export const resultsForInvoices: Method = (args, work) =>
	find(args, work, 'transformationName', forInvoices(args)).map((row) => current(row, work.store));

export const resultsForCustomers: Method = (args, work) =>
	find(args, work, 'transformationName', forCustomers(args)).map((row) => current(row, work.store));

export const olderResultsForInvoices: Method = (args, work) =>
	find(args, work, 'invoiceTransformationName', forInvoices(args)).map((row) =>
		older(row, work.store),
	);

export const olderResultsForCustomers: Method = (args, work) =>
	find(args, work, 'invoiceTransformationName', forCustomers(args)).map((row) =>
		older(row, work.store),
	);

type Filter = (document: Document) => boolean;

/** An empty list finds nothing (unverified). */
function forInvoices(args: Row): Filter {
	const ids = new Set(listArgument(args, 'invoiceIds'));
	return ({ InvoiceIds }) => InvoiceIds.some((id) => ids.has(id));
}

function forCustomers(args: Row): Filter {
	const codes = new Set(listArgument(args, 'customerCodes'));
	return ({ CustomerCode }) => codes.has(CustomerCode);
}

/** Both dates inclusive, the name equal. [DOC] */
function find(args: Row, { store }: Work, nameParameter: string, isFor: Filter): Document[] {
	const name = textArgument(args, nameParameter);
	const from = instantNamed('createdFromDate', args.createdFromDate) ?? -Infinity;
	const to = instantNamed('createdToDate', args.createdToDate) ?? Infinity;
	return store.all('document').filter((document) => {
		const created = Date.parse(document.CreatedDate);
		if (name !== undefined && document.TransformationName !== name) return false;
		return created >= from && created <= to && isFor(document);
	});
}

function current(document: Document, store: Store): Row {
	const invoice = store.get('invoice', document.InvoiceIds[0] ?? '');
	return {
		...document,
		CustomerName: store.get('customer', document.CustomerCode)?.CustomerName ?? null,
		PeriodStart: invoice?.BillingPeriodStart ?? null,
		PeriodEnd: invoice?.BillingPeriodEnd ?? null,
	};
}

function older(document: Document, store: Store): Row {
	const { PeriodStart, PeriodEnd, ...row } = current(document, store);
	return {
		...row,
		InvoiceTransformationId: document.TransformationId,
		InvoiceTransformationName: document.TransformationName,
		InvoiceTemplateKey: document.TemplateKey,
		InvoicePeriodStart: PeriodStart,
		InvoicePeriodEnd: PeriodEnd,
	};
}

export const resultFile: Method = (args, work) => {
	const id = textArgument(args, 'invoiceTransformationResultId') ?? '';
	const document = work.store.get('document', id);
	if (!document) throw new ResultError(`There is no transformation result '${id}'`);
	if (document.Status !== 'Completed') {
		throw new ResultError(`The transformation result '${id}' has no file`);
	}
	const size = Math.max(document.FileBytesLength, work.switches().documentBytes);
	const file = {
		ContentType: document.ContentType,
		Date: document.CreatedDate,
		ExpiredDate: null,
		FileBytes: contentOf(document, size, work.store).toString('base64'),
		FileName: `invoice-${id.slice(-6)}.${extensionOf(document.ContentType)}`,
	};
	return work.switches().fileResult === 'list' ? [file] : file;
};

function contentOf(document: Document, size: number, store: Store): Buffer {
	const lines = linesOf(document, store);
	switch (document.ContentType) {
		case 'application/pdf':
			return makePdf(lines, size);
		case 'text/html':
			return padded(`<html><body><p>${lines.join('</p><p>')}</p></body></html>\n`, size);
		default:
			return padded(`${lines.join('\r\n')}\r\n`, size);
	}
}

function linesOf(document: Document, store: Store): string[] {
	const customer = store.get('customer', document.CustomerCode);
	const invoices = document.InvoiceIds.map((id) => {
		const invoice = store.get('invoice', id);
		const number = String(invoice?.InvoiceNumber ?? id);
		return `Invoice ${number}: EUR ${Number(invoice?.LastCalculatedTotal ?? 0).toFixed(2)}`;
	});
	return [
		'Invoices of the month',
		`${customer?.CustomerName ?? ''} (${document.CustomerCode})`,
		...invoices,
	];
}

function padded(text: string, size: number): Buffer {
	return Buffer.from(text.padEnd(size, ' '));
}

function extensionOf(contentType: string): string {
	if (contentType === 'application/pdf') return 'pdf';
	return contentType === 'text/html' ? 'html' : 'txt';
}
