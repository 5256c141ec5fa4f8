import { createHash } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { CancelledError } from '../errors';
import type { SessionHandle, SessionLog, SessionProtocol } from './session';
import { SharedSession } from './sharedSession';
import { mayWaitAfter } from './waitAhead';

/**
 * Sessions of workflow runs: one per run and credential, however many nodes share it.
 *
 * n8n 2.33 and later tell us when a run ends (`onExecutionFinish`); that closes the session. Where the
 * hook is missing, or the run may go to sleep before it ends, the last node to let go closes it.
 */
interface RunSession {
	shared: SharedSession<unknown>;
	/** Node executions that are using it now. */
	users: number;
	lastUsed: number;
}

/** A run that went to sleep here and woke up elsewhere never ends here: its session is closed after this. */
const IDLE_LIMIT_MS = 15 * 60 * 1000;

const sessions = new Map<string, RunSession>();

/** Runs whose end we already wait for. The cancel signal is one object per run. */
const watchedRuns = new WeakMap<AbortSignal, Set<string>>();

/**
 * Does `work` with the session that this workflow run has for `identity`.
 *
 * @param identity what makes two credentials the same, e.g. address, user and password; kept only as a hash
 */
export async function withRunSession<S, T>(
	ctx: IExecuteFunctions,
	identity: string[],
	protocol: SessionProtocol<S>,
	work: (session: SessionHandle<S>) => Promise<T>,
): Promise<T> {
	// With Retry On Fail, n8n runs a node again after a cancel, when the end of the run is already past.
	if (ctx.getExecutionCancelSignal()?.aborted) throw new CancelledError();
	const executionId = ctx.getExecutionId();
	if (!executionId) return await withOwnSession(protocol, ctx.logger, work);

	closeForgotten();
	const key = [executionId, hash(identity)].join(':');
	const session = sessionFor(key, protocol, ctx.logger);
	const closedByRun = closeAtEndOfRun(ctx, key);
	session.users += 1;
	try {
		// The key holds the identity, so whoever stored this session speaks the same protocol.
		return await work(session.shared as SharedSession<S>);
	} finally {
		session.users -= 1;
		session.lastUsed = Date.now();
		if (session.users === 0 && (!closedByRun || mayWaitAfter(ctx))) await close(key);
	}
}

/** Does `work` with a session of its own, closed whatever happens: for polls and for lists in the editor. */
export async function withOwnSession<S, T>(
	protocol: SessionProtocol<S>,
	log: SessionLog,
	work: (session: SessionHandle<S>) => Promise<T>,
): Promise<T> {
	const session = new SharedSession(protocol, log);
	try {
		return await work(session);
	} finally {
		await session.close();
	}
}

function sessionFor<S>(key: string, protocol: SessionProtocol<S>, log: SessionLog): RunSession {
	const known = sessions.get(key);
	if (known) return known;
	const session = { shared: new SharedSession(protocol, log), users: 0, lastUsed: Date.now() };
	sessions.set(key, session);
	return session;
}

/** Registers the close with n8n, once per run and session. False where n8n is too old to tell. */
function closeAtEndOfRun(ctx: IExecuteFunctions, key: string): boolean {
	if (typeof ctx.onExecutionFinish !== 'function') return false;
	const run = ctx.getExecutionCancelSignal();
	const watched = run && (watchedRuns.get(run) ?? new Set<string>());
	if (watched?.has(key)) return true;
	if (run && watched) watchedRuns.set(run, watched.add(key));
	ctx.onExecutionFinish(async () => await close(key));
	return true;
}

async function close(key: string): Promise<void> {
	const session = sessions.get(key);
	sessions.delete(key);
	await session?.shared.close();
}

function closeForgotten(): void {
	const limit = Date.now() - IDLE_LIMIT_MS;
	for (const [key, session] of sessions) {
		if (session.users === 0 && session.lastUsed < limit) void close(key);
	}
}

function hash(identity: string[]): string {
	return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}
