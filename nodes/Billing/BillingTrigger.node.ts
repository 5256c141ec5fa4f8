import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { toNodeError } from './errors';
import {
	findSystem,
	systemCredentials,
	systemMethods,
	systemSelector,
	systemTriggerProperties,
} from './systems';

export class BillingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Billing Trigger',
		name: 'billingTrigger',
		icon: { light: 'file:../../icons/billing.svg', dark: 'file:../../icons/billing.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["event"]}}',
		description: 'Starts the workflow when something changed in BillingPlatform or CloudBilling',
		defaults: { name: 'Billing Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: systemCredentials,
		properties: [systemSelector, ...systemTriggerProperties],
	};

	methods = systemMethods;

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		try {
			const system = findSystem(this.getNodeParameter('system'));
			const items = await system.poll(this);
			return items.length > 0 ? [this.helpers.returnJsonArray(items)] : null;
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	}
}
