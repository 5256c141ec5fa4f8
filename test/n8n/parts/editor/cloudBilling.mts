import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import type { Studio } from '../../browser/studio.mjs';
import { billing, handOn } from '../workflows.mjs';

const USAGE = [
	{
		CustomerCode: '101001',
		ProductLabel: 'call-min',
		PurchaseDate: '2026-11-02T09:30:00',
		PurchaseReference: 'CALL-2026-11-02-1',
		Quantity: 12,
	},
];

/** CloudBilling in the editor: what is made from the WSDL, and files. */
export async function cloudBilling(studio: Studio): Promise<void> {
	const { place, editor, camera, test, stage } = studio;
	const { cloudBilling: standIn } = place.sandbox;
	const node = (name: string, parameters: Parameters<typeof billing>[2]) =>
		billing(name, place.credentials.cloudBilling, { system: 'cloudBilling', ...parameters });

	await test('lists the operations of the WSDL and makes a form of the chosen one', async () => {
		standIn.reset();
		await stage(handOn([], node('Call', { resource: 'operation', operation: 'call' })));
		const view = await editor.openNode('Call');
		const all = await view.list('operationName');
		await camera.shoot('operations of the WSDL');
		assert.ok(all.includes('GetInvoiceHeaders'));
		assert.ok((await view.searchList('customergetbycode')).includes('CustomerGetByCode'));
		await view.take('CustomerGetByCode');
		assert.deepEqual(await view.columns(), ['customerCode']);
		await view.fill('customerCode', '101001');
		await view.execute();
		await camera.picture('operation-call', view.view);
		const [head, row] = await view.table();
		assert.equal(row[head.indexOf('CustomerCode')], '101001');
		assert.equal(standIn.books().callsBy.CustomerGetByCode, 1);
	});

	await test('offers the purchase columns of the WSDL, and finds the operation by itself', async () => {
		standIn.reset();
		const [row] = USAGE;
		await stage(handOn([row], node('Upload', { resource: 'purchase', operation: 'upload' })));
		const view = await editor.openNode('Upload');
		const columns = await view.columns();
		assert.match(await view.text(), /Upload Operation/);
		for (const [name, value] of Object.entries(row)) {
			assert.ok(columns.includes(name), name);
			await view.fill(name, String(value));
		}
		await view.execute();
		await camera.picture('purchase-upload', view.view);
		const [head, uploaded] = await view.table();
		assert.equal(uploaded[head.indexOf('PurchaseReference')], row.PurchaseReference);
	});

	await test('shows customers and invoices as rows', async () => {
		standIn.reset();
		await stage(handOn([], node('Customers', { resource: 'customer', operation: 'getAll' })));
		const customers = await editor.openNode('Customers');
		await customers.execute();
		await camera.shoot('customers');
		assert.ok((await customers.table())[0].includes('CustomerCode'));

		await stage(handOn([], node('Invoices', { resource: 'invoice', operation: 'getAll' })));
		const invoices = await editor.openNode('Invoices');
		await invoices.execute();
		await camera.picture('invoice-get-many', invoices.view);
		assert.match(await invoices.itemCount(), /^\d+ items/);
	});

	await test('downloads the PDF of an invoice', async () => {
		standIn.reset();
		const [document] = standIn
			.rows('document')
			.filter(({ TransformationName }) => TransformationName === 'Invoice PDF');
		const parameters = { resource: 'document', operation: 'download', documentId: document.Id };
		await stage(handOn([], node('Download', parameters as Parameters<typeof billing>[2])));
		const view = await editor.openNode('Download');
		await view.execute();
		await camera.picture('document-download', view.view);
		const download = await view.download();
		const file = await readFile(await download.path());
		assert.match(download.suggestedFilename(), /\.pdf$/);
		assert.equal(file.subarray(0, 5).toString(), '%PDF-');
		assert.ok(file.includes('%%EOF'));
	});

	await test('says which customer is not known, on the item that asked for it', async () => {
		standIn.reset();
		const parameters = {
			resource: 'customer',
			operation: 'get',
			customerCode: '={{ $json.code }}',
		};
		const rows = [{ code: '101001' }, { code: '999999' }];
		await stage(handOn(rows, node('Customer', parameters)));
		const view = await editor.openNode('Customer');
		await view.execute();
		await camera.shoot('an unknown customer');
		const said = await view.outputText();
		assert.match(said, /999999/);
		assert.match(said, /item 1/i);
	});
}
