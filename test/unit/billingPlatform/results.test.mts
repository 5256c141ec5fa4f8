import {
	readWriteResults,
	recordError,
} from '../../../nodes/Billing/systems/billingPlatform/results.js';

const read = (...entries: unknown[]) =>
	readWriteResults({ createResponse: entries }, entries.length);

describe('a record is written', () => {
	test.each([
		['""', { ErrorCode: '0', ErrorText: '', ErrorElementField: '', Id: '7509' }],
		['" "', { ErrorCode: '0', ErrorText: ' ', ErrorElementField: ' ', Id: '7509' }],
		['[]', { ErrorCode: '0', ErrorText: [], ErrorElementField: [], Id: '7509' }],
		['nothing at all', { Id: '7509' }],
		['success', { success: true, Id: '7509' }],
		['success as text', { success: 'true', Id: '7509' }],
		['no flag but an object', { success: { toString: '1' }, Id: '7509' }],
		['a code as a number', { ErrorCode: 0, Id: 7509 }],
		['a code with blanks', { ErrorCode: ' 0 ', Id: ' 7509 ' }],
	])('where the blanks of its result are %s', (_, entry) => {
		expect(read(entry)).toEqual([{ id: '7509', json: { Id: '7509' } }]);
	});

	test.each([
		['true', true],
		[true, true],
		['false', false],
		[false, false],
	])('and was created or not, as text or as a flag (%j)', (created, expected) => {
		expect(read({ ErrorCode: '0', Id: '1', created })[0].json).toEqual({
			Id: '1',
			created: expected,
		});
	});

	test('and has the Id that was sent where the result has none', () => {
		const results = readWriteResults({ deleteResponse: [{ ErrorCode: '0', Id: ' ' }, {}] }, 2, [
			'5',
			'6',
		]);
		expect(results.map((result) => result.json)).toEqual([{ Id: '5' }, { Id: '6' }]);
	});

	test('without an Id where none is known', () => {
		expect(read({ ErrorCode: '0' })).toEqual([{ id: undefined, json: {} }]);
	});
});

describe('nothing is guessed', () => {
	test('where two records are said to have the same Id', () => {
		expect(() => read({ Id: '7' }, { Id: '8' }, { Id: '7' })).toThrow(
			expect.objectContaining({
				message: 'BillingPlatform sent the Id 7 for two records',
				description: expect.stringContaining('"Id":"8"'),
				outcome: 'unknown',
			}),
		);
	});

	test('where a record comes back with another Id than it was sent with', () => {
		const reply = { updateResponse: [{ Id: '5' }, { Id: '7' }] };
		expect(() => readWriteResults(reply, 2, ['5', '6'])).toThrow(
			'BillingPlatform sent the Id 7 for the record 6',
		);
	});

	test('but a failed record may repeat an Id', () => {
		expect(read({ Id: '7' }, { ErrorCode: '12', Id: '7' })).toMatchObject([{ id: '7' }, {}]);
	});
});

describe('a record is refused', () => {
	test.each([
		['a code', { ErrorCode: '12', ErrorText: 'Bad type', ErrorElementField: 'TypeId', Id: '' }],
		['a code as a number', { ErrorCode: 12, ErrorText: 'Bad type', ErrorElementField: 'TypeId' }],
		['texts as lists', { ErrorCode: '12', ErrorText: ['Bad type'], ErrorElementField: ['TypeId'] }],
	])("by %s: text, code and field are the vendor's", (_, entry) => {
		expect(read(entry)[0].error).toMatchObject({
			message: 'Bad type',
			code: '12',
			field: 'TypeId',
			outcome: 'refused',
		});
	});

	test.each([false, 'false'])('by success %j, whatever the code', (success) => {
		expect(recordError({ success, ErrorCode: '0', ErrorText: 'no' })?.message).toBe('no');
		expect(recordError({ success })?.message).toBe('BillingPlatform refused the record');
	});

	test('by a code although success is true', () => {
		expect(recordError({ success: true, ErrorCode: '3' })?.code).toBe('3');
	});

	test('by a code without text', () => {
		expect(recordError({ ErrorCode: '3', ErrorText: ' ' })).toMatchObject({
			message: 'BillingPlatform refused the record (code 3)',
			field: undefined,
		});
	});

	test('among others that are written, each at its place', () => {
		const results = read({ Id: '1' }, { ErrorCode: '9', ErrorText: 'no' }, { Id: '3' });
		expect(results.map((result) => result.error?.message ?? result.json)).toEqual([
			{ Id: '1' },
			'no',
			{ Id: '3' },
		]);
	});

	test.each([{ Success: 'false' }, { success: 'False' }])(
		'by success in another casing: %j',
		(entry) => expect(recordError(entry)).toBeDefined(),
	);
});

describe('nothing is guessed', () => {
	test.each([
		['one result too few', { createResponse: [{ Id: '1' }] }, '1 results for 2 records'],
		['one too many', { createResponse: [{}, {}, {}] }, '3 results for 2 records'],
		['none', { createResponse: [] }, '0 results for 2 records'],
		['a result that is no object', { createResponse: [{ Id: '1' }, null] }, '1 results for 2'],
		['no list of results', { error: 'odd' }, 'no results for 2 records'],
		['something else', 'OK', 'no results for 2 records'],
	])('where the answer has %s: all may have been written', (_, body, message) => {
		expect(() => readWriteResults(body, 2)).toThrow(
			expect.objectContaining({
				message: expect.stringContaining(message),
				description: `Its reply: ${JSON.stringify(body)}`,
				outcome: 'unknown',
			}),
		);
	});

	test('and a reply that is very long is shown in part', () => {
		const body = { createResponse: [{ Id: 'x'.repeat(9000) }] };
		expect(() => readWriteResults(body, 2)).toThrow(
			expect.objectContaining({ description: expect.stringMatching(/^.{2000,2050}$/) }),
		);
	});
});
