import fc from 'fast-check';
import { FakeTrigger, FakeVendor } from './vendor.mjs';

const NOON = Date.UTC(2026, 0, 15, 12);
const LOOK_BACK = 300_000;

const step = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			kind: fc.constant('change' as const),
			id: fc.integer({ min: 1, max: 30 }),
			after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: LOOK_BACK })),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(LOOK_BACK) }),
	},
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant('poll' as const) }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('fail' as const), read: fc.nat(5) }) },
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('ourClock' as const),
			ms: fc.integer({ min: -3_600_000, max: LOOK_BACK }),
		}),
	},
);

afterEach(() => {
	jest.restoreAllMocks();
});

test('whatever happens, each change that a poll could see is told once', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(step, { maxLength: 60 }),
			fc.constantFrom(1, 1000),
			fc.constantFrom(3, 10, 1000),
			fc.constantFrom(2, 7, 10_000),
			async (steps, precision, pageSize, limit) => {
				let ours = NOON;
				const clock = jest.spyOn(Date, 'now').mockImplementation(() => ours);
				const vendor = new FakeVendor(NOON + 7_200_000, precision, pageSize);
				let version = 0;
				const trigger = new FakeTrigger(vendor, { lookBack: LOOK_BACK, limit });
				await trigger.poll();
				const told = new Map<string, number>();
				const poll = async (): Promise<void> => {
					for (let items = await trigger.poll(); items.length > 0; items = await trigger.poll()) {
						for (const item of items) {
							const key = JSON.stringify(item);
							told.set(key, (told.get(key) ?? 0) + 1);
						}
					}
					for (const { record } of vendor.visible()) {
						expect([...told.keys()]).toContain(JSON.stringify(record));
					}
				};
				for (const event of steps) {
					if (event.kind === 'pass') {
						ours += event.ms;
						vendor.now += event.ms;
					} else if (event.kind === 'ourClock') ours += event.ms;
					else if (event.kind === 'change') {
						version += 1;
						// Two changes of one record in one millisecond leave no trace at the vendor.
						vendor.now += 1;
						ours += 1;
						// Late and in the same second as a change before it: only a finer timestamp would tell.
						const after = precision === 1 ? event.after : 0;
						vendor.change(String(event.id), { after, text: String(version) });
					} else if (event.kind === 'fail') {
						let reads = 0;
						vendor.onRead = () => {
							reads += 1;
							if (reads > event.read) throw new Error('fault');
						};
						await trigger.poll(false).catch(() => undefined);
						vendor.onRead = () => undefined;
					} else await poll();
				}
				await poll();
				clock.mockRestore();
				expect([...told.values()].filter((times) => times > 1)).toEqual([]);
			},
		),
		{ numRuns: 500 },
	);
});
