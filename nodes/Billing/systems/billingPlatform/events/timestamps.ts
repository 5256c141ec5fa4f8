import type { INodeProperties } from 'n8n-workflow';

import { literal } from '../sql';

const DAY = 86_400_000;

/** A way to write a time in a query. */
export interface TimestampForm {
	/** How finely it tells the time (ms). */
	step: number;
	write(at: number): string;
}

const iso = (at: number): string => new Date(at).toISOString();
const oracle = (at: number): string => iso(at).replace('T', ' ').replace('Z', '');

/** How the vendor wants timestamps written is not documented (apis 8, row 15). */
const FORMS: Record<string, TimestampForm> = {
	iso: { step: 1, write: (at) => literal(iso(at)) },
	timestamp: {
		step: 1,
		write: (at) => `TO_TIMESTAMP(${literal(oracle(at))}, 'YYYY-MM-DD HH24:MI:SS.FF3')`,
	},
	day: { step: DAY, write: (at) => literal(iso(at).slice(0, 10)) },
};

export const timestampFormat: INodeProperties = {
	displayName: 'Timestamps in Queries',
	name: 'timestampFormat',
	type: 'options',
	default: 'iso',
	options: [
		{ name: 'Date and Time', value: 'iso', description: "Such as '2025-01-31T08:00:00.000Z'" },
		{ name: 'Date Only', value: 'day', description: "Such as '2025-01-31'" },
		{ name: 'TO_TIMESTAMP', value: 'timestamp', description: 'As Oracle databases want it' },
	],
	description: 'How times are written for BillingPlatform, in case it refuses the usual form',
};

/** The form chosen; the usual one where there is no such choice. */
export function timestampForm(name: string): TimestampForm {
	return FORMS[name] ?? FORMS.iso;
}
