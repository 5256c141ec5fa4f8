import { badAnswer, lostAnswer, refused } from './fates.mjs';
import type { FaultCase } from './model.mjs';
import { firstHit, TOO_LATE_MS } from './world.mjs';

/** After the logout, however busy the machine is: a session that has ended by then decides what is done. */
const LONG_AFTER_MS = 1_500;

/** Of doors that lead nowhere: the first request of the run meets them, and every other. */
const nowhere = { expect: refused, logins: 0 };

export const CONNECTIONS: readonly FaultCase[] = [
	{
		name: 'connection refused',
		...nowhere,
		// Nobody listens at port 1.
		order: (world, { system }) => world.leadTo(system, 'http://127.0.0.1:1'),
	},
	{
		name: 'DNS failure',
		...nowhere,
		order: (world, { system }) => world.leadTo(system, 'https://billing.invalid'),
	},
	{
		name: 'TLS: untrusted certificate',
		...nowhere,
		order: (world, { system }) => world.leadTo(system, world.untrustedUrl),
	},
	{
		name: 'TLS: the port speaks no TLS',
		...nowhere,
		order: (world, { system }) =>
			world.leadTo(system, world.test.sandbox.url.replace('http:', 'https:')),
	},
	{
		name: 'reset before the work',
		expect: lostAnswer,
		hitsOne: true,
		order: (world, subject) => world.hit(subject, { type: 'resetBefore' }),
	},
	{
		name: 'reset after the work',
		expect: lostAnswer,
		hitsOne: true,
		order: (world, subject) => world.hit(subject, { type: 'resetAfter' }),
	},
	{
		name: 'reset in the middle of the answer',
		expect: lostAnswer,
		hitsOne: true,
		order: (world, subject) => world.hit(subject, { type: 'truncate', how: 'closed' }),
	},
	{
		name: 'reset after the work, then refused',
		// What is sent again may have been done the first time, whatever is said the second time.
		expect: badAnswer,
		hitsOne: true,
		order(world, subject) {
			world.hit(subject, { type: 'resetAfter' });
			const nth = firstHit(subject.safety) + 1;
			const refusal = { type: 'status', code: 403 } as const;
			if (subject.safety !== 'once') world.order(subject.system, subject.kind, refusal, { nth });
		},
	},
	{
		name: 'reset, again and again',
		expect: badAnswer,
		order: (world, subject) => world.hit(subject, { type: 'resetBefore' }, 'always'),
	},
	{
		name: 'time-out before the work',
		expect: lostAnswer,
		hitsOne: true,
		order: (world, subject) => world.hit(subject, { type: 'delay', ms: LONG_AFTER_MS }),
	},
	{
		name: 'time-out after the work',
		expect: lostAnswer,
		hitsOne: true,
		order: (world, subject) => world.hit(subject, { type: 'delayAfterWork', ms: TOO_LATE_MS }),
	},
	{
		name: 'time-out in the middle of the answer',
		expect: lostAnswer,
		hitsOne: true,
		order: (world, subject) => world.hit(subject, { type: 'truncate', how: 'stalled' }),
	},
];
