import assert from 'node:assert/strict';

import type { Studio } from '../../browser/studio.mjs';
import { handOn } from '../workflows.mjs';

const PASSWORD = 'User and Password';
const WRONG = 'a-wrong-one';

/** A credential for each system, made in the node that needs it. */
export async function credentials(studio: Studio): Promise<void> {
	const { place, editor, camera, test, stage } = studio;
	const { billingPlatform, cloudBilling } = place.sandbox;
	const { baseUrl, username, password, clientId, clientSecret } = billingPlatform;
	const { endpoint, apiToken } = cloudBilling;

	await test('says why BillingPlatform refuses a wrong password, and tries it once', async () => {
		await stage(handOn([], { name: 'Billing' }));
		const node = await editor.openNode('Billing');
		const dialog = await node.newCredential();
		await dialog.chooseKind(PASSWORD);
		await camera.shoot('new BillingPlatform credential');
		billingPlatform.reset();
		await dialog.fill({ baseUrl, username, password: WRONG });
		await dialog.save();
		assert.match(await dialog.failure(), /BillingPlatform refused the login: .*is wrong/);
		await camera.shoot('BillingPlatform refuses a wrong password');
		assert.equal(billingPlatform.books().refusedLogins, 1);
	});

	await test('is content with the right password, and leaves no session behind', async () => {
		await stage(handOn([], { name: 'Billing' }));
		const node = await editor.openNode('Billing');
		billingPlatform.reset();
		const dialog = await node.newCredential();
		await dialog.chooseKind(PASSWORD);
		await dialog.fill({ baseUrl, username, password });
		await dialog.save();
		await dialog.closed();
		const again = await node.editCredential();
		await again.proved();
		await camera.picture('credential-billingplatform', again.dialog);
		await again.close();
		const { logins, logouts, openSessions } = billingPlatform.books();
		assert.deepEqual({ logins: 2, logouts: 2, openSessions: 0 }, { logins, logouts, openSessions });
	});

	await test('offers OAuth2 in the same dialog', async () => {
		await stage(handOn([], { name: 'Billing' }));
		const node = await editor.openNode('Billing');
		const dialog = await node.newCredential();
		await dialog.chooseKind('OAuth2 Client Credentials');
		await dialog.fill({ baseUrl, clientId, clientSecret });
		await camera.picture('credential-oauth2', dialog.dialog);
		await dialog.save();
		await dialog.closed();
	});

	await test('says why CloudBilling refuses a wrong token', async () => {
		await stage(handOn([], { name: 'Billing', parameters: { system: 'cloudBilling' } }));
		const node = await editor.openNode('Billing');
		const dialog = await node.newCredential();
		await dialog.fill({ endpoint, apiToken: WRONG });
		await dialog.save();
		const reason = await dialog.failure();
		await camera.shoot('CloudBilling refuses a wrong token');
		assert.match(reason, /CloudBilling refused the token: /);
	});

	await test('is content with the right token', async () => {
		await stage(handOn([], { name: 'Billing', parameters: { system: 'cloudBilling' } }));
		const node = await editor.openNode('Billing');
		const dialog = await node.newCredential();
		await dialog.fill({ endpoint, apiToken });
		await dialog.save();
		await dialog.closed();
		const again = await node.editCredential();
		await again.proved();
		await camera.picture('credential-cloudbilling', again.dialog);
		await again.close();
	});
}
