import type { BillingTest } from '../support/billingTest.mjs';
import {
	apiRequest,
	errorOf,
	newAccount,
	newAccounts,
	outputOf,
	query,
	recordStep,
} from '../support/oneNode.mjs';
import { entity, mappedAutomatically } from '../support/workflows.mjs';
import type { Registry } from './registry.mjs';

const upload = { brmObjects: { ActivityCollectorId: '848' } };
const FILES = 'files/BULK_UPLOAD_HISTORY/1/AllRecordsFile';
const smallBatches = { ...mappedAutomatically(), options: { batchSize: 5 } };

/** Creates one account and reads it back. */
const createAndRead = recordStep('create', 'ACCOUNT', {
	parameters: { ...mappedAutomatically(), options: { returnFullRecord: true } },
	records: [newAccount(1)],
});

const twoQueries = { ...query('SELECT Id FROM ACCOUNT WHERE Id = 7'), records: [{}, {}] };

/** Gives the one upload record a file, by the node. */
async function uploadFile(test: BillingTest): Promise<void> {
	test.vendor.insert('BULK_UPLOAD_HISTORY', [{ ActivityCollectorId: 848 }]);
	const content = Buffer.from('a,b').toString('base64');
	const data = { mimeType: 'text/csv', fileName: 'usage.csv', data: content };
	const [item] = await outputOf(test, {
		resource: 'file',
		operation: 'upload',
		parameters: {
			...entity('BULK_UPLOAD_HISTORY'),
			recordId: '1',
			fieldName: 'AllRecordsFile',
		},
		run: { input: [{ json: {}, binary: { data } }] },
	});
	expect(item).toMatchObject({ uploaded: true, fileName: 'usage.csv', fileSize: 3 });
}

const refusedCalls = (test: BillingTest) =>
	test.vendor.log.read().filter(({ status }) => status === 429);

/** Limits of the org, and paths that may or may not be there. */
export const limits = {
	rest21: {
		on: {
			'API Request can use version 2.1': async (test) => {
				const step = apiRequest('POST', 'bulk_upload_history', upload, { version: '2.1' });
				expect(await outputOf(test, step)).toMatchObject([{ createResponse: [{ Id: '1' }] }]);
			},
		},
		off: {
			'version 2.1 is told to be missing, version 2.0 works': async (test) => {
				const step = apiRequest('POST', 'bulk_upload_history', upload, { version: '2.1' });
				expect(await errorOf(test, step)).toContain('No resource at POST');
				const newer = apiRequest('POST', 'bulk_upload_history', upload);
				expect(await outputOf(test, newer)).toMatchObject([{ createResponse: [{ Id: '1' }] }]);
			},
		},
	},

	fileDownload: {
		on: {
			'API Request gets the file that File: Upload put there': async (test) => {
				await uploadFile(test);
				const [answer] = await outputOf(test, apiRequest('GET', FILES));
				expect(answer).toMatchObject({ retrieveResponse: [{ Data: 'YSxi' }] });
			},
		},
		off: {
			'File: Upload works, and a download is told to be missing': async (test) => {
				await uploadFile(test);
				expect(await errorOf(test, apiRequest('GET', FILES))).toContain('No resource at GET');
			},
		},
	},

	readAfterWriteLagMs: {
		0: {
			'Return Full Record gives the record at once': async (test) => {
				expect(await outputOf(test, createAndRead)).toMatchObject([{ Id: '41', C_CrmId: 'T-1' }]);
				expect(test.books()).toMatchObject({ callsBy: { retrieve: 1 } });
			},
		},
		500: {
			'Return Full Record waits for the record': async (test) => {
				expect(await outputOf(test, createAndRead)).toMatchObject([{ Id: '41', C_CrmId: 'T-1' }]);
				expect(test.books()).toMatchObject({ callsBy: { retrieve: 2 } });
			},
		},
		600_000: {
			'Return Full Record gives the Id alone after a few looks': async (test) => {
				expect(await outputOf(test, createAndRead)).toEqual([{ Id: '41' }]);
				expect(test.books()).toMatchObject({ callsBy: { retrieve: 5 } });
			},
		},
	},

	rateLimit: {
		0: {
			'calls go out as fast as they are answered': async (test) => {
				const step = recordStep('create', 'ACCOUNT', {
					parameters: smallBatches,
					records: newAccounts(30),
				});
				expect(await outputOf(test, step)).toHaveLength(30);
				expect(test.books()).toMatchObject({ calls: 8 });
			},
		},
		5: {
			'calls beyond the limit wait and are sent again, and every record is written once': async (
				test,
			) => {
				const step = recordStep('create', 'ACCOUNT', {
					parameters: smallBatches,
					records: newAccounts(30),
				});
				expect(await outputOf(test, step)).toHaveLength(30);
				expect(test.books()).toMatchObject({ rowsCreated: 30, logins: 1, logouts: 1 });
				expect(refusedCalls(test)).not.toHaveLength(0);
			},
		},
	},

	retryAfterSeconds: {
		0: {
			'without Retry-After the wait is our own': async (test) => {
				test.vendor.set({ rateLimit: 2 });
				expect(await outputOf(test, twoQueries)).toHaveLength(2);
				expect(refusedCalls(test)).not.toHaveLength(0);
			},
		},
		1: {
			'Retry-After is waited for': async (test) => {
				test.vendor.set({ rateLimit: 2 });
				const begun = Date.now();
				expect(await outputOf(test, twoQueries)).toHaveLength(2);
				expect(Date.now() - begun).toBeGreaterThan(900);
				expect(refusedCalls(test)).toHaveLength(1);
			},
			'a logout that comes too soon is sent again, so that no session stays open': async (test) => {
				test.vendor.set({ rateLimit: 2 });
				await outputOf(test, query('SELECT Id FROM ACCOUNT WHERE Id = 7'));
			},
		},
		600: {
			'a wait of ten minutes is told instead of waited for': async (test) => {
				test.vendor.set({ rateLimit: 1 });
				expect(await errorOf(test, twoQueries)).toContain('Too many requests');
				test.vendor.expireSessions();
			},
		},
	},
} satisfies Partial<Registry>;
