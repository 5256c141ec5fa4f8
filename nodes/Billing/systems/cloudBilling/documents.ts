import type { CloudBillingClient, Row } from './client';

/** Whose documents to list. */
export type DocumentsOf = { customerCodes: string[] } | { invoiceIds: string[] };

export interface DocumentFilter {
	createdFromDate?: unknown;
	createdToDate?: unknown;
	transformationName?: unknown;
}

/**
 * The documents made of invoices, by the method that the service has: it was renamed, and with it the parameter
 * for the name of the transformation.
 */
export async function listDocuments(
	client: CloudBillingClient,
	of: DocumentsOf,
	{ transformationName, ...dates }: DocumentFilter,
): Promise<Row[]> {
	const whose = 'customerCodes' in of ? 'Customers' : 'Invoices';
	const operation = client.firstOf(
		`GetTransformationResultsFor${whose}`,
		`GetInvoiceTransformationResultsFor${whose}`,
	);
	const isOlder = operation.startsWith('GetInvoiceTransformation');
	const name = isOlder ? 'invoiceTransformationName' : 'transformationName';
	return await client.many(operation, { ...of, ...dates, [name]: transformationName });
}
