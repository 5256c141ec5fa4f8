import type { ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import { BillingTest } from './support/billingTest.mjs';
import { COLUMNS, draftOn, GET_FIELDS, SEARCH_ENTITIES, SEARCH_FIELDS } from './support/draft.mjs';
import { newAccount, outputOf, recordStep } from './support/oneNode.mjs';
import { filteredBy } from './support/workflows.mjs';

let billingTest: BillingTest;

beforeEach(async () => {
	billingTest = await BillingTest.create();
});
afterEach(async () => {
	expect(billingTest.books().openSessions).toBe(0);
	await billingTest.stop();
});

const editor = () => billingTest.engine.editor;
const entities = async (filter?: string, draft = draftOn('')) =>
	(await editor().listSearch(draft, SEARCH_ENTITIES, { filter })).results;
const columns = async (verb: keyof typeof COLUMNS, entityName: string) =>
	await editor().resourceMapping(draftOn(entityName), COLUMNS[verb]);
const idsOf = ({ fields }: ResourceMapperFields) => fields.map(({ id }) => id);
const fieldOf = ({ fields }: ResourceMapperFields, id: string) =>
	fields.find((field) => field.id === id);
const matchable = ({ fields }: ResourceMapperFields) =>
	fields.filter(({ canBeUsedToMatch }) => canBeUsedToMatch).map(({ id }) => id);

const STAMPS = ['Created', 'Updated', 'CreatedUserId', 'UpdatedUserId'];

describe('the list of entities', () => {
	test('holds the entities of the org by name, its own among them, in alphabetical order', async () => {
		const values = (await entities()).map(({ value }) => String(value));
		expect(values).toEqual(expect.arrayContaining(['ACCOUNT', 'INVOICE', 'C_SUBSCRIPTION_NOTE']));
		expect(values).toEqual([...values].sort());
	});

	test('shows the label beside the name', async () => {
		expect(await entities('activity')).toContainEqual({
			value: 'ACTIVITY',
			name: 'ACTIVITY (Invoice Detail)',
		});
	});

	test.each([
		['a part of the name, in any case', 'billing_prof', 'BILLING_PROFILE'],
		['the label', 'Invoice Detail', 'ACTIVITY'],
		['the label of an entity of the org', ' subscription note ', 'C_SUBSCRIPTION_NOTE'],
	])('is searched by %s', async (_, filter, found) => {
		expect((await entities(filter)).map(({ value }) => value)).toEqual([found]);
	});

	test('is empty where nothing fits the search', async () => {
		expect(await entities('no such thing')).toEqual([]);
	});

	test('opens one session and closes it', async () => {
		await entities();
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1, calls: 3 });
	});

	test('can be read with the OAuth2 credential', async () => {
		const draft = draftOn('', { authentication: 'oAuth2' });
		expect((await entities('contract', draft)).length).toBeGreaterThan(1);
		expect(billingTest.books()).toMatchObject({ tokens: 1, logins: 0 });
	});

	test('leaves out an entity that the API may not use', async () => {
		const hidden = { EntityName: 'C_HIDDEN', EntityLabel: 'Hidden', ApiEnabled: 0 };
		const unsaid = { EntityName: 'C_UNSAID', EntityLabel: 'Unsaid' };
		billingTest.vendor.insert('ENTITY', [hidden, unsaid]);
		const values = (await entities('C_')).map(({ value }) => value);
		expect(values).toContain('C_UNSAID');
		expect(values).not.toContain('C_HIDDEN');
	});
});

