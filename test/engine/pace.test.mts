import type { IDataObject } from 'n8n-workflow';
import { BillingTest } from './support/billingTest.mjs';
import {
	byId,
	ids,
	newAccounts,
	outputOf,
	query,
	recordStep,
	type Step,
} from './support/oneNode.mjs';
import { mappedAutomatically } from './support/workflows.mjs';

let billingTest: BillingTest;

beforeEach(async () => {
	// Calls take their time, so that two at once would be seen.
	billingTest = await BillingTest.create({ latencyMs: 10 });
});
afterEach(async () => {
	expect(billingTest.books().openSessions).toBe(0);
	await billingTest.stop();
});

const everyId: IDataObject[] = ids(...Array.from({ length: 12 }, (_, n) => n + 1));
const batches = { batchSize: 3 };
const STEPS: Array<[string, Step]> = [
	[
		'a create that reads the records back',
		recordStep('create', 'ACCOUNT', {
			parameters: { ...mappedAutomatically(), options: { ...batches, returnFullRecord: true } },
			records: newAccounts(12),
		}),
	],
	[
		'a get',
		recordStep('get', 'ACCOUNT', { parameters: { ...byId, options: batches }, records: everyId }),
	],
	[
		'Get Many of pages, for several items',
		recordStep('getAll', 'ACCOUNT', {
			parameters: { returnAll: true, options: { pageSize: 10 } },
			records: [{}, {}, {}],
		}),
	],
	[
		'a query, for several items',
		{
			...query('SELECT Id FROM ACCOUNT ORDER BY Id', { options: { pageSize: 20 } }),
			records: [{}, {}],
		},
	],
];

test.each(STEPS)('the requests of %s go one after the other', async (_, step) => {
	await outputOf(billingTest, step);
	const { calls, peakConcurrency } = billingTest.books();
	expect(calls).toBeGreaterThan(5);
	expect(peakConcurrency).toBe(1);
});
