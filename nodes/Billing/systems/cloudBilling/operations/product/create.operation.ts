import type { INodeProperties } from 'n8n-workflow';

import { runPerItem } from '../../../../items/perItem';
import { options } from '../../fields';
import { requiredText } from '../../items';
import type { CloudBillingOperation } from '../context';

const properties: INodeProperties[] = [
	{
		displayName: 'Tag Name',
		name: 'tagName',
		type: 'string',
		default: '',
		required: true,
		description: 'The name of the new product cluster',
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [
			{
				displayName: 'Aliases',
				name: 'aliases',
				type: 'string',
				default: '',
				description:
					'Product labels that belong to the cluster, separated by commas (later called SKU)',
			},
			{
				displayName: 'Billing Output Tags',
				name: 'billingOutputTags',
				type: 'string',
				default: '',
				description: 'Separated by commas',
			},
			{
				displayName: 'Parent Tag Name',
				name: 'parentTagName',
				type: 'string',
				default: '',
				description: 'The cluster that the new one is put under',
			},
			{
				displayName: 'Show in Product Plan',
				name: 'showInProductPlan',
				type: 'boolean',
				default: false,
				description: 'Whether the product plan shows the cluster',
			},
		],
	},
];

export const createProduct: CloudBillingOperation = {
	option: {
		name: 'Create',
		value: 'create',
		description: 'Create a product cluster',
		action: 'Create a product',
	},

	properties: [...properties, options()],

	async execute({ ctx, parameters, client }) {
		return await runPerItem(
			ctx,
			async (item) => {
				const tagName = requiredText(parameters, 'tagName', item, 'Tag Name');
				await client.call(
					'AddProductCluster',
					{
						tagName,
						parentTagName: parameters.string('additionalFields.parentTagName', item),
						aliases: parameters.list('additionalFields.aliases', item),
						billingOutputTags: parameters.list('additionalFields.billingOutputTags', item),
						showInProductPlan: parameters.boolean('additionalFields.showInProductPlan', item),
					},
					'once',
				);
				return [{ tagName, created: true }];
			},
			{ writes: true },
		);
	},
};
