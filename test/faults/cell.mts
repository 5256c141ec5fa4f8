import { inspect } from 'node:util';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { RunResult, WorkflowJson } from '../engine/harness/index.mjs';
import { BY_LOGIN } from '../engine/support/cloudTest.mjs';
import { CONTINUE, runStep, type Step } from '../engine/support/oneNode.mjs';
import { CREDENTIALS } from '../engine/support/workflows.mjs';
import { type Account, accountOfError, accountOfItems, type ErrorText } from './account.mjs';
import { judge, readBooks, type Seen, type Verdict } from './judge.mjs';
import type { Fate, FaultCase, Ordeal, Poll, Read, Subject, System, Write } from './model.mjs';
import type { World } from './world.mjs';

/** How the node is set to go on: n8n's own default, and the other way where a write tells of each item. */
export type Mode = 'stop' | 'goOn';

export const modesOf = ({ work }: Subject): readonly Mode[] =>
	work.does === 'write' ? ['stop', 'goOn'] : ['stop'];

const NODE = 'Billing';
/** One more try, so that there is one to see; its pause is short by the world's clock. */
const OPTIONS: INodeParameters = { retries: 1, timeout: 60_000 };

/** Lets one fault befall one subject once, and judges what is left of it. */
export async function runOnce(
	world: World,
	fault: FaultCase,
	subject: Subject,
	mode: Mode,
	run = 0,
): Promise<Verdict> {
	const { system, work } = subject;
	world.reset(system);
	await subject.setUp?.(world);
	const poller = work.does === 'poll' ? new Poller(world, work, fault) : undefined;
	await poller?.poll();
	const expected = work.does === 'poll' ? work.change(world) : [];
	const before = readBooks(world, subject);
	world.answered.length = 0;
	const ordeal = fault.order(world, subject, run) ?? {};
	const begun = process.hrtime.bigint();
	const seen = poller
		? await seenOfPolls(world, poller, system, expected, ordeal)
		: await seenOfRun(world, fault, subject, mode, ordeal);
	await world.quiet(system);
	seen.took = Number(process.hrtime.bigint() - begun) / 1e6;
	const now = readBooks(world, subject);
	const done =
		work.does === 'write' ? (seen.records ?? []).map((record) => work.done(world, record)) : [];
	const books = {
		calls: now.calls - before.calls,
		logins: now.logins - before.logins,
		refusedLogins: now.refusedLogins - before.refusedLogins,
		openSessions: now.openSessions,
		sent: now.sent - before.sent,
		done,
	};
	const problems = judge(world, fault, subject, seen, books);
	// Searched by then, and long.
	seen.everything = '';
	return { seen, books, problems, trail: problems.length > 0 ? world.trail(system) : '' };
}

async function seenOfRun(
	world: World,
	fault: FaultCase,
	subject: Subject,
	mode: Mode,
	{ options, cancelWhen }: Ordeal,
): Promise<Seen> {
	const { work } = subject;
	const step = (work as Write | Read).step(world);
	const running = async () =>
		await runStep(world.test, {
			...step,
			parameters: withOptions(step.parameters, options),
			node: {
				...step.node,
				...(step.system === 'cloudBilling' && fault.byLogin && BY_LOGIN),
				...(mode === 'goOn' && CONTINUE),
			},
			run: { ...step.run, cancelWhen },
		});
	const result = await world.clock.within(running);
	const error = errorOf(result);
	const common = {
		text: error ? textOf(error) : textOfItems(result),
		everything: result.everything(),
		took: 0,
	};
	if (work.does !== 'write')
		return {
			...common,
			...seenOfRows(
				world,
				work as Read,
				result,
				error,
				fault.spoils && subject.takes !== undefined,
			),
		};
	const records = recordsOf(step);
	const { account, twice } = accountOf(result, error, records, mode);
	const faults = twice > 0 ? [`${twice} items come out twice`] : [];
	return { ...common, fate: fateOf(result, account), account, records, faults, differences: [] };
}

function recordsOf({ records = [{}] }: Step): IDataObject[] {
	return records;
}

function accountOf(
	result: RunResult,
	error: ErrorText | undefined,
	records: IDataObject[],
	mode: Mode,
): { account: Account; twice: number } {
	if (error) return { account: accountOfError(error), twice: 0 };
	if (mode === 'goOn' || result.outputOf(NODE).length === records.length) {
		return accountOfItems(result, NODE);
	}
	// Cancelled before the node began.
	const ran = result.runsOf(NODE).length > 0;
	return { account: new Map(ran ? [] : records.map((_, item) => [item, 'unsent'])), twice: 0 };
}

function fateOf(result: RunResult, account: Account): Fate {
	if (result.status === 'canceled') return 'cancelled';
	const told = [...account.values()];
	if (told.includes('unknown')) return 'unknown';
	return told.includes('refused') ? 'refused' : 'done';
}

