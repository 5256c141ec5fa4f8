import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SoapClient } from '../../sandbox/cloudBilling/client.mjs';
import { startSandbox, type Sandbox } from '../../sandbox/index.mjs';
import { wsdlsAt } from './documents.mjs';
import { tryWsdl } from './trial.mjs';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

describe.each(['?singleWsdl', '?wsdl'])('by %s', (form) => {
	test('every operation gets a request in which the service finds every member', async () => {
		const { cloudBilling } = sandbox;
		cloudBilling.reset();
		const { operations } = await tryWsdl(`${cloudBilling.endpoint}${form}`, false);
		const names = operations.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(['UploadPurchases', 'UploadInvoices2', 'Login']));

		const client = new SoapClient(cloudBilling);
		for (const { name, soapAction, request = '' } of operations) {
			const header = `<s:Header>${client.header}</s:Header>`;
			const body = request.replace('<s:Body>', `${header}<s:Body>`);
			const { fault } = await client.send(`"${soapAction}"`, body);
			expect({ name, fault }).toEqual({ name, fault: undefined });
		}
		const { calls, wsdlRequests, dropped } = cloudBilling.books();
		expect(calls - wsdlRequests).toBe(names.length);
		expect(dropped).toEqual([]);
	});
});

test('a folder gives its WSDLs; one that cannot be read says why', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'wsdls-'));
	try {
		writeFileSync(join(folder, 'a.wsdl'), '<html></html>');
		writeFileSync(join(folder, 'b.xsd'), '<schema/>');
		const wsdls = wsdlsAt(folder);
		expect(wsdls).toEqual([join(folder, 'a.wsdl')]);
		expect(await tryWsdl(wsdls[0], false)).toMatchObject({
			problem: expect.stringMatching(/web page/),
			operations: [],
		});
	} finally {
		rmSync(folder, { recursive: true });
	}
});
