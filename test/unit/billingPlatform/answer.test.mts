import type { HttpAnswer } from '../../../nodes/Billing/http/http.js';
import {
	answerError,
	isSessionEnded,
	readJson,
	responseEntries,
	trimmed,
} from '../../../nodes/Billing/systems/billingPlatform/answer.js';

function answer(status: number, body: unknown): HttpAnswer {
	return { status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

const INVALID = { errors: [{ error_code: 'INVALID_SESSION_ID' }] };
const PAGE = '\n<!DOCTYPE html><html><body>Sign in, QWERTY</body></html>';

describe('a session has ended', () => {
	test.each([
		['status 500 and INVALID_SESSION_ID', answer(500, INVALID)],
		['INVALID_SESSION_ID with another status', answer(403, INVALID)],
		['status 401 and "unauthorized"', answer(401, { error: 'unauthorized', message: 'x' })],
		['"unauthorized" with another status', answer(400, { error: 'unauthorized' })],
		['status 401 without a body', answer(401, '')],
		['status 401 and a page', answer(401, PAGE)],
	])('where the answer is %s', (_, given) => expect(isSessionEnded(given)).toBe(true));

	test.each([
		['INVALID_SESSION_ID with status 200', answer(200, INVALID)],
		[
			'INVALID_SESSION_ID behind another error',
			answer(500, { errors: [{ error_code: 'X' }, ...INVALID.errors] }),
		],
	])('where the answer is %s', (_, given) => expect(isSessionEnded(given)).toBe(true));

	test.each([
		['a 500 without a mark', answer(500, { error: 'server_error', message: 'boom' })],
		['a 500 with another code', answer(500, { errors: [{ error_code: 'DEADLOCK' }] })],
		['a 500 without a body', answer(500, '')],
		['a 500 with a page', answer(500, PAGE)],
		['a 500 whose text only speaks of it', answer(500, 'INVALID_SESSION_ID')],
		['a 500 whose message only speaks of it', answer(500, { message: 'INVALID_SESSION_ID' })],
		['a 403 for something else', answer(403, { error: 'forbidden' })],
		['a 404', answer(404, { error: 'not_found' })],
		['a good answer', answer(200, { retrieveResponse: [{ error: 'unauthorized' }] })],
	])('but not where it is %s', (_, given) => expect(isSessionEnded(given)).toBe(false));
});

describe('an answer that is no JSON', () => {
	test.each([
		['is empty', '', 'BillingPlatform sent an empty answer'],
		['is blank', ' \n', 'BillingPlatform sent an empty answer'],
		['is a page', PAGE, 'A web page came back instead of an answer from BillingPlatform'],
		[
			'is cut',
			'{"createResponse":[{"Id":"1"',
			'The answer from BillingPlatform is not complete JSON',
		],
		['is null', 'null', 'The answer from BillingPlatform is not complete JSON'],
	])('%s: that is said, and the work may have been done', (_, body, message) => {
		expect(() => readJson(answer(200, body))).toThrow(
			expect.objectContaining({ message, status: 200, outcome: 'unknown' }),
		);
	});

	test('is a page: the address may be wrong, and the page is not repeated', () => {
		expect(() => readJson(answer(200, PAGE))).toThrow(
			expect.objectContaining({ description: expect.stringContaining('base URL') }),
		);
		expect(() => readJson(answer(200, PAGE))).not.toThrow('QWERTY');
	});

	test('is one: it is read', () => {
		expect(readJson(answer(200, ' {"a": [1]}\n'))).toEqual({ a: [1] });
	});
});

describe('an error', () => {
	test.each([
		[{ error: 'bad_request', message: 'Name is missing' }, 'bad_request', 'Name is missing'],
		[{ error: 'bad_request' }, 'bad_request', 'bad_request'],
		[{ message: ' Name is missing ' }, undefined, 'Name is missing'],
		[{ errors: [{ error_code: 'E7', error_text: 'Too long' }] }, 'E7', 'Too long'],
		[{ errors: [{ error_code: 'E7', error_message: 'Too long' }] }, 'E7', 'Too long'],
		[{ errors: [{ error_code: 'E7', message: 'Too long' }] }, 'E7', 'Too long'],
		[{ errors: [{ error_code: 'E7' }] }, 'E7', 'E7'],
		[{ errors: [] }, undefined, 'BillingPlatform answered with status 400'],
		['Name is missing', undefined, 'Name is missing'],
		['', undefined, 'BillingPlatform answered with status 400'],
		[PAGE, undefined, 'BillingPlatform answered with status 400'],
		[['x'], undefined, '["x"]'],
	])("speaks in the vendor's own words: %j", (body, code, message) => {
		expect(answerError(answer(400, body))).toMatchObject({ code, message, status: 400 });
	});

	test('keeps a long text short', () => {
		expect(answerError(answer(500, 'x'.repeat(9000))).message).toHaveLength(500);
	});

	test.each([400, 401, 403, 404, 429, 500])('of status %d says what to do', (status) => {
		expect(answerError(answer(status, '')).description).toBeTruthy();
	});

	test.each([400, 500])("of status %d in the vendor's words needs no more of ours", (status) => {
		expect(answerError(answer(status, { message: 'Too long' })).description).toBeUndefined();
	});

	test.each([301, 302, 307])('of status %d names the redirect', (status) => {
		const error = answerError(answer(status, ''));
		expect(error.message).toBe(`The server answered with a redirect (${status})`);
		expect(error.description).toContain('credential');
	});

	test.each([400, 401, 403, 404, 409, 429])('of status %d is a refusal', (status) => {
		expect(answerError(answer(status, '')).outcome).toBe('refused');
	});

	test.each([500, 502, 504])('of status %d may have come after the work', (status) => {
		expect(answerError(answer(status, '')).outcome).toBe('unknown');
	});

	test('of status 503 with Retry-After is a refusal', () => {
		const refusal = { ...answer(503, ''), headers: { 'retry-after': '600' } };
		expect(answerError(refusal).outcome).toBe('refused');
	});

	test('of status 503 without Retry-After may have come after the work', () => {
		expect(answerError(answer(503, '')).outcome).toBe('unknown');
	});
});

describe('the entries of an answer', () => {
	test.each([
		['a list', { retrieveResponse: [{ Id: '1' }, { Id: '2' }] }, [{ Id: '1' }, { Id: '2' }]],
		['a list of one', { retrieveResponse: [{ Id: '1' }] }, [{ Id: '1' }]],
		['one object', { retrieveResponse: { Id: '1' } }, [{ Id: '1' }]],
		['an empty list', { queryResponse: [] }, []],
		['null', { queryResponse: null }, []],
		['under any key that ends so', { updateResponse: [{ Id: '1' }] }, [{ Id: '1' }]],
		['beside other keys', { took: 5, deleteResponse: [{ Id: '1' }] }, [{ Id: '1' }]],
	])('may be %s', (_, body, entries) => expect(responseEntries(body)).toEqual(entries));

	test.each([
		{},
		{ error: 'x' },
		{ Responses: [] },
		[],
		'text',
		null,
		{ readResponse: ['text', {}] },
	])('are not there in %j, which is another thing than none', (body) =>
		expect(responseEntries(body)).toBeUndefined(),
	);
});

test.each([
	['', ''],
	[' ', ''],
	[[], ''],
	[undefined, ''],
	[' a ', 'a'],
	[['a', 'b'], 'a b'],
	[0, '0'],
])('the text of %j is %j', (value, text) => expect(trimmed(value)).toBe(text));