function seenOfRows(
	world: World,
	{ expected, key }: Read,
	result: RunResult,
	error: ErrorText | undefined,
	isAnything = false,
): Pick<Seen, 'fate' | 'faults' | 'differences'> {
	const keys = result.items(NODE).map((item) => (isAnything ? '' : key(item)));
	if (error || result.status === 'canceled') {
		const fate = result.status === 'canceled' ? 'cancelled' : 'refused';
		return {
			fate,
			differences: [],
			faults: keys.length > 0 && fate === 'refused' ? ['some rows came out'] : [],
		};
	}
	if (isAnything) {
		const isWhole = keys.length === expected(world).length;
		return { fate: 'done', differences: [], faults: isWhole ? [] : ['rows are missed'] };
	}
	const certain = (key: string): boolean => !world.mayCome.has(key);
	return {
		fate: 'done',
		faults: [],
		differences: differencesOf(keys.filter(certain), expected(world).filter(certain)),
	};
}

/** Polls of one trigger, with what n8n keeps for it in between. */
class Poller {
	private saved = '{}';

	constructor(
		private readonly world: World,
		private readonly work: Poll,
		private readonly fault: FaultCase,
	) {}

	/** @returns the keys of what was handed on, or the error */
	async poll({ options, dies }: Ordeal = {}): Promise<{ keys: string[]; error?: Error }> {
		const staticData = JSON.parse(this.saved) as IDataObject;
		try {
			const { engine } = this.world.test;
			const polling = async () => await engine.poll(this.workflow(options), NODE, { staticData });
			const output = await this.world.clock.within(polling);
			if (!dies) this.saved = JSON.stringify(staticData);
			return { keys: keysOf(output, this.work) };
		} catch (error) {
			const moved = JSON.stringify(staticData) === this.saved ? '' : ' and moved its cursor';
			const failure = error instanceof Error ? error : new Error(String(error));
			return { keys: moved ? [`(failed${moved})`] : [], error: failure };
		}
	}

	remembered(): string {
		return this.saved;
	}

	private workflow(options?: INodeParameters): WorkflowJson {
		const cloud = this.fault.byLogin ? BY_LOGIN.credentials : undefined;
		const credentials = {
			...CREDENTIALS,
			cloudBillingApi: { id: 'cloud', name: 'CloudBilling' },
			...cloud,
		};
		const type = 'n8n-nodes-billing.billingTrigger';
		const parameters = withOptions(this.work.parameters(), options);
		// n8n lets one poll of a trigger run at a time, and knows it by its workflow.
		const id = `faults-${this.world.number}`;
		return { id, nodes: [{ name: NODE, type, parameters, credentials }], connections: {} };
	}
}

/** A poll that meets the fault, and one that does not: together they tell of every change once. */
async function seenOfPolls(
	world: World,
	poller: Poller,
	system: System,
	expected: string[],
	ordeal: Ordeal,
): Promise<Seen> {
	const first = await poller.poll(ordeal);
	await world.quiet(system);
	world.mend();
	const second = await poller.poll();
	const told = ordeal.dies ? second.keys : [...first.keys, ...second.keys];
	const faults: string[] = [];
	const differences = differencesOf(told, expected);
	if (second.error) faults.push(`the next poll fails: ${second.error.message}`);
	if (ordeal.dies) faults.push(...differencesOf(first.keys, expected));
	const error = first.error && {
		message: first.error.message,
		description: String((first.error as { description?: unknown }).description ?? ''),
	};
	return {
		fate: error ? 'refused' : 'done',
		text: error ? textOf(error) : '',
		faults,
		differences,
		everything: [
			inspect([first.error, second.error], { depth: 12, showHidden: true }),
			poller.remembered(),
			inspect(world.test.engine.logs, { depth: 12 }),
		].join('\n'),
		took: 0,
	};
}

function keysOf(output: INodeExecutionData[][] | null, { key }: Poll): string[] {
	return (output?.[0] ?? []).map(({ json }) => key(json));
}

function differencesOf(keys: string[], expected: string[]): string[] {
	if (JSON.stringify(keys) === JSON.stringify(expected)) return [];
	const twice = keys.filter(
		(key, index) => keys.indexOf(key) !== index && !isRepeated(key, expected),
	);
	const missed = expected.filter((key) => !keys.includes(key));
	const more = keys.filter((key) => !expected.includes(key));
	const found = [
		twice.length > 0 && `twice: ${twice.join(', ')}`,
		missed.length > 0 && `missed: ${missed.join(', ')}`,
		more.length > 0 && `not expected: ${more.join(', ')}`,
	].filter((text) => text !== false);
	return found.length > 0 ? found : ['not in order'];
}

function isRepeated(key: string, expected: string[]): boolean {
	return expected.indexOf(key) !== expected.lastIndexOf(key);
}

function errorOf(result: RunResult): ErrorText | undefined {
	const error = result.error ?? result.runsOf(NODE).at(-1)?.error;
	if (!error) return undefined;
	const { message, description } = error;
	const context = 'context' in error ? (error.context as IDataObject) : {};
	const itemIndex = typeof context.itemIndex === 'number' ? context.itemIndex : undefined;
	return { message, description: String(description ?? ''), itemIndex };
}

function textOf({ message, description }: ErrorText): string {
	return [message, description].filter(Boolean).join(' | ');
}

function textOfItems(result: RunResult): string {
	const [failed] = result.items(NODE, 1);
	return failed ? String(failed.error) : '';
}

function withOptions(parameters: INodeParameters = {}, more: INodeParameters = {}) {
	const own = parameters.options as INodeParameters | undefined;
	return { ...parameters, options: { ...OPTIONS, ...own, ...more } };
}
