import { openStudio } from '../../browser/studio.mjs';
import type { Context } from '../../context.mjs';
import type { Part } from '../../runner.mjs';
import { cloudBilling } from './cloudBilling.mjs';
import { credentials } from './credentials.mjs';
import { finding } from './finding.mjs';
import { records } from './records.mjs';

/** What a user does with the node, in n8n's own editor, in a real browser. */
export function editor(context: Context): Part {
	return {
		name: 'Editor',
		async run(test) {
			const studio = await openStudio(context, 'editor', test);
			try {
				await finding(studio);
				await credentials(studio);
				await records(studio);
				await cloudBilling(studio);
			} finally {
				await studio.close();
			}
		},
	};
}
