import { isRecord, recordsIn, type ControlHandler } from '../exchange.mjs';
import type { CloudBillingStandIn } from './index.mjs';

/** What another process can do with the stand-in. */
export function controlOf(standIn: CloudBillingStandIn): Readonly<Record<string, ControlHandler>> {
	return {
		'GET books': () => standIn.books(),
		'GET state': () => ({ books: standIn.books(), switches: standIn.switches }),
		'POST reset': () => standIn.reset(),
		'GET switches': () => standIn.switches,
		'POST switches': ({ body }) => {
			standIn.setUnchecked(body);
			return standIn.switches;
		},
		'POST tokens/expire': () => ({ expired: standIn.expireTokens() }),
		'POST unlock': () => standIn.unlock(),
		'GET rows': ({ rest }) => standIn.rows(rest[0] ?? ''),
		'POST rows': ({ rest, body }) => ({ ids: standIn.insert(rest[0] ?? '', recordsIn(body)) }),
		'PUT rows': ({ rest, body }) => standIn.update(rest[0] ?? '', recordsIn(body)),
		'POST seed': ({ body }) => {
			if (!isRecord(body) || typeof body.entity !== 'string' || typeof body.count !== 'number') {
				throw new Error('Seeding needs {"entity", "count"}');
			}
			standIn.seedMany(body.entity, body.count);
		},
		'POST invoices/approve': ({ body }) => standIn.approveInvoices(idsIn(body)),
		'POST invoices/recalculate': ({ body }) => standIn.recalculateInvoices(idsIn(body)),
		'POST invoices/documents': ({ body }) => ({ ids: standIn.createDocuments(idsIn(body)) }),
		'POST customers': ({ body }) => ({ ids: standIn.upsertCustomers(recordsIn(body)) }),
		'POST purchases/unmapped': ({ body }) => ({
			ids: standIn.uploadUnmappedPurchases(recordsIn(body)),
		}),
	};
}

function idsIn(body: unknown): string[] {
	if (Array.isArray(body) && body.every((id) => typeof id === 'string')) return body;
	throw new Error('A list of Ids, please');
}
