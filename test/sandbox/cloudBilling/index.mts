import { CallCounter } from '../callCounter.mjs';
import type { Call, ControlHandler, Reply, StandIn } from '../exchange.mjs';
import { FaultQueue, type SpoiltAnswer, type XmlFault } from '../faults.mjs';
import { RequestLog } from '../requestLog.mjs';
import { Switches } from '../switches.mjs';
import type { VendorClock } from '../vendorClock.mjs';
import { Api } from './api.mjs';
import type { Books } from './books.mjs';
import type { Row } from './contract/model.mjs';
import { controlOf } from './control.mjs';
import { entityName, type EntityName } from './data/records.mjs';
import { seedCompany } from './data/seed.mjs';
import { seedMany } from './data/seedMany.mjs';
import { KEYS, Store } from './data/store.mjs';
import { METHODS } from './methods/index.mjs';
import { Portal } from './portal.mjs';
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
	private readonly portal: Portal;

	constructor(options: { readonly seed: boolean }) {
		this.withSeed = options.seed;
		this.api = new Api(this.store, this, () => this.positions.values);
		this.portal = new Portal(this.api.work);
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

	/** By which the stand-in dates what it writes. */
	get clock(): VendorClock {
		return this.store.clock;
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

	/** Everything as after the start: data, books, log, switches, clock, no faults, no tokens of a Login. */
	reset(): void {
		this.positions.reset();
		this.clock.reset();
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

	/** Changes records past the checks of the API: only the members given, dates too, and no date by itself. */
	update(entity: string, rows: ReadonlyArray<Readonly<Record<string, unknown>>>): void {
		const name: EntityName = entityName(entity);
		for (const row of rows) {
			if (this.store.change(name, structuredClone(row) as Row)) continue;
			throw new Error(`There is no ${name} ${String(row[KEYS[name]])}`);
		}
	}

	/** As approved in the portal: with a number, dated by the clock, and locked from then on. */
	approveInvoices(ids: readonly string[]): void {
		this.portal.approveInvoices(ids);
	}

	/** As after a change of what lies on them; how soon is up to the switch `recalculationReads`. */
	recalculateInvoices(ids: readonly string[]): void {
		this.portal.recalculateInvoices(ids);
	}

	/** A PDF of each invoice; `members` replace what it has by itself. Answers the Ids. */
	createDocuments(
		invoiceIds: readonly string[],
		members: Readonly<Record<string, unknown>> = {},
	): string[] {
		return this.portal.createDocuments(invoiceIds, members);
	}

	/** Customers by CustomerCode, dated by the clock unless they say otherwise. Answers the Ids. */
	upsertCustomers(rows: ReadonlyArray<Readonly<Record<string, unknown>>>): string[] {
		return this.portal.upsertCustomers(rows);
	}

	/** Imports purchases of an unknown product; `{}` will do for each. Answers the Ids. */
	uploadUnmappedPurchases(rows: ReadonlyArray<Readonly<Record<string, unknown>>>): string[] {
		return this.portal.uploadUnmappedPurchases(rows);
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

	spoil(reply: Reply, fault: SpoiltAnswer | XmlFault): Reply {
		return spoil(reply, fault);
	}

	private fill(): void {
		if (this.withSeed) seedCompany(this.store);
	}
}
