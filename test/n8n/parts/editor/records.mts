import assert from 'node:assert/strict';

import type { Studio } from '../../browser/studio.mjs';
import { billing, handOn } from '../workflows.mjs';

const ROWS = [
	{ C_CrmId: 'N-1', Name: 'Account N-1', Status: 'ACTIVE', AccountTypeId: '2', C_Region: 'North' },
	{ C_CrmId: 'N-2', Name: 'Account N-2', Status: 'LOST', AccountTypeId: '2', C_Region: 'South' },
	{ C_CrmId: 'N-3', Name: 'Account N-3', Status: 'ACTIVE', AccountTypeId: '2', C_Region: 'West' },
];
const GOOD_ROWS = [ROWS[0], ROWS[2]];

/** Records of BillingPlatform: chosen, mapped, written and read in the editor. */
export async function records(studio: Studio): Promise<void> {
	const { place, editor, camera, test, stage } = studio;
	const { billingPlatform } = place.sandbox;
	const node = (name: string, parameters: Parameters<typeof billing>[2]) =>
		billing(name, place.credentials.billingPlatform, { system: 'billingPlatform', ...parameters });
	const accounts = { entity: { __rl: true, mode: 'name', value: 'ACCOUNT' } };
	const written = (crmId: string) =>
		billingPlatform.rows('ACCOUNT').find(({ C_CrmId }) => C_CrmId === crmId);

	await test('asks for no columns before there is an entity', async () => {
		await stage(handOn(ROWS, node('Create', { resource: 'record', operation: 'create' })));
		const view = await editor.openNode('Create');
		await camera.shoot('no entity yet');
		assert.ok(!(await view.text()).includes('No fields found'));
	});

	await test('lists the entities of the org, and finds one by its label', async () => {
		await stage(handOn([], node('Get', { resource: 'record', operation: 'getAll' })));
		const view = await editor.openNode('Get');
		const all = await view.list('entity');
		await camera.shoot('entities');
		assert.ok(all.includes('INVOICE (Invoice)'));
		assert.deepEqual(await view.searchList('account type'), ['ACCOUNT_TYPE (Account Type)']);
	});

	await test('runs the step and shows the rows', async () => {
		billingPlatform.reset();
		await stage(handOn([], node('Get', { resource: 'record', operation: 'getAll' })));
		const view = await editor.openNode('Get');
		await view.list('entity');
		await view.take('ACCOUNT (Account)');
		await view.execute();
		await camera.picture('record-get-many', view.view);
		assert.match(await view.itemCount(), /^40 items/);
		const [head, first] = await view.table();
		assert.deepEqual(head.slice(0, 3), ['Id', 'Name', 'Status']);
		assert.deepEqual(first.slice(0, 2), ['1', 'Demo Organization']);
		assert.equal(billingPlatform.books().openSessions, 0);
	});

	await test('maps columns by hand, custom fields included', async () => {
		billingPlatform.reset();
		const [row] = ROWS;
		await stage(handOn([row], node('Create', { resource: 'record', operation: 'create' })));
		const view = await editor.openNode('Create');
		await view.list('entity');
		await view.take('ACCOUNT (Account)');
		assert.deepEqual(await view.columns(), ['AccountTypeId', 'Name', 'Status']);
		await view.addColumn('C_Region');
		await camera.shoot('a custom column');
		await view.fill('AccountTypeId', '2');
		await view.fill('Name', 'Typed by hand');
		await view.fill('Status', 'ACTIVE');
		await view.fill('C_Region', 'East');
		await view.execute();
		await camera.picture('record-create', view.view);
		const account = billingPlatform.rows('ACCOUNT').find(({ Name }) => Name === 'Typed by hand');
		assert.equal(account?.C_Region, 'East');
	});

	await test('maps columns automatically', async () => {
		billingPlatform.reset();
		await stage(
			handOn(GOOD_ROWS, node('Create', { resource: 'record', operation: 'create', ...accounts })),
		);
		const view = await editor.openNode('Create');
		await view.columns();
		await view.chooseMapping('Map Automatically');
		await view.execute();
		await camera.shoot('mapped automatically');
		assert.match(await view.itemCount(), /^2 items/);
		assert.equal(written('N-1')?.C_Region, 'North');
		assert.equal(written('N-3')?.C_Region, 'West');
	});

	const upsert = {
		resource: 'record',
		operation: 'upsert',
		...accounts,
		columns: { mappingMode: 'autoMapInputData', value: null, matchingColumns: ['C_CrmId'] },
	};

	await test('stops at a record that is refused, and says which and why', async () => {
		billingPlatform.reset();
		await stage(handOn(ROWS, node('Upsert', upsert)));
		const view = await editor.openNode('Upsert');
		await view.execute();
		await camera.shoot('stopped by a refused record');
		const said = await view.outputText();
		assert.match(said, /Status cannot be LOST/);
		assert.match(said, /item 1/i);
	});

	await test('puts the reason on the item that is refused, and passes the others on', async () => {
		billingPlatform.reset();
		const upsertOn = { ...node('Upsert', upsert), onError: 'continueErrorOutput' as const };
		await stage(handOn(ROWS, upsertOn));
		const view = await editor.openNode('Upsert');
		await view.execute();
		await view.chooseOutput(/Success.*2 items/);
		await camera.shoot('written records');
		await view.chooseOutput(/Error.*1 item/);
		await camera.picture('record-refused', view.view);
		const [head, row, more] = await view.table();
		assert.equal(more, undefined);
		assert.match(row[head.indexOf('error')], /Status cannot be LOST/);
		assert.equal(row[head.indexOf('C_CrmId')], 'N-2');
		assert.equal(written('N-2'), undefined);
	});
}
