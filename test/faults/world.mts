import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { BillingTest } from '../engine/support/billingTest.mjs';
import { credentialsFor } from '../engine/support/credentials.mjs';
import { TextServer } from '../engine/support/textServer.mjs';
import type { Call, Reply, StandIn } from '../sandbox/exchange.mjs';
import type { BillingPlatformStandIn, CloudBillingStandIn, Fault } from '../sandbox/index.mjs';
import { Clock } from './clock.mjs';
import type { Safety, Subject, System } from './model.mjs';
import { selfSigned } from './support/certificate.mjs';

export interface Answered {
	readonly kind: string;
	readonly call: Call;
	readonly reply: Reply;
}

interface Hook {
	readonly at: 'arrival' | 'answer';
	readonly kind?: string;
	readonly nth: number;
	run(call: Call): void;
}

/** A delay from this on is one that nobody waits for. */
export const TOO_LATE_MS = 250;
/** Time for half an answer to come. */
const HANG_MS = 50;

function hangs(fault: Fault): boolean {
	if (fault.type === 'truncate') return fault.how === 'stalled';
	return (fault.type === 'delay' || fault.type === 'delayAfterWork') && fault.ms >= TOO_LATE_MS;
}

let worlds = 0;

export const firstHit = (safety: Safety): number => (safety === 'poll' ? 1 : 2);

/** Both stand-ins, n8n's engine with a clock of its own, and the wrong doors that a credential may lead to. */
export class World {
	readonly clock = new Clock();
	/** What the vendors did the work of since the last reset, in order. */
	readonly answered: Answered[] = [];
	/** What others do at the vendor: neither heard nor counted. */
	readonly unheard: Record<System, StandIn['answer']>;
	/** Keys of rows of which it does not matter whether they are read. */
	readonly mayCome = new Set<string>();
	/** Session ids and tokens that were handed out, ever. */
	private readonly handedOut = new Set<string>();
	private hooks: Hook[] = [];

	private constructor(
		readonly test: BillingTest,
		/** Another host, where nothing of ours may arrive. */
		readonly elsewhere: TextServer,
		private readonly untrusted: Server,
		/** What makes addresses that all worlds share different ones for the node. */
		readonly number: number,
	) {
		const { billingPlatform, cloudBilling } = this;
		this.unheard = {
			billingPlatform: billingPlatform.answer.bind(billingPlatform),
			cloudBilling: cloudBilling.answer.bind(cloudBilling),
		};
		for (const vendor of [billingPlatform, cloudBilling]) {
			this.listenTo(vendor);
			this.expireWhatHangs(vendor);
		}
	}

	static async create(): Promise<World> {
		const untrusted = createServer(selfSigned(), (_, response) => response.end('{}'));
		await new Promise<void>((resolve) => untrusted.listen(0, '127.0.0.1', resolve));
		const elsewhere = await TextServer.start(() => ({ type: 'application/json', body: '{}' }));
		return new World(await BillingTest.create(), elsewhere, untrusted, ++worlds);
	}

	get billingPlatform(): BillingPlatformStandIn {
		return this.test.vendor;
	}

	get cloudBilling(): CloudBillingStandIn {
		return this.test.cloud;
	}

	vendor(system: System): StandIn {
		return this[system];
	}

	/** An address with a certificate that nobody vouches for. */
	get untrustedUrl(): string {
		return `https://127.0.0.1:${(this.untrusted.address() as AddressInfo).port}`;
	}

	/** Everything as at the start, but for what n8n's process remembers. */
	reset(system: System): void {
		this[system].reset();
		this.answered.length = 0;
		this.mayCome.clear();
		this.elsewhere.asked.length = 0;
		this.clock.reset();
		this.test.engine.logs.length = 0;
		this.mend();
	}

	/** All faults are over. */
	mend(): void {
		for (const vendor of [this.billingPlatform, this.cloudBilling]) vendor.faults.clear();
		this.hooks = [];
		for (const [id, entry] of Object.entries(credentialsFor(this.test.sandbox))) {
			this.test.engine.credentials.set(id, entry);
		}
	}

