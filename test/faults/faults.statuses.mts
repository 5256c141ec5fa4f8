import type { Fault } from '../sandbox/index.mjs';
import { badAnswer, inSystem, lostAnswer, passing, refused } from './fates.mjs';
import type { FaultCase } from './model.mjs';
import { once } from './once.mjs';

type More = Omit<Extract<Fault, { type: 'status' }>, 'type' | 'code'>;

const status = (code: number, more: More = {}): Fault => ({ type: 'status', code, ...more });

const page = {
	headers: { 'content-type': 'text/html' },
	body: '<html><body>Not Found</body></html>',
};
const soon = { headers: { 'retry-after': '2' } };

export const STATUSES: readonly FaultCase[] = [
	// BillingPlatform says so when a session has ended.
	once('401', status(401), inSystem(passing, refused), { logins: 2 }),
	once('403', status(403), refused),
	once('404 (a web page)', status(404, page), refused),
	once('429 with Retry-After', status(429, soon), passing),
	once('429 without Retry-After', status(429), passing),
	{
		name: '429, again and again',
		expect: refused,
		order: (world, subject) => world.hit(subject, status(429), 'always'),
	},
	once('500', status(500), badAnswer),
	once('500 after the work', status(500, { afterWork: true }), badAnswer),
	once('502', status(502), lostAnswer),
	once('502 after the work', status(502, { afterWork: true }), lostAnswer),
	once('503 with Retry-After', status(503, soon), passing),
	once('503 without Retry-After', status(503), lostAnswer),
	once('504 after the work', status(504, { afterWork: true }), lostAnswer),
	{
		name: 'redirect to another host',
		expect: refused,
		hitsOne: true,
		order: (world, subject) =>
			world.hit(subject, status(302, { headers: { location: `${world.elsewhere.url}/away` } })),
		check: ({ elsewhere }) => (elsewhere.asked.length === 0 ? [] : ['the other host was asked']),
	},
	{
		name: 'redirect that keeps the method',
		expect: refused,
		hitsOne: true,
		order: (world, subject) =>
			world.hit(subject, status(307, { headers: { location: `${world.elsewhere.url}/away` } })),
		check: ({ elsewhere }) => (elsewhere.asked.length === 0 ? [] : ['the other host was asked']),
	},
	{
		name: 'redirect loop',
		expect: refused,
		order: (world, subject) =>
			world.hit(subject, status(302, { headers: { location: world.test.sandbox.url } }), 'always'),
	},
];
