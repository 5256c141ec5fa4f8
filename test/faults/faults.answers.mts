import { badAnswer, inSystem, passing } from './fates.mjs';
import type { FaultCase, Twist } from './model.mjs';
import { once } from './once.mjs';

const answer = (...[name, fault, expect, more]: Parameters<typeof once>): FaultCase =>
	once(name, fault, expect, { spoils: true, ...more });

type Expect = FaultCase['expect'];

/** Done for who hands on any answer. */
const unlessHandedOn =
	(expect: Expect): Expect =>
	(subject) =>
		subject.takes === 'anyAnswer' ? 'done' : expect(subject);
/** The same for who knows no shape that an answer should have. */
const unlessTaken =
	(expect: Expect): Expect =>
	(subject) =>
		subject.takes ? 'done' : expect(subject);

const twisted =
	(twist: Twist): Expect =>
	({ work, takes, twisted: own }) => {
		if (takes) return 'done';
		return own?.[twist] ?? (work.does === 'write' ? 'unknown' : 'asGiven');
	};

export const ANSWERS: readonly FaultCase[] = [
	answer('HTML with 200', { type: 'html' }, badAnswer),
	answer('HTML with 200, after the work', { type: 'html', afterWork: true }, badAnswer),
	answer('empty body', { type: 'empty' }, unlessHandedOn(badAnswer)),
	answer('cut JSON or XML', { type: 'truncate', how: 'short' }, unlessHandedOn(badAnswer)),
	answer('no JSON or XML', { type: 'garbage' }, unlessHandedOn(badAnswer)),
	answer('wrong content type', { type: 'badContentType' }, passing),
	answer('wrong encoding: a byte that is no UTF-8', { type: 'wrongEncoding' }, badAnswer),
	answer(
		'wrong encoding: UTF-16',
		{ type: 'wrongEncoding', how: 'utf16' },
		// XML says by its first bytes what it is; JSON is always UTF-8.
		inSystem(badAnswer, passing),
	),
	{
		name: 'gzip bomb',
		expect: badAnswer,
		hitsOne: true,
		within: 60_000,
		order(world, subject) {
			// CloudBilling's limit is an option, and makes the bomb a small one here.
			world.clock.slowDown();
			const isOption = subject.system === 'cloudBilling';
			world.hit(subject, { type: 'gzipBomb', megabytes: isOption ? 10 : 110 });
			return isOption ? { options: { maxSize: 1 } } : undefined;
		},
	},
	answer('one result too few', { type: 'dropResult' }, twisted('fewer')),
	answer('one result too many', { type: 'extraResult' }, twisted('more')),
	answer(
		'results out of shape: no list',
		{ type: 'outOfShape', how: 'noList' },
		unlessTaken(badAnswer),
	),
	answer(
		'results out of shape: texts',
		{ type: 'outOfShape', how: 'texts' },
		unlessTaken(badAnswer),
	),
	answer('duplicate Ids', { type: 'sameIds' }, twisted('sameIds')),
	answer('XML with a DOCTYPE', { type: 'doctype' }, badAnswer, { system: 'cloudBilling' }),
	answer('XML entity bomb', { type: 'entityBomb' }, badAnswer, { system: 'cloudBilling' }),
	answer('XML of 10,000 levels', { type: 'deepNesting' }, badAnswer, { system: 'cloudBilling' }),
	answer('SOAP Fault with 200', { type: 'soapFault' }, badAnswer, { system: 'cloudBilling' }),
	answer(
		'SOAP Fault with 500, after the work',
		{ type: 'soapFault', status: 500, afterWork: true },
		badAnswer,
		{ system: 'cloudBilling' },
	),
];
