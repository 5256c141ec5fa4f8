import { Engine, type RunResult, type WorkflowJson } from '../engine/harness/index.mjs';
import { type Sandbox, startSandbox } from '../sandbox/index.mjs';
import { describeCalls, difference, unexpectedCalls } from './accounts.mjs';
import { readExample } from './examples.mjs';
import { stories, type Story } from './stories.mjs';
import { type System, type Vendor, vendorsOf } from './vendors.mjs';

interface Demo {
	sandbox: Sandbox;
	engine: Engine;
	vendors: Record<System, Vendor>;
}

/** Runs the example workflows in n8n's engine against the stand-ins, and says what happened. */
async function main(): Promise<number> {
	say('Starting the stand-ins and n8n’s engine …');
	const sandbox = await startSandbox();
	try {
		const vendors = vendorsOf(sandbox);
		for (const { name, address } of Object.values(vendors)) say(`${name} stand-in: ${address}`);
		say('');
		const demo = { sandbox, vendors, engine: await loadEngine(vendors) };
		const problems: string[] = [];
		for (const [index, story] of stories.entries()) {
			const problem = await tell(story, `${index + 1}/${stories.length}`, demo);
			if (problem) problems.push(`${story.file}: ${problem}`);
		}
		return conclude(Object.values(vendors), problems);
	} finally {
		await sandbox.stop();
	}
}

/** Runs one example and prints its account. @returns what is wrong, if anything */
async function tell(story: Story, place: string, demo: Demo): Promise<string | undefined> {
	const { engine, sandbox } = demo;
	const vendor = demo.vendors[story.system];
	const workflow = readExample(story.file, demo.vendors);
	const before = vendor.account();
	say(`${place}  ${workflow.name} (examples/${story.file}) … running`);
	const result = story.change
		? await runTriggered(workflow, story, demo)
		: await engine.run(workflow);
	const spent = difference(before, vendor.account());
	if (result.error) return result.error.message;

	say(`     in      ${result.items(story.input).length} items from “${story.input}”`);
	for (const { label, node, output } of story.output) {
		say(`     out     ${result.items(node, output).length} ${label}`);
	}
	for (const row of sample(result, story)) say(`             ${row}`);
	say(`     vendor  ${vendor.name}: ${describeCalls(spent)}; ${result.durationMs} ms\n`);
	const problem = await story.check({ result, engine, sandbox });
	return problem ?? unexpectedCalls(story, spent) ?? vendor.complaint();
}

/** Activates the workflow, lets something happen at the vendor, and runs what its trigger tells of. */
async function runTriggered(
	workflow: WorkflowJson,
	{ input: trigger, change }: Story,
	{ engine, sandbox }: Demo,
): Promise<RunResult> {
	const staticData = {};
	await engine.poll(workflow, trigger, { staticData });
	change?.(sandbox);
	const items = await engine.poll(workflow, trigger, { staticData });
	return await engine.run(workflow, { startNode: trigger, input: items?.[0] ?? [] });
}

function sample(result: RunResult, { show }: Story): string[] {
	return result
		.items(show.node)
		.slice(0, 2)
		.map((row) => show.fields.map((field) => `${field}: ${String(row[field])}`).join(', '));
}

function conclude(vendors: Vendor[], problems: string[]): number {
	for (const problem of problems) say(`demo: ${problem}`);
	const state = problems.length === 0 ? 'ok' : 'failed';
	const sum = (member: 'logins' | 'logouts' | 'open') =>
		vendors.reduce((total, vendor) => total + vendor.account()[member], 0);
	const books = `logins=${sum('logins')} logouts=${sum('logouts')} open=${sum('open')}`;
	say(`demo: ${state}, runs=${stories.length} ${books}`);
	return problems.length === 0 ? 0 : 1;
}

async function loadEngine(vendors: Record<System, Vendor>): Promise<Engine> {
	const credentials = Object.values(vendors).map(({ name, credentialType, credential }) => [
		credentialType,
		{ type: credentialType, name, data: credential },
	]);
	return await Engine.load({
		packageDir: process.cwd(),
		credentials: Object.fromEntries(credentials),
	});
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
