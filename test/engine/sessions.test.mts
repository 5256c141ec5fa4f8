import type { IConnections } from 'n8n-workflow';
import type { WorkflowJson } from './harness/index.mjs';
import { BillingTest } from './support/billingTest.mjs';
import { billing, chain, entity, filteredBy, start } from './support/workflows.mjs';

let billingTest: BillingTest;

beforeEach(async () => {
	billingTest = await BillingTest.create();
});
afterEach(async () => await billingTest.stop());

const getMany = (name: string, what = 'ACCOUNT') =>
	billing(name, 'record', 'getAll', { ...entity(what), limit: 2 });
const failing = (name: string) =>
	billing(name, 'query', 'execute', { query: 'SELECT Nothing FROM ACCOUNT', limit: 1 });
const stop = { name: 'Stop', type: 'n8n-nodes-base.stopAndError' };

/** Five Billing nodes: two in a loop of many rounds, two on parallel branches, one at the end. */
function fiveNodes(last = getMany('Last')): WorkflowJson {
	const loop = {
		name: 'Loop',
		type: 'n8n-nodes-base.splitInBatches',
		parameters: { batchSize: 1 },
	};
	const to = (...nodes: string[]) =>
		nodes.map((node) => ({ node, type: 'main' as const, index: 0 }));
	const connections: IConnections = {
		Start: { main: [to('Loop')] },
		Loop: { main: [to('Left', 'Right'), to('First')] },
		First: { main: [to('Second')] },
		Second: { main: [to('Once')] },
		Once: { main: [to('Loop')] },
		Left: { main: [to('Last')] },
	};
	const once = {
		name: 'Once',
		type: 'harness.code',
	};
	const nodes = [
		start,
		loop,
		getMany('First'),
		billing('Second', 'query', 'execute', { query: 'SELECT Id FROM INVOICE', limit: 1 }),
		once,
		getMany('Left'),
		getMany('Right', 'INVOICE'),
		last,
	];
	return { nodes, connections };
}

const rounds = Array.from({ length: 50 }, (_, n) => ({ n }));
const once = { Once: () => [{ json: {} }] };

describe('a workflow with five Billing nodes, a loop of 50 rounds and two branches', () => {
	test('logs in once and logs out once', async () => {
		const result = await billingTest.run(fiveNodes(), rounds, { code: once });
		expect(result.error).toBeUndefined();
		expect(result.runsOf('First')).toHaveLength(50);
		expect(result.runsOf('Right')).toHaveLength(1);
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1, openSessions: 0 });
	});

	test('logs out once when it fails in the middle', async () => {
		const result = await billingTest.run(fiveNodes(failing('Last')), rounds, { code: once });
		expect(result.status).toBe('error');
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1, openSessions: 0 });
	});

	test('logs out once when it is cancelled in the middle', async () => {
		billingTest.vendor.faults.add({
			match: { kind: 'query', nth: 20 },
			do: { type: 'delay', ms: 30_000 },
		});
		const result = await billingTest.run(fiveNodes(), rounds, { code: once, cancelWhen: 1000 });
		expect(result.status).toBe('canceled');
		expect(result.runsOf('Second').length).toBeLessThan(50);
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1, openSessions: 0 });
	});

	test('leaves no session open in an older n8n, which does not tell when a run ends', async () => {
		const older = await BillingTest.create({ hooks: false });
		const result = await older.run(fiveNodes(), rounds, { code: once });
		expect(result.status).toBe('success');
		const { logins, logouts, openSessions, peakOpenSessions } = older.books();
		expect({ openSessions, peakOpenSessions }).toEqual({ openSessions: 0, peakOpenSessions: 1 });
		expect(logins).toBe(103);
		expect(logouts).toBe(103);
		await older.stop();
	});
});

