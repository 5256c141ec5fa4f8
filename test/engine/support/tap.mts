import type { IDataObject } from 'n8n-workflow';
import type { Call, Reply } from '../../sandbox/exchange.mjs';
import type { BillingPlatformStandIn } from '../../sandbox/index.mjs';

interface Answered {
	readonly kind: string;
	readonly call: Call;
	readonly reply: Reply;
}

type Hook = (call: Call) => void;

/**
 * Listens at the stand-in: everything that it does the work of from now on, headers and bodies included.
 * Its own log never shows them. A call that a fault keeps from its work is not heard.
 */
export class Tap {
	readonly answered: Answered[] = [];
	private readonly hooks: Array<{ kind: string; nth: number; hook: Hook }> = [];
	private readonly answer: (call: Call) => Reply;

	constructor(private readonly vendor: BillingPlatformStandIn) {
		this.answer = vendor.answer.bind(vendor);
		vendor.answer = (call) => this.listen(call);
	}

	/** Does something just before the n-th call of a kind is answered. */
	before(kind: string, nth: number, hook: Hook): void {
		this.hooks.push({ kind, nth, hook });
	}

	callsOf(kind: string): Call[] {
		return this.answered.filter((each) => each.kind === kind).map(({ call }) => call);
	}

	bodiesOf(kind: string): IDataObject[] {
		return this.callsOf(kind).map(({ body }) => JSON.parse(body) as IDataObject);
	}

	/** The records of each call of a kind, as they were sent. */
	recordsOf(kind: string): IDataObject[][] {
		return this.bodiesOf(kind).map(({ brmObjects }) => brmObjects as IDataObject[]);
	}

	/** The SQL of each query. */
	statements(): string[] {
		return this.callsOf('query').map(({ query, body }) => {
			return query.get('sql') ?? String((JSON.parse(body) as IDataObject).sql);
		});
	}

	/** What another user does meanwhile: a write that is in no book but those of the rows. */
	write(call: Call, method: string, path: string, brmObjects: IDataObject[]): void {
		this.answer({
			method,
			path: `${this.vendor.orgPath}/rest/2.0/${path}`,
			query: new URLSearchParams(),
			headers: call.headers,
			body: JSON.stringify({ brmObjects }),
		});
	}

	/** Session ids and tokens that were handed out. */
	secrets(): string[] {
		const given = this.answered
			.filter(({ kind }) => kind === 'login' || kind === 'oauthToken')
			.flatMap(({ reply }) => reply.body.match(/(?<="(?:SessionID|\w+_token)":")[^"]+/g) ?? []);
		return [...new Set(given)];
	}

	private listen(call: Call): Reply {
		const kind = this.vendor.kindOf(call);
		const number = this.callsOf(kind).length + 1;
		for (const each of this.hooks) {
			if (each.kind === kind && each.nth === number) each.hook(call);
		}
		const reply = this.answer(call);
		this.answered.push({ kind, call, reply });
		return reply;
	}
}
