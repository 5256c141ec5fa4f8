import { FakeTrigger, FakeVendor } from './vendor.mjs';

const NOON = Date.UTC(2026, 0, 15, 12);
const MINUTE = 60_000;

let ours = NOON;
/** Not set by anybody, unlike a clock on the wall. */
let lasted = 0;
let vendor: FakeVendor;

beforeEach(() => {
	jest.spyOn(Date, 'now').mockImplementation(() => ours);
	jest.spyOn(performance, 'now').mockImplementation(() => lasted);
	ours = NOON;
	vendor = new FakeVendor(NOON);
});

afterEach(() => {
	jest.restoreAllMocks();
});

/** Time goes by for the vendor and for us alike, however far apart the clocks are. */
function pass(ms: number): void {
	ours += ms;
	lasted += ms;
	vendor.now += ms;
}

function changeAll(...ids: string[]): void {
	for (const id of ids) vendor.change(id);
}

test('a row that the vendor gives twice is told of once', async () => {
	const trigger = new FakeTrigger(vendor);
	await trigger.poll();
	changeAll('1', '2');
	vendor.givesTwice = true;
	expect(await trigger.ids()).toEqual(['1', '2']);
	expect(await trigger.ids()).toEqual([]);
});

describe('a new trigger', () => {
	test('tells nothing of what was there before', async () => {
		changeAll('1', '2');
		const trigger = new FakeTrigger(vendor);
		expect(await trigger.ids()).toEqual([]);
		pass(MINUTE);
		expect(await trigger.ids()).toEqual([]);
	});

	test('tells everything where there was nothing before', async () => {
		const trigger = new FakeTrigger(vendor);
		expect(await trigger.ids()).toEqual([]);
		changeAll('1');
		expect(await trigger.ids()).toEqual(['1']);
	});

	test('starts from a date, that time included', async () => {
		changeAll('old');
		pass(MINUTE);
		const startAt = vendor.now;
		changeAll('1');
		pass(MINUTE);
		changeAll('2');
		const trigger = new FakeTrigger(vendor, { startAt });
		expect(await trigger.ids()).toEqual(['1', '2']);
	});

	test('tells of a record that shares the timestamp of the newest one but came after it', async () => {
		const seconds = new FakeVendor(NOON, 1000);
		seconds.change('1');
		const trigger = new FakeTrigger(seconds);
		await trigger.poll();
		seconds.now += 500;
		seconds.change('2');
		expect(await trigger.ids()).toEqual(['2']);
	});
});

describe('each change', () => {
	test('is told once and in order', async () => {
		const trigger = new FakeTrigger(vendor);
		await trigger.poll();
		const told: string[] = [];
		for (const id of ['3', '1', '2', '1']) {
			changeAll(id);
			pass(1000);
			told.push(...(await trigger.ids()));
			told.push(...(await trigger.ids()));
		}
		expect(told).toEqual(['3', '1', '2', '1']);
	});

	test('is told once where many share a timestamp and pages end among them', async () => {
		const trigger = new FakeTrigger(vendor);
		await trigger.poll();
		const ids = Array.from({ length: 55 }, (_, index) => String(index + 1));
		changeAll(...ids);
		expect(await trigger.ids()).toEqual(ids);
		expect(await trigger.ids()).toEqual([]);
	});

	test('is told although it becomes visible after a later one', async () => {
		changeAll('0');
		const trigger = new FakeTrigger(vendor);
		await trigger.poll();
		pass(1000);
		vendor.change('slow', { after: 2 * MINUTE });
		pass(1000);
		changeAll('quick');
		expect(await trigger.ids()).toEqual(['quick']);
		pass(2 * MINUTE);
		expect(await trigger.ids()).toEqual(['slow']);
		expect(await trigger.ids()).toEqual([]);
	});

	test('is told a second time within one second where its content is another', async () => {
		const seconds = new FakeVendor(NOON, 1000);
		const trigger = new FakeTrigger(seconds);
		await trigger.poll();
		seconds.change('1', { text: 'first' });
		expect(await trigger.ids()).toEqual(['1']);
		seconds.now += 300;
		seconds.change('1', { text: 'second' });
		expect(await trigger.poll()).toMatchObject([{ text: 'second' }]);
		expect(await trigger.ids()).toEqual([]);
	});

	test('is left to the next poll when the record changes while it is read', async () => {
		const trigger = new FakeTrigger(vendor);
		await trigger.poll();
		changeAll('1', '2');
		let reads = 0;
		vendor.onRead = () => {
			reads += 1;
			if (reads !== 2) return;
			pass(10);
			changeAll('1');
		};
		expect(await trigger.ids()).toEqual(['2']);
		expect(await trigger.ids()).toEqual(['1']);
		expect(await trigger.ids()).toEqual([]);
	});
});

