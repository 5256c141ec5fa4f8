import type { BillingPlatformSwitches } from '../../sandbox/index.mjs';
import type { BillingTest } from '../support/billingTest.mjs';

/** Sentences about the node, each with the proof. The stand-in is in the position that they are filed under. */
export type Rules = Readonly<Record<string, (test: BillingTest) => Promise<void>>>;

/** Rules for every position of every switch; of a switch that is a number, for positions worth trying. */
export type Registry = {
	readonly [Name in keyof BillingPlatformSwitches]: BillingPlatformSwitches[Name] extends number
		? Readonly<Record<number, Rules>>
		: Readonly<Record<BillingPlatformSwitches[Name], Rules>>;
};

/** The same rules for several positions: what the user sees does not depend on the switch. */
export function inEach<const Position extends string | number>(
	positions: readonly Position[],
	rules: Rules,
): Record<Position, Rules> {
	const entries = positions.map((position) => [position, rules]);
	return Object.fromEntries(entries) as Record<Position, Rules>;
}
