import type {
	IExecuteFunctions,
	IGetNodeParameterOptions,
	INodeExecutionData,
	INodeParameters,
	IPollFunctions,
	NodeParameterValueType,
} from 'n8n-workflow';

import { InputError } from '../errors';
import { isRecord, toText } from '../values';
import { compilePlain, hasExpression, type PlainParameter, readPlain } from './plainExpressions';

type Fallback = NodeParameterValueType | object;

interface ParameterContext extends Pick<IExecuteFunctions, 'getNode' | 'getInputData'> {
	getNodeParameter(
		name: string,
		itemIndex: number,
		fallback?: Fallback,
		options?: IGetNodeParameterOptions,
	): unknown;
}

/**
 * Reads the node's parameters for one item after the other.
 *
 * n8n's own resolving is slow at many items. So a parameter without an expression is resolved once, and one
 * with nothing but fields of the item is read from the item; all other expressions are n8n's.
 */
export class ItemParameters {
	private readonly constants = new Map<string, unknown>();
	private readonly plain = new Map<string, PlainParameter | undefined>();
	/** What n8n gave for the item at hand: some parameters are read more than once for each. */
	private readonly last = new Map<string, { itemIndex: number; value: unknown }>();
	/** As written in the workflow. Kept, because n8n copies the whole node each time it is asked for it. */
	private readonly written: INodeParameters;
	private readonly items: INodeExecutionData[];

	constructor(private readonly ctx: ParameterContext) {
		this.written = ctx.getNode().parameters;
		this.items = ctx.getInputData();
	}

	/** The parameters of a trigger, which has no items: any index gives the same. */
	static ofPoll(ctx: IPollFunctions): ItemParameters {
		return new ItemParameters({
			getNode: () => ctx.getNode(),
			getInputData: () => [],
			getNodeParameter: (
				name: string,
				_item: number,
				fallback?: Fallback,
				options?: IGetNodeParameterOptions,
			) => ctx.getNodeParameter(name, fallback, options),
		});
	}

	/** The value as it is, narrowed by the caller. */
	value(
		name: string,
		itemIndex: number,
		fallback?: Fallback,
		options?: IGetNodeParameterOptions,
	): unknown {
		if (this.constants.has(name)) return this.constants.get(name);
		const plain = options ? undefined : this.plainOf(name);
		const json = this.items[itemIndex]?.json;
		const [read] = plain && json ? readPlain(plain, json) : [];
		if (read !== undefined) return read;
		const last = this.last.get(name);
		if (last?.itemIndex === itemIndex) return last.value;
		const value: unknown = this.ctx.getNodeParameter(name, itemIndex, fallback, options);
		if (!hasExpression(this.written[rootOf(name)])) this.constants.set(name, value);
		else this.last.set(name, { itemIndex, value });
		return value;
	}

	string(name: string, itemIndex: number, fallback = ''): string {
		return toText(this.value(name, itemIndex, fallback));
	}

	boolean(name: string, itemIndex: number, fallback = false): boolean {
		return this.value(name, itemIndex, fallback) === true;
	}

	/** A whole number of at least `min`. @throws InputError otherwise */
	count(name: string, itemIndex: number, fallback: number, min = 1): number {
		const value = Number(this.value(name, itemIndex, fallback));
		if (!Number.isInteger(value) || value < min) {
			throw new InputError(`expected a whole number of at least ${min}`, undefined, labelOf(name));
		}
		return value;
	}

	/** The value chosen in a resource locator, from its list or typed by hand. */
	locator(name: string, itemIndex: number): string {
		return toText(this.value(name, itemIndex, '', { extractValue: true })).trim();
	}

	/** Text values of a multiple choice; by expression also a list or text separated by commas. */
	list(name: string, itemIndex: number): string[] {
		const value = this.value(name, itemIndex, []);
		const entries: unknown[] = Array.isArray(value) ? value : toText(value).split(',');
		return entries.map((entry) => toText(entry).trim()).filter((entry) => entry !== '');
	}

	/** The rows of a fixed collection, e.g. `rows('filters', 'conditions', 0)`. */
	rows(name: string, group: string, itemIndex: number): Array<Record<string, unknown>> {
		const collection = this.value(name, itemIndex, {});
		const rows = isRecord(collection) ? collection[group] : undefined;
		return Array.isArray(rows) ? rows.filter(isRecord) : [];
	}

	/** A JSON object or list, written as text or given by an expression. @throws InputError */
	json(name: string, itemIndex: number): unknown {
		const value = this.value(name, itemIndex, '');
		if (typeof value !== 'string') return value;
		try {
			return JSON.parse(value);
		} catch (error) {
			return rejectJson(labelOf(name), error);
		}
	}

	private plainOf(name: string): PlainParameter | undefined {
		const written = this.written[name];
		if (!this.plain.has(name)) {
			this.plain.set(name, hasExpression(written) ? compilePlain(written) : undefined);
		}
		return this.plain.get(name);
	}
}

function rejectJson(name: string, error: unknown): never {
	const reason = error instanceof Error ? error.message : String(error);
	throw new InputError('this is not valid JSON', reason, name);
}

function rootOf(name: string): string {
	return name.split('.', 1)[0];
}

/** What the editor shows for a parameter: `options.batchSize` is Batch Size. */
function labelOf(name: string): string {
	const last = name.slice(name.lastIndexOf('.') + 1);
	return last.replace(/([A-Z])/g, ' $1').replace(/^./, (letter) => letter.toUpperCase());
}