describe('the window of late changes', () => {
	test('closes as time goes by, so that a quiet poll reads nothing that is known', async () => {
		const trigger = new FakeTrigger(vendor);
		await trigger.poll();
		changeAll('1', '2', '3');
		await trigger.poll();
		expect(trigger.saved).toContain('"1","2","3"');
		pass(6 * MINUTE);
		await trigger.poll();
		expect(JSON.parse(trigger.saved)).toMatchObject({ billing: { cursor: { seen: {} } } });
	});

	test.each([-1, 1])('works with a clock that is %p day apart', async (days) => {
		vendor.now += days * 86_400_000;
		const trigger = new FakeTrigger(vendor);
		await trigger.poll();
		const told: string[] = [];
		for (let round = 0; round < 20; round += 1) {
			vendor.change(`slow ${round}`, { after: 4 * MINUTE });
			changeAll(`quick ${round}`);
			pass(MINUTE);
			told.push(...(await trigger.ids()));
		}
		pass(5 * MINUTE);
		told.push(...(await trigger.ids()));
		expect(told).toHaveLength(40);
		expect(new Set(told).size).toBe(40);
	});

	test('loses nothing new when our clock jumps', async () => {
		const trigger = new FakeTrigger(vendor);
		await trigger.poll();
		changeAll('1');
		await trigger.poll();
		ours += 86_400_000;
		await trigger.poll();
		ours -= 3 * 86_400_000;
		pass(1);
		changeAll('2');
		expect(await trigger.ids()).toEqual(['2']);
		expect(await trigger.ids()).toEqual([]);
	});

	test('is shut early where more changes fall into it than can be remembered', async () => {
		vendor = new FakeVendor(NOON, 1, 1000);
		const trigger = new FakeTrigger(vendor);
		await trigger.poll();
		for (let index = 0; index < 5000; index += 1) {
			vendor.change(String(index));
			if (index % 3 === 0) vendor.now += 1;
		}
		expect(await trigger.ids()).toHaveLength(5000);
		expect(trigger.saved.length).toBeLessThan(64_000);
		expect(await trigger.ids()).toEqual([]);
	});
});

