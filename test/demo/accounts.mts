import type { Story } from './stories.mjs';
import type { Account } from './vendors.mjs';

/** Read once and kept, so in which run it is fetched says nothing about that run. */
const NOT_COUNTED = new Set(['wsdl']);

/** What was spent between two looks at the books. */
export function difference(before: Account, after: Account): Account {
	const callsBy = Object.entries(after.callsBy)
		.map(([kind, count]) => [kind, count - (before.callsBy[kind] ?? 0)] as const)
		.filter(([, count]) => count > 0);
	return {
		calls: after.calls - before.calls,
		callsBy: Object.fromEntries(callsBy),
		logins: after.logins - before.logins,
		logouts: after.logouts - before.logouts,
		open: after.open - before.open,
	};
}

export function describeCalls({ calls, callsBy, logins, logouts }: Account): string {
	return `${calls} calls (${list(callsBy)}); logins ${logins}, logouts ${logouts}`;
}

/** @returns what is wrong if the vendor was called more or less often than the story says */
export function unexpectedCalls({ calls }: Story, { callsBy }: Account): string | undefined {
	const counted = Object.entries(callsBy).filter(([kind]) => !NOT_COUNTED.has(kind));
	const [found, expected] = [list(Object.fromEntries(counted)), list(calls)];
	return found === expected ? undefined : `the calls were ${found}, not ${expected}`;
}

function list(callsBy: Readonly<Record<string, number>>): string {
	const kinds = Object.entries(callsBy).sort(([a], [b]) => a.localeCompare(b));
	return kinds.map(([kind, count]) => `${count} ${kind}`).join(', ');
}
