/**
 * Load and soak in n8n's engine: `npm run test:load -- [--runs=<n>] [--first=<n>] [--at-once=<n>] [--credentials=<n>]`.
 * Each line that it prints was judged by the books of the stand-ins.
 */
import { parseArgs } from 'node:util';

import { load } from './load.mjs';
import { soak } from './soak.mjs';

const { values } = parseArgs({
	options: {
		runs: { type: 'string', default: '10000' },
		first: { type: 'string', default: '1000' },
		'at-once': { type: 'string', default: '200' },
		credentials: { type: 'string', default: '50' },
	},
});

console.log(await load(1, Number(values['at-once'])));
console.log(await load(Number(values.credentials), Number(values['at-once'])));
console.log(await soak(Number(values.runs), Number(values.first)));
