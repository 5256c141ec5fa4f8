import { BillingError } from '../../../nodes/Billing/errors.js';
import { withOwnSession, withRunSession } from '../../../nodes/Billing/session/runSessions.js';
import type { SessionHandle } from '../../../nodes/Billing/session/session.js';
import { type FakeContext, fakeContext, type FakeOptions } from '../fakeContext.mjs';
import { CountingVendor } from './protocol.mjs';

const CREDENTIAL = ['https://h.example.com/org', 'me', 's3cret'];
let vendor: CountingVendor;
let runs = 0;

beforeEach(() => (vendor = new CountingVendor()));

/** Contexts of the nodes of one run: its id, its signal and its hooks are the same for all of them. */
function newRun(options: FakeOptions = {}): (own?: FakeOptions) => FakeContext {
	const shared: FakeOptions = {
		executionId: `run ${++runs}`,
		run: new AbortController(),
		hooks: [],
		...options,
	};
	return (own) => fakeContext({ ...shared, ...own });
}

const use = async (session: SessionHandle<string>): Promise<string> => await session.get();

async function work(node: FakeContext, identity = CREDENTIAL): Promise<string> {
	return await withRunSession(node.ctx, identity, vendor, use);
}

describe('where n8n tells when a run ends', () => {
	test('two nodes of a run share one session, closed once when the run ends', async () => {
		const node = newRun();
		const [first, second] = [node(), node({ name: 'Billing 2' })];
		expect([await work(first), await work(second)]).toEqual(['s1', 's1']);
		expect(vendor.loggedOut).toEqual([]);
		await second.finish();
		expect(vendor.loggedOut).toEqual(['s1']);
	});

	test('two nodes at the same moment share one login', async () => {
		const node = newRun();
		expect(await Promise.all([work(node()), work(node())])).toEqual(['s1', 's1']);
		expect(vendor.logins).toBe(1);
	});

	test('the end of the run is asked for once, however often nodes run', async () => {
		const node = newRun();
		for (let round = 0; round < 5; round++) await work(node());
		expect(node().hooks).toBe(1);
	});

	test('two runs never share a session', async () => {
		const [one, other] = [newRun()(), newRun()()];
		expect([await work(one), await work(other)]).toEqual(['s1', 's2']);
		await one.finish();
		expect(vendor.loggedOut).toEqual(['s1']);
		await other.finish();
		expect(vendor.openSessions).toBe(0);
	});

	test('two credentials of one run have a session each, and both are closed', async () => {
		const node = newRun();
		await work(node());
		await work(node(), [...CREDENTIAL.slice(0, 2), 'another password']);
		expect(vendor.logins).toBe(2);
		await node().finish();
		expect(vendor.openSessions).toBe(0);
	});

	test('credentials differ even where their parts read the same when put together', async () => {
		const node = newRun();
		await work(node(), ['a', 'b,c']);
		await work(node(), ['a,b', 'c']);
		expect(vendor.logins).toBe(2);
		await node().finish();
	});

	test('the session of a run that failed is closed when the run ends', async () => {
		const node = newRun()();
		const failing = withRunSession(node.ctx, CREDENTIAL, vendor, async (session) => {
			await session.get();
			throw new BillingError('it went wrong');
		});
		await expect(failing).rejects.toThrow('it went wrong');
		await node.finish();
		expect(vendor.openSessions).toBe(0);
	});

	test('a run that was stopped in a login leaves no session open', async () => {
		const node = newRun()();
		const release = vendor.hold();
		const working = work(node);
		node.cancel();
		const ending = node.finish();
		release();
		await Promise.allSettled([working, ending]);
		expect({ logins: vendor.logins, open: vendor.openSessions }).toEqual({ logins: 1, open: 0 });
	});

	test('a node that starts after the run was stopped opens nothing', async () => {
		const node = newRun()();
		node.cancel();
		await expect(work(node)).rejects.toMatchObject({ name: 'CancelledError' });
		expect({ logins: vendor.logins, hooks: node.hooks }).toEqual({ logins: 0, hooks: 0 });
	});

	test('a node that needs no session causes no login and no logout', async () => {
		const node = newRun()();
		await withRunSession(node.ctx, CREDENTIAL, vendor, async () => await Promise.resolve());
		await node.finish();
		expect(vendor.logins).toBe(0);
	});
});

