import type { Call, Reply } from '../exchange.mjs';
import { emptyRowCounts } from './books.mjs';
import { contractOf } from './contract/contract.mjs';
import type { Contract, Operation, Row, Value } from './contract/model.mjs';
import type { Store } from './data/store.mjs';
import { ResultError } from './methods/failure.mjs';
import { METHODS } from './methods/index.mjs';
import type { Work } from './methods/work.mjs';
import { checkBody, decodeArguments } from './soap/decode.mjs';
import { Encoder } from './soap/encode.mjs';
import { deserializationFailed, HttpRefusal, SoapFault, XML_CONTENT_TYPE } from './soap/fault.mjs';
import {
	actionNotSupported,
	checkTransport,
	Envelope,
	operationOf,
	soapActionOf,
} from './soap/request.mjs';
import { CONTRACT_SWITCHES } from './contract/switches.mjs';
import type { ReadSwitches } from './switches.mjs';
import { Throttle } from './throttle.mjs';
import {
	API_TOKEN_HEADER,
	OLD_TOKEN_HEADER,
	Tokens,
	type Access,
	type TokenVerdict,
} from './tokens.mjs';
import { singleWsdl } from './wsdl/documents.mjs';
import { answerMetadata, asksForMetadata, helpPage } from './wsdl/serve.mjs';

const CONTRACT_SWITCH_NAMES = Object.keys(CONTRACT_SWITCHES) as Array<
	keyof typeof CONTRACT_SWITCHES
>;
const KEPT_DROPS = 100;
const NO_TOKEN_TEXT = 'The authentication token is missing or invalid.';
const EXPIRED_TEXT = 'The authentication token has expired; log in again to get a new token.';

/** What was answered, so that a fault can answer it again with one result more or fewer. */
interface Answered {
	readonly operation: Operation;
	readonly content: Row;
}

/** One call from transport to result, in the order in which WCF looks at it. */
export class Api {
	readonly tokens: Tokens;
	readonly counts = emptyRowCounts();
	droppedMembers = 0;
	dropped: string[] = [];
	soapFaults = 0;
	contract!: Contract;
	private encoder!: Encoder;
	private positions = '';
	private readonly throttle: Throttle;
	readonly work: Work;
	private readonly answered = new WeakMap<Reply, Answered>();
	private readonly notes = new WeakMap<Call, Record<string, string | number>>();

	constructor(
		store: Store,
		access: Access,
		private readonly switches: ReadSwitches,
	) {
		this.tokens = new Tokens(access, switches);
		this.throttle = new Throttle(switches);
		this.work = { store, switches, counts: this.counts };
		this.adoptSwitches();
	}

	/** Called when switches changed: the contract may be another one now. */
	adoptSwitches(): void {
		const switches = this.switches();
		const positions = CONTRACT_SWITCH_NAMES.map((name) => switches[name]).join('\n');
		if (positions === this.positions) return;
		this.positions = positions;
		this.contract = contractOf(switches);
		const wsdl = singleWsdl(this.contract, { address: 'in-memory', parts: 'in-memory' });
		this.encoder = new Encoder(this.contract, wsdl, this.switches);
	}

	reset(): void {
		this.adoptSwitches();
		this.tokens.reset();
		this.throttle.reset();
		Object.assign(this.counts, emptyRowCounts());
		this.droppedMembers = 0;
		this.dropped = [];
		this.soapFaults = 0;
	}

	kindOf(call: Call): string {
		if (call.method === 'GET') return asksForMetadata(call) ? 'wsdl' : 'other';
		return operationOf(call, this.contract)?.name ?? 'other';
	}

	/** Which operation and how much; nothing of what it carries. */
	notesOf(call: Call): Readonly<Record<string, string | number>> {
		if (call.method === 'GET') return {};
		return { action: soapActionOf(call), ...this.notes.get(call) };
	}

	answer(call: Call): Reply {
		try {
			if (call.method === 'GET') return this.answerGet(call);
			return this.answerCall(call);
		} catch (error) {
			if (error instanceof HttpRefusal) return error.reply();
			if (!(error instanceof SoapFault)) throw error;
			this.soapFaults += 1;
			return error.reply();
		}
	}

	expireTokenOf(call: Call): void {
		try {
			const envelope = Envelope.read(call.body);
			this.tokens.expire(envelope.headerText(API_TOKEN_HEADER));
			this.tokens.expire(envelope.headerText(OLD_TOKEN_HEADER));
		} catch {
			// A call that cannot be read carries no token.
		}
	}

	/** The same answer with one result more or fewer, in the first list that has any. */
	resize(reply: Reply, by: 1 | -1): Reply {
		const answered = this.answered.get(reply);
		if (!answered) return reply;
		const { operation, content } = answered;
		const body = this.encoder.response(operation, resized(content, by) as Row);
		return { ...reply, body };
	}

	private answerGet(call: Call): Reply {
		if (asksForMetadata(call)) return answerMetadata(call, this.contract, this.switches);
		return helpPage(call, this.switches().metadata === 'on');
	}

