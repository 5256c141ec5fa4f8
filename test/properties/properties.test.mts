import { rules } from './rules.mjs';
import { SEED } from './split.mjs';

/** The whole run is `npm run test:properties`. */
const SHARE = 0.005;

test.each(rules)('$name', async ({ cases, try: tryRule }) => {
	const { tried, failure } = await tryRule(Math.ceil(cases * SHARE), SEED);
	expect(failure).toBeUndefined();
	expect(tried).toBeGreaterThan(0);
});
