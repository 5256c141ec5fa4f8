import type { BillingPlatformStandIn } from './index.mjs';

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** The parsed body; undefined where it is not JSON. */
	readonly json: unknown;
}

export type Row = Readonly<Record<string, unknown>>;

/** A bare client for the tests of the stand-in: real HTTP, no help with anything. */
export class Client {
	headers: Record<string, string> = {};

	constructor(readonly standIn: BillingPlatformStandIn) {}

	async send(method: string, path: string, body?: unknown): Promise<Answer> {
		const response = await fetch(`${this.standIn.baseUrl}${path}`, {
			method,
			headers: this.headers,
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		return { status: response.status, headers: response.headers, text, json: parsed(text) };
	}

	async login(password = this.standIn.password): Promise<Answer> {
		const { username } = this.standIn;
		const answer = await this.send('POST', '/rest/2.0/login', { username, password });
		const id = rowsOf(answer)[0]?.SessionID;
		if (typeof id === 'string' && id !== '') this.headers = { sessionid: id };
		return answer;
	}

	query(sql: string): Promise<Answer> {
		return this.send('POST', '/rest/2.0/query', { sql });
	}

	filter(entity: string, where: string): Promise<Answer> {
		return this.send('GET', `/rest/2.0/${entity}?queryAnsiSql=${encodeURIComponent(where)}`);
	}

	create(entity: string, brmObjects: unknown): Promise<Answer> {
		return this.send('POST', `/rest/2.0/${entity}`, { brmObjects });
	}

	update(entity: string, brmObjects: unknown): Promise<Answer> {
		return this.send('PUT', `/rest/2.0/${entity}`, { brmObjects });
	}

	upsert(entity: string, externalIDFieldName: string, brmObjects: unknown): Promise<Answer> {
		return this.send('PATCH', `/rest/2.0/${entity}`, { brmObjects, externalIDFieldName });
	}

	remove(entity: string, brmObjects: unknown): Promise<Answer> {
		return this.send('DELETE', `/rest/2.0/delete/${entity}`, { brmObjects });
	}
}

/** The list under the one `*Response` key of an answer. */
export function rowsOf(answer: Answer): readonly Row[] {
	const [list] = Object.values((answer.json ?? {}) as Record<string, unknown>);
	return Array.isArray(list) ? (list as Row[]) : [];
}

/** One value of every row. */
export function column(answer: Answer, key: string): unknown[] {
	return rowsOf(answer).map((row) => row[key]);
}

export function account(number: number | string, more: Row = {}): Row {
	return {
		Name: `Test account ${number}`,
		Status: 'ACTIVE',
		AccountTypeId: '2',
		C_CrmId: `T-${number}`,
		...more,
	};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
