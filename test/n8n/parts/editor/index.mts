import { openStudio } from '../../browser/studio.mjs';
import type { Context } from '../../context.mjs';
import type { Part } from '../../runner.mjs';
import { cloudBilling } from './cloudBilling.mjs';
import { credentials } from './credentials.mjs';
import { finding } from './finding.mjs';
import { install } from './install.mjs';
import { queries } from './queries.mjs';
import { records } from './records.mjs';
import { stop } from './stop.mjs';
import { trigger } from './trigger.mjs';

/**
 * What a user does with the node, in n8n's own editor, in a real browser.
 *
 * @param pictures where the pictures of the README go; without it none are made
 */
export function editor(context: Context, pictures?: string): Part {
	return {
		name: 'Editor',
		async run(test) {
			const studio = await openStudio(context, 'editor', test, pictures);
			try {
				await finding(studio);
				await credentials(studio);
				await records(studio);
				await queries(studio);
				await cloudBilling(studio);
				await trigger(studio);
				await stop(studio);
				await install(studio);
			} finally {
				await studio.close();
			}
		},
	};
}
