import type { Context } from '../../context.mjs';
import { openPlace } from '../../harness/place.mjs';
import type { Part } from '../../runner.mjs';
import { agent } from './agent.mjs';
import { httpRequest } from './httpRequest.mjs';
import { wait } from './wait.mjs';

/** Billing and its credentials together with n8n's own nodes, judged by the books of the stand-ins. */
export function nodes(context: Context): Part {
	return {
		name: "Beside n8n's own nodes",
		async run(test) {
			const place = await openPlace(context, 'nodes');
			try {
				await wait(place, test);
				await agent(place, test);
				await httpRequest(place, test);
			} finally {
				await place.close();
			}
		},
	};
}
