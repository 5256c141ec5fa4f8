import { readLimit, returnAllAndLimit } from '../../../../items/commonFields';
import { runPerItem } from '../../../../items/perItem';
import { customerCode, dateRange, filters, keepMetadataLists, options } from '../../fields';
import { filterValue, requiredText, toItems } from '../../items';
import type { CloudBillingOperation } from '../context';

const validity = dateRange(
	{
		name: 'fromDate',
		label: 'Valid From',
		description: 'Only rules that are valid at some time after this',
	},
	{
		name: 'toDate',
		label: 'Valid Until',
		description: 'Only rules that are valid at some time before this',
	},
);

const productCluster = {
	displayName: 'Product Cluster',
	name: 'productClusterTagName',
	type: 'string' as const,
	default: '',
	required: true,
	description: 'The tag name of the product cluster',
};

export const getManyPricingRules: CloudBillingOperation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		description: 'Get the pricing rules whose validity overlaps a range',
		action: 'Get many pricing rules',
	},

	properties: [
		{ ...customerCode, required: true },
		productCluster,
		...returnAllAndLimit,
		filters(...validity),
		options(keepMetadataLists),
	],

	async execute({ ctx, parameters, client }) {
		return await runPerItem(ctx, async (item) => {
			const rows = await client.many('FindPriceRuleWithValidity', {
				customerCode: requiredText(parameters, 'customerCode', item, 'Customer Code'),
				productClusterTagName: requiredText(
					parameters,
					'productClusterTagName',
					item,
					'Product Cluster',
				),
				fromDate: filterValue(parameters, 'fromDate', item),
				toDate: filterValue(parameters, 'toDate', item),
			});
			return toItems(rows.slice(0, readLimit(parameters, item)), parameters, item);
		});
	},
};
