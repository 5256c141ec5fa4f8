import { BillingError, InputError, withOutcome } from '../../errors';
import type { RecordResult } from '../../items/results';
import type { Safety } from '../../http/retry';
import { isRecord } from '../../values';
import { bulkErrors } from './bulk';
import { type ServiceContract, withoutWsdl } from './contractSource';
import { EncodeError } from './errors';
import { readJsonMembers } from './formValues';
import { checkShape } from './shape';
import type { DecodedValue } from './soap/plan';
import { CallRefusedError, type SessionTransport, type SoapResult } from './transport';
import { chooseUpload, findUploads, type UploadOperation } from './uploads';
import { entryOf, membersOf, parametersOf } from './wsdl/model';

export type Row = Record<string, unknown>;
type Parameters = Record<string, unknown>;

/** Customers come in pages of this size since December 2024 [DOC]. */
const CUSTOMERS_A_PAGE = 1000;

/** CloudBilling's documented methods with typed arguments, and any other operation of the service by its name. */
export class CloudBillingClient {
	/** Asked for with every item, found once. */
	private candidates?: UploadOperation[];

	constructor(
		private readonly transport: SessionTransport,
		readonly service: ServiceContract,
		readonly signal?: AbortSignal,
	) {}

	/** Calls any operation. @throws BillingError; InputError for a value that does not fit */
	async call(operation: string, parameters: Parameters, safety: Safety): Promise<DecodedValue> {
		return (await this.answer(operation, parameters, safety)).payload;
	}

	private async answer(
		operation: string,
		parameters: Parameters,
		safety: Safety,
	): Promise<SoapResult> {
		const { fromWsdl, contract, problem } = this.service;
		if (!fromWsdl && !contract.operations.has(operation)) {
			const { message, description } = withoutWsdl('Any other operation', problem);
			throw new InputError(
				`The service has no operation "${operation}" that is publicly documented. ${message}`,
				description,
			);
		}
		const result = await this.transport.call({ operation, parameters: given(parameters), safety });
		if (fromWsdl) checkShape(contract, operation, result.payload);
		return result;
	}

	/** One record of a read; undefined where there is none. */
	async one(operation: string, parameters: Parameters): Promise<Row | undefined> {
		const [row] = rowsOf(await this.call(operation, parameters, 'read'));
		return row;
	}

	async many(operation: string, parameters: Parameters): Promise<Row[]> {
		return rowsOf(await this.call(operation, parameters, 'read'));
	}

	/**
	 * All pages of a read, one after the other until an empty one, up to a limit; a single call where the
	 * operation has no parameter for the page.
	 *
	 * @throws BillingError where the service gives its first page again and again and that is a full one
	 */
	async pages(
		operation: string,
		parameters: Parameters,
		limit: number | undefined,
		onPage: (count: number) => void,
	): Promise<Row[]> {
		const name = this.pageParameter(operation);
		if (name === undefined) return (await this.many(operation, parameters)).slice(0, limit);
		const rows: Row[] = [];
		let before = '';
		for (let page = 1; limit === undefined || rows.length < limit; page++) {
			const found = await this.many(operation, { ...parameters, [name]: page });
			const first = JSON.stringify(found[0]);
			if (found.length > 0 && first === before) return rows.slice(0, this.onlyPage(rows, limit));
			if (found.length === 0) break;
			before = first;
			for (const row of found) rows.push(row);
			onPage(found.length);
		}
		return rows.slice(0, limit);
	}

	/** A service that does not know the parameter answers with its first page for ever. */
	private onlyPage(rows: Row[], limit: number | undefined): number | undefined {
		if (rows.length < CUSTOMERS_A_PAGE) return limit;
		throw new BillingError('The service gives only its first page', {
			description:
				'It does not know the parameter for the page. Give the WSDL in the credential: the name is in there.',
		});
	}

	/** The parameter that chooses a page: in the WSDL whatever is named so, else as inferred from the documentation. */
	private pageParameter(operation: string): string | undefined {
		const { contract } = this.service;
		const known = contract.operations.get(operation);
		const names = known ? parametersOf(contract, known).map(({ name }) => name) : [];
		return names.find((name) => /page/i.test(name) && !/size/i.test(name));
	}

	async customers(limit: number | undefined, onPage: (count: number) => void): Promise<Row[]> {
		return await this.pages('CustomersGetAll', {}, limit, onPage);
	}

