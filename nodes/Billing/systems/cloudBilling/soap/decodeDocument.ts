import type { Contract } from '../wsdl/model';
import { readXml, type XmlAttribute, type XmlHandler } from '../xml/events';
import { DEFAULT_LIMITS, type XmlLimits } from '../xml/limits';
import { keyOf, SOAP_ENVELOPE_NS, XSI_NS, type QName } from '../xml/names';
import { TYPE_MEMBER } from './actualType';
import { TEXT_MEMBER } from './encodeValue';
import {
	FREE_LIST_PLAN,
	FREE_PLAN,
	type DecodedObject,
	type DecodedValue,
	type Plan,
	type Planner,
} from './plan';

type Resolve = (prefix: string) => string | undefined;

/** An element that is being read. Frames are used again for the next element of their depth. */
interface Frame {
	plan: Plan;
	name: string;
	/** The parent's plan says that the name may come several times. */
	repeated: boolean;
	nil: boolean;
	text: string;
	object: DecodedObject | undefined;
	list: DecodedValue[] | undefined;
	/** Members of `object` that became arrays because their names came again. */
	collected: Set<string> | undefined;
}

/**
 * Decodes XML in one pass, straight into typed values; no tree is built in between.
 *
 * @param root the plan of an object whose one member is the document's root element
 * @returns that object
 * @throws XmlError if the text is no XML this package reads
 */
export function decodeDocument(
	text: string,
	contract: Contract,
	planner: Planner,
	root: Plan,
	limits: XmlLimits = DEFAULT_LIMITS,
): DecodedObject {
	const decoder = new Decoder(contract, planner, root);
	readXml(text, decoder, limits);
	return decoder.result;
}

class Decoder implements XmlHandler {
	private readonly frames: Frame[] = [];
	private depth = 0;

	constructor(
		private readonly contract: Contract,
		private readonly planner: Planner,
		root: Plan,
	) {
		this.frame(0, root, '', false);
	}

	get result(): DecodedObject {
		return this.frames[0].object ?? {};
	}

	open({ name }: QName, attributes: readonly XmlAttribute[], resolve: Resolve): void {
		const parent = this.frames[this.depth].plan;
		const known = parent.item ?? parent.members?.get(name);
		const plan = known ? known.plan : this.unlisted(name);
		this.depth += 1;
		const frame = this.frame(this.depth, plan, name, known?.repeated ?? false);
		if (attributes.length > 0) this.attributes(frame, attributes, resolve);
	}

	text(value: string): void {
		const frame = this.frames[this.depth];
		frame.text = frame.text === '' ? value : frame.text + value;
	}

	close(): void {
		const frame = this.frames[this.depth];
		const value = valueOf(frame);
		// The frame is used again; what it no longer needs must not be kept alive by it.
		frame.object = frame.list = frame.collected = undefined;
		this.depth -= 1;
		const parent = this.frames[this.depth];
		if (parent.plan.item) (parent.list ??= []).push(value);
		else put(parent, frame.name, value, frame.repeated);
	}

	private frame(depth: number, plan: Plan, name: string, repeated: boolean): Frame {
		const frame = this.frames[depth];
		if (!frame) {
			const nothing = { object: undefined, list: undefined, collected: undefined };
			return (this.frames[depth] = { plan, name, repeated, nil: false, text: '', ...nothing });
		}
		frame.plan = plan;
		frame.name = name;
		frame.repeated = repeated;
		frame.nil = false;
		frame.text = '';
		return frame;
	}

	private unlisted(name: string): Plan {
		return this.contract.listNames.has(name) ? FREE_LIST_PLAN : FREE_PLAN;
	}

	private attributes(frame: Frame, attributes: readonly XmlAttribute[], resolve: Resolve): void {
		for (const { namespace, name, value } of attributes) {
			// Such as encodingStyle: they are about the message, not part of a value.
			if (namespace === SOAP_ENVELOPE_NS) continue;
			if (namespace !== XSI_NS) (frame.object ??= {})[`@${name}`] = value;
			else if (name === 'nil') frame.nil = value === 'true' || value === '1';
			else if (name === 'type') this.actualType(frame, value.trim(), resolve);
		}
	}

	/** `xsi:type` wins over the declared type where it is known. */
	private actualType(frame: Frame, spelling: string, resolve: Resolve): void {
		const colon = spelling.indexOf(':');
		const name = spelling.slice(colon + 1);
		const key = keyOf(resolve(colon < 0 ? '' : spelling.slice(0, colon)) ?? '', name);
		const plan = this.planner.plan(key);
		if (plan === FREE_PLAN || plan === frame.plan) return;
		frame.plan = plan;
		if (plan.members) (frame.object ??= {})[TYPE_MEMBER] = name;
	}
}

function valueOf(frame: Frame): DecodedValue {
	const { plan, text, object } = frame;
	if (frame.nil) return null;
	if (object) {
		for (const name of plan.repeated) {
			// Every object has a `constructor` that is not its own.
			if (!Object.hasOwn(object, name)) object[name] = [];
		}
		if (text.trim() !== '') object[TEXT_MEMBER] = plan.scalar ? plan.scalar(text) : text;
		return object;
	}
	if (plan.item) return frame.list ?? [];
	if (plan.scalar) return plan.scalar(text);
	if (!plan.members || text.trim() !== '') return text;
	const empty: DecodedObject = {};
	for (const name of plan.repeated) empty[name] = [];
	return empty;
}

function put(parent: Frame, name: string, value: DecodedValue, repeated: boolean): void {
	const object = (parent.object ??= {});
	// Assigning to this name would replace the object's prototype.
	const key = name === '__proto__' ? '#__proto__' : name;
	if (!Object.hasOwn(object, key)) {
		object[key] = repeated ? [value] : value;
		return;
	}
	const present = object[key];
	if (Array.isArray(present) && (repeated || parent.collected?.has(key))) {
		present.push(value);
		return;
	}
	object[key] = [present, value];
	(parent.collected ??= new Set()).add(key);
}
