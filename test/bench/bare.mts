import { Agent, request } from 'node:http';
import {
	BATCH_SIZE,
	type Contestant,
	ENTITY,
	KEY,
	PAGE_SIZE,
	type Row,
	type Verb,
} from './contestant.mjs';
import type { Access } from './standIn.mjs';

type Headers = Record<string, string>;

interface Options {
	/** One connection for all calls. n8n's HTTP helper opens one for each. */
	readonly keepAlive?: boolean;
	readonly batchSize?: number;
	/** Login and logout around each batch instead of once. */
	readonly loginPerBatch?: boolean;
}

/**
 * What someone would write by hand for one job and throw away: Node's own `http`, the same calls, the
 * results kept, and nothing else. No retries, no checks, no errors by record.
 */
export class BareScript implements Contestant {
	readonly name = 'bare script';
	private readonly agent: Agent;

	constructor(
		private readonly access: Access,
		private readonly options: Options = {},
	) {
		this.agent = new Agent({ keepAlive: options.keepAlive ?? false });
	}

	async write(verb: Verb, records: readonly Row[]): Promise<Row[]> {
		const { batchSize = BATCH_SIZE, loginPerBatch } = this.options;
		const results: Row[] = [];
		let session = loginPerBatch ? {} : await this.login();
		for (let from = 0; from < records.length; from += batchSize) {
			if (loginPerBatch) session = await this.login();
			const batch = records.slice(from, from + batchSize);
			for (const row of await this.writeBatch(verb, batch, session)) results.push(row);
			if (loginPerBatch) await this.logout(session);
		}
		if (!loginPerBatch) await this.logout(session);
		return results;
	}

	async read(fields: readonly string[]): Promise<Row[]> {
		const session = await this.login();
		const rows: Row[] = [];
		for (let last = '0'; ; ) {
			const page = await this.readPage(fields, last, session);
			for (const row of page) rows.push(row);
			if (page.length < PAGE_SIZE) break;
			last = String(page[page.length - 1].Id);
		}
		await this.logout(session);
		return rows;
	}

	close(): void {
		this.agent.destroy();
	}

	private async readPage(
		fields: readonly string[],
		last: string,
		session: Headers,
	): Promise<Row[]> {
		if (fields.length === 0) {
			const where = `Id > ${last} AND ROWNUM BETWEEN 0 AND ${PAGE_SIZE}`;
			return await this.call('GET', filtered(where), session);
		}
		const sql =
			`SELECT ${fields.join(', ')} FROM ${ENTITY} WHERE Id > ${last} ORDER BY Id ` +
			`OFFSET 0 ROWS FETCH NEXT ${PAGE_SIZE} ROWS ONLY`;
		return await this.call('GET', `query?sql=${encodeURIComponent(sql)}`, session);
	}

	private async writeBatch(verb: Verb, batch: Row[], session: Headers): Promise<Row[]> {
		switch (verb) {
			case 'create':
				return await this.call('POST', ENTITY, session, { brmObjects: batch });
			case 'update':
				return await this.call('PUT', ENTITY, session, { brmObjects: batch });
			case 'upsert':
				return await this.call('PATCH', ENTITY, session, {
					brmObjects: batch,
					externalIDFieldName: KEY,
				});
			case 'delete':
				return await this.call('DELETE', `delete/${ENTITY}`, session, { brmObjects: batch });
			case 'restore':
				return await this.call('DELETE', `undelete/${ENTITY}`, session, { brmObjects: batch });
			case 'get': {
				const ids = batch.map(({ Id }) => String(Id));
				return await this.call('GET', filtered(`Id IN (${ids.join(', ')})`), session);
			}
		}
	}

	private async login(): Promise<Headers> {
		const { username, password } = this.access;
		const [entry] = await this.call('POST', 'login', {}, { username, password });
		return { sessionid: String(entry.SessionID) };
	}

	private async logout(session: Headers): Promise<void> {
		await this.send('POST', 'logout', session);
	}

	private async call(
		method: string,
		path: string,
		session: Headers,
		body?: unknown,
	): Promise<Row[]> {
		const { status, text } = await this.send(method, path, session, body);
		if (status === 404) return [];
		const answer = JSON.parse(text) as Record<string, Row[]>;
		const [rows] = Object.values(answer);
		if (status !== 200 || !Array.isArray(rows)) throw new Error(text.slice(0, 300));
		return rows;
	}

	private async send(
		method: string,
		path: string,
		session: Headers,
		body?: unknown,
	): Promise<{ status: number; text: string }> {
		const payload = body === undefined ? undefined : JSON.stringify(body);
		const headers = {
			...session,
			...(payload !== undefined && {
				'Content-Type': 'application/json',
				'Content-Length': Buffer.byteLength(payload),
			}),
		};
		const url = `${this.access.baseUrl}/rest/2.0/${path}`;
		return await new Promise((resolve, reject) => {
			const outgoing = request(url, { method, headers, agent: this.agent }, (incoming) => {
				const chunks: Buffer[] = [];
				incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
				incoming.on('error', reject);
				incoming.on('end', () =>
					resolve({
						status: incoming.statusCode ?? 0,
						text: Buffer.concat(chunks).toString('utf8'),
					}),
				);
			});
			outgoing.on('error', reject);
			outgoing.end(payload);
		});
	}
}

const filtered = (where: string) => `${ENTITY}?queryAnsiSql=${encodeURIComponent(where)}`;
