import type { Call } from '../sandbox/exchange.mjs';
import type { Subject } from './model.mjs';
import type { World } from './world.mjs';

const LATER = '2041-01-01T00:00:00.000Z';

/**
 * What others do at the vendor meanwhile. Rows that are there all the time must come once; these may come or not.
 * CloudBilling gives pages by number alone, so a row that leaves a list moves others out of sight: only additions
 * are made there.
 */
export function disturb(world: World, { system, safety }: Subject, call: Call): void {
	// A poll hands on what there is, and says so: changes are its business.
	if (safety === 'poll') return;
	if (system === 'cloudBilling') {
		const code = 'LATE-1';
		world.cloudBilling.insert('customer', [{ CustomerCode: code }]);
		world.cloudBilling.insert('purchase', [{ PurchaseReference: code, ProductLabel: 'unknown' }]);
		world.mayCome.add(code);
		return;
	}
	const { billingPlatform } = world;
	const [added] = billingPlatform.insert('ACCOUNT', [
		{ Name: 'Late', AccountTypeId: 2, Created: LATER },
	]);
	// One that has been read by then, and one that has not.
	const removed = ['8', '38'];
	world.unheard.billingPlatform({
		...call,
		method: 'DELETE',
		path: `${billingPlatform.orgPath}/rest/2.0/delete/ACCOUNT`,
		query: new URLSearchParams(),
		body: JSON.stringify({ brmObjects: removed.map((Id) => ({ Id })) }),
	});
	billingPlatform.update('ACCOUNT', [{ Id: '9', Created: LATER }]);
	for (const id of [added, ...removed]) world.mayCome.add(id);
}
