import type { IDataObject, INodeParameters, ResourceMapperField } from 'n8n-workflow';
import { BillingTest } from './support/billingTest.mjs';
import { COLUMNS, draftOn } from './support/draft.mjs';
import { bothOutputsOf, newAccount, outputOf, recordStep } from './support/oneNode.mjs';
import { Tap } from './support/tap.mjs';
import { mappedAutomatically } from './support/workflows.mjs';

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

type Verb = keyof typeof COLUMNS;

/** Columns as the editor saves them: with the schema that it got from the org. */
async function mappedByHand(
	verb: Verb,
	value: IDataObject,
	entityName = 'ACCOUNT',
): Promise<INodeParameters> {
	const method = COLUMNS[verb];
	const { fields } = await billingTest.engine.editor.resourceMapping(draftOn(entityName), method);
	const schema: ResourceMapperField[] = fields.map((field) => ({
		...field,
		removed: !(field.id in value),
	}));
	const match = schema.filter(({ defaultMatch }) => defaultMatch).map(({ id }) => id);
	const columns = { mappingMode: 'defineBelow', value, matchingColumns: match.slice(0, 1), schema };
	return { dataMode: 'columns', columns: columns as unknown as INodeParameters };
}

const byName = (value: Record<string, string>): INodeParameters => ({
	dataMode: 'fields',
	fieldValues: { values: Object.entries(value).map(([name, value]) => ({ name, value })) },
});

const asJson = (record: unknown): INodeParameters => ({
	dataMode: 'json',
	record: typeof record === 'string' ? record : JSON.stringify(record),
});

const rowOf = (id: string, entityName = 'ACCOUNT') =>
	billingTest.vendor.rows(entityName).find(({ Id }) => Id === id) ?? {};

const people = [
	{ company: 'Account 7', key: true, number: 7 },
	{ company: 'O\'Neil; "Söhne" & Co. 雪', key: false, number: 0.5 },
];

describe('each way to give the values writes the same records:', () => {
	const fields = {
		Name: '={{ $json.company }}',
		Status: 'ACTIVE',
		AccountTypeId: '2',
		C_CrmId: '={{ "H-" + $itemIndex }}',
		C_KeyAccount: '={{ $json.key }}',
		C_CreditLimit: '={{ $json.number }}',
	};
	const object = `={{ ({ Name: $json.company, Status: "ACTIVE", AccountTypeId: 2, C_CrmId: "H-" + $itemIndex,
		C_KeyAccount: $json.key, C_CreditLimit: $json.number }) }}`;
	const text = `={
		"Name": {{ JSON.stringify($json.company) }}, "Status": "ACTIVE", "AccountTypeId": "2",
		"C_CrmId": "H-{{ $itemIndex }}", "C_KeyAccount": {{ $json.key }}, "C_CreditLimit": {{ $json.number }}
	}`;
	const ready = people.map(({ company, key, number }, n) => ({
		Name: company,
		Status: 'ACTIVE',
		AccountTypeId: 2,
		C_CrmId: `H-${n}`,
		C_KeyAccount: key,
		C_CreditLimit: number,
	}));
	const WAYS: Array<[string, () => Promise<INodeParameters>, IDataObject[]]> = [
		['columns mapped by hand', async () => await mappedByHand('create', fields), people],
		['columns mapped automatically', async () => mappedAutomatically(), ready],
		['fields by name', async () => byName(fields), people],
		['JSON as an object', async () => asJson(object), people],
		['JSON as text', async () => asJson(text), people],
	];

	test.each(WAYS)('%s', async (_, parametersOf, records) => {
		const parameters = await parametersOf();
		await outputOf(billingTest, recordStep('create', 'ACCOUNT', { parameters, records }));
		const expected = { Status: 'ACTIVE', AccountTypeId: '2' };
		expect([rowOf('41'), rowOf('42')]).toMatchObject([
			{ ...expected, Name: people[0].company, C_KeyAccount: '1', C_CreditLimit: '7' },
			{ ...expected, Name: people[1].company, C_KeyAccount: '0', C_CreditLimit: '.5' },
		]);
	});
});

