import type { IDataObject } from 'n8n-workflow';
import type { Account, Told } from './account.mjs';
import type { Fate, FaultCase, Subject } from './model.mjs';
import type { World } from './world.mjs';

/** What one run of a node, or one poll, left behind. */
export interface Seen {
	/** How it ended, as the user sees it. */
	fate: Fate;
	/** What the user reads; empty where all went well. */
	text: string;
	/** Of a write: what is said of each input item. */
	account?: Account;
	/** Of a write: the input. */
	records?: IDataObject[];
	/** Rows that came twice, were missed, or came out of order. */
	differences: string[];
	/** What else is wrong with what came out. */
	faults: string[];
	/** Everything that can be seen or is saved, for the search for secrets. */
	everything: string;
	/** Milliseconds by the clock on the wall. */
	took: number;
}

/** What the vendor says of itself, as the difference to before. */
export interface Books {
	calls: number;
	logins: number;
	/** Of a user who is locked out at the third. */
	refusedLogins: number;
	openSessions: number;
	/** Calls that do the subject's work, the vendor having done it or not. */
	sent: number;
	/** Of a write: how often each record was done. */
	done: number[];
}

export interface Verdict {
	problems: string[];
	/** What was asked and answered, where there are problems. */
	trail: string;
	seen: Seen;
	books: Books;
}

const ALL_TOLD: readonly Told[] = ['done', 'refused', 'unknown', 'unsent'];
/** A wrong password may be sent twice more by the user before CloudBilling locks. */
const MOST_REFUSED_LOGINS = 1;
const WITHIN_MS = 20_000;

/** @returns what is wrong; nothing where every promise was kept */
export function judge(
	world: World,
	fault: FaultCase,
	subject: Subject,
	seen: Seen,
	books: Books,
): string[] {
	const { openSessions, logins, refusedLogins } = books;
	const open = fault.leavesOpen?.(subject) ?? 0;
	// Of a poll that met the fault, and the next one.
	const mostLogins = (fault.logins ?? 1) + (subject.safety === 'poll' ? 1 : 0);
	const secrets = world.secrets().filter((secret) => seen.everything.includes(secret));
	return [
		...(fits(fault.expect(subject), seen.fate, subject) ? [] : [unexpected(fault, subject, seen)]),
		...(fault.expect(subject) === 'asGiven' ? [] : seen.differences),
		...seen.faults,
		...(openSessions === open ? [] : [`${openSessions} sessions open, not ${open}`]),
		...(logins <= mostLogins ? [] : [`${logins} logins, not ${mostLogins}`]),
		...(refusedLogins <= MOST_REFUSED_LOGINS ? [] : [`${refusedLogins} refused logins`]),
		...(secrets.length === 0 ? [] : [`${secrets.length} secrets can be seen`]),
		...(seen.took <= (fault.within ?? WITHIN_MS) ? [] : [`took ${Math.round(seen.took)} ms`]),
		...(subject.work.does === 'write' ? judgeAccount(fault, subject, seen, books) : []),
		...(fault.check?.(world, subject) ?? []),
	];
}

/** A read that failed changed nothing, so there is one way to fail. */
function fits(expected: Fate, fate: Fate, { work }: Subject): boolean {
	if (expected === fate || (expected === 'asGiven' && fate === 'done')) return true;
	return work.does !== 'write' && ![expected, fate].includes('done') && fate !== 'cancelled';
}

function unexpected(fault: FaultCase, subject: Subject, { fate, text }: Seen): string {
	return `${fate}, not ${fault.expect(subject)}${text && `: ${text}`}`;
}

/** Every item is spoken of once, and what is said of it agrees with the vendor's rows. */
function judgeAccount(
	{ hitsOne }: FaultCase,
	{ batch = 1 }: Subject,
	{ account = new Map<number, Told>(), records = [], fate }: Seen,
	{ done, sent }: Books,
): string[] {
	// What stops a run before anything is sent need not tell of every item.
	const unspoken = sent > 0 ? undefined : 'unsent';
	const wrong = records.flatMap((_, item) => {
		const told = account.get(item) ?? unspoken;
		const times = done[item];
		if (told === undefined) return [`item ${item} is not spoken of`];
		if (times > 1) return [`item ${item} was done ${times} times`];
		if (told === 'done' && times !== 1) return [`item ${item} is told as done and is not`];
		if (told !== 'done' && told !== 'unknown' && times !== 0) {
			return [`item ${item} is told as ${told} and was done`];
		}
		return [];
	});
	const failed = [...account.values()].filter((told) => told === 'refused' || told === 'unknown');
	if (hitsOne && fate !== 'done' && (failed.length === 0 || failed.length > batch)) {
		wrong.push(`${failed.length} failed, not ${batch} or fewer`);
	}
	return wrong;
}

/** `2 done, 2 unknown, 2 unsent` */
export function describeAccount(account: Account): string {
	const told = [...account.values()];
	return ALL_TOLD.map((each) => [told.filter((one) => one === each).length, each] as const)
		.filter(([count]) => count > 0)
		.map(([count, each]) => `${count} ${each}`)
		.join(', ');
}

export function readBooks(world: World, { system, kind }: Subject): Omit<Books, 'done'> {
	const sent = world[system].calls.read().callsBy[kind] ?? 0;
	if (system === 'billingPlatform') {
		const { calls, logins, tokens, refusedLogins, refusedTokens, openSessions } =
			world.billingPlatform.books();
		return {
			calls,
			logins: logins + tokens,
			refusedLogins: refusedLogins + refusedTokens,
			openSessions,
			sent,
		};
	}
	const { calls, wsdlRequests, logins, refusedLogins, lockedLogins } = world.cloudBilling.books();
	return {
		calls: calls - wsdlRequests,
		logins,
		refusedLogins: refusedLogins + lockedLogins,
		openSessions: 0,
		sent,
	};
}
