import type { Call } from '../exchange.mjs';

export const CALL_KINDS = [
	'login',
	'logout',
	'create',
	'update',
	'upsert',
	'delete',
	'undelete',
	'retrieve',
	'query',
	'files',
	'bulkExtract',
	'oauthToken',
	'other',
] as const;

export type CallKind = (typeof CALL_KINDS)[number];

export interface Route {
	readonly kind: CallKind;
	/** REST version, `2.0` or `2.1`; `auth` for the token endpoint. */
	readonly version: string;
	/** Path behind the version, as sent. */
	readonly segments: readonly string[];
}

const VERBS: Readonly<Record<string, CallKind>> = {
	GET: 'retrieve',
	POST: 'create',
	PUT: 'update',
	PATCH: 'upsert',
};

/** Resources whose names are taken by the API itself. */
const RESERVED: Readonly<Record<string, { kind: CallKind; methods: readonly string[] }>> = {
	LOGIN: { kind: 'login', methods: ['POST'] },
	LOGOUT: { kind: 'logout', methods: ['POST'] },
	QUERY: { kind: 'query', methods: ['GET', 'POST'] },
	FILES: { kind: 'files', methods: ['GET', 'POST'] },
	DELETE: { kind: 'delete', methods: ['DELETE'] },
	UNDELETE: { kind: 'undelete', methods: ['DELETE'] },
};

/**
 * What a call asks for; `other` is a wrong URL. Resource names are not case sensitive, and a double slash
 * behind the org does no harm. [CLIENT]
 */
export function routeOf(call: Call, org: string): Route {
	const [first, base, version = '', ...segments] = call.path.split('/').filter(Boolean);
	const route = { version, segments: segments.map(decoded) };
	if (first !== org) return { ...route, kind: 'other' };
	if (base === 'auth')
		return { ...route, version: 'auth', kind: tokenKind(call, version, segments) };
	return { ...route, kind: base === 'rest' ? restKind(call, route.segments) : 'other' };
}

function tokenKind({ method }: Call, version: string, segments: readonly string[]): CallKind {
	const isToken = version === '1.0' && segments.join('/') === 'authenticate' && method === 'POST';
	return isToken ? 'oauthToken' : 'other';
}

function restKind({ method }: Call, segments: readonly string[]): CallKind {
	const resource = (segments[0] ?? '').toUpperCase();
	const reserved = Object.hasOwn(RESERVED, resource) ? RESERVED[resource] : undefined;
	const lengths: Readonly<Record<string, number>> = { FILES: 4, DELETE: 2, UNDELETE: 2 };
	if (reserved) {
		const fits = segments.length === (lengths[resource] ?? 1) && reserved.methods.includes(method);
		return fits ? reserved.kind : 'other';
	}
	// PUT /ENTITY/{Id} and the like are seen in clients, but not known to work. (Section 8, row 10.)
	const mayHaveId = method === 'GET' && segments.length === 2;
	if (segments.length !== 1 && !mayHaveId) return 'other';
	if (resource === 'BULK_API_REQUEST' && method === 'POST') return 'bulkExtract';
	return Object.hasOwn(VERBS, method) ? VERBS[method] : 'other';
}

function decoded(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