describe('a column of the mapper', () => {
	const updated = async (value: IDataObject) =>
		recordStep('update', 'ACCOUNT', { parameters: await mappedByHand('update', value) });
	const before = { C_Region: 'North', Description: 'Old', C_CreditLimit: '500' };

	beforeEach(async () => {
		const parameters = asJson({ Id: '7', ...before });
		await outputOf(billingTest, recordStep('update', 'ACCOUNT', { parameters }));
		expect(rowOf('7')).toMatchObject(before);
	});

	test('that the user left alone is not sent, and keeps its value', async () => {
		const value = { Id: '7', Name: 'New name', C_Region: null, Description: null };
		await outputOf(billingTest, await updated(value));
		expect(rowOf('7')).toMatchObject({ ...before, Name: 'New name' });
		expect(tap.recordsOf('update').at(-1)).toEqual([{ Id: '7', Name: 'New name' }]);
	});

	test('that was emptied clears the field', async () => {
		await outputOf(billingTest, await updated({ Id: '7', C_Region: '', C_CreditLimit: '' }));
		const { Name, C_CrmId, Description, ...row } = rowOf('7');
		expect({ Name, C_CrmId, Description }).toMatchObject({
			C_CrmId: 'CRM-007',
			Description: 'Old',
		});
		expect(row).not.toHaveProperty('C_Region');
		expect(row).not.toHaveProperty('C_CreditLimit');
	});

	test('that is a flag is sent as 1 or 0', async () => {
		await outputOf(billingTest, await updated({ Id: '7', C_KeyAccount: true }));
		expect(rowOf('7')).toMatchObject({ C_KeyAccount: '1' });
		await outputOf(billingTest, await updated({ Id: '7', C_KeyAccount: false }));
		expect(rowOf('7')).toMatchObject({ C_KeyAccount: '0' });
	});

	test('may hold a lookup by an external key', async () => {
		const value = { ...newAccount(1), 'ParentAccountIdObj.C_CrmId': '={{ $json.crm }}' };
		const parameters = await mappedByHand('create', value);
		const step = recordStep('create', 'ACCOUNT', { parameters, records: [{ crm: 'CRM-009' }] });
		await outputOf(billingTest, step);
		expect(rowOf('41')).toMatchObject({ ParentAccountId: '9' });
	});

	// Reported: n8n does not start the run, because AccountId itself is required and empty.
	test('may hold a required lookup by an external key', async () => {
		const value = { 'AccountIdObj.C_CrmId': '={{ $json.crm }}', StartDate: '2026-01-31' };
		const parameters = await mappedByHand('create', value, 'CONTRACT');
		const records = [{ crm: 'CRM-009' }, { crm: 'CRM-010' }];
		const step = recordStep('create', 'CONTRACT', { parameters, records });
		const [one, two] = await outputOf(billingTest, step);
		expect(rowOf(String(one.Id), 'CONTRACT')).toMatchObject({ AccountId: '9' });
		expect(rowOf(String(two.Id), 'CONTRACT')).toMatchObject({ AccountId: '10' });
	});
});

describe('a field that is emptied', () => {
	const ways: Array<[string, INodeParameters, IDataObject]> = [
		['"" in an input item', mappedAutomatically(), { Id: '7', Description: '' }],
		['null in an input item', mappedAutomatically(), { Id: '7', Description: null }],
		['"" in a field by name', byName({ Id: '7', Description: '' }), {}],
		['"" in JSON', asJson({ Id: 7, Description: '' }), {}],
		['null in JSON', asJson({ Id: 7, Description: null }), {}],
	];

	test.each(ways)('by %s is cleared, and no other', async (_, parameters, record) => {
		const described = asJson({ Id: '7', Description: 'Old' });
		await outputOf(billingTest, recordStep('update', 'ACCOUNT', { parameters: described }));
		const { Description, Updated: _old, ...before } = rowOf('7');
		expect(Description).toBe('Old');
		const step = recordStep('update', 'ACCOUNT', { parameters, records: [record] });
		expect(await outputOf(billingTest, step)).toEqual([{ Id: '7' }]);
		const { Updated: _new, ...after } = rowOf('7');
		expect(after).toEqual(before);
	});
});

describe('a lookup by an external key', () => {
	const contract = { ContractNumber: 'X-1', StartDate: '2026-01-31' };

	test.each<[string, INodeParameters, IDataObject]>([
		['an input item', mappedAutomatically(), { ...contract, 'AccountIdObj.C_CrmId': 'CRM-009' }],
		[
			'an input item, nested as the vendor takes it',
			mappedAutomatically(),
			{ ...contract, AccountIdObj: { C_CrmId: 'CRM-009' } },
		],
		['a field by name', byName({ ...contract, 'AccountIdObj.C_CrmId': 'CRM-009' }), {}],
		['JSON', asJson({ ...contract, 'AccountIdObj.C_CrmId': 'CRM-009' }), {}],
	])('in %s finds the record', async (_, parameters, record) => {
		const step = recordStep('create', 'CONTRACT', { parameters, records: [record] });
		const [{ Id }] = await outputOf(billingTest, step);
		expect(rowOf(String(Id), 'CONTRACT')).toMatchObject({ AccountId: '9', ContractNumber: 'X-1' });
	});

	test('that finds none fails its own record, naming the field', async () => {
		const records = ['CRM-009', 'CRM-999', 'CRM-010'].map((key) => ({
			StartDate: '2026-01-31',
			'AccountIdObj.C_CrmId': key,
		}));
		const step = recordStep('create', 'CONTRACT', { parameters: mappedAutomatically(), records });
		const { good, failed } = await bothOutputsOf(billingTest, step);
		expect(good).toHaveLength(2);
		expect(failed).toMatchObject([
			{
				...records[1],
				error: 'ACCOUNT has no record with C_CrmId CRM-999',
				details: { field: 'AccountIdObj' },
			},
		]);
	});
});

