import { BillingError, LoginRefusedError } from '../../../nodes/Billing/errors.js';
import { NetworkError } from '../../../nodes/Billing/http/http.js';
import { SharedSession } from '../../../nodes/Billing/session/sharedSession.js';
import { CountingVendor } from './protocol.mjs';

let vendor: CountingVendor;
let session: SharedSession<string>;
let warnings: string[];

beforeEach(() => {
	vendor = new CountingVendor();
	warnings = [];
	session = new SharedSession(vendor, { warn: (message) => void warnings.push(message) });
});

describe('opening', () => {
	test('waits until the session is first needed', async () => {
		await session.close();
		expect(vendor.logins).toBe(0);
	});

	test('happens once for all who ask at the same moment', async () => {
		const all = await Promise.all([session.get(), session.get(), session.get()]);
		expect(all).toEqual(['s1', 's1', 's1']);
		expect(vendor.logins).toBe(1);
	});

	test('happens once for those who ask one after the other', async () => {
		expect([await session.get(), await session.get()]).toEqual(['s1', 's1']);
	});

	test('is not tried again by itself after the vendor refused the login', async () => {
		const refusal = new LoginRefusedError('wrong password');
		vendor.loginFaults.push(refusal);
		await expect(session.get()).rejects.toBe(refusal);
		await expect(session.get()).rejects.toBe(refusal);
		await expect(session.renew('s0')).rejects.toBe(refusal);
		expect(vendor.logins).toBe(0);
	});

	test('is tried again after a fault on the way', async () => {
		vendor.loginFaults.push(new BillingError('no connection'));
		await expect(session.get()).rejects.toThrow('no connection');
		expect(await session.get()).toBe('s1');
	});

	test('that got no answer says nothing of the request that needed the session: it was not sent', async () => {
		vendor.loginFaults.push(
			new NetworkError('no answer', {
				code: 'ETIMEDOUT',
				outcome: 'unknown',
				description: 'Wait.',
			}),
		);
		await expect(session.get()).rejects.toMatchObject({
			message: 'no answer',
			description: 'Wait.',
			code: 'ETIMEDOUT',
			outcome: 'refused',
		});
	});

	test('that fails fails for all who waited for it, by one login', async () => {
		vendor.loginFaults.push(new LoginRefusedError('wrong password'));
		const all = await Promise.allSettled([session.get(), session.get()]);
		expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		expect(vendor.logins).toBe(0);
	});
});

describe('renewing', () => {
	test('logs in again', async () => {
		expect(await session.renew(await session.get())).toBe('s2');
		expect(await session.get()).toBe('s2');
	});

	test('is one login for two who lost the same session at the same moment', async () => {
		const stale = await session.get();
		const both = await Promise.all([session.renew(stale), session.renew(stale)]);
		expect(both).toEqual(['s2', 's2']);
		expect(vendor.logins).toBe(2);
	});

	test('is one login where the second finds out while the first is logging in', async () => {
		const stale = await session.get();
		const release = vendor.hold();
		const first = session.renew(stale);
		await Promise.resolve();
		const second = session.renew(stale);
		release();
		expect(await Promise.all([first, second])).toEqual(['s2', 's2']);
		expect(vendor.logins).toBe(2);
	});

	test('is no login for one who finds out late that the old session has ended', async () => {
		const stale = await session.get();
		await session.renew(stale);
		expect(await session.renew(stale)).toBe('s2');
		expect(vendor.logins).toBe(2);
	});

	test('that is refused is remembered', async () => {
		const stale = await session.get();
		vendor.loginFaults.push(new LoginRefusedError('locked'));
		await expect(session.renew(stale)).rejects.toThrow('locked');
		await expect(session.get()).rejects.toThrow('locked');
		expect(vendor.logins).toBe(1);
	});
});

describe('closing', () => {
	test('logs out of the open session, once, however often it is asked for', async () => {
		await session.get();
		await Promise.all([session.close(), session.close()]);
		await session.close();
		expect(vendor.loggedOut).toEqual(['s1']);
	});

	test('logs out of the newest session after a renewal', async () => {
		await session.renew(await session.get());
		await session.close();
		expect(vendor.loggedOut).toContain('s2');
	});

	test('waits for a login under way and logs out of what it brings', async () => {
		const release = vendor.hold();
		const user = session.get();
		const closing = session.close();
		release();
		await closing;
		expect(await user).toBe('s1');
		expect(vendor.loggedOut).toEqual(['s1']);
	});

	test('waits for a renewal under way', async () => {
		const stale = await session.get();
		const release = vendor.hold();
		const renewal = session.renew(stale);
		const closing = session.close();
		release();
		await closing;
		await renewal;
		expect(vendor.loggedOut).toContain('s2');
	});

	test('that fails is a warning and not an error', async () => {
		await session.get();
		vendor.logoutFault = new BillingError('the vendor is away');
		await session.close();
		expect(warnings).toEqual(['Billing: logout did not succeed: the vendor is away']);
	});

	test('after a login that failed does nothing and does not fail', async () => {
		vendor.loginFaults.push(new LoginRefusedError('wrong password'));
		await session.get().catch(() => undefined);
		await session.close();
		expect(vendor.loggedOut).toEqual([]);
		expect(warnings).toEqual([]);
	});

	test('while a login fails does not fail', async () => {
		const release = vendor.hold();
		vendor.loginFaults.push(new BillingError('no connection'));
		const user = session.get();
		const closing = session.close();
		release();
		await expect(user).rejects.toThrow('no connection');
		await expect(closing).resolves.toBeUndefined();
	});

	test('is for good: no one gets a session afterwards', async () => {
		await session.get();
		await session.close();
		await expect(session.get()).rejects.toThrow('The run is over');
		await expect(session.renew('s1')).rejects.toThrow('The run is over');
		expect(vendor.logins).toBe(1);
	});
});
