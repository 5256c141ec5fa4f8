import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import {
	BillingError,
	CancelledError,
	InputError,
	LoginRefusedError,
	messageOf,
	toNodeError,
} from '../../nodes/Billing/errors.js';
import { fakeContext } from './fakeContext.mjs';

const node = fakeContext().ctx.getNode();

describe('what the vendor said', () => {
	const refusal = new BillingError('AccountTypeId does not exist', {
		code: '1042',
		field: 'AccountTypeId',
		status: 400,
		description: 'A parameter is missing.',
	});

	test("becomes an API error in the vendor's own words, with the item and the status", () => {
		const error = toNodeError(node, refusal, 7);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			message: 'AccountTypeId does not exist',
			description: 'A parameter is missing.',
			httpCode: '400',
			context: { itemIndex: 7 },
		});
	});

	test.each([401, 403, 404, 429, 500, 502, 503])(
		'is not replaced by a stock text for status %d',
		(status) => {
			const error = toNodeError(node, new BillingError('Their own words', { status }));
			expect(error.message).toBe('Their own words');
		},
	);

	test('takes another wording and keeps data for the execution', () => {
		const error = toNodeError(node, refusal, 3, {
			message: 'other',
			description: 'more',
			context: { committed: [{ item: 0, id: '7' }] },
		});
		expect(error).toMatchObject({ message: 'other', description: 'more' });
		expect(error.context).toMatchObject({ itemIndex: 3, committed: [{ item: 0, id: '7' }] });
	});
});

test('input that cannot be sent becomes an operation error that names the field and the item', () => {
	const error = toNodeError(node, new InputError('this is no Id', 'Use digits.', 'Id'), 2);
	expect(error).toBeInstanceOf(NodeOperationError);
	expect(error).toMatchObject({
		message: 'Id: this is no Id',
		description: 'Use digits.',
		context: { itemIndex: 2 },
	});
});

test("n8n's own errors pass through, with the item they lacked", () => {
	const own = new NodeOperationError(node, 'The file is missing');
	expect(toNodeError(node, own, 4)).toBe(own);
	expect(own.context.itemIndex).toBe(4);
	toNodeError(node, own, 9);
	expect(own.context.itemIndex).toBe(4);
});

test('the cause of an error, which may hold a session, is left behind', () => {
	const cause = { config: { headers: { sessionid: 'SECRET' } } };
	const error = toNodeError(node, Object.assign(new BillingError('It broke'), { cause }), 0);
	expect(JSON.stringify({ ...error, cause: error.cause })).not.toContain('SECRET');
});

test.each([
	['an error', new Error('plain'), 'plain'],
	['a text', 'thrown text', 'thrown text'],
	['nothing', undefined, 'undefined'],
])('%s that was thrown has a message', (_, thrown, message) => {
	expect(messageOf(thrown)).toBe(message);
	expect(toNodeError(node, thrown, 0).message).toBe(message);
});

test('an error means "refused" unless it says that the work may have been done', () => {
	expect(new BillingError('x').outcome).toBe('refused');
	expect(new BillingError('x', { outcome: 'unknown' }).outcome).toBe('unknown');
	expect(new CancelledError().outcome).toBe('refused');
	expect(new LoginRefusedError('x')).toBeInstanceOf(BillingError);
});
