import {
	itemName,
	type Contract,
	type EnumType,
	type Member,
	type ObjectType,
	type Operation,
	type SimpleName,
	type TypeRef,
} from './model.mjs';
import { operationSpecs, type OperationSpec } from './operations.mjs';
import type { ContractSwitches } from './switches.mjs';
import {
	EXTRA_MEMBERS,
	GUESSED_ENUMS,
	INVOICE_STATUSES,
	LATER_INVOICE_STATUSES,
	OBJECT_TYPES,
	RESULT_CODES,
} from './types.mjs';

const BASE_RESULT = 'MethodResult';
const PAIR = 'NameValuePair';
const SIMPLE_NAMES: ReadonlySet<string> = new Set<SimpleName>([
	'string',
	'int',
	'double',
	'boolean',
	'dateTime',
	'base64Binary',
]);

/** The contract in the position of the switches: the WSDL and every message are made from it. */
export function contractOf(switches: ContractSwitches): Contract {
	return new ContractBuilder(switches).build();
}

class ContractBuilder {
	private readonly enums: ReadonlyMap<string, EnumType>;
	private readonly objects = new Map<string, ObjectType>();

	constructor(private readonly switches: ContractSwitches) {
		this.enums = enumsOf(switches);
	}

	build(): Contract {
		this.addObjects();
		const operations = operationSpecs(this.switches).map((spec) => this.operation(spec));
		return {
			name: this.switches.contractName,
			serviceNamespace: this.switches.serviceNamespace,
			contractsNamespace: this.switches.contractsNamespace,
			operations: new Map(operations.map((operation) => [operation.name, operation])),
			objects: this.objects,
			enums: this.enums,
		};
	}

	private addObjects(): void {
		const extra = this.switches.extraMembers === 'some' ? EXTRA_MEMBERS : {};
		for (const name of new Set([...Object.keys(OBJECT_TYPES), ...Object.keys(extra)])) {
			const table = { ...OBJECT_TYPES[name], ...extra[name] };
			this.addObject(name, this.members(name, table));
		}
		if (this.switches.nameValuePairs === 'three') {
			// Unverified: an old page speaks of String, Numeric and Date pairs.
			for (const [kind, type] of [
				['String', 'string'],
				['Numeric', 'double'],
				['Date', 'date'],
			]) {
				const table = { Name: 'string', Value: type };
				this.addObject(`${kind}${PAIR}`, this.members(PAIR, table));
			}
			this.objects.delete(PAIR);
		}
		if (this.switches.resultMembers === 'inherited') {
			this.addObject(BASE_RESULT, this.statusMembers());
		}
	}

	private addObject(name: string, members: readonly Member[], base?: string): void {
		// WCF orders members by the numbers of their letters, not by any language's alphabet.
		const ordered = [...members].sort((a, b) => (a.name < b.name ? -1 : 1));
		this.objects.set(name, { name, members: ordered, ...(base && { base }) });
	}

	private members(objectName: string, table: Readonly<Record<string, string>>): Member[] {
		const { currencies, totals, customerId, nameValuePairs } = this.switches;
		return Object.entries(table).flatMap(([name, notation]): Member[] => {
			if (currencies === 'off' && name.endsWith('Currency')) return [];
			const isTotal = objectName === 'InvoiceHeader' && /^LastCalculated\w*Total$/.test(name);
			if (isTotal && totals === 'string') return [this.member(name, 'string')];
			const isItemId = objectName === 'PurchaseImportStatsUnmappedItem' && name === 'CustomerId';
			if (isItemId && customerId === 'int') return [this.member(name, 'int?')];
			if (notation === `${PAIR}[]` && nameValuePairs === 'three') {
				return [this.member(name, `${name.replace('Values', '')}${PAIR}[]`)];
			}
			return [this.member(name, notation)];
		});
	}

	private member(name: string, notation: string): Member {
		return { name, type: this.type(notation) };
	}

	private type(notation: string): TypeRef {
		if (notation.endsWith('[]')) return { kind: 'list', of: this.type(notation.slice(0, -2)) };
		const name = notation.replace('?', '');
		if (this.enums.has(name)) return { kind: 'enum', name };
		if (name !== 'date' && !SIMPLE_NAMES.has(name)) return { kind: 'object', name };
		const simple = name === 'date' ? 'string' : (name as SimpleName);
		return {
			kind: 'simple',
			name: simple,
			nullable: notation.endsWith('?') || simple === 'string' || simple === 'base64Binary',
			isDate: name === 'date' || name === 'dateTime',
		};
	}

	private operation(spec: OperationSpec): Operation {
		const result = this.type(spec.result);
		const isFlat = this.isFlat(result);
		const envelope = `ResultOf${itemName(result)}`;
		if (!this.objects.has(envelope)) this.addEnvelope(envelope, result, isFlat);
		return {
			id: spec.id,
			name: spec.name ?? spec.id,
			parameters: Object.entries(spec.parameters).map(([name, type]) => this.member(name, type)),
			result,
			envelope,
			isFlat,
			isExtraction: spec.isExtraction === true,
			...(spec.unverified && { unverified: spec.unverified }),
		};
	}

	/** A plain value has no members that could lie flat. */
	private isFlat(result: TypeRef): boolean {
		const payload = result.kind === 'list' ? result.of : result;
		if (payload.kind !== 'object' || this.switches.resultShape === 'nested') return false;
		return (
			this.switches.resultShape === 'flat' || payload.name === 'InvoiceTransformationResultFile'
		);
	}

	private addEnvelope(name: string, result: TypeRef, isFlat: boolean): void {
		const payload = this.payloadMembers(result, isFlat);
		if (this.switches.resultMembers === 'inherited')
			return this.addObject(name, payload, BASE_RESULT);
		return this.addObject(name, [...payload, ...this.statusMembers()]);
	}

	private payloadMembers(result: TypeRef, isFlat: boolean): readonly Member[] {
		if (!isFlat) return [{ name: 'Result', type: result }];
		if (result.kind === 'list') {
			return [{ name: itemName(result.of), type: result.of, repeated: true }];
		}
		return result.kind === 'object' ? (this.objects.get(result.name)?.members ?? []) : [];
	}

	private statusMembers(): readonly Member[] {
		return [this.member('ResultCode', 'ResultCodeEnum'), this.member('ResultMessage', 'string')];
	}
}

function enumsOf(switches: ContractSwitches): ReadonlyMap<string, EnumType> {
	const statuses = [
		...INVOICE_STATUSES,
		...(switches.reopening === 'on' ? LATER_INVOICE_STATUSES : []),
	];
	const known: EnumType[] = [
		{ name: 'InvoiceStatusEnum', values: statuses, wire: statuses },
		{ name: 'ResultCodeEnum', values: RESULT_CODES, wire: RESULT_CODES },
	];
	const guessed = Object.entries(GUESSED_ENUMS).map(([name, values]): EnumType => {
		const wire = switches.enumSpelling === 'upper' ? values.map(upperCase) : values;
		return { name, values, wire };
	});
	return new Map([...known, ...guessed].map((type) => [type.name, type]));
}

/** AdjustFixed -> ADJUST_FIXED */
function upperCase(value: string): string {
	return value.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}