describe('a backlog', () => {
	const ids = Array.from({ length: 600 }, (_, index) => String(index + 1));

	test('is handed on in order, as many at a time as are allowed', async () => {
		const trigger = new FakeTrigger(vendor, { limit: 70 });
		await trigger.poll();
		for (const id of ids) {
			changeAll(id);
			if (Number(id) % 30 === 0) pass(1);
		}
		const told: string[] = [];
		for (let polls = 0; told.length < ids.length; polls += 1) {
			const some = await trigger.ids();
			expect(some.length).toBeLessThanOrEqual(70);
			expect(polls).toBeLessThan(20);
			told.push(...some);
		}
		expect(told).toEqual(ids);
		expect(await trigger.ids()).toEqual([]);
	});

	test('is handed on over several polls where time is short', async () => {
		const trigger = new FakeTrigger(vendor);
		trigger.budget = 3000;
		await trigger.poll();
		for (const id of ids) {
			changeAll(id);
			pass(1);
		}
		vendor.onRead = () => pass(60);
		const told: string[] = [];
		let polls = 0;
		for (; told.length < ids.length && polls < 20; polls += 1) told.push(...(await trigger.ids()));
		expect(told).toEqual(ids);
		expect(polls).toBeGreaterThan(1);
	});

	test('is handed on where our clock is set ahead meanwhile', async () => {
		const trigger = new FakeTrigger(vendor);
		await trigger.poll();
		changeAll('1');
		trigger.budget = 5000;
		vendor.onRead = () => {
			ours += 24 * 60 * MINUTE;
		};
		expect(await trigger.ids()).toEqual(['1']);
	});

	test('is not handed on by a poll that n8n has given up', async () => {
		const trigger = new FakeTrigger(vendor);
		await trigger.poll();
		changeAll('1');
		trigger.budget = 5000;
		vendor.onRead = () => pass(6000);
		await expect(trigger.poll()).rejects.toThrow('longer than n8n waits');
		vendor.onRead = () => undefined;
		expect(await trigger.ids()).toEqual(['1']);
	});
});

describe('a poll', () => {
	test('moves nothing when it fails, at whichever read', async () => {
		const trigger = new FakeTrigger(vendor);
		await trigger.poll();
		changeAll('1', '2');
		for (const failing of [1, 2]) {
			let reads = 0;
			vendor.onRead = () => {
				reads += 1;
				if (reads === failing) throw new Error('the line is dead');
			};
			await expect(trigger.poll()).rejects.toThrow('the line is dead');
		}
		vendor.onRead = () => undefined;
		expect(await trigger.ids()).toEqual(['1', '2']);
	});

	test('tells the last batch again after n8n died before it saved', async () => {
		const trigger = new FakeTrigger(vendor);
		await trigger.poll();
		changeAll('1', '2');
		expect(await trigger.ids(false)).toEqual(['1', '2']);
		changeAll('3');
		expect(await trigger.ids()).toEqual(['1', '2', '3']);
	});

	test('leaves the reading to the one that is under way', async () => {
		const trigger = new FakeTrigger(vendor);
		await trigger.poll();
		changeAll('1');
		const [first, second] = await Promise.all([trigger.ids(), trigger.ids(false)]);
		expect(first).toEqual(['1']);
		expect(second).toEqual([]);
		expect(await trigger.ids()).toEqual([]);
	});

	test('starts anew for another event', async () => {
		changeAll('1');
		const trigger = new FakeTrigger(vendor, { of: ['A'] });
		await trigger.poll();
		changeAll('2');
		const other = new FakeTrigger(vendor, { of: ['B'] });
		other.saved = trigger.saved;
		expect(await other.ids()).toEqual([]);
		changeAll('3');
		expect(await other.ids()).toEqual(['3']);
	});

	test('starts anew where what n8n kept is damaged', async () => {
		changeAll('1');
		const trigger = new FakeTrigger(vendor);
		await trigger.poll();
		trigger.saved = trigger.saved.replace('"seen":{', '"seen":7,"other":{');
		changeAll('2');
		expect(await trigger.ids()).toEqual([]);
	});
});

describe('the test step of the editor', () => {
	test('shows the newest few and moves nothing', async () => {
		changeAll('1', '2');
		pass(1);
		changeAll('3', '4');
		const trigger = new FakeTrigger(vendor);
		trigger.mode = 'manual';
		expect(await trigger.ids()).toEqual(['2', '3', '4']);
		expect(trigger.saved).toBe('{}');
	});

	test('says so where there is nothing to show', async () => {
		const trigger = new FakeTrigger(vendor);
		trigger.mode = 'manual';
		await expect(trigger.poll()).rejects.toThrow('There is no record yet');
	});
});
