import { parseArgs } from 'node:util';

import { picturesDir, prepare } from './context.mjs';
import { cli } from './parts/cli.mjs';
import { editor } from './parts/editor/index.mjs';
import { nodes } from './parts/nodes/index.mjs';
import { older } from './parts/older.mjs';
import { queue } from './parts/queue.mjs';
import { type Part, runParts } from './runner.mjs';
import { say } from './say.mjs';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	// Ends what was started, too: see the handlers of `exit`.
	process.once(signal, () => process.exit(1));
}

// `npm run test:n8n -- editor --only token` runs some parts, and of these some tests; --pictures makes those of the
// README anew.
const { values, positionals: asked } = parseArgs({
	allowPositionals: true,
	options: { only: { type: 'string' }, pictures: { type: 'boolean' } },
});
const context = await prepare('test');
const parts: Readonly<Record<string, Part>> = {
	cli: cli(context),
	editor: editor(context, values.pictures ? picturesDir() : undefined),
	nodes: nodes(context),
	queue: queue(context),
	older: older(context),
};

const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
	throw new Error(`No part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
}
const chosen = Object.entries(parts).filter(([name]) => asked.length === 0 || asked.includes(name));

const { failed, line } = await runParts(
	chosen.map(([, part]) => part),
	values.only === undefined ? undefined : new RegExp(values.only),
);
say(`\nScreenshots and logs: ${context.artefacts}`);
say(line);
process.exit(failed === 0 ? 0 : 1);
