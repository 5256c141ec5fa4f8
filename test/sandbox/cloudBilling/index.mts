import { CallCounter } from '../callCounter.mjs';
import {
	isRecord,
	type Call,
	type ControlHandler,
	type Reply,
	type StandIn,
} from '../exchange.mjs';
import { FaultQueue, type XmlFault } from '../faults.mjs';
import { RequestLog } from '../requestLog.mjs';
import { Switches } from '../switches.mjs';
import { Api } from './api.mjs';
import type { Books } from './books.mjs';
import type { Row } from './contract/model.mjs';
import { entityName, type EntityName } from './data/records.mjs';
import { seedCompany } from './data/seed.mjs';
import { seedMany } from './data/seedMany.mjs';
import { Store } from './data/store.mjs';
import { METHODS } from './methods/index.mjs';
import { spoil } from './spoil.mjs';
import { CLOUD_BILLING_SWITCHES, type CloudBillingSwitches } from './switches.mjs';
import { API_TOKEN_HEADER, OLD_TOKEN_HEADER } from './tokens.mjs';

/** A stand-in for CloudBilling: what tests hold in their hands. */
export class CloudBillingStandIn implements StandIn {
	readonly name = 'cloudBilling';
	/** Made up: no public page gives the real path. */
	readonly path = '/CloudBilling/Api.svc';
	/** Known once the server listens. */
	endpoint = '';
	// Plainly made up: nothing here opens anything but this stand-in.
	readonly apiToken = 'not-a-real-api-token';
	readonly emailAddress = 'demo.user@example.com';
	readonly password = 'not-a-real-password';
	readonly environment = 'demo';
	readonly tokenHeader = API_TOKEN_HEADER;
	/** Counts only with the switch `loginTokenHeader` at `old`. */
	readonly oldTokenHeader = OLD_TOKEN_HEADER;

	readonly calls = new CallCounter(['wsdl', 'Login', ...Object.keys(METHODS), 'other']);
	readonly faults = new FaultQueue('xml');
	readonly log = new RequestLog();
	readonly control: Readonly<Record<string, ControlHandler>> = controlOf(this);
	private readonly positions = new Switches(CLOUD_BILLING_SWITCHES);
	private readonly store = new Store();
	private readonly withSeed: boolean;
	private readonly api: Api;

	constructor(options: { readonly seed: boolean }) {
		this.withSeed = options.seed;
		this.api = new Api(this.store, this, () => this.positions.values);
		this.fill();
	}

	/** The counters since the last reset. */
	books(): Books {
		const { calls, callsBy, peakConcurrency } = this.calls.read();
		const { droppedMembers, dropped, soapFaults } = this.api;
		return {
			calls,
			callsBy,
			peakConcurrency,
			...this.api.tokens.read(),
			...this.api.counts,
			droppedMembers,
			dropped: [...dropped],
			wsdlRequests: callsBy.wsdl ?? 0,
			soapFaults,
		};
	}

	get switches(): Readonly<CloudBillingSwitches> {
		return this.positions.values;
	}

	set(changes: Partial<CloudBillingSwitches>): void {
		this.positions.set(changes);
		this.api.adoptSwitches();
	}

	setUnchecked(changes: unknown): void {
		this.positions.setUnchecked(changes);
		this.api.adoptSwitches();
	}

	/** Everything as after the start: data, books, log, switches, no faults, no tokens of a Login. */
	reset(): void {
		this.positions.reset();
		this.faults.clear();
		this.log.clear();
		this.calls.reset();
		this.api.reset();
		this.store.clear();
		this.fill();
	}

	/** Ends every token of a Login as if its time were over; answers how many that were. */
	expireTokens(): number {
		return this.api.tokens.expireAll();
	}

	/** Unlocks every user, as an administrator does. */
	unlock(): void {
		this.api.tokens.unlock();
	}

	/** Copies of all records, with the members that the API does not show; not counted as read. */
	rows(entity: string): Row[] {
		return this.store.all(entityName(entity)).map((row) => structuredClone<Row>(row));
	}

	/** Writes records past the checks of the API, with defaults where members are left out; answers their Ids. */
	insert(entity: string, rows: ReadonlyArray<Readonly<Record<string, unknown>>>): string[] {
		const name: EntityName = entityName(entity);
		return rows.map((row) => this.store.insert(name, structuredClone(row) as Row).Id);
	}

	seedMany(entity: string, count: number): void {
		seedMany(this.store, entityName(entity), count);
	}

	owns(path: string): boolean {
		return path.toLowerCase() === this.path.toLowerCase();
	}

	kindOf(call: Call): string {
		return this.api.kindOf(call);
	}

	answer(call: Call): Reply {
		return this.api.answer(call);
	}

	notesOf(call: Call): Readonly<Record<string, string | number>> {
		return this.api.notesOf(call);
	}

	/** Only a token of a Login expires; an ApiToken lives on. */
	expireSessionOf(call: Call): void {
		this.api.expireTokenOf(call);
	}

	resizeResults(reply: Reply, by: 1 | -1): Reply {
		return this.api.resize(reply, by);
	}

	spoil(reply: Reply, fault: XmlFault): Reply {
		return spoil(reply, fault);
	}

	private fill(): void {
		if (this.withSeed) seedCompany(this.store);
	}
}

function controlOf(standIn: CloudBillingStandIn): Readonly<Record<string, ControlHandler>> {
	return {
		'GET books': () => standIn.books(),
		'GET state': () => ({ books: standIn.books(), switches: standIn.switches }),
		'POST reset': () => standIn.reset(),
		'GET switches': () => standIn.switches,
		'POST switches': ({ body }) => {
			standIn.setUnchecked(body);
			return standIn.switches;
		},
		'POST tokens/expire': () => ({ expired: standIn.expireTokens() }),
		'POST unlock': () => standIn.unlock(),
		'GET rows': ({ rest }) => standIn.rows(rest[0] ?? ''),
		'POST rows': ({ rest, body }) => {
			if (!Array.isArray(body) || !body.every(isRecord)) {
				throw new Error('A list of records, please');
			}
			return { ids: standIn.insert(rest[0] ?? '', body) };
		},
		'POST seed': ({ body }) => {
			if (!isRecord(body) || typeof body.entity !== 'string' || typeof body.count !== 'number') {
				throw new Error('Seeding needs {"entity", "count"}');
			}
			standIn.seedMany(body.entity, body.count);
		},
	};
}