	private answerCall(call: Call): Reply {
		this.throttle.take();
		checkTransport(call, this.switches);
		const envelope = Envelope.read(call.body);
		envelope.checkUnderstood([API_TOKEN_HEADER, OLD_TOKEN_HEADER]);
		const operation = operationOf(call, this.contract);
		if (!operation) throw actionNotSupported(call, this.switches);
		const refusal = this.refusalOf(operation, envelope);
		if (refusal) return this.failure(operation, refusal);
		checkBody(this.contract, operation, envelope.content);
		const args = this.argumentsOf(call, operation, envelope);
		try {
			return this.success(operation, this.run(operation, args));
		} catch (error) {
			if (error instanceof ResultError) return this.failure(operation, error);
			throw error;
		}
	}

	private run(operation: Operation, args: Row): Value {
		if (operation.id === 'Login') return this.tokens.login(args);
		if (operation.isExtraction && this.switches().extraction === 'unlicensed') {
			throw new ResultError('Your licence does not include the extraction of data by the API.');
		}
		const result = METHODS[operation.id](args, this.work);
		if (Array.isArray(result)) this.counts.rowsRead += result.length;
		return result;
	}

	/** Undefined where the token is good, or none is needed; throws where the switch says fault. */
	private refusalOf(operation: Operation, envelope: Envelope): ResultError | undefined {
		if (operation.id === 'Login') return undefined;
		const verdict: TokenVerdict = this.tokens.check(
			envelope.headerText(API_TOKEN_HEADER),
			envelope.headerText(OLD_TOKEN_HEADER),
		);
		if (verdict === 'valid') return undefined;
		const { expiredToken, refusedToken } = this.switches();
		const form = verdict === 'expired' ? expiredToken : refusedToken;
		const text = verdict === 'expired' ? EXPIRED_TEXT : NO_TOKEN_TEXT;
		if (form === 'fault') throw new SoapFault('Client', text);
		return new ResultError(text);
	}

	private argumentsOf(call: Call, operation: Operation, envelope: Envelope): Row {
		const read = decodeArguments(this.contract, operation, envelope.content);
		if (read.dropped.length > 0) this.book(call, operation, read.dropped);
		const lists = Object.values(read.arguments).filter((value) => Array.isArray(value));
		const items = lists.reduce((sum, list) => sum + list.length, 0);
		if (items > 0) this.note(call, { items });
		const { maxListItems } = this.switches();
		if (maxListItems > 0 && lists.some((list) => list.length > maxListItems)) {
			throw deserializationFailed(`A list has more than ${maxListItems} items.`);
		}
		return read.arguments;
	}

	private book(call: Call, operation: Operation, dropped: readonly string[]): void {
		this.droppedMembers += dropped.length;
		this.dropped.push(...dropped.map((path) => `${operation.name}: ${path}`));
		this.dropped = this.dropped.slice(-KEPT_DROPS);
		this.note(call, { dropped: dropped.length });
		if (this.switches().outOfOrder === 'refused') {
			throw deserializationFailed(`Out of order or unknown: ${dropped.join(', ')}.`);
		}
	}

	private note(call: Call, more: Readonly<Record<string, string | number>>): void {
		this.notes.set(call, { ...this.notes.get(call), ...more });
	}

	private success(operation: Operation, result: Value): Reply {
		const message = this.switches().successMessage === 'nil' ? null : '';
		return this.reply(operation, result, 'Success', message);
	}

	private failure(operation: Operation, error: ResultError): Reply {
		const { failureCode, failedUpload } = this.switches();
		const isSuccess = error.isFalse && failedUpload === 'falseWithSuccess';
		// `other` is made up, to show that only Success means success.
		const code = failureCode === 'Error' ? 'Error' : 'Failed';
		return this.reply(operation, undefined, isSuccess ? 'Success' : code, error.message);
	}

	private reply(operation: Operation, result: Value, code: string, message: string | null): Reply {
		const payload = operation.isFlat ? flatPayload(operation, result) : { Result: result };
		const content: Row = { ...payload, ResultCode: code, ResultMessage: message };
		const reply: Reply = {
			status: 200,
			headers: { 'content-type': XML_CONTENT_TYPE },
			body: this.encoder.response(operation, content),
		};
		this.answered.set(reply, { operation, content });
		return reply;
	}
}

function flatPayload({ result: type }: Operation, result: Value): Row {
	if (Array.isArray(result)) {
		const item = type.kind === 'list' && type.of.kind === 'object' ? type.of.name : 'Result';
		return { [item]: result };
	}
	return typeof result === 'object' && result !== null ? (result as Row) : {};
}

/** Looks for the first list with items, from outside to inside. */
function resized(value: Value, by: 1 | -1): Value {
	if (Array.isArray(value)) return by < 0 ? value.slice(0, -1) : [...value, value.at(-1)];
	if (typeof value !== 'object' || value === null) return value;
	const row = value as Row;
	const members = Object.entries(row);
	const found = members.find(([, member]) => Array.isArray(member) && member.length > 0);
	const inner =
		found ?? members.find(([, member]) => typeof member === 'object' && member !== null);
	return inner ? { ...row, [inner[0]]: resized(inner[1], by) } : value;
}
