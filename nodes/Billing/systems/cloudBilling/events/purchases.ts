import { isRecord, toText } from '../../../values';
import type { CloudBillingClient, Row } from '../client';
import { customerCode, productLabel } from '../fields';
import { filterValue } from '../items';
import { bound, listEvent } from './event';

const YEAR = 365 * 86_400_000;

/** Before the product existed. */
const FIRST_DAY = Date.UTC(2000, 0, 1);

/**
 * Found by the statistics of imports, the only method that goes by the time of import; the purchases themselves
 * come from GetUnmappedPurchases, and only when there are new ones.
 */
export const purchaseUnmapped = listEvent({
	option: {
		name: 'Purchase Unmapped',
		value: 'purchaseUnmapped',
		description: 'A purchase was imported that belongs to no known product or customer',
	},
	filters: [{ ...customerCode, description: 'Exactly this code' }, productLabel],
	watch: ({ client, parameters }) => {
		const code = toText(filterValue(parameters, 'customerCode', 0));
		const label = toText(filterValue(parameters, 'productLabel', 0));
		return {
			noun: 'unmapped purchase',
			timestamp: 'ImportedDate',
			keys: ['PurchaseReference', 'Id'],
			mayRepeat: false,
			readsFrom: true,
			read: async (from) => {
				const statistics = await client.many('GetPurchaseImportStats', {
					// "After" leaves out the second itself [DOC].
					importedFrom: bound((from ?? FIRST_DAY) - 1000),
					// The vendor's clock may be ahead of ours.
					importedTo: bound(Math.max(Date.now(), from ?? 0) + YEAR),
					customerCode: code,
					fetchUnmapped: true,
				});
				const rows = statistics.flatMap(unmappedOf);
				return label === '' ? rows : rows.filter((row) => toText(row.ProductLabel) === label);
			},
			complete: async (rows) => await wholePurchases(client, rows, code, label),
		};
	},
});

/** The list's own name is not documented: it is the one whose entries are purchases. */
function unmappedOf(statistics: Row): Row[] {
	for (const value of Object.values(statistics)) {
		if (!Array.isArray(value)) continue;
		const rows = value.filter(isRecord);
		if (rows.some((row) => 'PurchaseReference' in row)) return rows;
	}
	return [];
}

/** One that has been mapped meanwhile is told of as the statistics know it. */
async function wholePurchases(
	client: CloudBillingClient,
	rows: Row[],
	code: string,
	label: string,
): Promise<Row[]> {
	const search = { customerCode: code, productLabel: label };
	const found = await client.pages('GetUnmappedPurchases', search, undefined, () => undefined);
	const byReference = new Map(found.map((row) => [toText(row.PurchaseReference), row]));
	return rows.map((row) => byReference.get(toText(row.PurchaseReference)) ?? row);
}