describe('a session of a run', () => {
	test('is closed when a node that is not ours fails', async () => {
		const result = await billingTest.run(chain(start, getMany('Get'), stop));
		expect(result.status).toBe('error');
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1, openSessions: 0 });
	});

	test('is not opened by a node that fails before it sends anything', async () => {
		const bad = billing('Get', 'record', 'getAll', entity('={{ "ACCOUNT/../x" }}'));
		const result = await billingTest.run(chain(start, bad));
		expect(result.error?.message).toContain('is not the name of an entity');
		expect(billingTest.books()).toMatchObject({ calls: 0, logins: 0 });
	});

	test('is not shared with another run', async () => {
		const runs = Array.from({ length: 5 }, () => billingTest.run(chain(start, getMany('Get'))));
		await Promise.all(runs);
		expect(billingTest.books()).toMatchObject({ logins: 5, logouts: 5, openSessions: 0 });
	});

	test('is one for each credential of the run', async () => {
		const workflow = chain(
			start,
			getMany('With password'),
			billing('With token', 'record', 'getAll', {
				...entity('ACCOUNT'),
				authentication: 'oAuth2',
				limit: 1,
			}),
			getMany('With password again'),
		);
		const result = await billingTest.run(workflow);
		expect(result.error).toBeUndefined();
		expect(billingTest.books()).toMatchObject({
			logins: 1,
			logouts: 1,
			tokens: 1,
			openSessions: 0,
		});
	});

	test('is replaced once when the vendor ends it between two nodes', async () => {
		const expire = { name: 'Expire', type: 'harness.code' };
		const result = await billingTest.run(chain(start, getMany('A'), expire, getMany('B')), [{}], {
			code: {
				Expire: (items) => {
					billingTest.vendor.expireSessions();
					return items.slice(0, 1);
				},
			},
		});
		expect(result.error).toBeUndefined();
		expect(billingTest.books()).toMatchObject({ logins: 2, logouts: 1, openSessions: 0 });
	});

	test('does not make a good run fail when its logout fails, and says so in the log', async () => {
		billingTest.vendor.faults.add({ match: { kind: 'logout' }, do: { type: 'status', code: 500 } });
		const result = await billingTest.run(chain(start, getMany('Get')));
		expect(result.status).toBe('success');
		expect(result.logs.filter(({ level }) => level === 'warn')).toHaveLength(1);
	});

	test('is closed after a login that was still under way when the run was cancelled', async () => {
		billingTest.vendor.faults.add({
			match: { kind: 'login' },
			do: { type: 'delayAfterWork', ms: 400 },
		});
		const result = await billingTest.run(chain(start, getMany('Get')), [{}], { cancelWhen: 100 });
		expect(result.status).toBe('canceled');
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1, openSessions: 0 });
	});

	test('is not opened again by Retry On Fail after a cancel', async () => {
		billingTest.vendor.faults.add({
			match: { kind: 'retrieve' },
			do: { type: 'delay', ms: 30_000 },
			times: 'always',
		});
		const retried = { ...getMany('Get'), retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
		const result = await billingTest.run(chain(start, retried), [{}], { cancelWhen: 300 });
		expect(result.status).toBe('canceled');
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1, openSessions: 0 });
	});
});

const WRONG = 'Tr0ub4dor-not-it';

describe('a refused login', () => {
	const wrongPassword = (): void => {
		const { baseUrl, username } = billingTest.vendor;
		billingTest.engine.credentials.set('password', {
			type: 'billingPlatformApi',
			name: 'BillingPlatform',
			data: { baseUrl, username, password: WRONG },
		});
	};

	test('is not tried again by other items, nodes or Retry On Fail', async () => {
		wrongPassword();
		const patient = {
			...getMany('A'),
			onError: 'continueRegularOutput' as const,
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 10,
		};
		const result = await billingTest.run(chain(start, patient, getMany('B')), [{}, {}, {}]);
		expect(result.status).toBe('error');
		expect(billingTest.books()).toMatchObject({ logins: 0, refusedLogins: 1, calls: 1 });
	});

	test('is told in the words of the vendor, and never with the password', async () => {
		wrongPassword();
		const result = await billingTest.run(chain(start, getMany('Get')));
		expect(result.error?.message).toMatch(/^BillingPlatform refused the login: ./);
		expect(result.everything()).not.toContain(WRONG);
	});
});

describe('a run that waits', () => {
	const wait = {
		name: 'Wait',
		type: 'n8n-nodes-base.wait',
		parameters: { amount: 2, unit: 'hours' },
	};

	test('has no session open while it sleeps, and opens a new one when it wakes up', async () => {
		const filtered = filteredBy('Status', 'equals', 'ACTIVE');
		const workflow = chain(
			start,
			getMany('A'),
			billing('B', 'record', 'getAll', { ...entity('ACCOUNT'), ...filtered, limit: 1 }),
			wait,
			getMany('C'),
		);
		const waiting = await billingTest.run(workflow);
		expect(waiting.status).toBe('waiting');
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1, openSessions: 0 });
		const resumed = await billingTest.engine.resume(waiting);
		expect(resumed.status).toBe('success');
		expect(billingTest.books()).toMatchObject({ logins: 2, logouts: 2, openSessions: 0 });
	});
});
