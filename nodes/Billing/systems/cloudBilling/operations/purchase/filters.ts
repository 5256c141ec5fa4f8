import type { INodeProperties } from 'n8n-workflow';

import { customerCode, dateRange, productLabel } from '../../fields';

/** CloudBilling compares purchase dates without their bounds: later than, earlier than [DOC]. */
const dates = dateRange(
	{
		name: 'dateFrom',
		label: 'Purchased After',
		description: 'Only purchases later than this time',
	},
	{
		name: 'dateTo',
		label: 'Purchased Before',
		description: 'Only purchases earlier than this time',
	},
);

export const purchaseFilters: INodeProperties[] = [
	{ ...customerCode, description: 'Exactly this code' },
	productLabel,
	...dates,
];

export const PURCHASE_FILTERS = ['customerCode', 'productLabel', 'dateFrom', 'dateTo'];
