import { createBuiltInContract } from '../../../nodes/Billing/systems/cloudBilling/contract.js';
import { encodeRequest } from '../../../nodes/Billing/systems/cloudBilling/soap/encode.js';
import { parametersOf } from '../../../nodes/Billing/systems/cloudBilling/wsdl/model.js';
import { canonicalXml } from './canonicalXml.mjs';

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
	])('%s has its parameters in documented order', (name, parameters) => {
		const operation = contract.operations.get(name);
		if (!operation) throw new Error('no operation');
		expect(
			parametersOf(contract, operation)
				.map((member) => member.name)
				.join(' '),
		).toBe(parameters);
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
