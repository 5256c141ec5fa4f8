import type { IDataObject, INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

/**
 * What became of the records of a request that failed:
 * - `refused`: the vendor did nothing, or the request never reached it;
 * - `unknown`: the vendor may have done the work before the answer was lost.
 */
export type Outcome = 'refused' | 'unknown';

export interface BillingErrorDetails {
	/** What to do about it, and anything the one-line message has no room for. */
	description?: string;
	/** The vendor's own code, as it was sent. */
	code?: string;
	/** The field the vendor blames, by its API name. */
	field?: string;
	/** HTTP status of the answer, where there was one. */
	status?: number;
	outcome?: Outcome;
}

/** Something the vendor said, or that happened on the way to it. Carries no header, token or session id. */
export class BillingError extends Error {
	override readonly name: string = 'BillingError';
	readonly description?: string;
	readonly code?: string;
	readonly field?: string;
	readonly status?: number;
	readonly outcome: Outcome;

	constructor(message: string, details: BillingErrorDetails = {}) {
		super(message);
		this.description = details.description;
		this.code = details.code;
		this.field = details.field;
		this.status = details.status;
		this.outcome = details.outcome ?? 'refused';
	}
}

/** The same error with another outcome: what became of the request is known better further up. */
export function withOutcome(error: BillingError, outcome: Outcome): BillingError {
	if (error.outcome === outcome) return error;
	const { message, description, code, field, status } = error;
	return new BillingError(message, { description, code, field, status, outcome });
}

/** The vendor refused the credential itself: trying again by itself could lock the user out. */
export class LoginRefusedError extends BillingError {
	override readonly name = 'LoginRefusedError';
}

/** Input that cannot be sent: found before anything left n8n. */
export class InputError extends Error {
	override readonly name = 'InputError';

	constructor(
		message: string,
		/** What to do about it. */
		readonly description?: string,
		/** The field or parameter at fault. */
		readonly field?: string,
	) {
		super(message);
	}
}

/** The run was stopped while work was under way. */
export class CancelledError extends BillingError {
	override readonly name = 'CancelledError';

	constructor(outcome: Outcome = 'refused') {
		super('The run was stopped', { outcome });
	}
}

/** Text for a person: message, description. */
interface Wording {
	message?: string;
	description?: string;
	/** Data to keep with the error in the execution, e.g. the list of records committed before. */
	context?: IDataObject;
}

/**
 * Turns any error into n8n's own, naming the item.
 *
 * Always builds a fresh error from plain text: NodeApiError hands back a NodeApiError it is given and
 * drops the new text, and the cause of an HTTP error holds request headers, i.e. the session id.
 */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
	wording: Wording = {},
): NodeApiError | NodeOperationError {
	const nodeError = buildNodeError(node, error, itemIndex, wording);
	if (wording.context) Object.assign(nodeError.context, wording.context);
	return nodeError;
}

function buildNodeError(
	node: INode,
	error: unknown,
	itemIndex: number | undefined,
	wording: Wording,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.message = wording.message ?? error.message;
		error.description = wording.description ?? error.description;
		if (itemIndex !== undefined) error.context.itemIndex ??= itemIndex;
		return error;
	}
	const message = wording.message ?? messageOf(error);
	const description = wording.description ?? descriptionOf(error);
	if (error instanceof BillingError) {
		const plain: JsonObject = { message };
		const httpCode = error.status === undefined ? undefined : String(error.status);
		const nodeError = new NodeApiError(node, plain, { message, description, httpCode, itemIndex });
		// n8n puts a text of its own in the place of one with ECONNREFUSED and the like, which names no host.
		nodeError.message = message;
		return nodeError;
	}
	return new NodeOperationError(node, message, { description, itemIndex });
}

export function messageOf(error: unknown): string {
	if (error instanceof InputError && error.field) return `${error.field}: ${error.message}`;
	return error instanceof Error ? error.message : String(error);
}

export function descriptionOf(error: unknown): string | undefined {
	if (error instanceof InputError || error instanceof BillingError) return error.description;
	return undefined;
}
