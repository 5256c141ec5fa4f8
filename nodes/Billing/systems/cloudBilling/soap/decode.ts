import { DecodeError } from '../errors';
import { listItem, typeOf, type Contract, type Operation, type TypeKey } from '../wsdl/model';
import type { XmlLimits } from '../xml/limits';
import { localName } from '../xml/names';
import { decodeDocument } from './decodeDocument';
import { findOperation } from './operation';
import {
	FREE_PLAN,
	Planner,
	type DecodedObject,
	type DecodedValue,
	type MemberPlan,
	type Plan,
} from './plan';

/** A SOAP Fault, in the service's own words. */
export interface SoapFault {
	/** Local name of the fault code, such as `DeserializationFailed`. */
	readonly code: string;
	readonly message: string;
	readonly actor?: string;
	readonly detail?: DecodedValue;
}

/** What an answer says. A Fault counts whatever the HTTP status was. */
export type SoapAnswer =
	| { readonly kind: 'fault'; readonly fault: SoapFault }
	| {
			readonly kind: 'result';
			/** Absent where the service has no such member. */
			readonly resultCode?: string;
			readonly resultMessage?: string;
			readonly payload: DecodedValue;
			/**
			 * Members of the result beside `Result`, `ResultCode` and `ResultMessage`, if there are any.
			 */
			readonly others?: DecodedObject;
	  };

/**
 * Decodes the answer to an operation.
 *
 * Elements are matched by local name. Values follow the types of the contract: booleans and numbers
 * become JSON values (a number that would lose a digit stays text, see `toJsonNumber`), everything
 * else stays the text that was sent; a list is an array however many entries it has; `xsi:nil` is
 * null. What the contract does not list is passed on: text as text, children as members. A value
 * that does not fit its type is passed on as text.
 *
 * `ResultCode` and `ResultMessage` are taken out of the result where it has them; the payload is
 * then its `Result`, or all other members where it has no `Result` (both forms are documented for
 * CloudBilling).
 *
 * @throws XmlError if the text is no XML this package reads
 * @throws DecodeError if it is XML but not a SOAP answer to this operation
 */
export function decodeResponse(
	contract: Contract,
	operationName: string,
	text: string,
	limits?: XmlLimits,
): SoapAnswer {
	const operation = findOperation(contract, operationName);
	const planner = new Planner(contract);
	const envelope = envelopeOf(
		decodeDocument(text, contract, planner, documentPlan(planner, operation), limits),
	);
	const body = bodyOf(envelope);
	if (body.Fault !== undefined) return { kind: 'fault', fault: faultOf(body.Fault) };
	const wrapper = wrapperOf(body, operation);
	return { kind: 'result', ...resultOf(contract, planner, operation, wrapper) };
}

/**
 * The Fault in an answer, for answers that may be no SOAP at all (HTTP errors).
 *
 * @returns undefined if there is none
 */
export function findFault(
	contract: Contract,
	text: string,
	limits?: XmlLimits,
): SoapFault | undefined {
	try {
		const planner = new Planner(contract);
		const document = decodeDocument(text, contract, planner, FREE_PLAN, limits);
		const { Fault } = bodyOf(envelopeOf(document));
		return Fault === undefined ? undefined : faultOf(Fault);
	} catch {
		return undefined;
	}
}

/** The plan of the document: Envelope, Body, and in it the element of the operation. */
function documentPlan(planner: Planner, { output }: Operation): Plan {
	if (!output) return FREE_PLAN;
	const content = planner.member(output.type);
	// A list takes every child for an entry; in the Body, one may be a Fault.
	const bare = content.plan.item ? FREE_PLAN : content.plan;
	const body = output.element ? single(output.element.name, content) : bare;
	return single('Envelope', {
		plan: single('Body', { plan: body, repeated: false }),
		repeated: false,
	});
}

function single(name: string, member: MemberPlan): Plan {
	return { members: new Map([[name, member]]), repeated: [] };
}

function envelopeOf(document: DecodedObject): DecodedObject {
	const { Envelope } = document;
	if (isObject(Envelope)) return Envelope;
	const [root = ''] = Object.keys(document);
	throw new DecodeError(`The answer is not SOAP: its root element is <${root}>, not <Envelope>`);
}

function bodyOf(envelope: DecodedObject): DecodedObject {
	const { Body } = envelope;
	if (isObject(Body)) return Body;
	if (Body !== undefined) return {};
	throw new DecodeError('The answer is not SOAP: its Envelope has no Body');
}

