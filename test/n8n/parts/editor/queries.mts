import assert from 'node:assert/strict';

import type { Studio } from '../../browser/studio.mjs';
import { allClosed, sessionsOf } from '../sessions.mjs';
import { billing, handOn } from '../workflows.mjs';

const OVERDUE = `SELECT Id, DueDate, GrandTotalAmount, Status
FROM INVOICE
WHERE PaymentStatus = $1
ORDER BY DueDate`;

/** Reading by SQL, and what has no operation of its own. */
export async function queries({ place, editor, camera, test, stage }: Studio): Promise<void> {
	const { billingPlatform } = place.sandbox;
	const node = (name: string, parameters: Parameters<typeof billing>[2]) =>
		billing(name, place.credentials.billingPlatform, { system: 'billingPlatform', ...parameters });

	await test('runs an SQL query with a bound parameter', async () => {
		billingPlatform.reset();
		const parameters = {
			resource: 'query',
			operation: 'execute',
			query: OVERDUE,
			queryParameters: { values: [{ value: 'UNPAID' }] },
		};
		await stage(handOn([], node('Invoices', parameters)));
		const view = await editor.openNode('Invoices');
		await view.execute();
		await camera.picture('query', view.view);
		const [head] = await view.table();
		assert.deepEqual(head.slice(0, 2), ['Id', 'DueDate']);
		assert.deepEqual(sessionsOf(place), allClosed(1));
	});

	await test('sends a request of the user inside a session', async () => {
		billingPlatform.reset();
		const parameters = { resource: 'api', operation: 'request', path: 'ACCOUNT/1' };
		await stage(handOn([], node('Request', parameters)));
		const view = await editor.openNode('Request');
		await view.execute();
		await camera.picture('api-request', view.view);
		assert.match(await view.outputText(), /1 item/);
		assert.deepEqual(sessionsOf(place), allClosed(1));
	});
}
