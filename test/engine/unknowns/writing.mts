import type { BillingTest } from '../support/billingTest.mjs';
import {
	apiRequest,
	bothOutputsOf,
	byId,
	errorOf,
	ids,
	newAccount,
	newAccounts,
	outputOf,
	recordStep,
	type Step,
} from '../support/oneNode.mjs';
import { mappedAutomatically } from '../support/workflows.mjs';
import { inEach, type Registry } from './registry.mjs';

const create = (...records: Array<ReturnType<typeof newAccount>>): Step =>
	recordStep('create', 'ACCOUNT', { parameters: mappedAutomatically(), records });

/** Three records, the second of which the vendor refuses. */
const partlyGood = create(newAccount(1), newAccount(2, { Status: 'NO_SUCH' }), newAccount(3));

const namesOf = (test: BillingTest): unknown[] =>
	test.vendor.rows('ACCOUNT').map(({ Name }) => Name);

const extract: Step = {
	resource: 'bulkExtract',
	operation: 'create',
	parameters: { requestName: 'All', requestBody: 'SELECT Id FROM ACCOUNT' },
};

/** Create, change, delete, restore, and the slow kinds of work. */
export const writing = {
	recordFailure: inEach(['ok', 'status400'], {
		'a refused record fails alone, in the words of the vendor': async (test) => {
			const { good, failed } = await bothOutputsOf(test, partlyGood);
			expect(good).toEqual([{ Id: '41' }, { Id: '42' }]);
			expect(failed).toMatchObject([{ Name: 'Test account 2', error: 'Status cannot be NO_SUCH' }]);
			expect(test.books()).toMatchObject({ rowsCreated: 2, rowsFailed: 1 });
		},
		'a run that stops says what was written and what was not': async (test) => {
			const text = await errorOf(test, partlyGood);
			expect(text).toContain('Status cannot be NO_SUCH [item 1]');
			expect(text).toContain('Committed: item 0 (Id 41), item 2 (Id 42). Failed: item 1.');
		},
	}),

	writeResults: inEach(['errorCode', 'success'], {
		'a refused record fails and the others do not': async (test) => {
			const { good, failed } = await bothOutputsOf(test, partlyGood);
			expect(good).toEqual([{ Id: '41' }, { Id: '42' }]);
			expect(failed).toMatchObject([{ details: { field: 'Status' } }]);
		},
		'an upsert tells what it created and what it changed': async (test) => {
			const parameters = mappedAutomatically('C_CrmId');
			const records = [newAccount(1), newAccount(7, { C_CrmId: 'CRM-007' })];
			const step = recordStep('upsert', 'ACCOUNT', { parameters, records });
			expect(await outputOf(test, step)).toEqual([
				{ Id: '41', created: true },
				{ Id: '7', created: false },
			]);
		},
	}),

	successBlank: inEach(['empty', 'space', 'array'], {
		'a blank text is no refusal': async (test) => {
			expect(await outputOf(test, create(newAccount(1)))).toEqual([{ Id: '41' }]);
			const remove = recordStep('delete', 'ACCOUNT', { parameters: byId, records: ids(41) });
			expect(await outputOf(test, remove)).toEqual([{ Id: '41', deleted: true }]);
		},
	}),

	deleteResponseKey: inEach(['deleteResponse', 'retrieveResponse', 'updateResponse'], {
		'a delete gives one result for each record': async (test) => {
			const step = recordStep('delete', 'INVOICE', { parameters: byId, records: ids(3, 9999, 4) });
			const { good, failed } = await bothOutputsOf(test, step);
			expect(good).toEqual([
				{ Id: '3', deleted: true },
				{ Id: '4', deleted: true },
			]);
			expect(failed).toMatchObject([{ Id: '9999', error: 'INVOICE has no record with Id 9999' }]);
			expect(test.books()).toMatchObject({ rowsDeleted: 2, callsBy: { delete: 1 } });
		},
	}),

	undelete: {
		on: {
			'Restore brings deleted records back': async (test) => {
				await outputOf(
					test,
					recordStep('delete', 'ACCOUNT', { parameters: byId, records: ids(5) }),
				);
				const restore = recordStep('restore', 'ACCOUNT', { parameters: byId, records: ids(5) });
				expect(await outputOf(test, restore)).toEqual([{ Id: '5', restored: true }]);
				expect(test.vendor.rows('ACCOUNT')).toHaveLength(40);
			},
		},
		off: {
			'Restore says that there is no such call, and nothing is lost': async (test) => {
				await outputOf(
					test,
					recordStep('delete', 'ACCOUNT', { parameters: byId, records: ids(5) }),
				);
				const restore = recordStep('restore', 'ACCOUNT', { parameters: byId, records: ids(5) });
				const text = await errorOf(test, restore);
				expect(text).toContain('No resource at DELETE');
				expect(text).toContain('Committed: none');
			},
		},
	},

	upsertById: {
		on: {
			'Create or Update may match by Id': async (test) => {
				const records = [{ Id: '7', Name: 'Renamed' }];
				const parameters = mappedAutomatically('Id');
				const step = recordStep('upsert', 'ACCOUNT', { parameters, records });
				expect(await outputOf(test, step)).toEqual([{ Id: '7', created: false }]);
				expect(namesOf(test)).toContain('Renamed');
			},
		},
		off: {
			"Create or Update by Id is refused in the vendor's words": async (test) => {
				const records = [{ Id: '7', Name: 'Renamed' }];
				const parameters = mappedAutomatically('Id');
				const step = recordStep('upsert', 'ACCOUNT', { parameters, records });
				expect(await errorOf(test, step)).toContain('externalIDFieldName is not an external key');
				expect(namesOf(test)).not.toContain('Renamed');
			},
		},
	},

	maxRecordsPerWrite: {
		0: {
			'250 records go in three calls': async (test) => {
				expect(await outputOf(test, create(...newAccounts(250)))).toHaveLength(250);
				expect(test.books()).toMatchObject({ rowsCreated: 250, callsBy: { create: 3 } });
			},
		},
		10: {
			'a call that is too long is refused whole, and the run says that nothing was written': async (
				test,
			) => {
				const text = await errorOf(test, create(...newAccounts(25)));
				expect(text).toContain('At most 10 records can be written in one request');
				expect(text).toContain('Committed: none');
				expect(test.books()).toMatchObject({ rowsCreated: 0 });
			},
			'Batch Size makes the calls shorter': async (test) => {
				const parameters = { ...mappedAutomatically(), options: { batchSize: 10 } };
				const step = recordStep('create', 'ACCOUNT', { parameters, records: newAccounts(25) });
				expect(await outputOf(test, step)).toHaveLength(25);
				expect(test.books()).toMatchObject({ rowsCreated: 25, callsBy: { create: 3 } });
			},
		},
	},

	bulkBatchField: {
		...inEach(['both', 'RecordsPerBatch'], {
			'a bulk extract is created': async (test) => {
				expect(await outputOf(test, extract)).toEqual([{ Id: '1' }]);
				expect(test.vendor.rows('BULK_API_REQUEST')).toMatchObject([{ RecordsPerBatch: '10000' }]);
			},
		}),
		RequestsPerBatch: {
			'a bulk extract is refused, naming the field': async (test) => {
				expect(await errorOf(test, extract)).toContain(
					'BULK_API_REQUEST has no field RecordsPerBatch',
				);
			},
			'API Request can spell the field the other way': async (test) => {
				const brmObjects = { RequestName: 'x', RequestMethod: 'QUERY', RequestsPerBatch: 5 };
				const step = apiRequest('POST', 'bulk_api_request', { brmObjects });
				expect(await outputOf(test, step)).toMatchObject([
					{ createResponse: [{ ErrorCode: '0' }] },
				]);
			},
		},
	},

	bulkReadsUntilDone: {
		3: {
			"Get gives the vendor's own state each time": async (test) => {
				expect(await statesOf(test, 3)).toEqual(['PENDING', 'PENDING', 'COMPLETED']);
			},
		},
		0: {
			'a request that never gets done stays pending': async (test) => {
				expect(await statesOf(test, 4)).toEqual(['PENDING', 'PENDING', 'PENDING', 'PENDING']);
			},
		},
	},
} satisfies Partial<Registry>;

async function statesOf(test: BillingTest, looks: number): Promise<unknown[]> {
	const [{ Id }] = await outputOf(test, extract);
	const states: unknown[] = [];
	for (let look = 0; look < looks; look++) {
		const parameters = { recordId: String(Id) };
		const [row] = await outputOf(test, { resource: 'bulkExtract', operation: 'get', parameters });
		states.push(row.Status);
	}
	return states;
}