function wrapperOf(body: DecodedObject, { name, output }: Operation): DecodedValue {
	if (!output) return null;
	if (!output.element) return body;
	const wrapper = body[output.element.name];
	if (wrapper !== undefined) return wrapper;
	const [found] = Object.keys(body).filter((key) => !key.startsWith('@'));
	throw new DecodeError(
		`The answer to ${name} has no <${output.element.name}>` +
			(found === undefined ? '; its Body is empty' : ` but <${found}>`),
	);
}

type Result = Omit<Extract<SoapAnswer, { kind: 'result' }>, 'kind'>;

function resultOf(
	contract: Contract,
	planner: Planner,
	{ output }: Operation,
	wrapper: DecodedValue,
): Result {
	const type = output?.type ?? '';
	const names = isObject(wrapper) ? Object.keys(wrapper) : [];
	// One member is the result itself. With more, all are kept, also those the contract does not
	// know.
	if (!isObject(wrapper) || names.length > 1 || wrapper.ResultCode !== undefined) {
		return split(contract, planner, type, wrapper);
	}
	const declared = membersOf(contract, type);
	const inner = declared.length === 1 ? declared[0].type : '';
	return split(contract, planner, inner, names.length === 0 ? null : wrapper[names[0]]);
}

/** Separates the result members from the payload. */
function split(contract: Contract, planner: Planner, type: TypeKey, value: DecodedValue): Result {
	const payloadType = membersOf(contract, type).find((member) => member.name === 'Result')?.type;
	if (!isObject(value)) return { payload: retype(planner, payloadType, value) };
	if (value.ResultCode === undefined && value.Result === undefined) {
		return { payload: flat(contract, payloadType, value) };
	}
	const { ResultCode, ResultMessage, Result, ...rest } = value;
	return {
		resultCode: ResultCode === undefined ? undefined : textOf(ResultCode),
		resultMessage: ResultMessage === undefined ? undefined : textOf(ResultMessage),
		...(Result === undefined
			? { payload: flat(contract, payloadType, rest) }
			: { payload: Result, others: othersOf(rest) }),
	};
}

/** What stands beside the documented members. Lists that are empty were not sent. */
function othersOf(rest: DecodedObject): DecodedObject | undefined {
	const sent = Object.entries(rest).filter(
		([, value]) => !Array.isArray(value) || value.length > 0,
	);
	return sent.length === 0 ? undefined : Object.fromEntries(sent);
}

/** A payload whose members stand directly in the result. A list then has its entries there. */
function flat(contract: Contract, type: TypeKey | undefined, members: DecodedObject): DecodedValue {
	if (type !== undefined && listItem(typeOf(contract, type))) return Object.values(members).flat();
	return Object.keys(members).length === 0 ? null : members;
}

/** A result that came as bare text, where the contract expected an object around it. */
function retype(planner: Planner, type: TypeKey | undefined, value: DecodedValue): DecodedValue {
	const scalar = type === undefined ? undefined : planner.plan(type).scalar;
	return typeof value === 'string' && scalar ? scalar(value) : value;
}

function faultOf(fault: DecodedValue): SoapFault {
	if (!isObject(fault)) return { code: '', message: textOf(fault) };
	const { faultcode, faultstring, faultactor, detail } = fault;
	// The other member names are those of SOAP 1.2, which some servers answer with whatever they were
	// asked.
	const code =
		faultcode ??
		memberOf(memberOf(fault.Code, 'Subcode'), 'Value') ??
		memberOf(fault.Code, 'Value');
	const reason = faultstring ?? memberOf(fault.Reason, 'Text');
	return {
		code: localName(textOf(code).trim()),
		message: textOf(reason).trim(),
		actor: faultactor === undefined ? undefined : textOf(faultactor),
		detail: detail ?? fault.Detail,
	};
}

function memberOf(value: DecodedValue | undefined, name: string): DecodedValue | undefined {
	return isObject(value) ? value[name] : undefined;
}

/** The text of a value that may carry attributes, such as `xml:lang` on a fault string. */
function textOf(value: DecodedValue | undefined): string {
	if (value === undefined || value === null) return '';
	if (Array.isArray(value)) return textOf(value[0]);
	if (typeof value === 'object') return textOf(value['#text']);
	return String(value);
}

function membersOf(
	contract: Contract,
	key: TypeKey,
): ReadonlyArray<{ name: string; type: TypeKey }> {
	const type = typeOf(contract, key);
	return type?.kind === 'complex' ? type.members : [];
}

function isObject(value: DecodedValue | undefined): value is DecodedObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
