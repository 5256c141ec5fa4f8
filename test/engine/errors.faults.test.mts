import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Fault } from '../sandbox/index.mjs';
import { BillingTest } from './support/billingTest.mjs';
import {
	byId,
	CONTINUE,
	ids,
	newAccounts,
	query,
	recordStep,
	runStep,
	type Step,
} from './support/oneNode.mjs';
import { mappedAutomatically } from './support/workflows.mjs';

/** What is to be seen after one call in the middle went wrong. */
type Fate = 'all done' | 'refused' | 'may have happened';

interface Case {
	fault: Fault;
	/** A write that would do harm if it were sent twice: create, delete, restore. */
	once: Fate;
	/** A write that may be sent twice: update, upsert. */
	repeatable: Fate;
	read: 'all read' | 'error';
}

const status = (code: number, more: Partial<Extract<Fault, { type: 'status' }>> = {}): Fault => ({
	type: 'status',
	code,
	...more,
});

const passing = { once: 'all done', repeatable: 'all done', read: 'all read' } as const;
const lostAnswer = { once: 'may have happened', repeatable: 'all done', read: 'all read' } as const;
const badAnswer = {
	once: 'may have happened',
	repeatable: 'may have happened',
	read: 'error',
} as const;
const refused = { once: 'refused', repeatable: 'refused', read: 'error' } as const;

const CASES: Array<[string, Case]> = [
	['an ended session', { fault: { type: 'expireSession' }, ...passing }],
	[
		'a session that ends after the work',
		{ fault: { type: 'expireSession', when: 'after' }, ...passing },
	],
	['status 429', { fault: status(429), ...passing }],
	[
		'status 429 with Retry-After',
		{ fault: status(429, { headers: { 'retry-after': '0' } }), ...passing },
	],
	[
		'status 503 with Retry-After',
		{ fault: status(503, { headers: { 'retry-after': '0' } }), ...passing },
	],
	['a wrong content type', { fault: { type: 'badContentType' }, ...passing }],
	['status 502', { fault: status(502), ...lostAnswer }],
	['status 503', { fault: status(503), ...lostAnswer }],
	['status 504 after the work', { fault: status(504, { afterWork: true }), ...lostAnswer }],
	['a connection reset before the work', { fault: { type: 'resetBefore' }, ...lostAnswer }],
	['a connection reset after the work', { fault: { type: 'resetAfter' }, ...lostAnswer }],
	['a connection that breaks in the answer', { fault: { type: 'truncate' }, ...lostAnswer }],
	['status 500', { fault: status(500), ...badAnswer }],
	['status 500 after the work', { fault: status(500, { afterWork: true }), ...badAnswer }],
	['a web page', { fault: { type: 'html' }, ...badAnswer }],
	['an empty body', { fault: { type: 'empty' }, ...badAnswer }],
	['a body cut in the middle', { fault: { type: 'truncate', how: 'short' }, ...badAnswer }],
	['a body that is no JSON', { fault: { type: 'garbage' }, ...badAnswer }],
	['status 400', { fault: status(400), ...refused }],
	['status 403', { fault: status(403), ...refused }],
];
const WRITES_ONLY: Array<[string, Case]> = [
	['one result too few', { fault: { type: 'dropResult' }, ...badAnswer }],
	['one result too many', { fault: { type: 'extraResult' }, ...badAnswer }],
];

const COUNT = 30;
const BATCH = 10;
const options: INodeParameters = { batchSize: BATCH, pageSize: 15, retries: 1 };
const existing = ids(...Array.from({ length: COUNT }, (_, n) => n + 1));

interface Write {
	kind: string;
	step: Step;
	repeatable: boolean;
	/** How often the vendor has done what an item asks for. */
	done(test: BillingTest, item: IDataObject): number;
}

const rowsWith = (test: BillingTest, field: string, value: unknown): number =>
	test.vendor.rows('ACCOUNT').filter((row) => row[field] === value).length;

function write(operation: string, records: IDataObject[], more: INodeParameters = {}): Step {
	return recordStep(operation, 'ACCOUNT', { parameters: { ...more, options }, records });
}

const WRITES: Record<string, Write> = {
	create: {
		kind: 'create',
		// Without a key the vendor has nothing to know a second one by.
		step: write(
			'create',
			newAccounts(COUNT).map(({ C_CrmId: _, ...record }) => record),
			mappedAutomatically(),
		),
		repeatable: false,
		done: (test, { Name }) => rowsWith(test, 'Name', Name),
	},
	update: {
		kind: 'update',
		step: write(
			'update',
			existing.map(({ Id }) => ({ Id, Name: `Renamed ${String(Id)}` })),
			mappedAutomatically(),
		),
		repeatable: true,
		done: (test, { Name }) => rowsWith(test, 'Name', Name),
	},
	upsert: {
		kind: 'upsert',
		step: write('upsert', newAccounts(COUNT), mappedAutomatically('C_CrmId')),
		repeatable: true,
		done: (test, { Name }) => rowsWith(test, 'Name', Name),
	},
	delete: {
		kind: 'delete',
		step: write('delete', existing, byId),
		repeatable: false,
		done: (test, { Id }) => 1 - rowsWith(test, 'Id', Id),
	},
	restore: {
		kind: 'undelete',
		step: write('restore', existing, byId),
		repeatable: false,
		done: (test, { Id }) => rowsWith(test, 'Id', Id),
	},
};

