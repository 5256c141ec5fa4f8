import { createBuiltInContract } from '../../../nodes/Billing/systems/cloudBilling/contract.js';
import { DOCUMENTED_TYPES } from '../../../nodes/Billing/systems/cloudBilling/documentedTypes.js';
import { getManyInvoices } from '../../../nodes/Billing/systems/cloudBilling/operations/invoice/getAll.operation.js';
import { encodeRequest } from '../../../nodes/Billing/systems/cloudBilling/soap/encode.js';
import { parametersOf } from '../../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import { MS_ARRAYS_NS } from '../../../nodes/Billing/systems/cloudBilling/xml/names.js';
import { OBJECT_TYPES } from '../../sandbox/cloudBilling/contract/types.mjs';
import { canonicalXml } from './canonicalXml.mjs';
import { CONTRACTS_NS } from './contracts.mjs';
import { written } from './requests.mjs';

describe('the contract of the documented methods', () => {
	const contract = createBuiltInContract();

	test('has all of them and no other', () => {
		expect([...contract.operations.keys()].sort()).toEqual([
			'AddProductCluster',
			'CloseInvoices',
			'CustomerGetByCode',
			'CustomersGetAll',
			'DeletePurchases',
			'FindPriceRuleWithValidity',
			'GetInvoiceDetails',
			'GetInvoiceHeaders',
			'GetInvoiceTransformationResultFile',
			'GetInvoiceTransformationResultsForCustomers',
			'GetInvoiceTransformationResultsForInvoices',
			'GetPurchaseImportStats',
			'GetPurchases',
			'GetTransformationResultsForCustomers',
			'GetTransformationResultsForInvoices',
			'GetUnmappedPurchases',
			'Login',
			'UploadInvoices',
			'UploadInvoices2',
		]);
	});

	test.each([
		['Login', 'emailAddress password environment'],
		['CustomerGetByCode', 'customerCode'],
		['CustomersGetAll', 'page'],
		['GetPurchases', 'customerCode includeUnmapped productLabel dateFrom dateTo'],
		['GetUnmappedPurchases', 'customerCode productLabel dateFrom dateTo page'],
		['GetPurchaseImportStats', 'importedFrom importedTo customerCode fetchUnmapped'],
		['DeletePurchases', 'reason purchaseReferences'],
		['AddProductCluster', 'tagName parentTagName aliases billingOutputTags showInProductPlan'],
		['FindPriceRuleWithValidity', 'customerCode productClusterTagName fromDate toDate'],
		[
			'GetInvoiceHeaders',
			'billingPeriodDate customerCode calculatedSinceDate includedStatuses billingPeriodEndFrom billingPeriodEndTo',
		],
		['CloseInvoices', 'invoiceIds reason'],
		[
			'GetTransformationResultsForInvoices',
			'invoiceIds createdFromDate createdToDate transformationName',
		],
		[
			'GetTransformationResultsForCustomers',
			'customerCodes createdFromDate createdToDate transformationName',
		],
		[
			'GetInvoiceTransformationResultsForInvoices',
			'invoiceIds createdFromDate createdToDate invoiceTransformationName',
		],
		[
			'GetInvoiceTransformationResultsForCustomers',
			'customerCodes createdFromDate createdToDate invoiceTransformationName',
		],
		['GetInvoiceTransformationResultFile', 'invoiceTransformationResultId'],
	])('%s has its parameters in documented order', (name, parameters) => {
		const operation = contract.operations.get(name);
		if (!operation) throw new Error('no operation');
		expect(
			parametersOf(contract, operation)
				.map((member) => member.name)
				.join(' '),
		).toBe(parameters);
	});

	test('members of a record stand in ordinal order, those that no page lists among them', () => {
		const listed = { InvoiceReference: 'R', CustomerCode: 'C', BillingPeriodEnd: '2026-01-31' };
		const more = { ...listed, a: 1, Zip: 2, Ab: 3, CustomerB: 4 };
		const [list] = written(contract, 'UploadInvoices2', { invoices: [listed, more] }).children;
		expect(list.children.map(({ children }) => children.map(({ name }) => name))).toEqual([
			['BillingPeriodEnd', 'CustomerCode', 'InvoiceReference'],
			['Ab', 'BillingPeriodEnd', 'CustomerB', 'CustomerCode', 'InvoiceReference', 'Zip', 'a'],
		]);
	});

	test('lists of text are in the namespace of Microsoft, lists of records in that of the contracts', () => {
		const entries = (operation: string, parameters: Record<string, unknown>) =>
			written(contract, operation, parameters).children[0].children;
		expect(entries('CloseInvoices', { invoiceIds: ['1', '2'] })).toMatchObject([
			{ namespace: MS_ARRAYS_NS, name: 'string', text: '1' },
			{ namespace: MS_ARRAYS_NS, name: 'string', text: '2' },
		]);
		expect(entries('UploadInvoices2', { invoices: [{}] })).toMatchObject([
			{ namespace: CONTRACTS_NS, name: 'Invoice2' },
		]);
	});

	/** Written down twice, from the same pages: what one of the two got wrong shows here. */
	const documented = Object.entries(DOCUMENTED_TYPES).filter(
		([name, members]) =>
			name in OBJECT_TYPES && name !== 'TransformationResult' && Object.keys(members).length > 0,
	);
	test.each(documented)('%s has the members that the stand-in has', (name, members) => {
		const verified = Object.keys(OBJECT_TYPES[name]).filter((member) => member !== 'FileName');
		expect(Object.keys(members).sort()).toEqual(verified.sort());
	});

	/** Its page was not found: each side infers what it is sure enough of. */
	test('TransformationResult has no member that the stand-in lacks', () => {
		const members = Object.keys(DOCUMENTED_TYPES.TransformationResult);
		expect(Object.keys(OBJECT_TYPES.TransformationResult)).toEqual(expect.arrayContaining(members));
	});

	test('an invoice without a period lacks the period and nothing else', () => {
		const [plain, whole] = ['Invoice', 'Invoice2'].map((name) => {
			const type = contract.types.get(`{${CONTRACTS_NS}}${name}`);
			return type?.kind === 'complex' ? type.members.map((member) => member.name) : [];
		});
		expect(whole.filter((name) => !plain.includes(name))).toEqual([
			'BillingPeriodEnd',
			'BillingPeriodStart',
		]);
		expect(plain).toEqual(['CustomerCode', 'InvoiceDate', 'InvoiceNumber', 'InvoiceReference']);
	});

	test('an invoice may have the fourteen documented statuses, all of which Get Many offers', () => {
		const type = contract.types.get(`{${CONTRACTS_NS}}InvoiceStatusEnum`);
		const documented =
			'None PENDING CALCULATING CALCULATED_OK CALCULATED_ERROR INVOICING INVOICED_OK INVOICED_ERROR ' +
			'APPROVED EXPORTED PARTIAL_RESET REJECTED CLOSED APPROVAL_QUEUED';
		expect(type).toMatchObject({ values: documented.split(' ') });
		const filters = getManyInvoices.properties.find(({ name }) => name === 'filters');
		const statuses = filters?.options?.find(({ name }) => name === 'includedStatuses');
		expect(statuses).toMatchObject({
			options: documented
				.split(' ')
				.sort((a, b) => a.localeCompare(b))
				.map((value) => ({ name: value, value })),
		});
	});

	test('every type that it names is defined', () => {
		const defined = new Set(contract.types.keys());
		const named = [...contract.types.values()].flatMap((type) =>
			type.kind === 'complex' ? type.members.map((member) => member.type) : [],
		);
		const own = named.filter((key) => !key.startsWith('{http://www.w3.org/2001/XMLSchema}'));
		expect(own.filter((key) => !defined.has(key))).toEqual([]);
	});

	test('the SOAPAction follows the pattern, without the contract where its name is not known', () => {
		const action = (options: Parameters<typeof createBuiltInContract>[0]): string | undefined =>
			createBuiltInContract(options).operations.get('Login')?.soapAction;
		expect(action({ contractName: 'IApi' })).toBe('http://tempuri.org/IApi/Login');
		expect(action({})).toBe('http://tempuri.org/Login');
		expect(action({ contractName: 'IApi', soapActionPattern: 'urn:{contract}#{operation}' })).toBe(
			'urn:IApi#Login',
		);
	});

	test('namespaces can be set', () => {
		const other = createBuiltInContract({
			serviceNamespace: 'urn:service',
			contractsNamespace: 'urn:types',
		});
		const xml = canonicalXml(
			encodeRequest(other, 'UploadInvoices', { invoices: [{ CustomerCode: '1' }] }),
		);
		expect(xml).toContain(
			'{urn:service}UploadInvoices\n      {urn:service}invoices\n        {urn:types}Invoice\n          {urn:types}CustomerCode',
		);
	});
});
