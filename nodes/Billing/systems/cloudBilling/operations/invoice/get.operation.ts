import type { INodeProperties } from 'n8n-workflow';

import { runPerItem } from '../../../../items/perItem';
import { foundOrThrow } from '../../client';
import { keepMetadataLists, options } from '../../fields';
import { requiredText, toItems } from '../../items';
import type { CloudBillingOperation } from '../context';
import { invoiceId } from './close.operation';

const METHOD = 'GetInvoiceDetails';

const parameterName: INodeProperties = {
	displayName: 'ID Parameter Name',
	name: 'idParameter',
	type: 'string',
	default: '',
	placeholder: 'e.g. invoiceId',
	description:
		'What the service calls the ID. Else the name comes from the WSDL; without one it is invoiceId, which is not documented.',
};

export const getInvoice: CloudBillingOperation = {
	option: {
		name: 'Get',
		value: 'get',
		description: 'Get an invoice with its details',
		action: 'Get an invoice',
	},

	properties: [invoiceId, options(keepMetadataLists, parameterName)],

	async execute({ ctx, parameters, client }) {
		return await runPerItem(ctx, async (item) => {
			const id = requiredText(parameters, 'invoiceId', item, 'Invoice ID');
			const chosen = parameters.string('options.idParameter', item).trim();
			const name = chosen || client.firstParameter(METHOD) || 'invoiceId';
			const invoice = await client.one(METHOD, { [name]: id });
			return toItems([foundOrThrow(invoice, `invoice with ID ${id}`)], parameters, item);
		});
	},
};
