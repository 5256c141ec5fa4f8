import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { toNodeError } from './errors';
import {
	findSystem,
	systemCredentials,
	systemMethods,
	systemProperties,
	systemSelector,
} from './systems';

export class Billing implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Billing',
		name: 'billing',
		icon: { light: 'file:../../icons/billing.svg', dark: 'file:../../icons/billing.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description:
			'Read and write customers, invoices, purchases and other records of BillingPlatform and CloudBilling',
		defaults: { name: 'Billing' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: systemCredentials,
		properties: [systemSelector, ...systemProperties],
	};

	methods = systemMethods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		try {
			const system = findSystem(this.getNodeParameter('system', 0));
			return [await system.execute(this)];
		} catch (error) {
			throw toNodeError(this.getNode(), error, 0);
		}
	}
}
