import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { Random } from '../../sandbox/random.mjs';
import { BillingTest } from '../support/billingTest.mjs';
import { TriggerTest, watchCloud, watchRecords } from '../support/triggers.mjs';

const LOOK_BACK = 300_000;
const HOUR = 3_600_000;

/** One of the two vendors, as someone sees it who changes its records by hand. */
interface Vendor {
	parameters: INodeParameters;
	/** How finely it dates its records (ms). */
	step: number;
	clock: { offsetMs: number };
	/** What may fail while it is polled. */
	kinds: string[];
	write(rows: Array<{ id: number; at: number; version: number }>): void;
	/** What can be read now: for each record which version. */
	versions(): string[];
	versionOf(item: IDataObject): string;
	timeOf(item: IDataObject): string;
	fail(kind: string): void;
	/** What a failing poll left to happen. */
	mend(): void;
}

function billingPlatform(org: BillingTest, stampPrecision: 'milliseconds' | 'seconds'): Vendor {
	const { vendor } = org;
	vendor.set({ stampPrecision });
	const ids = new Map<number, string>();
	const step = stampPrecision === 'seconds' ? 1000 : 1;
	return {
		parameters: watchRecords('recordCreatedOrUpdated', 'PRODUCT', {
			options: { pageSize: 25, retries: 0 },
		}),
		step,
		clock: vendor.clock,
		kinds: ['login', 'query', 'retrieve'],
		write(rows) {
			for (const { id, at, version } of rows) {
				const row = { Name: `${id}/${version}`, Updated: new Date(at).toISOString() };
				const known = ids.get(id);
				if (known) vendor.update('PRODUCT', [{ ...row, Id: known }]);
				else ids.set(id, vendor.insert('PRODUCT', [{ ...row, Created: row.Updated }])[0]);
			}
		},
		versions: () =>
			vendor
				.rows('PRODUCT')
				.map(({ Name }) => String(Name))
				.filter((name) => name.includes('/')),
		versionOf: ({ Name }) => String(Name),
		timeOf: ({ Updated }) => String(Updated),
		fail: (kind) => vendor.faults.add({ match: { kind }, do: { type: 'status', code: 500 } }),
		mend: () => vendor.faults.clear(),
	};
}

function cloudBilling(org: BillingTest): Vendor {
	const { cloud } = org;
	const known = new Set<number>();
	return {
		parameters: watchCloud('invoiceRecalculated', { options: { retries: 0 } }),
		step: 1000,
		clock: cloud.clock,
		kinds: ['GetInvoiceHeaders'],
		write(rows) {
			for (const { id, at, version } of rows) {
				known.add(id);
				const LastCalculationFinishDate = `${new Date(at).toISOString().slice(0, 19)}Z`;
				cloud.insert('invoice', [
					{ Id: `I${id}`, InvoiceNumber: `${id}/${version}`, LastCalculationFinishDate },
				]);
			}
		},
		versions: () =>
			cloud
				.rows('invoice')
				.map(({ InvoiceNumber }) => String(InvoiceNumber))
				.filter((name) => name.includes('/')),
		versionOf: ({ InvoiceNumber }) => String(InvoiceNumber),
		timeOf: ({ LastCalculationFinishDate }) => String(LastCalculationFinishDate),
		fail: (kind) => cloud.faults.add({ match: { kind }, do: { type: 'status', code: 500 } }),
		mend: () => cloud.faults.clear(),
	};
}

interface Outcome {
	changes: number;
	polls: number;
	failed: number;
	killed: number;
	/** Versions that a poll could see, and how often each was told. */
	seen: Set<string>;
	told: Map<string, number>;
	/** Told by a poll whose memory was lost. */
	repeatable: Set<string>;
}

