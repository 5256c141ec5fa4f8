import { types } from 'node:util';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { PollOptions, WorkflowJson } from '../harness/index.mjs';
import type { BillingTest } from './billingTest.mjs';
import { CREDENTIALS } from './workflows.mjs';

/** A workflow of nothing but a trigger, with what n8n keeps for it between polls. */
export class TriggerTest {
	/** What n8n keeps for the node: as text, so that nothing survives that n8n would not save. */
	saved = '{}';

	constructor(
		private readonly test: BillingTest,
		public parameters: INodeParameters,
		/** n8n knows a trigger by its workflow and its node. */
		private readonly name = 'Trigger',
	) {}

	/** One poll. What it remembers is kept only if `keep`: otherwise n8n died before it saved. */
	async poll({ keep = true, ...options }: PollOptions & { keep?: boolean } = {}): Promise<
		IDataObject[]
	> {
		const staticData = JSON.parse(this.saved) as IDataObject;
		const items = await this.test.engine.poll(this.workflow, this.name, { ...options, staticData });
		if (keep) this.saved = JSON.stringify(staticData);
		return (items?.[0] ?? []).map(({ json }) => json);
	}

	async ids(): Promise<string[]> {
		return (await this.poll()).map(({ Id }) => String(Id));
	}

	/** Why a poll failed: message and description. */
	async error(options: PollOptions = {}): Promise<string> {
		const error: unknown = await this.poll(options).then(
			() => undefined,
			(reason: unknown) => reason,
		);
		// n8n's errors are of another realm than the tests that jest runs.
		if (!types.isNativeError(error)) throw new Error('The poll did not fail');
		const description = 'description' in error ? String(error.description) : '';
		return `${error.message} ${description}`;
	}

	private get workflow(): WorkflowJson {
		const credentials = {
			...CREDENTIALS,
			cloudBillingApi: { id: 'cloud', name: 'CloudBilling' },
		};
		const { name, parameters } = this;
		const type = 'n8n-nodes-billing.billingTrigger';
		return { nodes: [{ name, type, parameters, credentials }], connections: {} };
	}
}

/** A trigger on BillingPlatform. */
export function watchRecords(
	event: 'recordCreated' | 'recordUpdated' | 'recordCreatedOrUpdated',
	entity: string,
	parameters: INodeParameters = {},
): INodeParameters {
	return {
		system: 'billingPlatform',
		event,
		entity: { __rl: true, mode: 'name', value: entity },
		...parameters,
	};
}

/** A trigger on CloudBilling. */
export function watchCloud(event: string, parameters: INodeParameters = {}): INodeParameters {
	return { system: 'cloudBilling', event, ...parameters };
}
