import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Studio } from '../../browser/studio.mjs';
import { allClosed, sessionsOf } from '../sessions.mjs';
import { billing, handOn } from '../workflows.mjs';

/** Longer than the test: only a stop can end the run. */
const SLOW_MS = 120_000;
const LOGGED_OUT_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 50;

/** A run that takes long, ended by the user. */
export async function stop({ place, editor, camera, test, stage }: Studio): Promise<void> {
	const { billingPlatform } = place.sandbox;

	await test('logs out within seconds when the user stops a long run', async () => {
		billingPlatform.reset();
		billingPlatform.faults.add({ match: { kind: 'create' }, do: { type: 'delay', ms: SLOW_MS } });
		const rows = [{ Name: 'Account N-1', Status: 'ACTIVE', AccountTypeId: '2' }];
		const parameters = {
			system: 'billingPlatform',
			resource: 'record',
			operation: 'create',
			entity: { __rl: true, mode: 'name', value: 'ACCOUNT' },
			columns: { mappingMode: 'autoMapInputData', value: null },
		};
		await stage(handOn(rows, billing('Create', place.credentials.billingPlatform, parameters)));
		const view = await editor.openNode('Create');
		await view.columns();
		const before = sessionsOf(place).logins;
		await view.startRun();
		await until(() => billingPlatform.faults.read()[0].fired > 0);
		assert.equal(sessionsOf(place).open, 1);
		await camera.shoot('a long run');

		await view.stop();
		const stopped = performance.now();
		await until(() => sessionsOf(place).open === 0);
		assert.ok(performance.now() - stopped < LOGGED_OUT_WITHIN_MS);
		await camera.shoot('a stopped run');
		assert.deepEqual(sessionsOf(place), allClosed(before + 1));
	});
}

/** The test has an end of its own. */
async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await sleep(LOOK_AGAIN_MS);
}
