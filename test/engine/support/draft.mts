import type { INodeParameters } from 'n8n-workflow';
import type { DraftNode } from '../harness/index.mjs';

/** A Billing node in the editor, on one entity; an empty name is "nothing chosen yet". */
export function draftOn(entityName: string, parameters: INodeParameters = {}): DraftNode {
	return {
		type: 'n8n-nodes-billing.billing',
		credentials: { billingPlatformApi: 'password', billingPlatformOAuth2Api: 'oauth' },
		parameters: {
			system: 'billingPlatform',
			resource: 'record',
			operation: 'create',
			entity: { __rl: true, mode: 'list', value: entityName },
			...parameters,
		},
	};
}

export const SEARCH_ENTITIES = 'billingPlatformSearchEntities';
export const SEARCH_FIELDS = 'billingPlatformSearchFields';
export const GET_FIELDS = 'billingPlatformGetFields';
export const COLUMNS = {
	create: 'billingPlatformColumnsForCreate',
	update: 'billingPlatformColumnsForUpdate',
	upsert: 'billingPlatformColumnsForUpsert',
} as const;
