import type { Place } from '../harness/place.mjs';

export interface Sessions {
	logins: number;
	logouts: number;
	open: number;
}

/** What the books of BillingPlatform say about sessions. */
export function sessionsOf({ vendors }: Pick<Place, 'vendors'>): Sessions {
	const { logins, logouts, open } = vendors.billingPlatform.account();
	return { logins, logouts, open };
}

export function allClosed(logins: number): Sessions {
	return { logins, logouts: logins, open: 0 };
}
