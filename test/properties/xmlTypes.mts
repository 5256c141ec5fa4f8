import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';

import { decodeResponse } from '../../nodes/Billing/systems/cloudBilling/soap/decode.js';
import { encodeRequest } from '../../nodes/Billing/systems/cloudBilling/soap/encode.js';
import type {
	ComplexType,
	Contract,
	Member,
	TypeDefinition,
} from '../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import { keyOf, XSD_NS } from '../../nodes/Billing/systems/cloudBilling/xml/names.js';
import { rule } from './rule.mjs';
import { hostileText } from './values.mjs';

/** A type, before it has a name. */
type Shape =
	| { kind: 'simple'; primitive: string }
	| { kind: 'list'; item: Shape }
	| { kind: 'object'; members: ShapeMember[] };

interface ShapeMember {
	name: string;
	shape: Shape;
	repeated: boolean;
	nillable: boolean;
}

const NS = 'urn:t';
const NAMES = [
	'a',
	'B',
	'é',
	'名',
	'_x',
	'a.b',
	'a-b',
	'constructor',
	'toString',
	'Result',
	'length',
];

const { shape } = fc.letrec<{ shape: Shape; member: ShapeMember }>((tie) => ({
	shape: fc.oneof(
		{ maxDepth: 3 },
		fc.constantFrom('string', 'int', 'decimal', 'double', 'boolean').map((primitive): Shape => {
			return { kind: 'simple', primitive };
		}),
		tie('shape').map((item): Shape => ({ kind: 'list', item })),
		fc
			.uniqueArray(tie('member'), { selector: ({ name }) => name, minLength: 2, maxLength: 4 })
			.map((members): Shape => ({ kind: 'object', members })),
	),
	member: fc.record({
		name: fc.constantFrom(...NAMES),
		shape: tie('shape'),
		repeated: fc.boolean(),
		nillable: fc.boolean(),
	}),
}));

const plainZero = (value: number): number => (Object.is(value, -0) ? 0 : value);
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map(plainZero);
const SIMPLE: Record<string, fc.Arbitrary<unknown>> = {
	// eslint-disable-next-line no-control-regex
	string: hostileText.map((text) =>
		text.replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ''),
	),
	int: fc.integer(),
	// More digits than any amount has stay text.
	decimal: fc
		.double({ noNaN: true, min: -1e20, max: 1e20 })
		.map((value) => plainZero(Number(value.toFixed(8)))),
	double: number,
	boolean: fc.boolean(),
};

function valueOf(given: Shape): fc.Arbitrary<unknown> {
	if (given.kind === 'simple') return SIMPLE[given.primitive];
	if (given.kind === 'list') return fc.array(orNull(valueOf(given.item), true), { maxLength: 3 });
	const members = given.members.map(({ name, shape: inner, repeated, nillable }) => {
		const one = orNull(valueOf(inner), nillable);
		return [name, repeated ? fc.array(one, { maxLength: 3 }) : one] as const;
	});
	const lists = given.members.filter(({ repeated }) => repeated).map(({ name }) => name);
	// A list that repeats is there in the answer, however empty; anything else may be missing.
	return fc.record(Object.fromEntries(members), { requiredKeys: lists, noNullPrototype: true });
}

function orNull(value: fc.Arbitrary<unknown>, nillable: boolean): fc.Arbitrary<unknown> {
	return nillable ? fc.option(value) : value;
}

/** The contract of a service that sends back what it gets. */
class EchoContract {
	readonly types = new Map<string, TypeDefinition>();

	constructor(given: Shape) {
		const members = [
			this.member({ name: 'value', shape: given, repeated: false, nillable: true }),
			this.member({ name: 'beside', shape: STRING, repeated: false, nillable: true }),
		];
		this.types.set(keyOf(NS, 'Do'), complex('Do', members));
	}

	get contract(): Contract {
		const body = { element: { namespace: NS, name: 'Do' }, type: keyOf(NS, 'Do') };
		const operation = { name: 'Do', soapAction: '', input: body, output: body };
		return {
			name: 'P',
			targetNamespace: NS,
			operations: new Map([['Do', operation]]),
			types: this.types,
			listNames: new Set(),
		};
	}

	private member({ name, shape: given, repeated, nillable }: ShapeMember): Member {
		return { name, namespace: NS, type: this.typeOf(given), required: false, repeated, nillable };
	}

	private typeOf(given: Shape): string {
		if (given.kind === 'simple') return keyOf(XSD_NS, given.primitive);
		const name = `T${this.types.size}`;
		const key = keyOf(NS, name);
		const item = { name: 'item', repeated: true, nillable: true };
		const members = given.kind === 'list' ? [{ ...item, shape: given.item }] : given.members;
		// Named before its members are, which get names of their own.
		this.types.set(key, complex(name, []));
		this.types.set(
			key,
			complex(
				name,
				members.map((member) => this.member(member)),
			),
		);
		return key;
	}
}

const STRING: Shape = { kind: 'simple', primitive: 'string' };

function complex(name: string, members: Member[]): ComplexType {
	const none = { abstract: false, attributes: [], open: false, alphabetical: false };
	return { kind: 'complex', namespace: NS, name, members, ...none };
}

export const roundTrips = rule(
	'a value of any type comes back from XML as it went in',
	60_000,
	shape.chain((given) => valueOf(given).map((value) => ({ shape: given, value }))),
	({ shape: given, value }) => {
		const { contract } = new EchoContract(given);
		const sent = { value, beside: '' };
		const answer = decodeResponse(contract, 'Do', encodeRequest(contract, 'Do', sent));
		deepStrictEqual(JSON.parse(JSON.stringify(answer)), { kind: 'result', payload: sent });
	},
);
