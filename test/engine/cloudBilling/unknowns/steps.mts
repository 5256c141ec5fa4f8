import type { IDataObject } from 'n8n-workflow';
import { cloudStep, newPurchase, newPurchases } from '../../support/cloudTest.mjs';
import { mappedAutomatically } from '../../support/workflows.mjs';

export const getCustomer = cloudStep('customer', 'get', { customerCode: '101001' });
export const unknownCustomer = cloudStep('customer', 'get', { customerCode: 'nobody' });
export const getCustomers = cloudStep('customer', 'getAll', { returnAll: true });

export const getInvoices = (filters: IDataObject = {}) =>
	cloudStep('invoice', 'getAll', { returnAll: true, filters } as {});

export const getPurchases = (filters: IDataObject = {}) =>
	cloudStep('purchase', 'getAll', { returnAll: true, filters } as {});

export const getUnmapped = (filters: IDataObject = {}) =>
	cloudStep('purchase', 'getUnmapped', { returnAll: true, filters } as {});

export const upload = (records: IDataObject[] = newPurchases(3), parameters: IDataObject = {}) =>
	cloudStep('purchase', 'upload', { ...mappedAutomatically(), ...parameters } as {}, { records });

export const deletePurchase = (...references: string[]) =>
	cloudStep(
		'purchase',
		'delete',
		{ purchaseReference: '={{ $json.ref }}', reason: 'wrong' },
		{ records: references.map((ref) => ({ ref })) },
	);

export const createProduct = (tagName: string) => cloudStep('product', 'create', { tagName });

export const importStatistics = cloudStep('purchase', 'getImportStatistics', {
	importedFrom: '2000-01-01T00:00:00Z',
	importedTo: '2100-01-01T00:00:00Z',
});

/** Three purchases of which the middle one is none. */
export const withBadOne = [newPurchase(1), newPurchase(2, { ProductLabel: '' }), newPurchase(3)];
