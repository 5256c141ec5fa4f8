import { bulkErrors } from '../../../nodes/Billing/systems/cloudBilling/bulk.js';

/** What the result says of each record that failed, or may have. */
const told = (payload: unknown, ...keys: string[]): Record<string, string> =>
	Object.fromEntries([...bulkErrors(payload, keys)].map(([key, { message }]) => [key, message]));

describe('a bulk result', () => {
	test('that names only failures leaves the others done', () => {
		const error = { PurchaseReference: 'B', Error: 'Locked', Description: 'It is billed' };
		expect(told({ Errors: [error] }, 'A', 'B')).toEqual({ B: 'Locked: It is billed' });
		expect(told({ NotClosed: ['B'] }, 'A', 'B')).toEqual({
			B: 'CloudBilling did not take B (NotClosed)',
		});
	});

	test.each([true, null, {}, { Errors: [] }])(
		'that names nothing (%j) leaves all done',
		(payload) => {
			expect(told(payload, 'A', 'B')).toEqual({});
		},
	);

	test('that names those that were done says of another that it may be either', () => {
		expect(told({ Errors: [], PurchaseReferences: ['A'] }, 'A', 'B')).toEqual({
			B: 'CloudBilling names B neither as done nor as failed',
		});
		expect(bulkErrors({ PurchaseReferences: ['A'] }, ['A', 'B']).get('B')?.outcome).toBe('unknown');
	});

	test.each([
		[{ NotClosed: { string: ['A', 'B'] } }, 'NotClosed'],
		[{ InvoiceErrors: { Result: { string: ['B'] } } }, 'InvoiceErrors'],
	])('with names of failures inside of one another (%j) tells them', (payload, name) => {
		const errors = told(payload, 'A', 'B');
		expect(errors.B).toBe(`CloudBilling did not take B (${name})`);
	});

	const UNCERTAIN: unknown[] = [
		[{ PurchaseReference: 'C', Error: 'NotFound' }],
		{ Errors: 'Some were not taken' },
		{ Errors: ['Some were not taken'] },
		{ Errors: { string: 'Some were not taken' } },
		{ ImportedCount: 1, FailedCount: 1 },
		{ ErrorMessage: 'Some were not taken' },
	];
	test.each(UNCERTAIN)(
		'with a failure that fits none of the records (%j) leaves none done',
		(reply) => {
			const errors = bulkErrors(reply, ['A', 'B']);
			expect([...errors.keys()]).toEqual(['A', 'B']);
			expect(errors.get('A')).toMatchObject({
				outcome: 'unknown',
				description: expect.stringContaining(`Its reply: ${JSON.stringify(reply)}`),
			});
		},
	);

	test.each([
		{ ImportedCount: 2, FailedCount: 0 },
		{ ImportedCount: '2', Errors: null, HasErrors: 'false' },
		{ Errors: { BulkError: [] }, Notes: 'Taken over night' },
	])('that says that nothing failed (%j) leaves all done', (payload) => {
		expect(told(payload, 'A', 'B')).toEqual({});
	});

	test.each([{ FailedCount: 1 }, { HasErrors: true }])(
		'that counts the failures that it names (%j) leaves the others done',
		(counted) => {
			const error = { PurchaseReference: 'B', ErrorCode: 17, Error: 'Locked' };
			expect(Object.keys(told({ ...counted, Errors: [error] }, 'A', 'B'))).toEqual(['B']);
		},
	);
});
