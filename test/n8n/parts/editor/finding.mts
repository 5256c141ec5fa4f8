import assert from 'node:assert/strict';

import type { Studio } from '../../browser/studio.mjs';
import { handOn } from '../workflows.mjs';

/** From an empty canvas to a node for the right system. */
export async function finding({ editor, camera, test, stage }: Studio): Promise<void> {
	await test('finds the node by the name of either system', async () => {
		await stage(handOn([]));
		await editor.openNodePanel();
		for (const name of ['BillingPlatform', 'CloudBilling']) {
			assert.deepEqual(await editor.search(name), ['Billing']);
			await camera.shoot(`found by ${name}`);
		}
	});

	await test('offers the actions of both systems', async () => {
		await stage(handOn([]));
		await editor.openNodePanel();
		await editor.search('Billing');
		await editor.chooseNode('Billing');
		await camera.picture('actions', editor.panel);
		for (const action of [
			'Create or update a record',
			'Execute an SQL query',
			'Upload a purchase',
		]) {
			await editor.action(action).waitFor();
		}
	});

	await test('sets up the system that the chosen action belongs to', async () => {
		await stage(handOn([]));
		await editor.openNodePanel();
		await editor.search('Billing');
		await editor.chooseNode('Billing');
		await editor.action('Get many unmapped purchases').click();
		const { node } = editor;
		await node.opened();
		await camera.shoot('node of an action');
		await node.holds({
			system: 'CloudBilling',
			resource: 'Purchase',
			operation: 'Get Many Unmapped',
		});
	});

	await test('shows the resources of the chosen system, and forgets an operation they lack', async () => {
		const parameters = { system: 'billingPlatform', resource: 'record', operation: 'upsert' };
		await stage(handOn([], { name: 'Billing', parameters }));
		const node = await editor.openNode('Billing');
		await node.holds({ resource: 'Record', operation: 'Create or Update' });
		await node.choose('resource', 'Query');
		await node.holds({ resource: 'Query', operation: 'Execute SQL' });
		await node.choose('resource', 'Record');
		await node.choose('operation', 'Restore');
		await node.choose('system', 'CloudBilling');
		await node.holds({ resource: 'Customer', operation: 'Get' });
		await camera.shoot('other system');
		await node.choose('resource', 'Purchase');
		await node.choose('operation', 'Upload');
		await node.choose('system', 'BillingPlatform');
		await node.holds({ resource: 'Record', operation: 'Create' });
	});
}