describe('the list of fields', () => {
	test('holds the fields of the chosen entity, those of the org among them', async () => {
		const options = await editor().loadOptions(draftOn('ACCOUNT'), GET_FIELDS);
		expect(options).toContainEqual({ value: 'C_CrmId', name: 'C_CrmId (Crm)' });
		expect(options).toContainEqual({ value: 'Name', name: 'Name' });
		expect(options.map(({ value }) => value)).toEqual(expect.arrayContaining(STAMPS));
		expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1 });
	});

	test('is searched by name and label', async () => {
		const search = async (filter: string) =>
			(await editor().listSearch(draftOn('ACCOUNT'), SEARCH_FIELDS, { filter })).results;
		expect(await search('credit lim')).toEqual([
			{ value: 'C_CreditLimit', name: 'C_CreditLimit (Credit Limit)' },
		]);
		expect((await search('crmid')).map(({ value }) => value)).toEqual(['C_CrmId']);
	});

	test('is found for an entity written in small letters', async () => {
		const options = await editor().loadOptions(draftOn('account'), GET_FIELDS);
		expect(options.map(({ value }) => value)).toContain('C_CrmId');
	});

	test.each([
		['no entity is chosen yet', '', 'choose an entity'],
		['the entity is an expression', '={{ $json.entity }}', 'The entity is an expression'],
		['the entity is no name', 'ACCOUNT/../x', 'is not the name of an entity'],
	])('says why it is not there when %s, without a call', async (_, entityName, reason) => {
		await expect(editor().loadOptions(draftOn(entityName), GET_FIELDS)).rejects.toThrow(reason);
		await expect(columns('create', entityName)).rejects.toThrow(reason);
		expect(billingTest.books().calls).toBe(0);
	});
});

describe('the columns to map', () => {
	test.each(['create', 'update', 'upsert'] as const)(
		'for %s have the fields of the org, and none that the system sets',
		async (verb) => {
			const found = await columns(verb, 'ACCOUNT');
			expect(idsOf(found)).toEqual(expect.arrayContaining(['Name', 'C_CrmId', 'C_CreditLimit']));
			for (const stamp of STAMPS) expect(idsOf(found)).not.toContain(stamp);
			expect(billingTest.books()).toMatchObject({ logins: 1, logouts: 1 });
		},
	);

	test('for create demand what has no default, and have no Id', async () => {
		const profile = await columns('create', 'BILLING_PROFILE');
		const required = profile.fields.filter((field) => field.required).map(({ id }) => id);
		expect(required.sort()).toEqual(['Address1', 'BillTo', 'BillingCycle', 'BillingMethod'].sort());
		// Needed by the vendor, but it may be given by an external key instead.
		expect(fieldOf(profile, 'AccountId')).toMatchObject({ required: false });
		expect(fieldOf(profile, 'CurrencyCode')).toMatchObject({ required: false });
		expect(idsOf(profile)).not.toContain('Id');
		expect(matchable(profile)).toEqual([]);
	});

	test('for update match by Id alone, and demand nothing else', async () => {
		const account = await columns('update', 'ACCOUNT');
		expect(matchable(account)).toEqual(['Id']);
		expect(fieldOf(account, 'Id')).toMatchObject({ defaultMatch: true });
		expect(account.fields.filter(({ required }) => required)).toEqual([]);
	});

	test('for upsert match by the external keys, and have no Id', async () => {
		expect(matchable(await columns('upsert', 'ACCOUNT'))).toEqual(['C_CrmId']);
		expect(matchable(await columns('upsert', 'CONTRACT'))).toEqual(['ContractNumber']);
		const wallet = await columns('upsert', 'WALLET');
		expect(matchable(wallet)).toEqual(['HostedPaymentPageExternalId']);
		expect(fieldOf(wallet, 'HostedPaymentPageExternalId')).toMatchObject({ defaultMatch: true });
		expect(idsOf(wallet)).not.toContain('Id');
	});

	test('offer each lookup also by the external key of its target, hidden until added', async () => {
		const contract = await columns('create', 'CONTRACT');
		expect(fieldOf(contract, 'AccountId')).toMatchObject({ type: 'string', required: false });
		expect(fieldOf(contract, 'AccountIdObj.C_CrmId')).toMatchObject({
			displayName: 'Account by Crm',
			removed: true,
			required: false,
		});
	});

	test('have the type of the field', async () => {
		const typeOf = (field?: ResourceMapperField) => field?.type;
		const note = await columns('create', 'C_SUBSCRIPTION_NOTE');
		expect(typeOf(fieldOf(note, 'C_Done'))).toBe('boolean');
		expect(typeOf(fieldOf(note, 'C_FollowUpDate'))).toBe('dateTime');
		expect(typeOf(fieldOf(note, 'C_Subject'))).toBe('string');
	});

	test('of what the editor maps are what the node writes', async () => {
		const value = { C_Subject: 'Renewal', 'C_AccountIdObj.C_CrmId': 'CRM-007', C_Done: true };
		const mapped = { mappingMode: 'defineBelow', value: { ...value, C_Body: null } };
		const step = recordStep('create', 'C_SUBSCRIPTION_NOTE', { parameters: { columns: mapped } });
		const [{ Id }] = await outputOf(billingTest, step);
		const written = billingTest.vendor.rows('C_SUBSCRIPTION_NOTE').find((row) => row.Id === Id);
		expect(written).toMatchObject({ C_Subject: 'Renewal', C_AccountId: '7', C_Done: '1' });
		expect(written).not.toHaveProperty('C_Body');
	});
});

