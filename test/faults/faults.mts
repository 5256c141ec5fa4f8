import { ANSWERS } from './faults.answers.mjs';
import { CONNECTIONS } from './faults.connections.mjs';
import { RUNS } from './faults.runs.mjs';
import { SESSIONS } from './faults.sessions.mjs';
import { STATUSES } from './faults.statuses.mjs';
import type { FaultCase, Subject } from './model.mjs';

/** In the order of the report. */
export const FAULTS: readonly FaultCase[] = [
	...CONNECTIONS,
	...STATUSES,
	...ANSWERS,
	...SESSIONS,
	...RUNS,
];

export function concerns({ system }: FaultCase, subject: Subject): boolean {
	return system === undefined || system === subject.system;
}
