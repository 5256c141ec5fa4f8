import type { INodeProperties } from 'n8n-workflow';

import { toText } from '../../../values';
import type { CloudBillingClient, Row } from '../client';
import { type DocumentFilter, listDocuments } from '../documents';
import { filterValue } from '../items';
import { transformation } from '../operations/document/getAll.operation';
import { bound, codesOf, listEvent } from './event';

/** How many customers to ask for at a time; no limit is documented. */
const CUSTOMERS_A_CALL = 500;

const customerCodes: INodeProperties = {
	displayName: 'Customer Codes',
	name: 'customerCodes',
	type: 'string',
	default: '',
	placeholder: 'e.g. 101001, 101002',
	description:
		'Only documents of these customers, separated by commas. Without it every poll reads all customers first.',
};

export const documentCreated = listEvent({
	option: {
		name: 'Document Created',
		value: 'documentCreated',
		description: 'A document was made of invoices, e.g. a PDF',
	},
	filters: [customerCodes, transformation],
	watch: ({ client, parameters }) => {
		const given = codesOf(parameters, 'customerCodes');
		let codes: Promise<string[]> | undefined;
		return {
			noun: 'document',
			timestamp: 'CreatedDate',
			keys: ['Id'],
			mayRepeat: false,
			readsFrom: true,
			read: async (from) => {
				codes ??= given.length > 0 ? Promise.resolve(given) : allCodes(client);
				return await documentsOf(client, await codes, {
					createdFromDate: bound(from),
					transformationName: filterValue(parameters, 'transformationName', 0),
				});
			},
		};
	},
});

async function allCodes(client: CloudBillingClient): Promise<string[]> {
	const customers = await client.customers(undefined, () => undefined);
	return customers.map(({ CustomerCode }) => toText(CustomerCode));
}

async function documentsOf(
	client: CloudBillingClient,
	codes: string[],
	filter: DocumentFilter,
): Promise<Row[]> {
	const rows: Row[] = [];
	for (let start = 0; start < codes.length; start += CUSTOMERS_A_CALL) {
		const customerCodes = codes.slice(start, start + CUSTOMERS_A_CALL);
		rows.push(...(await listDocuments(client, { customerCodes }, filter)));
	}
	return rows;
}
