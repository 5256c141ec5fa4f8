/** A run that fails can be repeated; another seed tries other values. */
export const SEED = 20260131;

/** What a worker tells. */
export type Report =
	| { kind: 'start'; name: string }
	| { kind: 'tried'; name: string; tried: number; failure?: string }
	| { kind: 'end' };

/** Deals the numbers of rules out. */
export function split(rules: number[], hands: number): number[][] {
	return Array.from({ length: hands }, (_, hand) =>
		rules.filter((_rule, place) => place % hands === hand),
	);
}
