import fc from 'fast-check';
import { DateTime } from 'luxon';
import { dateText, withoutOffset } from '../../../nodes/Billing/systems/billingPlatform/dates.js';

describe('text that is an ISO time with an offset', () => {
	test.each([
		['2026-01-31T10:00:00.000+01:00', '2026-01-31T09:00:00.000Z'],
		['2026-01-31T10:00:00+01:00', '2026-01-31T09:00:00.000Z'],
		['2026-01-31T10:00+01:00', '2026-01-31T09:00:00.000Z'],
		['2026-07-31T10:00:00.000-04:00', '2026-07-31T14:00:00.000Z'],
		['2026-01-31T10:00:00.123+05:30', '2026-01-31T04:30:00.123Z'],
		['2026-01-31T00:30:00.000+01:00', '2026-01-30T23:30:00.000Z'],
		['2026-12-31T20:00:00.000-08:00', '2027-01-01T04:00:00.000Z'],
		['2026-01-31T10:00:00.000+00:00', '2026-01-31T10:00:00.000Z'],
	])('%s goes out in UTC', (text, sent) => {
		expect(withoutOffset(text)).toBe(sent);
	});

	test.each(['00:00:00.000', '00:00:00', '00:00'])(
		'means the day at midnight (%s), whatever the offset',
		(midnight) => {
			for (const offset of ['+01:00', '-08:00', '+14:00', '+00:00']) {
				expect(withoutOffset(`2026-01-31T${midnight}${offset}`)).toBe('2026-01-31');
			}
		},
	);

	test('that is no time at all stays as it is', () => {
		expect(withoutOffset('2026-13-31T10:00:00+01:00')).toBe('2026-13-31T10:00:00+01:00');
	});
});

test.each([
	'2026-01-31',
	'2026-01-31T10:00:00.000Z',
	'2026-01-31T00:00:00.000Z',
	'2026-01-31T10:00:00',
	'31.01.2026',
	'due 2026-01-31T10:00:00+01:00',
	'2026-01-31T10:00:00+01:00 or later',
	'00123',
	'',
])('any other text stays as it is: %j', (text) => {
	expect(withoutOffset(text)).toBe(text);
});

describe("a date of n8n's expressions", () => {
	const at = (iso: string, zone: string): string | undefined =>
		dateText(DateTime.fromISO(iso, { zone }));

	test.each([
		['2026-01-31T10:00:00', 'Europe/Berlin', '2026-01-31T09:00:00.000Z'],
		['2026-07-31T10:00:00', 'Europe/Berlin', '2026-07-31T08:00:00.000Z'],
		['2026-01-31T23:00:00', 'America/New_York', '2026-02-01T04:00:00.000Z'],
		['2026-01-31T10:00:00', 'utc', '2026-01-31T10:00:00.000Z'],
	])('%s in %s goes out in UTC', (iso, zone, sent) => {
		expect(at(iso, zone)).toBe(sent);
	});

	test.each(['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati'])(
		'at midnight in %s is the day there',
		(zone) => {
			expect(at('2026-01-31', zone)).toBe('2026-01-31');
			expect(at('2026-07-31T00:00:00.000', zone)).toBe('2026-07-31');
		},
	);

	test('at midnight in UTC is sent with its time, which is the same moment', () => {
		expect(at('2026-01-31', 'utc')).toBe('2026-01-31T00:00:00.000Z');
	});

	test('keeps its moment, or is the day that it begins', () => {
		const moments = fc.date({
			min: new Date('1990-01-01T00:00:00Z'),
			max: new Date('2100-01-01T00:00:00Z'),
			noInvalidDate: true,
		});
		const zones = fc.constantFrom('utc', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata');
		fc.assert(
			fc.property(moments, zones, (moment, zone) => {
				const sent = dateText(DateTime.fromJSDate(moment, { zone })) ?? '';
				expect(sent).toMatch(/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\.\d{3}Z)?$/);
				expect(DateTime.fromISO(sent, { zone }).toMillis()).toBe(moment.getTime());
			}),
		);
	});

	test('that is none is empty text', () => {
		expect(dateText(DateTime.invalid('test'))).toBe('');
	});
});

test('a Date goes out in UTC, one that is none is empty text', () => {
	expect(dateText(new Date('2026-01-31T10:00:00+01:00'))).toBe('2026-01-31T09:00:00.000Z');
	expect(dateText(new Date('no date'))).toBe('');
});

test.each(['2026-01-31', '', 5, true, null, undefined, { a: 1 }, ['2026-01-31']])(
	'%j is no date',
	(value) => {
		expect(dateText(value)).toBeUndefined();
	},
);
