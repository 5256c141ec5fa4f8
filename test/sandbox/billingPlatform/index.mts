import { CallCounter } from '../callCounter.mjs';
import {
	isRecord,
	recordsIn,
	type Call,
	type ControlHandler,
	type Reply,
	type StandIn,
} from '../exchange.mjs';
import { FaultQueue, type SpoiltAnswer, type XmlFault } from '../faults.mjs';
import { RequestLog } from '../requestLog.mjs';
import { Switches } from '../switches.mjs';
import type { VendorClock } from '../vendorClock.mjs';
import { Api } from './api.mjs';
import type { Books } from './books.mjs';
import { entityNamed, type Entity } from './entities.mjs';
import { describeEntities } from './metadata.mjs';
import { changeRow, insertRow } from './records.mjs';
import { CALL_KINDS, routeOf } from './routes.mjs';
import { seedCompany } from './seed.mjs';
import { seedMany } from './seedMany.mjs';
import { Stamps } from './stamps.mjs';
import { dataTable, Store } from './store.mjs';
import { resized, spoil } from './spoil.mjs';
import { BILLING_PLATFORM_SWITCHES, type BillingPlatformSwitches } from './switches.mjs';
import { toStored, toWire, type Stored } from './values.mjs';

const ORG = 'demo';

/** A stand-in for BillingPlatform: what tests hold in their hands. */
export class BillingPlatformStandIn implements StandIn {
	readonly name = 'billingPlatform';
	readonly orgPath = `/${ORG}`;
	/** Known once the server listens. */
	baseUrl = '';
	// Plainly made up: nothing here opens anything but this stand-in.
	readonly username = 'demo.api.user';
	readonly password = 'not-a-real-password';
	readonly clientId = 'demo-client-id';
	readonly clientSecret = 'not-a-real-client-secret';

	readonly calls = new CallCounter(CALL_KINDS);
	readonly faults = new FaultQueue();
	readonly log = new RequestLog();
	readonly control: Readonly<Record<string, ControlHandler>> = controlOf(this);
	private readonly positions = new Switches(BILLING_PLATFORM_SWITCHES);
	private readonly api: Api;
	private readonly stamps: Stamps;

	private constructor(
		private readonly store: Store,
		private readonly withSeed: boolean,
	) {
		this.stamps = new Stamps(store.clock, () => this.positions.values);
		this.api = new Api(store, ORG, this, () => this.positions.values);
		this.fill();
	}

	static async create(options: { readonly seed: boolean }): Promise<BillingPlatformStandIn> {
		return new BillingPlatformStandIn(await Store.create(), options.seed);
	}

	/** The counters since the last reset. */
	books(): Books {
		return {
			...this.api.sessions.read(),
			...this.api.oauth.read(),
			...this.calls.read(),
			...this.api.counts,
		};
	}

	get switches(): Readonly<BillingPlatformSwitches> {
		return this.positions.values;
	}

	set(changes: Partial<BillingPlatformSwitches>): void {
		this.positions.set(changes);
	}

	setUnchecked(changes: unknown): void {
		this.positions.setUnchecked(changes);
	}

	/** Everything as after the start: data, books, log, switches, clock, no faults, no sessions. */
	reset(): void {
		this.positions.reset();
		this.faults.clear();
		this.log.clear();
		this.calls.reset();
		this.api.reset();
		this.clock.reset();
		this.store.clear();
		this.fill();
	}

	/** Ends every open session and token as if its time were over; answers how many sessions that were. */
	expireSessions(): number {
		this.api.oauth.expireAll();
		return this.api.sessions.expireAll();
	}

	/** Finishes pending bulk requests and uploads at once. */
	completeBulk(): number {
		return this.api.bulk.completeAll();
	}

	/** All records of an entity by Id, blank fields left out; not counted as read, whatever the read lag. */
	rows(entityName: string): Array<Record<string, string | null>> {
		const entity = entityNamed(entityName.toUpperCase());
		const keys = entity.fields.map((field) => field.name);
		const columns = keys.map((key) => `"${key}"`).join(', ');
		const sql = `SELECT ${columns} FROM ${dataTable(entity)} WHERE deleted$ = 0 ORDER BY "Id"`;
		return this.store.select(sql, Infinity).map((row) => toWire(keys, row, 'omit'));
	}