	/**
	 * A call with a list of records that answers with one verdict for the whole, or with errors for some.
	 * @param keys what tells the records apart in the answer
	 */
	async bulk(
		operation: string,
		parameters: Parameters,
		keys: string[],
		safety: Safety,
	): Promise<RecordResult[]> {
		const answer = await this.callForMany(operation, parameters, keys.length, safety);
		const { payload, others } = answer;
		const errors = bulkErrors(others ? { Result: payload, ...others } : payload, keys);
		return keys.map((key): RecordResult => {
			const error = errors.get(key);
			return error ? { error } : { id: key, json: {} };
		});
	}

	/**
	 * A call for several records that is refused as a whole: whether some were taken all the same is not
	 * documented.
	 */
	async callForMany(
		operation: string,
		parameters: Parameters,
		count: number,
		safety: Safety,
	): Promise<SoapResult> {
		return await this.answer(operation, parameters, safety).catch(async (error: unknown) => {
			const mayBePartly = error instanceof CallRefusedError && count > 1;
			return await Promise.reject(mayBePartly ? withOutcome(error, 'unknown') : error);
		});
	}

	/**
	 * The parameters of an operation as a form or a table gives them, what is nested or repeated as JSON in a text.
	 *
	 * @param list the parameter whose entries the values are, where they are not the parameters themselves
	 * @throws InputError
	 */
	fromForm(operation: string, values: Row, list?: string): Row {
		const { contract } = this.service;
		const known = contract.operations.get(operation);
		const parameters = known ? parametersOf(contract, known) : [];
		if (list === undefined) return readJsonMembers(contract, parameters, values);
		const parameter = parameters.find(({ name }) => name === list);
		const entry = parameter && entryOf(contract, parameter);
		return readJsonMembers(contract, membersOf(contract, entry), values);
	}

	/**
	 * Encodes a record ahead of the call that it will travel in, so that one that does not fit its type is
	 * refused before anything is sent.
	 *
	 * @returns what stands in for the record in the call
	 * @throws InputError
	 */
	encode(operation: string, parameter: string, record: Row): unknown {
		if (!this.service.contract.operations.has(operation)) return record;
		try {
			return this.transport.encodeRecord(operation, parameter, record);
		} catch (error) {
			return refuseRecord(error, parameter);
		}
	}

	/** Which of two generations of a method the service has; the newer one where nothing is known. */
	firstOf(newer: string, older: string): string {
		const { operations } = this.service.contract;
		return !operations.has(newer) && operations.has(older) ? older : newer;
	}

	/**
	 * The operation that takes a list of purchases: its name is not publicly documented, so it comes from the
	 * WSDL, or from the user.
	 * @throws InputError or BillingError that says why there is none, or which ones there are
	 */
	uploadOperation(chosen: string): UploadOperation {
		return chooseUpload(this.service, this.uploadCandidates(), chosen);
	}

	uploadCandidates(): UploadOperation[] {
		return (this.candidates ??= findUploads(this.service.contract));
	}

	/** The name of an operation's only or first parameter, where it is known. */
	firstParameter(operation: string): string | undefined {
		const { contract } = this.service;
		const known = contract.operations.get(operation);
		return known && parametersOf(contract, known)[0]?.name;
	}
}

/** Nothing typed means nothing asked for: the member is left out. */
function given(parameters: Parameters): Parameters {
	return Object.fromEntries(
		Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ''),
	);
}

function rowsOf(payload: DecodedValue): Row[] {
	if (payload === null) return [];
	if (isRecord(payload)) return unwrapped(payload) ?? [payload];
	const entries: unknown[] = Array.isArray(payload) ? payload : [payload];
	return entries.map((entry) => (isRecord(entry) ? entry : { value: entry }));
}

/** @throws BillingError where a read that names one record found none */
export function foundOrThrow(row: Row | undefined, what: string): Row {
	if (row) return row;
	throw new BillingError(`CloudBilling has no ${what}`, { status: 404 });
}

/** A list whose entries stand directly in the result: the service's own name for it is all there is around. */
function unwrapped(payload: Row): Row[] | undefined {
	const values = Object.values(payload);
	const [only] = values;
	if (values.length !== 1 || !Array.isArray(only) || !only.every(isRecord)) return undefined;
	return only;
}

function refuseRecord(error: unknown, parameter: string): never {
	if (!(error instanceof EncodeError)) throw error;
	throw new InputError(error.problem, undefined, error.path || parameter);
}
