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
});
