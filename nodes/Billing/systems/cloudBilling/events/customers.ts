import { listEvent } from './event';

/** CloudBilling cannot be asked for changed customers: every poll reads them all, a thousand a call. */
export const customerChanged = listEvent({
	option: {
		name: 'Customer Created or Updated',
		value: 'customerChanged',
		description: 'A customer is new or has changed',
	},
	filters: [],
	watch: ({ client }) => ({
		noun: 'customer',
		timestamp: 'UpdatedDate',
		keys: ['CustomerCode', 'Id'],
		mayRepeat: true,
		readsFrom: false,
		read: async () => await client.customers(undefined, () => undefined),
	}),
});
