import assert from 'node:assert/strict';

import type { Studio } from '../../browser/studio.mjs';
import { allClosed, sessionsOf } from '../sessions.mjs';
import { billing, handOn } from '../workflows.mjs';
import { until } from './until.mjs';

/** Longer than the test: only a stop can end the run. */
const SLOW_MS = 120_000;
const LOGGED_OUT_WITHIN_MS = 10_000;

/** A run that takes long, ended by the user. */
export async function stop({ place, editor, camera, test, stage }: Studio): Promise<void> {
	const { billingPlatform } = place.sandbox;

	await test('logs out within seconds when the user stops a long run', async () => {
		billingPlatform.reset();
		billingPlatform.faults.add({
			match: { kind: 'query', nth: 2 },
			do: { type: 'delay', ms: SLOW_MS },
		});
		const parameters = {
			system: 'billingPlatform',
			resource: 'query',
			operation: 'execute',
			query: 'SELECT Id FROM INVOICE ORDER BY Id',
		};
		const rows = [{ number: 1 }, { number: 2 }];
		await stage(handOn(rows, billing('Slow', place.credentials.billingPlatform, parameters)));
		const view = await editor.openNode('Slow');
		await view.startRun();
		await until(() => billingPlatform.faults.read()[0].fired > 0);
		assert.equal(sessionsOf(place).open, 1);
		await camera.shoot('a long run');

		await view.stop();
		const stopped = performance.now();
		await until(() => sessionsOf(place).open === 0);
		assert.ok(performance.now() - stopped < LOGGED_OUT_WITHIN_MS);
		await camera.shoot('a stopped run');
		assert.deepEqual(sessionsOf(place), allClosed(1));
	});
}
