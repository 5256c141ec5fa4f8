import { readFileSync } from 'node:fs';
import { Engine, type RunResult, type WorkflowJson } from '../engine/harness/index.mjs';
import { type Books, type Sandbox, startSandbox } from '../sandbox/index.mjs';
import { stories, type Story } from './stories.mjs';

/** Runs the example workflows in n8n's engine against the stand-ins, and says what happened. */
async function main(): Promise<number> {
	say('Starting the stand-in and n8n’s engine …');
	const sandbox = await startSandbox();
	try {
		say(`BillingPlatform stand-in: ${sandbox.billingPlatform.baseUrl}\n`);
		const engine = await loadEngine(sandbox);
		const problems: string[] = [];
		for (const [index, story] of stories.entries()) {
			const problem = await tell(story, `${index + 1}/${stories.length}`, engine, sandbox);
			if (problem) problems.push(`${story.file}: ${problem}`);
		}
		return conclude(sandbox.billingPlatform.books(), problems);
	} finally {
		await sandbox.stop();
	}
}

/** Runs one example and prints its account. @returns what is wrong, if anything */
async function tell(
	story: Story,
	place: string,
	engine: Engine,
	sandbox: Sandbox,
): Promise<string | undefined> {
	const workflow = readExample(story.file);
	const before = sandbox.billingPlatform.books();
	say(`${place}  ${workflow.name} (examples/${story.file}) … running`);
	const result = await engine.run(workflow);
	const after = sandbox.billingPlatform.books();
	if (result.error) return result.error.message;

	say(`     in      ${result.items(story.input).length} items from “${story.input}”`);
	for (const { label, node, output } of story.output) {
		say(`     out     ${result.items(node, output).length} ${label}`);
	}
	for (const row of sample(result, story)) say(`             ${row}`);
	say(`     vendor  ${describeCalls(before, after)}; ${result.durationMs} ms\n`);
	return story.check(result, sandbox) ?? openSession(after);
}

function sample(result: RunResult, { show }: Story): string[] {
	return result
		.items(show.node)
		.slice(0, 2)
		.map((row) => show.fields.map((field) => `${field}: ${String(row[field])}`).join(', '));
}

function describeCalls(before: Books, after: Books): string {
	const kinds = Object.entries(after.callsBy)
		.map(([kind, count]) => [kind, count - (before.callsBy[kind] ?? 0)] as const)
		.filter(([, count]) => count > 0)
		.map(([kind, count]) => `${count} ${kind}`);
	const logins = after.logins - before.logins;
	const logouts = after.logouts - before.logouts;
	return `${after.calls - before.calls} calls (${kinds.join(', ')}); logins ${logins}, logouts ${logouts}`;
}

function openSession({ openSessions }: Books): string | undefined {
	return openSessions === 0 ? undefined : `${openSessions} sessions were left open`;
}

function conclude({ logins, logouts, openSessions }: Books, problems: string[]): number {
	for (const problem of problems) say(`demo: ${problem}`);
	const state = problems.length === 0 ? 'ok' : 'failed';
	const books = `logins=${logins} logouts=${logouts} open=${openSessions}`;
	say(`demo: ${state}, runs=${stories.length} ${books}`);
	return problems.length === 0 ? 0 : 1;
}

async function loadEngine({ billingPlatform }: Sandbox): Promise<Engine> {
	const { baseUrl, username, password } = billingPlatform;
	return await Engine.load({
		packageDir: process.cwd(),
		credentials: {
			billingPlatformApi: {
				type: 'billingPlatformApi',
				name: 'BillingPlatform',
				data: { baseUrl, username, password },
			},
		},
	});
}

/** Exported workflows name no credentials: the user chooses them after the import, the demo does here. */
function readExample(file: string): WorkflowJson {
	const workflow = JSON.parse(readFileSync(`examples/${file}`, 'utf8')) as WorkflowJson;
	const credentials = { billingPlatformApi: { id: 'billingPlatformApi', name: 'BillingPlatform' } };
	return {
		...workflow,
		nodes: workflow.nodes.map((node) =>
			node.type.startsWith('n8n-nodes-billing.') ? { ...node, credentials } : node,
		),
	};
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

main().then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		say(`demo: failed, ${error instanceof Error ? error.message : String(error)}`);
		process.exitCode = 1;
	},
);
