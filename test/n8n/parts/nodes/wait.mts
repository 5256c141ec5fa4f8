import assert from 'node:assert/strict';

import type { Place } from '../../harness/place.mjs';
import type { Test } from '../../runner.mjs';
import { readAccount, resume, writeAccount, writeWaitRead } from '../accounts.mjs';
import { allClosed, sessionsOf } from '../sessions.mjs';
import { handOn, START } from '../workflows.mjs';

/** Runs that go to sleep between two Billing nodes. */
export async function wait(place: Place, test: Test): Promise<void> {
	const { rest, credentials, sandbox } = place;
	const credential = credentials.billingPlatform;
	const rows = [{ key: 'WAIT-1' }];

	await test('logs out before a run goes to sleep, and in again when it is woken', async () => {
		sandbox.billingPlatform.reset();
		const { id } = await rest.createWorkflow(handOn(rows, ...writeWaitRead(credential)));
		const asleep = await rest.asleep(await rest.startRun(id, START));
		assert.deepEqual(sessionsOf(place), allClosed(1));

		await resume(asleep);
		const ended = await rest.finished(asleep.id);
		assert.equal(ended.error, undefined);
		assert.equal(ended.items('Read')[0].C_CrmId, 'WAIT-1');
		assert.deepEqual(sessionsOf(place), allClosed(2));
	});

	await test('leaves no session when a run waits for a moment only', async () => {
		sandbox.billingPlatform.reset();
		const moment = {
			name: 'Moment',
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			parameters: { amount: 1, unit: 'seconds' },
		};
		const workflow = handOn(
			rows,
			writeAccount('Write', credential),
			moment,
			readAccount('Read', credential),
		);
		const { id } = await rest.createWorkflow(workflow);
		const ended = await rest.run(id, START);
		assert.equal(ended.error, undefined);
		assert.equal(ended.items('Read')[0].C_CrmId, 'WAIT-1');
		assert.deepEqual(sessionsOf(place), allClosed(2));
	});
}
