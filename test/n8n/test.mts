import { prepare } from './context.mjs';
import { cli } from './parts/cli.mjs';
import { type Part, runParts } from './runner.mjs';
import { say } from './say.mjs';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	// Ends what was started, too: see the handlers of `exit`.
	process.once(signal, () => process.exit(1));
}

const context = await prepare('test');
const parts: Readonly<Record<string, Part>> = { cli: cli(context) };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
	throw new Error(`No part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
}
const chosen = Object.entries(parts).filter(([name]) => asked.length === 0 || asked.includes(name));

const { failed, line } = await runParts(chosen.map(([, part]) => part));
say(`\nScreenshots and logs: ${context.artefacts}`);
say(line);
process.exitCode = failed === 0 ? 0 : 1;