describe('an org whose metadata the user may not read', () => {
	test.each(['noRows', 'refused'] as const)(
		'(%s) has no columns, and a notice',
		async (position) => {
			billingTest.vendor.set({ metadataReadable: position });
			const found = await columns('create', 'ACCOUNT');
			expect(found.fields).toEqual([]);
			expect(found.emptyFieldsNotice).toContain('Fields by Name');
		},
	);

	test('has an empty list of entities where it answers no rows', async () => {
		billingTest.vendor.set({ metadataReadable: 'noRows' });
		expect(await entities()).toEqual([]);
		expect(await editor().loadOptions(draftOn('ACCOUNT'), GET_FIELDS)).toEqual([]);
	});

	test('says in the list why it is empty where it refuses', async () => {
		billingTest.vendor.set({ metadataReadable: 'refused' });
		await expect(entities()).rejects.toThrow('The user may not read this entity');
		await expect(editor().loadOptions(draftOn('ACCOUNT'), GET_FIELDS)).rejects.toThrow(
			'may not read',
		);
	});

	test.each(['noRows', 'refused'] as const)('(%s) is worked with by hand', async (position) => {
		billingTest.vendor.set({ metadataReadable: position });
		const values = Object.entries(newAccount(1)).map(([name, value]) => ({
			name,
			value: String(value),
		}));
		const parameters = { dataMode: 'fields', keyField: 'C_CrmId', fieldValues: { values } };
		const upsert = recordStep('upsert', 'ACCOUNT', { parameters });
		expect(await outputOf(billingTest, upsert)).toEqual([{ Id: '41', created: true }]);
		const found = { ...filteredBy('C_CrmId', 'equals', 'T-1'), fields: ['Name', 'Status'] };
		const getMany = recordStep('getAll', 'ACCOUNT', { parameters: found });
		expect(await outputOf(billingTest, getMany)).toEqual([
			{ Name: 'Test account 1', Status: 'ACTIVE' },
		]);
	});
});

describe('a list that cannot be read', () => {
	test.each(['okWithErrorCode', 'status401'] as const)(
		"tells a wrong password in the vendor's words (%s)",
		async (refusedLogin) => {
			const { baseUrl, username } = billingTest.vendor;
			const data = { baseUrl, username, password: 'Tr0ub4dor-not-it' };
			billingTest.engine.credentials.set('password', {
				type: 'billingPlatformApi',
				name: 'B',
				data,
			});
			billingTest.vendor.set({ refusedLogin });
			const reason = 'The user name or password is wrong';
			await expect(entities()).rejects.toThrow(reason);
			await expect(columns('create', 'ACCOUNT')).rejects.toThrow(reason);
			expect(billingTest.books()).toMatchObject({ logins: 0, refusedLogins: 2 });
		},
	);

	test('tells a fault of the vendor, and still logs out', async () => {
		const fault = {
			type: 'status',
			code: 500,
			body: { error: 'x', message: 'Out of order' },
		} as const;
		billingTest.vendor.faults.add({ match: { kind: 'query' }, do: fault, times: 'always' });
		await expect(entities()).rejects.toThrow('Out of order');
		await expect(columns('create', 'ACCOUNT')).rejects.toThrow('Out of order');
		expect(billingTest.books()).toMatchObject({ logins: 2, logouts: 2 });
	});

	test('logs in once more where its session has ended', async () => {
		billingTest.vendor.faults.add({ match: { kind: 'query' }, do: { type: 'expireSession' } });
		expect((await entities()).length).toBeGreaterThan(10);
		expect(billingTest.books()).toMatchObject({ logins: 2, logouts: 1 });
	});
});
