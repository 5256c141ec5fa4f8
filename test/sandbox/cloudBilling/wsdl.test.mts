import { startSandbox, type Sandbox } from '../index.mjs';
import { leaves, libraryClient, SoapClient } from './client.mjs';
import { localName, readXml } from './soap/xml.mjs';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.cloudBilling.reset());

async function get(query: string) {
	const response = await fetch(`${sandbox.cloudBilling.endpoint}${query}`);
	return {
		status: response.status,
		type: response.headers.get('content-type'),
		text: await response.text(),
	};
}

function attributes(text: string, pattern: RegExp): string[] {
	return [...text.matchAll(pattern)].map((match) => match[1]);
}

const operationsOf = (text: string) => attributes(text, /<soap:operation soapAction="([^"]*)"/g);

describe('the published WSDL', () => {
	it('is one well-formed file at ?singleWsdl', async () => {
		const { text, type } = await get('?singleWsdl');
		expect(type).toContain('text/xml');
		expect(() => readXml(text)).not.toThrow();
		expect(text).not.toContain('schemaLocation');
		expect(operationsOf(text)).toContain('http://tempuri.org/IPublicApi/CustomerGetByCode');
	});

	it('is split at ?wsdl: the contract and every schema are imported', async () => {
		const root = await get('?wsdl');
		const { endpoint } = sandbox.cloudBilling;
		expect(attributes(root.text, /location="([^"]*wsdl0)"/g)).toEqual([`${endpoint}?wsdl=wsdl0`]);
		const contract = await get('?wsdl=wsdl0');
		const places = attributes(contract.text, /schemaLocation="([^"]*)"/g);
		expect(places).toEqual([0, 1, 2, 3].map((number) => `${endpoint}?xsd=xsd${number}`));
		for (const place of places) {
			expect(localName(readXml(await (await fetch(place)).text()))).toBe('schema');
		}
		expect((await get('?xsd=xsd9')).status).toBe(400);
	});

	it('advertises an internal host, unless told otherwise', async () => {
		const address = async () =>
			attributes((await get('?wsdl')).text, /address location="([^"]*)"/g);
		expect(await address()).toEqual(['http://cb-app-01/CloudBilling/Api.svc']);
		sandbox.cloudBilling.set({ addressHost: 'requested' });
		expect(await address()).toEqual([sandbox.cloudBilling.endpoint]);
	});

	it('needs no token and is counted apart', async () => {
		await get('?wsdl');
		await get('?singleWsdl');
		expect(sandbox.cloudBilling.books()).toMatchObject({ wsdlRequests: 2, refusedTokens: 0 });
	});

	it('lists parameters as documented and members by letters', async () => {
		const { text } = await get('?singleWsdl');
		const between = (start: string) => text.slice(text.indexOf(start)).split('</xs:sequence>')[0];
		const names = (start: string) => attributes(between(start), /minOccurs[^>]*? name="(\w+)"/g);
		expect(names('<xs:element name="GetInvoiceHeaders">')).toEqual([
			'billingPeriodDate',
			'customerCode',
			'calculatedSinceDate',
			'includedStatuses',
			'billingPeriodEndFrom',
			'billingPeriodEndTo',
		]);
		const members = names('<xs:complexType name="Customer">');
		expect(members).toEqual([...members].sort());
		expect(members.indexOf('LCID')).toBeLessThan(members.indexOf('LastInvoiceDate'));
	});

	it('marks what is unverified', async () => {
		const { text } = await get('?singleWsdl');
		expect(leaves(text, 'documentation').length).toBe(4);
		sandbox.cloudBilling.set({ unverifiedOperations: 'off' });
		const without = await get('?singleWsdl');
		expect(leaves(without.text, 'documentation')).toEqual([]);
		expect(operationsOf(without.text).join()).not.toContain('UploadPurchases');
	});
});

