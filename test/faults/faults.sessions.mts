import type { Fault } from '../sandbox/index.mjs';
import { passing, refused } from './fates.mjs';
import type { FaultCase, Subject } from './model.mjs';
import { TOO_LATE_MS, type World } from './world.mjs';

const SLOW_MS = 200;

/** How the login of a subject is called in the books. */
function loginOf({ system, name }: Subject): string {
	if (system === 'cloudBilling') return 'Login';
	return usesToken(name) ? 'oauthToken' : 'login';
}

const usesToken = (name: string): boolean => name.endsWith('(OAuth2)');
const hasLogout = ({ system, name }: Subject): boolean =>
	system === 'billingPlatform' && !usesToken(name);

const atLogin = (
	name: string,
	fault: Fault,
	more: Partial<FaultCase> & Pick<FaultCase, 'expect'>,
): FaultCase => ({
	name,
	byLogin: true,
	order: (world, subject) => world.order(subject.system, loginOf(subject), fault),
	...more,
});

const atLogout = (name: string, fault: Fault, more: Partial<FaultCase> = {}): FaultCase => ({
	name,
	system: 'billingPlatform',
	expect: passing,
	order: (world) => world.order('billingPlatform', 'logout', fault),
	...more,
});

/** The vendor opened a session of which nobody has heard. */
const leavesOne = (subject: Subject): number => (hasLogout(subject) ? 1 : 0);

const expires = (
	name: string,
	order: FaultCase['order'],
	more: Partial<FaultCase> = {},
): FaultCase => ({ name, byLogin: true, logins: 2, expect: passing, order, ...more });

const expire = (world: World, { system, kind }: Subject, nth: number, times?: 'always'): void =>
	world.order(system, kind, { type: 'expireSession' }, { nth, times });

export const SESSIONS: readonly FaultCase[] = [
	expires('session expired before the first call', (world, subject) => expire(world, subject, 1)),
	expires('session expired in the middle', (world, subject) =>
		expire(world, subject, subject.safety === 'poll' ? 1 : 2),
	),
	expires('session expired after a call', (world, subject) =>
		world.order(subject.system, subject.kind, { type: 'expireSession', when: 'after' }),
	),
	expires(
		'session expired, again and again',
		(world, subject) => expire(world, subject, 1, 'always'),
		// One for each batch, and the first.
		{ expect: refused, logins: 4 },
	),
	{
		name: 'login refused',
		byLogin: true,
		logins: 0,
		expect: refused,
		order: (world, { system }) =>
			world.changeCredentials(system, {
				password: 'plainly-the-wrong-one',
				clientSecret: 'plainly-the-wrong-one',
			}),
	},
	atLogin('login slow', { type: 'delayAfterWork', ms: SLOW_MS }, { expect: passing }),
	atLogin(
		'login slower than the time-out',
		{ type: 'delayAfterWork', ms: TOO_LATE_MS },
		{ expect: refused, leavesOpen: leavesOne, logins: 2 },
	),
	atLogin(
		'login whose answer is lost',
		{ type: 'resetAfter' },
		{ expect: refused, leavesOpen: leavesOne, logins: 2 },
	),
	atLogin('login answered with 500', { type: 'status', code: 500 }, { expect: refused }),
	atLogin('login answered with HTML', { type: 'html' }, { expect: refused }),
	atLogin(
		'login answered with 429',
		{ type: 'status', code: 429, headers: { 'retry-after': '2' } },
		{ expect: passing },
	),
	atLogout('session expired at logout', { type: 'expireSession' }),
	atLogout('logout refused', { type: 'status', code: 500 }, { leavesOpen: leavesOne }),
	atLogout('logout answered with 503', { type: 'status', code: 503 }),
	atLogout('logout reset before the work', { type: 'resetBefore' }),
	atLogout('logout reset after the work', { type: 'resetAfter' }),
	atLogout('logout slow', { type: 'delayAfterWork', ms: SLOW_MS }),
	atLogout('logout slower than the time-out', { type: 'delayAfterWork', ms: TOO_LATE_MS }),
];
