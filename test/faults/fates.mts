import type { Fate, Safety, Subject } from './model.mjs';

type Expect = (subject: Subject) => Fate;

const by =
	(fates: Readonly<Record<Safety, Fate>>): Expect =>
	({ safety }) =>
		fates[safety];

/** Sent again, or harmless. */
export const passing: Expect = () => 'done';
/** The vendor said no, or never heard of it. */
export const refused: Expect = () => 'refused';
/** No answer came: what may be sent twice is sent again. */
export const lostAnswer = by({ read: 'done', repeatable: 'done', poll: 'done', once: 'unknown' });
/** An answer came that says nothing. */
export const badAnswer = by({
	read: 'refused',
	poll: 'refused',
	repeatable: 'unknown',
	once: 'unknown',
});

export const inSystem =
	(billingPlatform: Expect, cloudBilling: Expect): Expect =>
	(subject) =>
		subject.system === 'billingPlatform' ? billingPlatform(subject) : cloudBilling(subject);

export const cancelled: Expect = ({ safety }) => (safety === 'poll' ? 'done' : 'cancelled');