/** Runs in a stand-in of its own, with a fault at the second call of a kind; answers what is to be seen. */
async function inOwnTest<T>(
	{ kind, before, fault }: { kind: string; before?: Step; fault: Fault },
	see: (test: BillingTest) => Promise<T>,
): Promise<T> {
	const test = await BillingTest.create();
	try {
		if (before) await runStep(test, before);
		test.vendor.faults.add({ match: { kind, nth: 2 }, do: fault });
		const seen = await see(test);
		expect(test.vendor.faults.read()).toMatchObject([{ fired: 1 }]);
		expect(test.books().openSessions).toBe(0);
		return seen;
	} finally {
		await test.stop();
	}
}

/** What the node said of each item, and whether the vendor's rows agree. */
async function seenOfWrite({ kind, step, done }: Write, fault: Fault) {
	const before = kind === 'undelete' ? write('delete', existing, byId) : undefined;
	return await inOwnTest({ kind, before, fault }, async (test) => {
		const result = await runStep(test, { ...step, node: CONTINUE });
		const failed = result.outputOf('Billing', 1);
		const items = [0, 1].flatMap((output) =>
			result
				.outputOf('Billing', output)
				.map(({ pairedItem }) => (pairedItem as { item: number }).item),
		);
		const fates = failed.map(({ json }): Fate => {
			const details = json.details as IDataObject | undefined;
			return details?.mayHaveHappened ? 'may have happened' : 'refused';
		});
		const goodItems = items.slice(0, items.length - failed.length);
		const records = step.records ?? [];
		const refusedItems = items.slice(goodItems.length).filter((_, n) => fates[n] === 'refused');
		const { logins } = test.books();
		return {
			fate: [...new Set(fates)].join() || 'all done',
			failed: failed.length,
			itemsWithoutResult: records.flatMap((_, item) => (items.includes(item) ? [] : [item])),
			itemsWithTwoResults: items.length - new Set(items).size,
			saidDoneButNot: goodItems.filter((item) => done(test, records[item]) !== 1),
			saidRefusedButDone: refusedItems.filter((item) => done(test, records[item]) !== 0),
			doneTwice: records.filter((record) => done(test, record) > 1),
			logins: logins - (before ? 1 : 0),
		};
	});
}

const READS: Record<string, { kind: string; step: Step }> = {
	get: { kind: 'retrieve', step: write('get', existing, byId) },
	'get many': { kind: 'retrieve', step: write('getAll', [{}], { returnAll: true }) },
	'get many with fields': {
		kind: 'query',
		step: write('getAll', [{}], { returnAll: true, fields: ['Id'] }),
	},
	query: { kind: 'query', step: query('SELECT Id FROM ACCOUNT ORDER BY Id', { options }) },
};

async function seenOfRead({ kind, step }: { kind: string; step: Step }, fault: Fault) {
	return await inOwnTest({ kind, fault }, async (test) => {
		const result = await runStep(test, step);
		const read = result.items('Billing').map(({ Id }) => Number(Id));
		const expected = Array.from({ length: step.records?.length === COUNT ? COUNT : 40 });
		const exact = JSON.stringify(read) === JSON.stringify(expected.map((_, n) => n + 1));
		return result.error ? (read.length === 0 ? 'error' : 'some rows') : exact ? 'all read' : read;
	});
}

describe('nothing is lost, nothing done twice, and every item accounted for, when the second of three writes meets', () => {
	test.concurrent.each([...CASES, ...WRITES_ONLY])('%s', async (_, { fault, once, repeatable }) => {
		const seen = Object.entries(WRITES).map(
			async ([name, each]) => [name, await seenOfWrite(each, fault)] as const,
		);
		const expected = Object.entries(WRITES).map(([name, { repeatable: twice }]) => {
			const fate = twice ? repeatable : once;
			const logins = fault.type === 'expireSession' ? 2 : 1;
			return [
				name,
				{
					fate,
					failed: fate === 'all done' ? 0 : BATCH,
					itemsWithoutResult: [],
					itemsWithTwoResults: 0,
					saidDoneButNot: [],
					saidRefusedButDone: [],
					doneTwice: [],
					logins,
				},
			];
		});
		expect(Object.fromEntries(await Promise.all(seen))).toEqual(Object.fromEntries(expected));
	});
});

describe('all rows are read once, or the run stops without any, when the second page meets', () => {
	test.concurrent.each(CASES)('%s', async (_, { fault, read }) => {
		const seen = Object.entries(READS).map(
			async ([name, each]) => [name, await seenOfRead(each, fault)] as const,
		);
		const expected = Object.keys(READS).map((name) => [name, read]);
		expect(Object.fromEntries(await Promise.all(seen))).toEqual(Object.fromEntries(expected));
	});
});
