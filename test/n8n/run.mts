import { parseArgs } from 'node:util';

import { prepare } from './context.mjs';
import { bringExamples, openPlace, type Place } from './harness/place.mjs';
import { say, seconds } from './say.mjs';

const DEFAULT_PORT = 5678;
const DEFAULT_SANDBOX_PORT = 8484;

/** A real n8n with the package in it, ready to click. */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: String(DEFAULT_PORT) },
			'sandbox-port': { type: 'string', default: String(DEFAULT_SANDBOX_PORT) },
		},
	});
	const context = await prepare('run');
	const start = performance.now();
	say(`Starting n8n ${context.installation.release.n8n} and the stand-ins …`);
	const opening = openPlace(context, 'n8n', {
		port: Number(values.port),
		sandboxPort: Number(values['sandbox-port']),
	});
	stopOnSignal(opening);
	const place = await opening;
	const workflows = await bringExamples(place);
	say(
		introduction(
			place,
			workflows.map(({ name }) => name),
		),
	);
	say(`Ready after ${seconds(start)}. Stop with Ctrl-C; all that was done in it is gone then.`);

	const code = await place.process.ended;
	await place.close();
	say(`n8n has ended with ${code}.`);
}

function introduction({ url, owner, sandbox, vendors }: Place, workflows: string[]): string {
	const { billingPlatform, cloudBilling } = vendors;
	return `
  n8n        ${url}
  E-mail     ${owner.email}
  Password   ${owner.password}

  Workflows  ${workflows.join('\n             ')}

  Credentials for the stand-ins are there, too:
             ${billingPlatform.name}: ${billingPlatform.address}
             ${cloudBilling.name}: ${cloudBilling.address}
  What the stand-ins have counted: ${sandbox.url}/__sandbox/billingPlatform/books
`;
}

/** A terminal sends Ctrl-C to every process, npm sends it on: it may come twice. */
function stopOnSignal(opening: Promise<Place>): void {
	let stopping = false;
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			if (stopping) return;
			stopping = true;
			say('\nStopping …');
			void opening.then(
				async (place) => await place.close(),
				() => undefined,
			);
		});
	}
}

main().catch((error: unknown) => {
	say(`n8n: ${error instanceof Error ? error.message : String(error)}`);
	process.exitCode = 1;
});
