import { readFileSync } from 'node:fs';
import { Engine, type RunResult, type WorkflowJson } from '../engine/harness/index.mjs';
import { type Sandbox, startSandbox } from '../sandbox/index.mjs';
import { stories, type Story } from './stories.mjs';
import { type Account, type System, type Vendor, vendorsOf } from './vendors.mjs';

/** Read once and kept, so in which run it is fetched says nothing about that run. */
const NOT_COUNTED = new Set(['wsdl']);

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
	const workflow = readExample(story.file, vendor);
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

function difference(before: Account, after: Account): Account {
	const callsBy = Object.entries(after.callsBy)
		.map(([kind, count]) => [kind, count - (before.callsBy[kind] ?? 0)] as const)
		.filter(([, count]) => count > 0);
	return {
		calls: after.calls - before.calls,
		callsBy: Object.fromEntries(callsBy),
		logins: after.logins - before.logins,
		logouts: after.logouts - before.logouts,
		open: after.open - before.open,
	};
}

function describeCalls({ calls, callsBy, logins, logouts }: Account): string {
	return `${calls} calls (${list(callsBy)}); logins ${logins}, logouts ${logouts}`;
}

function unexpectedCalls({ calls }: Story, { callsBy }: Account): string | undefined {
	const counted = Object.entries(callsBy).filter(([kind]) => !NOT_COUNTED.has(kind));
	const [found, expected] = [list(Object.fromEntries(counted)), list(calls)];
	return found === expected ? undefined : `the calls were ${found}, not ${expected}`;
}

function list(callsBy: Readonly<Record<string, number>>): string {
	const kinds = Object.entries(callsBy).sort(([a], [b]) => a.localeCompare(b));
	return kinds.map(([kind, count]) => `${count} ${kind}`).join(', ');
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

/** Exported workflows name no credentials: the user chooses them after the import, the demo does here. */
function readExample(file: string, { name, credentialType }: Vendor): WorkflowJson {
	const workflow = JSON.parse(readFileSync(`examples/${file}`, 'utf8')) as WorkflowJson;
	const credentials = { [credentialType]: { id: credentialType, name } };
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
