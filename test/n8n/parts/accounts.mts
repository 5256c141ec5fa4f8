import type { MadeCredential } from '../../demo/examples.mjs';
import type { Execution } from '../harness/execution.mjs';
import { billing, type NodeSketch } from './workflows.mjs';

/** The node that says how to wake a run. */
const ADDRESS = 'Address';

export const ACCOUNT = { __rl: true, mode: 'name', value: 'ACCOUNT' };

/** Creates or changes the account that has this key; without one that of its item, or of the body of a request. */
export function writeAccount(name: string, credential: MadeCredential, key?: string): NodeSketch {
	const record = { Name: 'Written by a run', Status: 'ACTIVE', AccountTypeId: '2' };
	const keyOfItem = key === undefined ? '$json.key ?? $json.body.key' : JSON.stringify(key);
	return billing(name, credential, {
		system: 'billingPlatform',
		resource: 'record',
		operation: 'upsert',
		entity: ACCOUNT,
		dataMode: 'json',
		keyField: 'C_CrmId',
		record: `={{ { ...${JSON.stringify(record)}, C_CrmId: ${keyOfItem} } }}`,
	});
}

export function readAccount(
	name: string,
	credential: MadeCredential,
	recordId = '={{ $json.Id }}',
): NodeSketch {
	return billing(name, credential, {
		system: 'billingPlatform',
		resource: 'record',
		operation: 'get',
		entity: ACCOUNT,
		recordId,
	});
}

/** Writes an account with the key that its item has as `key`, waits for a request, reads the account. */
export function writeWaitRead(credential: MadeCredential): NodeSketch[] {
	return [
		writeAccount('Write', credential),
		{
			name: ADDRESS,
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: {
				mode: 'raw',
				jsonOutput: '={{ { Id: $json.Id, resumeUrl: $execution.resumeUrl } }}',
				options: {},
			},
		},
		{
			name: 'Wait',
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			webhookId: 'resume',
			parameters: { resume: 'webhook', options: {} },
		},
		readAccount('Read', credential, "={{ $('Write').item.json.Id }}"),
	];
}

/** Wakes a run of these nodes that waits for a request. */
export async function resume(asleep: Execution): Promise<void> {
	const response = await fetch(String(asleep.items(ADDRESS)[0].resumeUrl));
	if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
}
