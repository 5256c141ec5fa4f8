import type { Row } from '../contract/model.mjs';
import { toDate } from '../values.mjs';
import { customerRow, PRODUCTS } from './company.mjs';
import type { EntityName } from './records.mjs';
import type { Store } from './store.mjs';

const DAY_MS = 86_400_000;
const FIRST_CODE = 500_000;

/** Many valid records, for paging and speed; they belong to the customers and products there are. */
export function seedMany(store: Store, entity: EntityName, count: number): void {
	const offset = store.all(entity).length;
	const now = store.clock.now();
	const codes = store.all('customer').map(({ CustomerCode }) => CustomerCode);
	for (let number = offset + 1; number <= offset + count; number += 1) {
		store.insert(entity, rowOf(entity, number, codes, now));
	}
}

function rowOf(entity: EntityName, number: number, codes: readonly string[], now: number): Row {
	const code = codes[number % codes.length] ?? '';
	const date = toDate(now - (number % 50) * DAY_MS);
	switch (entity) {
		case 'customer':
			return {
				...customerRow(number),
				CustomerCode: String(FIRST_CODE + number),
				CreatedDate: date,
			};
		case 'purchase':
			return {
				PurchaseReference: `BULK-${String(number).padStart(7, '0')}`,
				CustomerCode: code,
				ProductLabel: PRODUCTS[number % PRODUCTS.length].aliases[0],
				Quantity: (number % 90) + 1,
				PurchaseDate: date,
				ImportedDate: date,
				SourceUpdateDate: date,
			};
		case 'invoice':
			return {
				CustomerCode: code,
				LastCalculationFinishDate: date,
				BillingPeriodStart: toDate(now - 60 * DAY_MS),
				BillingPeriodEnd: toDate(now - 30 * DAY_MS),
				LastCalculatedTotal: number / 4,
			};
		case 'document':
			return { CustomerCode: code, CreatedDate: date };
		default:
			return {};
	}
}
