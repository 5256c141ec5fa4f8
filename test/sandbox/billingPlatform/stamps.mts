import type { VendorClock } from '../vendorClock.mjs';
import type { BillingPlatformSwitches } from './switches.mjs';
import type { Stored } from './values.mjs';

type Dates = Readonly<Record<'Created' | 'Updated', Stored>>;

/** How the vendor dates its records: by its own clock, as finely and as early as the switches say. */
export class Stamps {
	constructor(
		private readonly clock: VendorClock,
		private readonly switches: () => BillingPlatformSwitches,
	) {}

	now(): string {
		return this.cut(this.clock.now());
	}

	ofNewRecord(): Dates {
		const now = this.now();
		return { Created: now, Updated: this.switches().updatedOnCreate === 'set' ? now : null };
	}

	/** The same values with their stamps as finely as the vendor keeps them. */
	fitted(values: ReadonlyMap<string, Stored>): ReadonlyMap<string, Stored> {
		const given = new Map(values);
		for (const name of ['Created', 'Updated']) {
			const value = given.get(name);
			if (typeof value === 'string') given.set(name, this.cut(Date.parse(value)));
		}
		return given;
	}

	private cut(at: number): string {
		const step = this.switches().stampPrecision === 'seconds' ? 1000 : 1;
		return new Date(Math.floor(at / step) * step).toISOString();
	}
}
