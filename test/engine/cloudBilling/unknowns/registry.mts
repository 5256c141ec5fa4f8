import type { CloudBillingSwitches } from '../../../sandbox/index.mjs';
import type { FreshCloud } from '../../support/cloudTest.mjs';

/** Sentences about the node, each with the proof. The stand-in is in the position that they are filed under. */
export type Rules = Readonly<Record<string, (fresh: FreshCloud) => Promise<void>>>;

/** Rules for every position of every switch; of a number or a name, for positions worth trying. */
export type Registry = {
	readonly [Name in keyof CloudBillingSwitches]: CloudBillingSwitches[Name] extends number
		? Readonly<Record<number, Rules>>
		: Readonly<Record<CloudBillingSwitches[Name], Rules>>;
};

/** The same rules for several positions: what the user sees does not depend on the switch. */
export function inEach<const Position extends string | number>(
	positions: readonly Position[],
	rules: Rules,
): Record<Position, Rules> {
	const entries = positions.map((position) => [position, rules]);
	return Object.fromEntries(entries) as Record<Position, Rules>;
}
