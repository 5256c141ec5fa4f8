import { isRecord } from './exchange.mjs';

interface SwitchText {
	/** One sentence: what the switch decides. */
	readonly says: string;
	/** Which row or section of the vendor reference is unknown here. */
	readonly row: string;
}

export interface ChoiceSwitch extends SwitchText {
	readonly default: string;
	readonly values: readonly string[];
}

export interface NumberSwitch extends SwitchText {
	readonly default: number;
	readonly mayBeNegative?: boolean;
}

/** For names that nobody outside the vendor knows; `mayBeBlank` where a blank means that there is none. */
export interface TextSwitch extends SwitchText {
	readonly default: string;
	readonly mayBeBlank?: boolean;
}

export type SwitchTable = Readonly<Record<string, ChoiceSwitch | NumberSwitch | TextSwitch>>;

export type SwitchValues<Table extends SwitchTable> = {
	-readonly [Name in keyof Table]: Table[Name] extends { values: readonly (infer Value)[] }
		? Value
		: Table[Name] extends { default: number }
			? number
			: string;
};

/** The positions of one stand-in's switches. Reads are plain property reads on `values`. */
export class Switches<Table extends SwitchTable> {
	values: SwitchValues<Table>;

	constructor(readonly table: Table) {
		this.values = defaultsOf(table);
	}

	set(changes: Partial<SwitchValues<Table>>): void {
		this.setUnchecked(changes);
	}

	/** For positions that come over HTTP. Throws on an unknown name or value, and then changes nothing. */
	setUnchecked(changes: unknown): void {
		if (!isRecord(changes)) throw new Error('Switches are given as an object of name and value');
		for (const [name, value] of Object.entries(changes)) checkPosition(this.table, name, value);
		this.values = { ...this.values, ...changes };
	}

	reset(): void {
		this.values = defaultsOf(this.table);
	}
}

function defaultsOf<Table extends SwitchTable>(table: Table): SwitchValues<Table> {
	const entries = Object.entries(table).map(([name, spec]) => [name, spec.default]);
	return Object.fromEntries(entries) as SwitchValues<Table>;
}

function checkPosition(table: SwitchTable, name: string, value: unknown): void {
	const spec = Object.hasOwn(table, name) ? table[name] : undefined;
	if (!spec) throw new Error(`There is no switch named ${name}`);
	if ('values' in spec) {
		if (typeof value === 'string' && spec.values.includes(value)) return;
		throw new Error(`Switch ${name} is one of: ${spec.values.join(', ')}`);
	}
	if (typeof spec.default === 'string') {
		if (typeof value === 'string' && (value !== '' || isBlankable(spec))) return;
		throw new Error(`Switch ${name} is a text`);
	}
	const isNegative = 'mayBeNegative' in spec && spec.mayBeNegative === true;
	if (typeof value === 'number' && (value >= 0 || (isNegative && Number.isFinite(value)))) return;
	throw new Error(`Switch ${name} is a number${isNegative ? '' : ', 0 or more'}`);
}

function isBlankable(spec: ChoiceSwitch | NumberSwitch | TextSwitch): boolean {
	return 'mayBeBlank' in spec && spec.mayBeBlank === true;
}
