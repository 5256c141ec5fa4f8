import type {
	IExecuteFunctions,
	IGetNodeParameterOptions,
	INodeExecutionData,
	INodeParameters,
	NodeParameterValueType,
} from 'n8n-workflow';

import { InputError } from '../errors';
import { isRecord, toText } from '../values';

type Fallback = NodeParameterValueType | object;

/**
 * Reads the node's parameters for one item after the other.
 *
 * n8n takes some 70 µs for each expression, which at 10,000 items is more than the requests themselves. So a
 * parameter without an expression is resolved once, and one that is nothing but a field of the item
 * (`{{ $json.Id }}`) is read from the item. All other expressions are n8n's.
 */
export class ItemParameters {
	private readonly constants = new Map<string, unknown>();
	/** As written in the workflow. Kept, because n8n copies the whole node each time it is asked for it. */
	private readonly written: INodeParameters;
	private readonly items: INodeExecutionData[];

	constructor(private readonly ctx: IExecuteFunctions) {
		this.written = ctx.getNode().parameters;
		this.items = ctx.getInputData();
	}

	/** The value as it is, narrowed by the caller. */
	value(
		name: string,
		itemIndex: number,
		fallback?: Fallback,
		options?: IGetNodeParameterOptions,
	): unknown {
		if (this.constants.has(name)) return this.constants.get(name);
		const field = fieldOfItem(this.written[name]);
		const json = this.items[itemIndex]?.json;
		if (field !== undefined && json && Object.hasOwn(json, field)) return json[field];
		const value: unknown = this.ctx.getNodeParameter(name, itemIndex, fallback, options);
		if (!hasExpression(this.written[rootOf(name)])) this.constants.set(name, value);
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
}

function rejectJson(name: string, error: unknown): never {
	const reason = error instanceof Error ? error.message : String(error);
	throw new InputError('this is not valid JSON', reason, name);
}

/** The field that an expression names, if it does nothing else; n8n writes both forms when a field is dragged. */
function fieldOfItem(written: unknown): string | undefined {
	if (typeof written !== 'string') return undefined;
	const match = /^=\{\{\s*\$json(?:\.([A-Za-z_]\w*)|\[(['"])([^'"\\]+)\2\])\s*\}\}$/.exec(written);
	return match?.[1] ?? match?.[3];
}

function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(hasExpression);
}

function rootOf(name: string): string {
	return name.split('.', 1)[0];
}

/** What the editor shows for a parameter: `options.batchSize` is Batch Size. */
function labelOf(name: string): string {
	const last = name.slice(name.lastIndexOf('.') + 1);
	return last.replace(/([A-Z])/g, ' $1').replace(/^./, (letter) => letter.toUpperCase());
}
