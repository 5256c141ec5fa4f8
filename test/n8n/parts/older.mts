import assert from 'node:assert/strict';

import { readExample } from '../../demo/examples.mjs';
import { stories } from '../../demo/stories.mjs';
import { vendorsOf } from '../../demo/vendors.mjs';
import { startSandbox } from '../../sandbox/index.mjs';
import { type Context, newHome } from '../context.mjs';
import { CommandLine } from '../harness/commandLine.mjs';
import { installN8n, OLDER } from '../install/install.mjs';
import type { Part } from '../runner.mjs';
import { readAccount, writeAccount } from './accounts.mjs';
import { allClosed, sessionsOf } from './sessions.mjs';
import { handOn } from './workflows.mjs';

const UPLOAD = 'usage-to-purchases.json';
/** n8n takes no more than 21 characters. */
const UPLOAD_ID = 'upload';
const TWO_NODES = 'two-nodes';
const REFUSED = 'refused';

/** An n8n that does not tell nodes when a run ends: there each node closes the session that it has opened. */
export function older(context: Context): Part {
	return {
		name: `n8n ${OLDER.n8n}`,
		async run(test) {
			const installation = await installN8n(OLDER);
			const sandbox = await startSandbox();
			const home = newHome({ ...context, installation }, 'older');
			const n8n = new CommandLine(home);
			const vendors = vendorsOf(sandbox);
			const books = { vendors };
			const credential = vendors.billingPlatform;
			try {
				await test('loads in an older n8n, and takes credentials and workflows', async () => {
					await n8n.importCredentials(Object.values(vendors));
					await n8n.importWorkflows([
						{ ...readExample(UPLOAD, vendors), id: UPLOAD_ID },
						{
							...handOn(
								[],
								writeAccount('Write', credential, 'OLD-1'),
								readAccount('Read', credential),
							),
							id: TWO_NODES,
						},
						{ ...handOn([], readAccount('Read', credential, '999999')), id: REFUSED },
					]);
				});

				await test('opens and closes a session for each node in an older n8n', async () => {
					const ended = await n8n.execute(TWO_NODES);
					assert.equal(ended.error, undefined);
					assert.equal(ended.items('Read')[0].C_CrmId, 'OLD-1');
					assert.deepEqual(sessionsOf(books), allClosed(2));
				});

				await test('leaves no session when a node fails in an older n8n', async () => {
					sandbox.billingPlatform.reset();
					await assert.rejects(n8n.execute(REFUSED), /999999/);
					assert.deepEqual(sessionsOf(books), allClosed(1));
				});

				await test(`runs examples/${UPLOAD} in an older n8n`, async () => {
					sandbox.cloudBilling.reset();
					const result = await n8n.execute(UPLOAD_ID);
					assert.equal(result.error, undefined);
					const story = stories.find(({ file }) => file === UPLOAD);
					const engine = { binary: home.binary.bind(home) };
					assert.equal(await story?.check({ result, engine, sandbox }), undefined);
					assert.equal(vendors.cloudBilling.complaint(), undefined);
				});
			} finally {
				await home.remove();
				await sandbox.stop();
			}
		},
	};
}