/** Changes records at random and polls in between, for as long as it takes. */
async function live(
	org: BillingTest,
	vendor: Vendor,
	skewMs: number,
	changes: number,
	seed: number,
): Promise<Outcome> {
	const random = new Random(seed);
	const below = (count: number): number => random.between(0, count - 1);
	// After everything that the stand-ins have at their start, whatever the skew.
	let ours = Math.ceil(Date.now() / 1000) * 1000 + 3 * 24 * HOUR;
	jest.spyOn(Date, 'now').mockImplementation(() => ours);
	vendor.clock.offsetMs = skewMs;
	const trigger = new TriggerTest(org, vendor.parameters);
	await trigger.poll();

	const outcome: Outcome = {
		changes: 0,
		polls: 0,
		failed: 0,
		killed: 0,
		seen: new Set(),
		told: new Map(),
		repeatable: new Set(),
	};
	const late: Array<{ due: number; id: number; at: number; version: number }> = [];
	const lateIds = new Set<number>();
	let lastId = 0;
	let version = 0;
	let lastTime = '';

	const stamp = (): number => Math.floor((ours + skewMs) / vendor.step) * vendor.step;
	const change = (id: number): void => {
		outcome.changes += 1;
		version += 1;
		vendor.write([{ id, at: stamp(), version }]);
	};
	const pass = (ms: number): void => {
		ours += ms;
		for (const row of late.splice(0)) {
			if (row.due <= ours) vendor.write([row]);
			else late.push(row);
		}
	};
	const poll = async (keep: boolean): Promise<void> => {
		outcome.polls += 1;
		const items = await trigger.poll({ keep });
		for (const name of vendor.versions()) outcome.seen.add(name);
		if (!keep) {
			outcome.killed += 1;
			items.forEach((item) => outcome.repeatable.add(vendor.versionOf(item)));
			return;
		}
		const times = items.map((item) => vendor.timeOf(item));
		expect(times).toEqual([...times].sort());
		for (const item of items) {
			const name = vendor.versionOf(item);
			outcome.told.set(name, (outcome.told.get(name) ?? 0) + 1);
			if (lateIds.has(Number(name.split('/')[0]))) continue;
			expect(vendor.timeOf(item) >= lastTime).toBe(true);
			lastTime = vendor.timeOf(item);
		}
	};

	while (outcome.changes < changes) {
		const kind = below(10);
		// Each record changes once a millisecond at most: two changes in one leave no trace at the vendor.
		if (kind < 5) change((lastId += 1));
		else if (kind < 7) {
			const id = below(lastId + 1) + 1;
			change(lateIds.has(id) ? (lastId += 1) : id);
			lastId = Math.max(lastId, id);
		} else if (kind < 8) for (let count = below(60); count > 0; count -= 1) change((lastId += 1));
		else {
			outcome.changes += 1;
			version += 1;
			lastId += 1;
			lateIds.add(lastId);
			late.push({ due: ours + below(LOOK_BACK - 1000), id: lastId, at: stamp(), version });
		}
		pass(1 + below(below(4) === 0 ? 90_000 : 900));
		if (below(4) > 0) continue;
		if (below(10) === 0) {
			vendor.fail(vendor.kinds[below(vendor.kinds.length)]);
			const { saved } = trigger;
			const failed = await trigger.poll().then(
				(items) => {
					// Where the kind was not asked for: then it was a poll as any other.
					expect(items).toEqual([]);
					return false;
				},
				() => true,
			);
			vendor.mend();
			if (failed) {
				outcome.failed += 1;
				expect(trigger.saved).toBe(saved);
			}
		}
		await poll(below(12) > 0);
	}
	pass(LOOK_BACK);
	await poll(true);
	await poll(true);
	return outcome;
}

let org: BillingTest;

beforeEach(async () => {
	org = await BillingTest.create();
});

afterEach(async () => {
	jest.restoreAllMocks();
	const { openSessions, logins, logouts } = org.books();
	await org.stop();
	expect({ openSessions, open: logins - logouts }).toEqual({ openSessions: 0, open: 0 });
});

describe.each([
	[
		'BillingPlatform, 3 hours ahead of us',
		3 * HOUR,
		2500,
		() => billingPlatform(org, 'milliseconds'),
	],
	[
		'BillingPlatform, to the second, 7 hours behind',
		-7 * HOUR,
		2500,
		() => billingPlatform(org, 'seconds'),
	],
	['CloudBilling, 20 minutes ahead', HOUR / 3, 2500, () => cloudBilling(org)],
	['CloudBilling, a day behind', -24 * HOUR, 2500, () => cloudBilling(org)],
] as const)('%s', (_, skewMs, changes, vendor) => {
	test(`tells of each of ${changes} changes once and in order`, async () => {
		const outcome = await live(org, vendor(), skewMs, changes, skewMs + changes);
		const lost = [...outcome.seen].filter(
			(name) => !outcome.told.has(name) && !outcome.repeatable.has(name),
		);
		const twice = [...outcome.told].filter(([, times]) => times > 1);
		expect(lost.slice(0, 5)).toEqual([]);
		expect(twice.slice(0, 5)).toEqual([]);
		expect(outcome.told.size).toBeGreaterThan(changes * 0.8);
		expect(outcome.polls).toBeGreaterThan(100);
		expect(outcome.failed).toBeGreaterThan(3);
		expect(outcome.killed).toBeGreaterThan(1);
	}, 120_000);
});
