import { isRecord, jsonReply, type Call, type Reply } from '../exchange.mjs';
import { emptyRowCounts } from './books.mjs';
import { BulkWork } from './bulk.mjs';
import { findEntity, type Entity } from './entities.mjs';
import { ApiError, badRequest, notFound } from './errors.mjs';
import { Files } from './files.mjs';
import { bearerOf, OAuth, type ClientCredentials } from './oauth.mjs';
import { Reader } from './query.mjs';
import { RateLimit } from './rateLimit.mjs';
import { routeOf, type Route } from './routes.mjs';
import { sessionIdOf, Sessions, type Login } from './sessions.mjs';
import type { Store } from './store.mjs';
import type { BillingPlatformSwitches } from './switches.mjs';
import { Writes } from './writes.mjs';

/** The vendor's API: finds out what a call wants, lets it in or not, and hands it to who does the work. */
export class Api {
	readonly sessions: Sessions;
	readonly oauth: OAuth;
	readonly bulk: BulkWork;
	readonly counts = emptyRowCounts();
	private readonly files: Files;
	private readonly reader: Reader;
	private readonly writes: Writes;
	private readonly rateLimit: RateLimit;

	constructor(
		store: Store,
		private readonly org: string,
		access: Login & ClientCredentials,
		private readonly switches: () => BillingPlatformSwitches,
	) {
		this.sessions = new Sessions(access, switches);
		this.oauth = new OAuth(access, switches);
		this.rateLimit = new RateLimit(switches);
		this.reader = new Reader(
			store,
			switches,
			(entities) => this.bulk.readBy(entities),
			(count) => {
				this.counts.rowsRead += count;
			},
		);
		this.files = new Files(store, (place) => this.bulk.uploaded(place));
		this.bulk = new BulkWork(store, switches, this.files, (sql) =>
			this.reader.rowsOf(sql, 'query'),
		);
		this.writes = new Writes(store, switches, this.bulk, this.counts);
	}

	answer(call: Call): Reply {
		try {
			return this.dispatch(call, routeOf(call, this.org));
		} catch (error) {
			if (error instanceof ApiError) return this.errorReply(error);
			throw error;
		}
	}

	reset(): void {
		this.sessions.reset();
		this.oauth.reset();
		this.bulk.reset();
		this.files.reset();
		this.rateLimit.reset();
		Object.assign(this.counts, emptyRowCounts());
	}

	expireSessionOf(call: Call): void {
		this.sessions.expire(sessionIdOf(call));
		this.oauth.expire(bearerOf(call));
	}

	/** What SQL and how many records; nothing of a login. */
	notesOf(call: Call): Readonly<Record<string, string | number>> {
		const { kind } = routeOf(call, this.org);
		if (kind === 'login' || kind === 'oauthToken' || kind === 'files') return {};
		const body = parsedBody(call);
		const sql = call.query.get('sql') ?? (isRecord(body) ? body.sql : undefined);
		const filter = call.query.get('queryAnsiSql');
		const records = isRecord(body) ? body.brmObjects : undefined;
		return {
			...(typeof sql === 'string' && { sql }),
			...(filter !== null && { queryAnsiSql: filter }),
			...(isRecord(records) && { records: 1 }),
			...(Array.isArray(records) && { records: records.length }),
		};
	}

	private dispatch(call: Call, route: Route): Reply {
		this.rateLimit.take();
		this.refuseWrongPath(call, route);
		switch (route.kind) {
			case 'oauthToken':
				return this.oauth.answer(call);
			case 'login':
				return this.sessions.answerLogin(bodyOf(call));
			case 'logout':
				return this.sessions.answerLogout(call);
			default:
				this.authenticate(call);
				return this.work(call, route);
		}
	}

	private work(call: Call, { kind, segments }: Route): Reply {
		switch (kind) {
			case 'query':
				return this.reader.answerQuery(this.sqlOf(call));
			case 'retrieve':
				return this.retrieve(call, segments);
			case 'files':
				return this.file(call, segments);
			case 'create':
			case 'bulkExtract':
				return this.writes.create(entityAt(segments, 0), bodyOf(call));
			case 'update':
				return this.writes.update(entityAt(segments, 0), bodyOf(call));
			case 'upsert':
				return this.writes.upsert(entityAt(segments, 0), bodyOf(call));
			case 'delete':
				return this.writes.remove(entityAt(segments, 1), bodyOf(call));
			case 'undelete':
				return this.writes.restore(entityAt(segments, 1), bodyOf(call));
			default:
				throw notFound(`No resource at ${call.path}`);
		}
	}