	/** Writes records past the checks of the API (system fields included) and answers their Ids. */
	insert(entityName: string, rows: ReadonlyArray<Readonly<Record<string, unknown>>>): string[] {
		const entity = entityNamed(entityName.toUpperCase());
		return this.store.transaction(() =>
			rows.map((row) => {
				const values = this.stamps.fitted(storedValues(entity, row));
				return String(insertRow(this.store, entity, values, 0, this.stamps.ofNewRecord()));
			}),
		);
	}

	/** Changes records past the checks of the API: Updated is what a row says, or stays what it was. */
	update(entityName: string, rows: ReadonlyArray<Readonly<Record<string, unknown>>>): void {
		const entity = entityNamed(entityName.toUpperCase());
		this.store.transaction(() => {
			for (const { Id, ...row } of rows) {
				if (!this.store.has(entity, Number(Id))) throw new Error(`${entity.name} has no Id ${Id}`);
				const values = this.stamps.fitted(storedValues(entity, row));
				changeRow(this.store, entity, Number(Id), values);
			}
		});
	}

	/** By which the stand-in dates what it writes. */
	get clock(): VendorClock {
		return this.store.clock;
	}

	seedMany(entityName: string, count: number): void {
		seedMany(this.store, entityNamed(entityName.toUpperCase()), count, this.stamps);
	}

	close(): void {
		this.store.close();
	}

	owns(path: string): boolean {
		return path.split('/').find(Boolean) === ORG;
	}

	kindOf(call: Call): string {
		return routeOf(call, ORG).kind;
	}

	answer(call: Call): Reply {
		return this.api.answer(call);
	}

	notesOf(call: Call): Readonly<Record<string, string | number>> {
		return this.api.notesOf(call);
	}

	expireSessionOf(call: Call): void {
		this.api.expireSessionOf(call);
	}

	resizeResults(reply: Reply, by: 1 | -1): Reply {
		return resized(reply, by);
	}

	spoil(reply: Reply, fault: SpoiltAnswer | XmlFault): Reply {
		return spoil(reply, fault);
	}

	private fill(): void {
		this.store.transaction(() => {
			describeEntities(this.store);
			if (this.withSeed) seedCompany(this.store);
		});
	}
}

function storedValues(entity: Entity, row: Readonly<Record<string, unknown>>): Map<string, Stored> {
	const values = Object.entries(row).map(([name, value]) => {
		const field = entity.byName.get(name);
		if (!field) throw new Error(`${entity.name} has no field ${name}`);
		return [name, toStored(field, value)] as const;
	});
	return new Map(values);
}

function controlOf(standIn: BillingPlatformStandIn): Readonly<Record<string, ControlHandler>> {
	return {
		'GET books': () => standIn.books(),
		'GET state': () => ({ books: standIn.books(), switches: standIn.switches }),
		'POST reset': () => standIn.reset(),
		'GET switches': () => standIn.switches,
		'POST switches': ({ body }) => {
			standIn.setUnchecked(body);
			return standIn.switches;
		},
		'POST sessions/expire': () => ({ expired: standIn.expireSessions() }),
		'POST bulk/complete': () => ({ completed: standIn.completeBulk() }),
		'GET rows': ({ rest }) => standIn.rows(rest[0] ?? ''),
		'POST rows': ({ rest, body }) => ({ ids: standIn.insert(rest[0] ?? '', recordsIn(body)) }),
		'PUT rows': ({ rest, body }) => standIn.update(rest[0] ?? '', recordsIn(body)),
		'POST seed': ({ body }) => {
			if (!isRecord(body) || typeof body.entity !== 'string' || typeof body.count !== 'number') {
				throw new Error('Seeding needs {"entity", "count"}');
			}
			standIn.seedMany(body.entity, body.count);
		},
	};
}
