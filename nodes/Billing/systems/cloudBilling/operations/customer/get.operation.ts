import { runPerItem } from '../../../../items/perItem';
import { foundOrThrow } from '../../client';
import { customerCode, keepMetadataLists, options } from '../../fields';
import { requiredText, toItems } from '../../items';
import type { CloudBillingOperation } from '../context';

export const getCustomer: CloudBillingOperation = {
	option: {
		name: 'Get',
		value: 'get',
		description: 'Get a customer by its code',
		action: 'Get a customer',
	},

	properties: [{ ...customerCode, required: true }, options(keepMetadataLists)],

	async execute({ ctx, parameters, client }) {
		return await runPerItem(ctx, async (item) => {
			const code = requiredText(parameters, 'customerCode', item, 'Customer Code');
			const customer = await client.one('CustomerGetByCode', { customerCode: code });
			return toItems([foundOrThrow(customer, `customer with code ${code}`)], parameters, item);
		});
	},
};
