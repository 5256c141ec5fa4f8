import { Client } from '../../sandbox/client.mjs';
import type { BillingTest } from '../support/billingTest.mjs';
import { newAccount, outputOf, recordStep } from '../support/oneNode.mjs';
import { TriggerTest, watchRecords } from '../support/triggers.mjs';
import { filteredBy } from '../support/workflows.mjs';
import { inEach, type Registry, type Rules } from './registry.mjs';

const watchAccounts = watchRecords('recordCreatedOrUpdated', 'ACCOUNT');
const MOMENT = '2031-05-06T07:08:09.678Z';

/** Someone else at work, who leaves no session open. */
async function colleague<Result>(
	test: BillingTest,
	work: (client: Client) => Promise<Result>,
): Promise<Result> {
	const client = new Client(test.vendor);
	await client.login();
	const result = await work(client);
	await client.send('POST', '/rest/2.0/logout');
	return result;
}

const create = async (test: BillingTest, number: number) =>
	await colleague(test, async (client) => await client.create('ACCOUNT', newAccount(number)));

const move = async (test: BillingTest, C_Region: string) =>
	await colleague(test, async (client) => await client.update('ACCOUNT', { Id: '3', C_Region }));

/** Changes one record again and again, polling in between. @returns how often it was told of */
async function changesTold(test: BillingTest, times: number): Promise<number> {
	const trigger = new TriggerTest(test, watchAccounts);
	await trigger.poll();
	let told = 0;
	for (let round = 1; round <= times; round += 1) {
		await move(test, `Region ${round}`);
		const items = await trigger.poll();
		expect(items).toMatchObject([{ Id: '3', C_Region: `Region ${round}` }]);
		told += items.length;
	}
	return told;
}

const found = async (test: BillingTest, operator: string, time: string) =>
	await outputOf(
		test,
		recordStep('getAll', 'ACCOUNT', { parameters: filteredBy('Updated', operator, time) }),
	);

/** Record 3 as Get Many gives it after a change at MOMENT; a filter finds it by the time that is true. */
async function changedAt(test: BillingTest): Promise<unknown> {
	test.vendor.clock.set(Date.parse(MOMENT));
	await move(test, 'Elsewhere');
	const { Updated } = test.vendor.rows('ACCOUNT')[2];
	const rows = await found(test, 'equals', String(Updated));
	expect(rows).toMatchObject([{ Id: '3', C_Region: 'Elsewhere' }]);
	return rows[0].Updated;
}

const TOLD_WITHIN_A_SECOND: Rules = {
	'each change of a record is told of, also within one second': async (test) => {
		expect(await changesTold(test, 4)).toBe(4);
	},
};

/** The system's timestamps, by which the trigger goes. */
export const polling = {
	stampPrecision: {
		milliseconds: {
			...TOLD_WITHIN_A_SECOND,
			'Get Many finds a record by its Updated, and gives it to the millisecond': async (test) => {
				expect(await changedAt(test)).toBe(MOMENT);
			},
		},
		seconds: {
			...TOLD_WITHIN_A_SECOND,
			'Get Many finds a record by its Updated, and gives it as the vendor keeps it': async (
				test,
			) => {
				expect(await changedAt(test)).toBe('2031-05-06T07:08:09.000Z');
			},
		},
	},

	stampZoneMinutes: inEach([-300, 0, 330, 840], {
		'each change of a record is told of, whatever time zone its timestamps are in': async (
			test,
		) => {
			expect(await changesTold(test, 3)).toBe(3);
		},
		'Get Many gives times as the vendor sends them, and filters by what they are in UTC': async (
			test,
		) => {
			const { stampZoneMinutes } = test.vendor.switches;
			const sent = new Date(Date.parse(MOMENT) + stampZoneMinutes * 60_000).toISOString();
			expect(await changedAt(test)).toBe(sent);
			expect(await found(test, 'equals', sent)).toHaveLength(stampZoneMinutes === 0 ? 1 : 0);
		},
	}),

	updatedOnCreate: {
		set: {
			'one trigger tells of new and changed records': async (test) => {
				const trigger = new TriggerTest(test, watchAccounts);
				await trigger.poll();
				await create(test, 1);
				expect(await trigger.poll()).toMatchObject([{ Name: 'Test account 1' }]);
			},
		},
		blank: {
			'the trigger says that it would miss new records, and two triggers find all': async (
				test,
			) => {
				await create(test, 1);
				const error = await new TriggerTest(test, watchAccounts).error();
				expect(error).toContain('have no Updated before their first change');
				expect(error).toContain('Use two triggers');
				const created = new TriggerTest(test, watchRecords('recordCreated', 'ACCOUNT'));
				const updated = new TriggerTest(test, watchRecords('recordUpdated', 'ACCOUNT'));
				await created.poll();
				await updated.poll();
				await create(test, 2);
				await move(test, 'Elsewhere');
				expect(await created.poll()).toMatchObject([{ Name: 'Test account 2' }]);
				expect(await updated.poll()).toMatchObject([{ Id: '3' }]);
			},
			'Get Many finds a new record as one without Updated': async (test) => {
				await create(test, 1);
				const where = { options: { where: 'Updated IS NULL' } };
				const step = recordStep('getAll', 'ACCOUNT', { parameters: where });
				const rows = await outputOf(test, step);
				expect(rows).toMatchObject([{ Name: 'Test account 1' }]);
				expect(rows[0]).not.toHaveProperty('Updated');
			},
		},
	},
} satisfies Partial<Registry>;