describe('the soap library', () => {
	it.each(['?singleWsdl', '?wsdl'])('reads %s and talks by it', async (form) => {
		const client = await libraryClient(sandbox.cloudBilling, form);
		const [found] = (await client.CustomerGetByCodeAsync({ customerCode: '101007' })) as [
			{ CustomerGetByCodeResult: { Result: Record<string, unknown> } },
		];
		expect(found.CustomerGetByCodeResult).toMatchObject({
			ResultCode: 'Success',
			Result: { CustomerCode: '101007', Addresses: { Address: [{ Country: 'NL' }] } },
		});
	});

	it.each(['?singleWsdl', '?wsdl'])('finds every operation of %s', async (form) => {
		const client = await libraryClient(sandbox.cloudBilling, form);
		const [port] = Object.values(client.describe().PublicApi as Record<string, object>);
		const expected = operationsOf((await get('?singleWsdl')).text).length;
		expect(Object.keys(port)).toHaveLength(expected);
	});

	it('reads a result that inherits its status', async () => {
		sandbox.cloudBilling.set({ resultMembers: 'inherited' });
		const client = await libraryClient(sandbox.cloudBilling);
		const [found, text] = (await client.CustomerGetByCodeAsync({ customerCode: '101007' })) as [
			{ CustomerGetByCodeResult: object },
			string,
		];
		expect(found.CustomerGetByCodeResult).toMatchObject({ ResultCode: 'Success' });
		expect(text.indexOf('ResultCode')).toBeLessThan(text.indexOf('CustomerCode>'));
	});

	it('uploads purchases with nothing dropped', async () => {
		const client = await libraryClient(sandbox.cloudBilling);
		const Purchase = ['L1', 'L2'].map((reference) => ({
			Quantity: 2,
			PurchaseReference: reference,
			PurchaseDate: '2026-01-05T00:00:00Z',
			ProductLabel: 'sms',
			CustomerCode: '101001',
			StringValues: { NameValuePair: [{ Value: 'a', Name: 'b' }] },
		}));
		await client.UploadPurchasesAsync({ purchases: { Purchase } });
		expect(sandbox.cloudBilling.books()).toMatchObject({ rowsCreated: 2, droppedMembers: 0 });
		expect(sandbox.cloudBilling.rows('purchase').at(-1)).toMatchObject({
			StringValues: [{ Name: 'b', Value: 'a' }],
		});
	});
});

describe('switches of the WSDL', () => {
	it('metadata off: a help page with status 200, and calls go on', async () => {
		sandbox.cloudBilling.set({ metadata: 'off' });
		for (const query of ['?wsdl', '?singleWsdl', '?xsd=xsd0']) {
			const { status, type, text } = await get(query);
			expect({ status, type }).toMatchObject({ status: 200, type: 'text/html; charset=UTF-8' });
			expect(text).toContain('disabled');
		}
		const client = new SoapClient(sandbox.cloudBilling);
		expect((await client.call('CustomersGetAll')).code).toBe('Success');
	});

	it('singleWsdl off: the help page there, the split form stays', async () => {
		sandbox.cloudBilling.set({ singleWsdl: 'off' });
		expect((await get('?singleWsdl')).type).toContain('html');
		expect((await get('?wsdl')).type).toContain('xml');
	});

	it('wsdlLayout oneNamespace: only schemas are imported', async () => {
		sandbox.cloudBilling.set({ wsdlLayout: 'oneNamespace' });
		const { text } = await get('?wsdl');
		expect(text).not.toContain('wsdl:import');
		expect(text).toContain('?xsd=xsd2');
		const client = await libraryClient(sandbox.cloudBilling, '?wsdl');
		expect(client.describe()).toHaveProperty('PublicApi');
	});

	it('importHost internal: parts cannot be reached where they say', async () => {
		sandbox.cloudBilling.set({ importHost: 'internal' });
		expect((await get('?wsdl')).text).toContain('location="http://cb-app-01/');
	});

	it.each([
		['otherHost', 'http://other-host.example'],
		['file', 'file:///'],
		['circle', '?wsdl=trap1'],
		['endless', '?wsdl=trap1'],
	] as const)('wsdlTrap %s: an import that must not be followed for ever', async (trap, place) => {
		sandbox.cloudBilling.set({ wsdlTrap: trap });
		expect((await get('?wsdl')).text).toContain(place);
		if (trap === 'circle') expect((await get('?wsdl=trap1')).text).toContain('?wsdl"');
		if (trap === 'endless') expect((await get('?wsdl=trap7')).text).toContain('?wsdl=trap8');
	});

	it('names: namespaces, contract, operations and parameters can be others', async () => {
		sandbox.cloudBilling.set({
			contractName: 'IBillingApi',
			contractsNamespace: 'urn:contracts:V2',
			purchaseUploadName: 'ImportPurchases',
			customersPageParameter: '',
			invoiceDetailsParameter: 'id',
		});
		const { text } = await get('?singleWsdl');
		expect(operationsOf(text)).toContain('http://tempuri.org/IBillingApi/ImportPurchases');
		expect(text).toContain('targetNamespace="urn:contracts:V2"');
		const client = new SoapClient(sandbox.cloudBilling);
		expect((await client.call('CustomersGetAll')).fault).toBe('ActionNotSupported');
		client.contract = 'IBillingApi';
		const answer = await client.call('CustomersGetAll', '<page>2</page>');
		expect(answer.text.includes('="urn:contracts:V2"')).toBe(true);
		expect(leaves(answer.text, 'CustomerCode')).toHaveLength(60);
	});
});