describe('a date', () => {
	const start = (parameters: INodeParameters, record: IDataObject = {}) =>
		recordStep('create', 'CONTRACT', { parameters, records: [record] });
	const contract = { AccountId: '7', ContractNumber: 'D-1' };

	test.each([
		['2026-01-31', '2026-01-31T00:00:00.000Z'],
		['2026-01-31T00:00:00.000Z', '2026-01-31T00:00:00.000Z'],
	])('written as %s is sent as it is', async (StartDate, stored) => {
		const [{ Id }] = await outputOf(
			billingTest,
			start(mappedAutomatically(), { ...contract, StartDate }),
		);
		expect(rowOf(String(Id), 'CONTRACT')).toMatchObject({ StartDate: stored });
		expect(tap.recordsOf('create')[0]).toMatchObject([{ StartDate }]);
	});

	const mapped = async (StartDate: string) =>
		await mappedByHand('create', { AccountId: '7', StartDate }, 'CONTRACT');
	/** The two forms that clients of the vendor send. */
	const documented = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\.\d{3}Z)?$/;

	test('picked in a column is sent as it was picked', async () => {
		await outputOf(billingTest, start(await mapped('2026-01-31')));
		expect(tap.recordsOf('create')).toMatchObject([[{ StartDate: '2026-01-31' }]]);
	});

	// Reported: it goes out with the offset of the workflow's time zone, which no source shows.
	test.each<[string, () => Promise<INodeParameters>]>([
		['a column', async () => await mapped('={{ $today }}')],
		['a field by name', async () => byName({ ...contract, StartDate: '={{ $today }}' })],
		['JSON', async () => asJson('={{ ({ AccountId: "7", StartDate: $today }) }}')],
	])('of an expression in %s travels in a form that the vendor is known to take', async (_, of) => {
		await outputOf(billingTest, start(await of()));
		expect(tap.recordsOf('create')).toMatchObject([
			[{ StartDate: expect.stringMatching(documented) as unknown }],
		]);
	});
});

describe('Ignore Unknown Fields', () => {
	const item = (n: number) => ({
		...newAccount(n),
		'ParentAccountIdObj.C_CrmId': 'CRM-009',
		comment: 'not for billing',
		address: { city: 'Exampleville' },
		'a key with blanks': [1, 2],
	});
	const create = (more: INodeParameters = {}) =>
		recordStep('create', 'ACCOUNT', {
			parameters: { ...mappedAutomatically(), ...more },
			records: [item(1), item(2)],
		});

	test('leaves out what is no field of the entity, and keeps lookups', async () => {
		await outputOf(billingTest, create({ options: { ignoreUnknownFields: true } }));
		expect(rowOf('41')).toMatchObject({ Name: 'Test account 1', ParentAccountId: '9' });
		const known = ['Name', 'Status', 'AccountTypeId', 'C_CrmId', 'ParentAccountIdObj'];
		expect(tap.recordsOf('create')[0].map((record) => Object.keys(record))).toEqual([known, known]);
	});

	test('asks for the fields once, however many items there are', async () => {
		const step = create({ options: { ignoreUnknownFields: true, batchSize: 1 } });
		await outputOf(billingTest, step);
		expect(billingTest.books()).toMatchObject({ callsBy: { query: 2, create: 2 } });
	});

	test('knows the fields of each entity that the items name', async () => {
		const records = [
			{ kind: 'PRODUCT', Name: 'A', ExternalKey: 'X', C_Region: 'North' },
			{ kind: 'LEDGER', Name: 'B', ExternalKey: 'X', LedgerType: 'GENERAL' },
		];
		const parameters = { ...mappedAutomatically(), options: { ignoreUnknownFields: true } };
		const step = recordStep('create', '={{ $json.kind }}', { parameters, records });
		await outputOf(billingTest, step);
		expect(tap.recordsOf('create')).toEqual([
			[{ Name: 'A', ExternalKey: 'X' }],
			[{ Name: 'B', LedgerType: 'GENERAL' }],
		]);
	});

	test('switched off, an unknown field is told by n8n or by the vendor, by its name', async () => {
		const records = [newAccount(1), { ...newAccount(2), comment: 'x' }];
		const step = recordStep('create', 'ACCOUNT', { parameters: mappedAutomatically(), records });
		const { good, failed } = await bothOutputsOf(billingTest, step);
		expect(good).toEqual([{ Id: '41' }]);
		expect(failed).toMatchObject([
			{ error: 'ACCOUNT has no field comment', details: { field: 'comment' } },
		]);
	});
});
