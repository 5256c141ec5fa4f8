import { isRecord, type Call } from './exchange.mjs';

/**
 * What goes wrong. `afterWork` says whether the vendor did the work before things went wrong; where it is
 * left out, the default in `DONE_BY_DEFAULT` holds.
 */
export type Fault =
	| { readonly type: 'expireSession'; readonly when?: 'before' | 'after' }
	| {
			readonly type: 'status';
			readonly code: number;
			readonly headers?: Readonly<Record<string, string>>;
			readonly body?: unknown;
			readonly afterWork?: boolean;
	  }
	| { readonly type: 'delay' | 'delayAfterWork'; readonly ms: number }
	| { readonly type: 'resetBefore' | 'resetAfter' }
	/** `closed`: length announced, connection dies half way. `short`: looks complete, but is half the text. */
	| { readonly type: 'truncate'; readonly how?: 'closed' | 'short' | 'stalled' }
	| { readonly type: 'html' | 'empty' | 'garbage'; readonly afterWork?: boolean }
	| { readonly type: 'dropResult' | 'extraResult' | 'badContentType' }
	/** The answer, and behind it blanks that are small on the wire and large when unpacked. */
	| { readonly type: 'gzipBomb'; readonly megabytes: number }
	| SpoiltAnswer
	| XmlFault;

/** A good answer of which something is changed, after the work. */
export type SpoiltAnswer =
	/** `badBytes`: called UTF-8, holds a byte that is none. `utf16`: called UTF-8, is UTF-16. */
	| { readonly type: 'wrongEncoding'; readonly how?: 'badBytes' | 'utf16' }
	/** `noList`: something else in the place of the results. `texts`: a text in the place of each. */
	| { readonly type: 'outOfShape'; readonly how: 'noList' | 'texts' }
	/** Every result says that it is the first one. */
	| { readonly type: 'sameIds' };

/** Only for a stand-in whose answers are XML; these come after the work, but for `soapFault`. */
export type XmlFault =
	| {
			readonly type: 'soapFault';
			/** Default 200. */
			readonly status?: number;
			readonly code?: string;
			readonly text?: string;
			readonly afterWork?: boolean;
	  }
	/** An external entity, entities of entities, and 10,000 levels. */
	| { readonly type: 'doctype' | 'entityBomb' | 'deepNesting' }
	| { readonly type: 'unknownEnum' | 'extraMembers' };

export interface FaultRule {
	readonly match?: {
		/** Kind of call, as the books count them: `create`, `query`, ... */
		readonly kind?: string;
		/** Part of the path, in any case. */
		readonly path?: string;
		/** First firing at the n-th call that matches, counted from when the rule was added. Default 1. */
		readonly nth?: number;
	};
	readonly do: Fault;
	/** How often the rule fires. Default 1. */
	readonly times?: number | 'always';
}

const FAULT_TYPES: ReadonlySet<string> = new Set<Fault['type']>([
	'expireSession',
	'status',
	'delay',
	'delayAfterWork',
	'resetBefore',
	'resetAfter',
	'truncate',
	'html',
	'empty',
	'garbage',
	'dropResult',
	'extraResult',
	'badContentType',
	'gzipBomb',
	'wrongEncoding',
	'outOfShape',
	'sameIds',
]);

const XML_FAULT_TYPES: ReadonlySet<string> = new Set<XmlFault['type']>([
	'soapFault',
	'doctype',
	'entityBomb',
	'deepNesting',
	'unknownEnum',
	'extraMembers',
]);

interface QueuedRule {
	readonly rule: FaultRule;
	seen: number;
	fired: number;
}

/** Rules in the order they were added; the first one that is due decides what happens to a call. */
export class FaultQueue {
	private queue: QueuedRule[] = [];
	private readonly types: ReadonlySet<string>;

	constructor(answers: 'json' | 'xml' = 'json') {
		this.types = answers === 'xml' ? new Set([...FAULT_TYPES, ...XML_FAULT_TYPES]) : FAULT_TYPES;
	}

	add(...rules: readonly FaultRule[]): void {
		this.queue.push(
			...rules.map((rule) => ({ rule: checked(rule, this.types), seen: 0, fired: 0 })),
		);
	}

	/** For rules that come over HTTP: one rule or a list. */
	addUnchecked(value: unknown): void {
		const rules: unknown[] = Array.isArray(value) ? value : [value];
		this.add(...rules.map((rule) => checked(rule, this.types)));
	}

	clear(): void {
		this.queue = [];
	}

	read(): ReadonlyArray<FaultRule & { seen: number; fired: number }> {
		return this.queue.map(({ rule, seen, fired }) => ({ ...rule, seen, fired }));
	}

	/** Called once per call; counts it for every rule that matches. */
	take(kind: string, call: Call): Fault | undefined {
		const matching = this.queue.filter(({ rule }) => matches(rule, kind, call));
		for (const entry of matching) entry.seen += 1;
		const due = matching.find(isDue);
		if (!due) return undefined;
		due.fired += 1;
		return due.rule.do;
	}
}

function matches({ match }: FaultRule, kind: string, call: Call): boolean {
	if (match?.kind !== undefined && match.kind !== kind) return false;
	return !match?.path || call.path.toLowerCase().includes(match.path.toLowerCase());
}

function isDue({ rule, seen, fired }: QueuedRule): boolean {
	const times = rule.times ?? 1;
	return seen >= (rule.match?.nth ?? 1) && (times === 'always' || fired < times);
}

function checked(value: unknown, types: ReadonlySet<string>): FaultRule {
	const fault = isRecord(value) ? value.do : undefined;
	if (!isRecord(value) || !isRecord(fault)) throw new Error('A fault rule needs `do: {type, ...}`');
	if (typeof fault.type !== 'string' || !types.has(fault.type)) {
		throw new Error(`A fault's type is one of: ${[...types].join(', ')}`);
	}
	if (fault.type === 'status' && typeof fault.code !== 'number') {
		throw new Error('The fault `status` needs a number `code`');
	}
	if (fault.type.startsWith('delay') && typeof fault.ms !== 'number') {
		throw new Error(`The fault \`${fault.type}\` needs a number \`ms\``);
	}
	if (fault.type === 'gzipBomb' && typeof fault.megabytes !== 'number') {
		throw new Error('The fault `gzipBomb` needs a number `megabytes`');
	}
	return value as unknown as FaultRule;
}