	private refuseWrongPath(call: Call, { kind, version, segments }: Route): void {
		const { rest21, undelete } = this.switches();
		// 2.1 is documented for this one resource alone. [DOC]
		const isKnown21 =
			rest21 === 'on' && version === '2.1' && segments[0]?.toLowerCase() === 'bulk_upload_history';
		const isKnown = version === '2.0' || version === 'auth' || isKnown21;
		if (kind === 'other' || !isKnown || (kind === 'undelete' && undelete === 'off')) {
			throw notFound(`No resource at ${call.method} ${call.path}`);
		}
	}

	private authenticate(call: Call): void {
		const sessionId = sessionIdOf(call);
		if (sessionId !== undefined) return this.sessions.use(sessionId);
		const token = bearerOf(call);
		if (token === undefined) throw this.sessions.missing();
		return this.oauth.use(token);
	}

	/** In the URL or, with POST, in the body; one client posts with the SQL in the URL and `{}`. [CLIENT] */
	private sqlOf(call: Call): string {
		const { queryMethod } = this.switches();
		if (queryMethod !== 'both' && call.method !== (queryMethod === 'getOnly' ? 'GET' : 'POST')) {
			throw notFound(`No resource at ${call.method} ${call.path}`);
		}
		const body = call.method === 'POST' && call.body !== '' ? bodyOf(call) : undefined;
		const sql = (isRecord(body) ? body.sql : undefined) ?? call.query.get('sql');
		if (typeof sql !== 'string' || sql.trim() === '') throw badRequest('sql is missing');
		return sql;
	}

	private retrieve(call: Call, segments: readonly string[]): Reply {
		const entity = entityAt(segments, 0);
		if (segments.length > 1) return this.reader.answerById(entity, segments[1]);
		const filter = call.query.get('queryAnsiSql');
		if (filter === null || filter.trim() === '') throw badRequest('queryAnsiSql is missing');
		return this.reader.answerFilter(entity, filter);
	}

	/** What an upload answers, and that a download exists at all, is not public. [INFERRED] */
	private file(call: Call, segments: readonly string[]): Reply {
		const isDownload = call.method === 'GET';
		if (isDownload && this.switches().fileDownload === 'off') {
			throw notFound(`No resource at GET ${call.path}`);
		}
		const place = this.files.placeOf(segments);
		if (!isDownload) {
			this.files.upload(place, bodyOf(call));
			return this.writes.accepted(place.id);
		}
		const found = this.files.get(place);
		if (!found) throw notFound(`${place.fieldName} holds no file`);
		return jsonReply(200, {
			retrieveResponse: [
				{
					Id: String(place.id),
					EntityName: place.entity.name,
					FieldName: place.fieldName,
					FileName: found.fileName,
					Data: found.data,
				},
			],
		});
	}

	private errorReply({ status, code, message, headers }: ApiError): Reply {
		// A session error always comes in this form when it is a 500. [CLIENT]
		const asList = code === 'INVALID_SESSION_ID' || this.switches().errorForm === 'errors';
		const content = asList
			? { errors: [{ error_code: code, error_text: message }] }
			: { error: code, message };
		return jsonReply(status, content, headers);
	}
}

function entityAt(segments: readonly string[], index: number): Entity {
	const entity = findEntity(segments[index]);
	if (!entity) throw notFound(`There is no entity ${segments[index]}`);
	return entity;
}

/** Whatever the Content-Type says: some clients post JSON without one. [CLIENT] */
function bodyOf(call: Call): Readonly<Record<string, unknown>> {
	const body = parsedBody(call);
	if (!isRecord(body)) throw badRequest('The body is not a JSON object');
	return body;
}

/** A body may be large and is asked for twice: by the work and by the request log. */
const parsedBodies = new WeakMap<Call, unknown>();

function parsedBody(call: Call): unknown {
	if (!parsedBodies.has(call)) parsedBodies.set(call, parsed(call.body));
	return parsedBodies.get(call);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
