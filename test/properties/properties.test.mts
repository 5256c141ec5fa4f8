import { rules } from './rules.mjs';
import { SEED } from './split.mjs';

/** The whole run is `npm run test:properties`. */
const SHARE = 0.01;

test.each(rules)('$name', async ({ cases, try: tryRule }) => {
	const { failure } = await tryRule(Math.ceil(cases * SHARE), SEED);
	expect(failure).toBeUndefined();
});
