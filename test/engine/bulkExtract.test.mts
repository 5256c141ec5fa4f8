import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { BillingTest } from './support/billingTest.mjs';
import { apiRequest, bothOutputsOf, ids, outputOf, type Step } from './support/oneNode.mjs';
import { Tap } from './support/tap.mjs';

let billingTest: BillingTest;
let tap: Tap;

beforeEach(async () => {
	billingTest = await BillingTest.create();
	tap = new Tap(billingTest.vendor);
});
afterEach(async () => {
	expect(billingTest.books().openSessions).toBe(0);
	await billingTest.stop();
});

const create = (parameters: INodeParameters, records?: IDataObject[]): Step => ({
	resource: 'bulkExtract',
	operation: 'create',
	parameters: { requestName: '={{ "Extract " + $itemIndex }}', ...parameters },
	records,
});
const get = (records: IDataObject[]): Step => ({
	resource: 'bulkExtract',
	operation: 'get',
	parameters: { recordId: '={{ $json.Id }}' },
	records,
});
const requests = () => billingTest.vendor.rows('BULK_API_REQUEST');
const ACTIVE = "SELECT Id, Name FROM ACCOUNT WHERE Status = 'ACTIVE' ORDER BY Id";

/** The rows that the vendor made of the only request. */
async function extracted(): Promise<string> {
	billingTest.vendor.completeBulk();
	billingTest.vendor.set({ fileDownload: 'on' });
	const step = apiRequest('GET', 'files/BULK_API_REQUEST/1/ResponseFile', undefined, {
		splitIntoItems: true,
	});
	const [{ Data }] = await outputOf(billingTest, step);
	return Buffer.from(String(Data), 'base64').toString();
}

describe('Create', () => {
	test('asks for the rows of a query, in the spelling of the documentation', async () => {
		const options = { recordsPerBatch: 500 };
		const step = create({ requestBody: ACTIVE, options });
		expect(await outputOf(billingTest, step)).toEqual(ids(1));
		expect(tap.recordsOf('bulkExtract')).toEqual([
			[
				{
					RequestName: 'Extract 0',
					RequestMethod: 'QUERY',
					RequestBody: ACTIVE,
					RecordsPerBatch: 500,
					ResponseFormat: 'JSON',
				},
			],
		]);
		const active = billingTest.vendor.rows('ACCOUNT').filter(({ Status }) => Status === 'ACTIVE');
		expect(JSON.parse(await extracted())).toEqual(active.map(({ Id, Name }) => ({ Id, Name })));
	});

	test('asks for the records of an entity, with the columns named', async () => {
		const step = create({
			requestMethod: 'RETRIEVE',
			retrieveEntityName: 'INVOICE',
			condition: 'Id < 4',
			columnNames: ' Id ,Status',
			responseFormat: 'CSV',
		});
		await outputOf(billingTest, step);
		expect(requests()).toMatchObject([
			{ RequestMethod: 'RETRIEVE', RetrieveEntityName: 'INVOICE', Columns: 'Id,Status' },
		]);
		expect((await extracted()).split('\n')).toHaveLength(4);
	});

	test('sends the requests of all items in one call, and gives each its Id', async () => {
		const records = ['ACCOUNT', 'INVOICE', 'PRODUCT'].map((from) => ({ from }));
		const step = create({ requestBody: '=SELECT Id FROM {{ $json.from }}' }, records);
		expect(await outputOf(billingTest, step)).toEqual(ids(1, 2, 3));
		expect(requests().map(({ RequestName, RequestBody }) => [RequestName, RequestBody])).toEqual(
			records.map(({ from }, n) => [`Extract ${n}`, `SELECT Id FROM ${from}`]),
		);
		expect(billingTest.books()).toMatchObject({ callsBy: { bulkExtract: 1 } });
	});

	test('takes a query of 4,000 characters, as documented, and no longer one', async () => {
		const fill = (length: number) => `${ACTIVE} --`.padEnd(length, 'x');
		const records = [4000, 4001].map((length) => ({ sql: fill(length) }));
		const step = create({ requestBody: '={{ $json.sql }}' }, records);
		const { good, failed } = await bothOutputsOf(billingTest, step);
		expect(good).toEqual(ids(1));
		expect(failed).toMatchObject([
			{ error: 'Query: the request has 4001 characters, 4000 are allowed' },
		]);
	});

	test('that is sent and lost is not sent again', async () => {
		billingTest.vendor.faults.add({ match: { kind: 'bulkExtract' }, do: { type: 'resetAfter' } });
		const { failed } = await bothOutputsOf(billingTest, create({ requestBody: ACTIVE }));
		expect(failed).toMatchObject([{ details: { mayHaveHappened: true } }]);
		expect(requests()).toHaveLength(1);
	});
});

describe('Get', () => {
	beforeEach(async () => {
		await outputOf(billingTest, create({ requestBody: ACTIVE }, [{}, {}]));
	});

	test("gives each request as it is now, with the vendor's own state", async () => {
		const first = await outputOf(billingTest, get(ids(2, 1)));
		expect(first).toMatchObject([
			{ Id: '2', RequestName: 'Extract 1', Status: 'PENDING' },
			{ Id: '1', RequestName: 'Extract 0', Status: 'PENDING' },
		]);
		billingTest.vendor.completeBulk();
		expect(await outputOf(billingTest, get(ids(1)))).toMatchObject([{ Status: 'COMPLETED' }]);
	});

	test('fails the item alone whose request is not there', async () => {
		const { good, failed } = await bothOutputsOf(billingTest, get(ids(1, 9999, 2)));
		expect(good).toMatchObject(ids(1, 2));
		expect(failed).toMatchObject([
			{ Id: '9999', error: expect.stringContaining('9999') as unknown },
		]);
	});

	test('says in words of this node which request is not there', async () => {
		const { failed } = await bothOutputsOf(billingTest, get(ids(9999)));
		expect(failed).toMatchObject([{ error: 'There is no bulk extract request with Id 9999' }]);
	});
});
