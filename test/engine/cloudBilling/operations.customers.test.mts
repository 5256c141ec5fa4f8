import { cloudStep, FreshCloud } from '../support/cloudTest.mjs';
import { bothOutputsOf, errorOf, outputOf, runStep } from '../support/oneNode.mjs';

const fresh = new FreshCloud();

const get = (codes: string[], options = {}) =>
	cloudStep(
		'customer',
		'get',
		{ customerCode: '={{ $json.code }}', options },
		{ records: codes.map((code) => ({ code })) },
	);
const getAll = (parameters = {}) => cloudStep('customer', 'getAll', parameters);

describe('Customer: Get', () => {
	test('gives the customer of each item, in order and paired, by one call each', async () => {
		const result = await runStep(fresh.test, get(['101003', ' 101001 ', '101002']));
		expect(result.items('Billing').map(({ CustomerCode }) => CustomerCode)).toEqual([
			'101003',
			'101001',
			'101002',
		]);
		expect(result.outputOf('Billing').map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(fresh.calls()).toEqual({ CustomerGetByCode: 3 });
	});

	test('gives what the vendor holds, typed, and metadata as columns', async () => {
		const [held] = fresh.rows('customer', ({ CustomerCode }) => CustomerCode === '101020');
		const { StringValues, NumericValues, DateValues, ...members } = held;
		const [customer] = await outputOf(fresh.test, get(['101020']));
		expect(customer).toMatchObject(members);
		expect(customer).toMatchObject({
			LCID: 1043,
			InvoicePeriodSize: 1,
			IsBillingSuspended: true,
			StringValues_CrmId: 'CRM-0020',
			StringValues_Region: 'North',
			NumericValues_CreditLimit: '5000',
			DateValues_ContractEnd: '2027-12-31T00:00:00Z',
		});
		expect(customer).not.toHaveProperty('StringValues');
		expect([StringValues, NumericValues, DateValues]).toMatchObject([{}, {}, {}]);
	});

	test('keeps a list of one address a list', async () => {
		const [customer] = await outputOf(fresh.test, get(['101007']));
		expect(customer.Addresses).toEqual([
			expect.objectContaining({ HouseNumber: '7', HouseNumberAddition: 'A', AddressLine2: null }),
		]);
	});

	test('leaves metadata as lists where that is asked for', async () => {
		const [customer] = await outputOf(fresh.test, get(['101002'], { keepMetadataLists: true }));
		expect(customer).toMatchObject({
			StringValues: [
				{ Name: 'CrmId', Value: 'CRM-0002' },
				{ Name: 'Region', Value: 'South' },
			],
			NumericValues: [],
		});
		expect(customer).not.toHaveProperty('StringValues_CrmId');
	});

	test('reads names with what XML escapes and with letters beyond ASCII', async () => {
		const names = fresh
			.rows('customer', ({ CustomerName }) => /[&é]/.test(String(CustomerName)))
			.map(({ CustomerCode, CustomerName }) => [String(CustomerCode), CustomerName]);
		expect(names.length).toBeGreaterThan(3);
		const found = await outputOf(fresh.test, get(names.map(([code]) => String(code))));
		expect(found.map(({ CustomerCode, CustomerName }) => [CustomerCode, CustomerName])).toEqual(
			names,
		);
	});

	test('stops at a code that is not there, in the words of the vendor', async () => {
		const text = await errorOf(fresh.test, get(['101001', 'X-1', '101002']));
		expect(text).toContain("There is no customer with code 'X-1'");
		expect(fresh.calls()).toEqual({ CustomerGetByCode: 2 });
	});

	test('On Error: continue gives the item with its reason, and the others', async () => {
		const { good, failed } = await bothOutputsOf(fresh.test, get(['101001', 'X-1', '101002']));
		expect(good).toMatchObject([{ CustomerCode: '101001' }, { CustomerCode: '101002' }]);
		expect(failed).toMatchObject([
			{ code: 'X-1', error: "There is no customer with code 'X-1'", details: { code: 'Error' } },
		]);
	});
});

describe('Customer: Get Many', () => {
	const codesHeld = () => fresh.rows('customer').map(({ CustomerCode }) => CustomerCode);

	test('gives every customer once, over pages of 1,000', async () => {
		fresh.cloud.seedMany('customer', 2440);
		const found = await outputOf(fresh.test, getAll({ returnAll: true }));
		expect(found.map(({ CustomerCode }) => CustomerCode)).toEqual(codesHeld());
		expect(found).toHaveLength(2500);
		expect(fresh.calls()).toEqual({ CustomersGetAll: 4 });
	});

	test('looks behind a last page that is full', async () => {
		fresh.cloud.seedMany('customer', 940);
		expect(await outputOf(fresh.test, getAll({ returnAll: true }))).toHaveLength(1000);
		expect(fresh.calls()).toEqual({ CustomersGetAll: 2 });
	});

	test('reads no page more than the limit needs', async () => {
		fresh.cloud.seedMany('customer', 1940);
		expect(await outputOf(fresh.test, getAll({ limit: 7 }))).toHaveLength(7);
		expect(fresh.calls()).toEqual({ CustomersGetAll: 1 });
		const found = await outputOf(fresh.test, getAll({ limit: 1001 }));
		expect(found.map(({ CustomerCode }) => CustomerCode)).toEqual(codesHeld().slice(0, 1001));
		expect(fresh.calls()).toEqual({ CustomersGetAll: 3 });
	});

	test('gives 50 where nothing else is said, once for each item and paired with it', async () => {
		const result = await runStep(fresh.test, { ...getAll(), records: [{}, {}] });
		const paired = result.outputOf('Billing').map(({ pairedItem }) => pairedItem);
		expect(paired.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => ({ item: 0 })));
		expect(paired.slice(50)).toEqual(Array.from({ length: 50 }, () => ({ item: 1 })));
	});

	test('gives nothing where there is nothing', async () => {
		fresh.cloud.set({ customersPerPage: 0 });
		expect(await outputOf(fresh.test, getAll({ returnAll: true }))).toEqual([]);
	});

	test('gives metadata as columns, or as lists', async () => {
		const [first] = await outputOf(fresh.test, getAll({ limit: 1 }));
		expect(first).toMatchObject({ StringValues_CrmId: 'CRM-0001' });
		const options = { keepMetadataLists: true };
		const [listed] = await outputOf(fresh.test, getAll({ limit: 1, options }));
		expect(listed).toMatchObject({ StringValues: [{ Name: 'CrmId', Value: 'CRM-0001' }, {}] });
	});

	test.each([0, -1, 1.5])('refuses a limit of %p before anything is sent', async (limit) => {
		const text = await errorOf(fresh.test, getAll({ limit: `={{ ${limit} }}` }));
		expect(text).toContain('Limit: expected a whole number of at least 1');
		expect(fresh.calls()).toEqual({});
	});
});