	/** Changes every credential of a system. */
	changeCredentials(system: System, changes: ICredentialDataDecryptedObject): void {
		const { credentials } = this.test.engine;
		const ids = system === 'billingPlatform' ? ['password', 'oauth'] : ['cloud', 'cloudUser'];
		for (const id of ids) {
			const { name, type } = credentials.get(id);
			credentials.set(id, { name, type, data: { ...credentials.data(id), ...changes } });
		}
	}

	/** Makes the credentials of a system lead to another address. */
	leadTo(system: System, origin: string): void {
		const path = `/demo-${this.number}`;
		const name = system === 'billingPlatform' ? 'baseUrl' : 'endpoint';
		this.changeCredentials(system, { [name]: origin + path });
	}

	/** A fault at the second call that does the work of a subject; a poll has but one. */
	hit({ system, kind, safety }: Subject, fault: Fault, times?: number | 'always'): void {
		this.order(system, kind, fault, { nth: firstHit(safety), times });
	}

	order(
		system: System,
		kind: string,
		fault: Fault,
		{ nth, times }: { nth?: number; times?: number | 'always' } = {},
	): void {
		this[system].faults.add({ match: { kind, nth }, do: fault, times });
	}

	/** Does something when the n-th call (of a kind) arrives, or when its answer is ready. */
	on(hook: Hook): void {
		this.hooks.push(hook);
	}

	answeredOf(kind: string): Answered[] {
		return this.answered.filter((each) => each.kind === kind);
	}

	/** Waits until the vendor has ended all that it began, also for those who no longer wait for it. */
	async quiet(system: System): Promise<void> {
		while (this[system].calls.underWay > 0) await setTimeout(5);
	}

	/** What the vendor was asked, how it answered, and what requests met on their way. */
	trail(system: System): string {
		const calls = this[system].log.read().map(({ kind, status, milliseconds, fault = '' }) => {
			return `${kind} ${status || 'reset'} ${fault} ${milliseconds} ms`;
		});
		return [...calls, ...this.clock.errors].join('; ');
	}

	/** Passwords, tokens and session ids in all the forms in which they travel. */
	secrets(): string[] {
		const { username, password, clientId, clientSecret } = this.billingPlatform;
		const { apiToken, password: cloudPassword } = this.cloudBilling;
		const pairs = [`${username}:${password}`, `${clientId}:${clientSecret}`];
		const inBasic = pairs.map((pair) => Buffer.from(pair).toString('base64'));
		return [password, clientSecret, apiToken, cloudPassword, ...inBasic, ...this.handedOut];
	}

	async stop(): Promise<void> {
		this.untrusted.closeAllConnections();
		this.untrusted.close();
		await this.elsewhere.stop();
		await this.test.stop();
	}

	private listenTo(vendor: StandIn): void {
		const answer = vendor.answer.bind(vendor);
		vendor.answer = (call) => {
			const kind = vendor.kindOf(call);
			if (kind === 'wsdl') return answer(call);
			const hooks = this.hooks.filter((hook) => {
				if (hook.kind === undefined) return hook.nth === this.answered.length + 1;
				return hook.kind === kind && hook.nth === this.answeredOf(kind).length + 1;
			});
			for (const hook of hooks) if (hook.at === 'arrival') hook.run(call);
			const reply = answer(call);
			this.answered.push({ kind, call, reply });
			this.remember(kind, reply);
			for (const hook of hooks) if (hook.at === 'answer') hook.run(call);
			return reply;
		};
	}

	/** Whoever waits for an answer that hangs has waited long enough a moment later. */
	private expireWhatHangs({ faults }: StandIn): void {
		const take = faults.take.bind(faults);
		faults.take = (kind, call) => {
			const fault = take(kind, call);
			if (fault && hangs(fault)) void setTimeout(HANG_MS).then(() => this.clock.expireRequests());
			return fault;
		};
	}

	private remember(kind: string, { body }: Reply): void {
		const patterns: Record<string, RegExp> = {
			login: /(?<="SessionID":")[^"]+/g,
			oauthToken: /(?<="\w+_token":")[^"]+/g,
			Login: /(?<=Result>)[0-9a-f-]{36}(?=<)/g,
		};
		for (const secret of body.match(patterns[kind] ?? /(?!)/g) ?? []) this.handedOut.add(secret);
	}
}
