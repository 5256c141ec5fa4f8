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
		await camera.shoot('actions');
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
		assert.equal(await node.valueOf('system'), 'CloudBilling');
		assert.equal(await node.valueOf('resource'), 'Purchase');
		assert.equal(await node.valueOf('operation'), 'Get Many Unmapped');
	});

	await test('shows Billing System, and other resources for another one', async () => {
		await stage(handOn([], { name: 'Billing' }));
		const node = await editor.openNode('Billing');
		assert.equal(await node.valueOf('resource'), 'Record');
		await node.choose('system', 'CloudBilling');
		await camera.shoot('other system');
		assert.equal(await node.valueOf('resource'), 'Customer');
	});
}