describe('a run that may be put to sleep', () => {
	const workflow = {
		nodes: [{ name: 'Wait', type: 'n8n-nodes-base.wait' }],
		edges: [
			['Billing', 'Wait'],
			['Wait', 'Billing 2'],
		] as Array<[string, string]>,
	};

	test('has its session closed before, and opens another one afterwards', async () => {
		const node = newRun({ workflow });
		await work(node());
		expect(vendor.loggedOut).toEqual(['s1']);
		const last = node({ name: 'Billing 2' });
		expect(await work(last)).toBe('s2');
		expect(vendor.loggedOut).toEqual(['s1']);
		await last.finish();
		expect(vendor.loggedOut).toEqual(['s1', 's2']);
	});
});

describe('where n8n does not tell when a run ends', () => {
	test('the session is closed after each node', async () => {
		const node = newRun({ endOfRun: false });
		await work(node());
		await work(node());
		expect(vendor.loggedOut).toEqual(['s1', 's2']);
	});

	test('the session is closed after a node that failed', async () => {
		const failing = withRunSession(
			newRun({ endOfRun: false })().ctx,
			CREDENTIAL,
			vendor,
			async (session) => {
				await session.get();
				throw new Error('it went wrong');
			},
		);
		await expect(failing).rejects.toThrow('it went wrong');
		expect(vendor.openSessions).toBe(0);
	});

	test('the last of two nodes at work closes it, not the first', async () => {
		const node = newRun({ endOfRun: false });
		let release = (): void => undefined;
		const gate = new Promise<void>((resolve) => (release = resolve));
		const slow = withRunSession(node().ctx, CREDENTIAL, vendor, async (session) => {
			await session.get();
			await gate;
			return await session.get();
		});
		await work(node());
		expect(vendor.loggedOut).toEqual([]);
		release();
		expect(await slow).toBe('s1');
		expect(vendor.loggedOut).toEqual(['s1']);
	});
});

describe('outside a run', () => {
	test('work has a session of its own, closed at its end', async () => {
		const node = fakeContext({ executionId: undefined });
		await work(node);
		await work(node);
		expect(vendor.loggedOut).toEqual(['s1', 's2']);
		expect(node.hooks).toBe(0);
	});

	test('the session is closed also when the work fails, and a failed logout does not hide why', async () => {
		const { ctx, log } = fakeContext();
		vendor.logoutFault = new Error('no logout');
		const failing = withOwnSession(vendor, ctx.logger, async (session) => {
			await session.get();
			throw new Error('the real reason');
		});
		await expect(failing).rejects.toThrow('the real reason');
		expect(log).toEqual([{ level: 'warn', message: expect.stringContaining('no logout') }]);
	});
});

describe('a run that went to sleep and never came back', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	test('has its session closed by a later run', async () => {
		const asleep = newRun()();
		await work(asleep);
		jest.advanceTimersByTime(16 * 60_000);
		const later = newRun()();
		await work(later);
		await jest.advanceTimersByTimeAsync(0);
		expect(vendor.loggedOut).toEqual(['s1']);
		await later.finish();
	});

	test('is not taken for one that paused a few minutes, nor for one still at work', async () => {
		const paused = newRun()();
		await work(paused);
		const busy = newRun()();
		let release = (): void => undefined;
		const gate = new Promise<void>((resolve) => (release = resolve));
		const long = withRunSession(busy.ctx, CREDENTIAL, vendor, async (session) => {
			await session.get();
			await gate;
		});
		jest.advanceTimersByTime(10 * 60_000);
		await work(paused);
		jest.advanceTimersByTime(10 * 60_000);
		const later = newRun()();
		await work(later);
		await jest.advanceTimersByTimeAsync(0);
		expect(vendor.loggedOut).toEqual([]);
		release();
		await long;
		for (const node of [paused, busy, later]) await node.finish();
		expect(vendor.openSessions).toBe(0);
	});
});
