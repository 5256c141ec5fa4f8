import assert from 'node:assert/strict';

import type { INodeParameters } from 'n8n-workflow';

import type { MadeCredential } from '../../../demo/examples.mjs';
import type { Studio } from '../../browser/studio.mjs';
import { allClosed, sessionsOf } from '../sessions.mjs';
import { billing, chain } from '../workflows.mjs';
import { until } from './until.mjs';

/** Fetch Test Event: what a user sees before anything has changed. */
export async function trigger(studio: Studio): Promise<void> {
	const { place, editor, camera, test, stage } = studio;
	const { billingPlatform, cloudBilling } = place.sandbox;
	const stageTrigger = async (credential: MadeCredential, parameters: INodeParameters) => {
		const node = billing('Changes', credential, parameters);
		await stage({
			...chain({ ...node, type: 'n8n-nodes-billing.billingTrigger' }),
			name: 'Changes',
		});
		return await editor.openNode('Changes');
	};

	await test('fetches the newest records of BillingPlatform as a test event', async () => {
		billingPlatform.reset();
		const view = await stageTrigger(place.credentials.billingPlatform, {
			system: 'billingPlatform',
			event: 'recordCreated',
			entity: { __rl: true, mode: 'name', value: 'ACCOUNT' },
		});
		await view.execute();
		assert.equal(await view.itemCount(), '3 items');
		const [head, ...rows] = await view.table();
		const created = (row: Record<string, unknown>) => Date.parse(String(row.Created));
		const newest = billingPlatform
			.rows('ACCOUNT')
			.sort((a, b) => created(b) - created(a))
			.slice(0, 3)
			.map(({ Id }) => Id);
		await camera.picture('trigger', view.view);
		const shown = rows.map((row) => row[head.indexOf('Id')]);
		assert.deepEqual(shown.sort(), newest.sort());
		// The list of fields has a session of its own.
		await until(() => sessionsOf(place).open === 0);
		const sessions = sessionsOf(place);
		assert.deepEqual(sessions, allClosed(sessions.logins));
	});

	await test('fetches the newest purchases that CloudBilling cannot map as a test event', async () => {
		cloudBilling.reset();
		const view = await stageTrigger(place.credentials.cloudBilling, {
			system: 'cloudBilling',
			event: 'purchaseUnmapped',
		});
		await view.execute();
		assert.equal(await view.itemCount(), '3 items');
		const [head, row] = await view.table();
		await camera.shoot('test event of CloudBilling');
		assert.match(row[head.indexOf('PurchaseReference')], /\S/);
		assert.ok((cloudBilling.books().callsBy.GetUnmappedPurchases ?? 0) > 0);
	});
}
