import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { Engine, type RunResult, type WorkflowJson } from '../engine/harness/index.mjs';
import {
	billing,
	chain,
	entity,
	itemsOf,
	mappedAutomatically,
	start,
} from '../engine/support/workflows.mjs';
import { type Contestant, ENTITY, KEY, newRecords, type Row, type Verb } from './contestant.mjs';
import type { Access } from './standIn.mjs';

const BY_ID: INodeParameters = { recordId: '={{ $json.Id }}' };

const PARAMETERS: Readonly<Record<Verb, INodeParameters>> = {
	create: mappedAutomatically(),
	update: mappedAutomatically(),
	upsert: mappedAutomatically(KEY),
	get: BY_ID,
	delete: BY_ID,
	restore: BY_ID,
};

const NODE = 'Work';

/** n8n's engine with the built package in it. */
export async function loadEngine(access: Access): Promise<Engine> {
	const { baseUrl, username, password, cloud } = access;
	return await Engine.load({
		packageDir: process.cwd(),
		credentials: {
			password: {
				type: 'billingPlatformApi',
				name: 'BillingPlatform',
				data: { baseUrl, username, password },
			},
			cloud: {
				type: 'cloudBillingApi',
				name: 'CloudBilling',
				data: { ...cloud, authentication: 'apiToken' },
			},
		},
	});
}

/** The Billing node in a workflow run of n8n's engine: a trigger that gives the records, then the node. */
export class BillingNode implements Contestant {
	readonly name: string = 'Billing node';

	constructor(private readonly engine: Engine) {}

	async write(verb: Verb, records: readonly Row[]): Promise<readonly Row[]> {
		const result = await this.run(this.workflow(verb), records);
		return result.items(NODE);
	}

	/** All records of the entity, whole ones if no fields are named. */
	async read(fields: readonly string[]): Promise<RunResult> {
		const parameters = { ...entity(ENTITY), returnAll: true, fields: [...fields] };
		return await this.run(chain(start, billing(NODE, 'record', 'getAll', parameters)), [{}]);
	}

	protected workflow(verb: Verb): WorkflowJson {
		return this.workflowWith(verb, PARAMETERS[verb]);
	}

	protected workflowWith(verb: Verb, parameters: INodeParameters): WorkflowJson {
		return chain(start, billing(NODE, 'record', verb, { ...entity(ENTITY), ...parameters }));
	}

	private async run(workflow: WorkflowJson, records: readonly Row[]): Promise<RunResult> {
		const input = itemsOf(records as IDataObject[]);
		const result = await this.engine.run(workflow, { input });
		if (result.status !== 'success') throw new Error(result.error?.message ?? result.status);
		return result;
	}
}

/** The same, with every column mapped by an expression of its own, as the editor saves it. */
export class MappedBillingNode extends BillingNode {
	override readonly name = 'Billing node, columns mapped by expressions';

	protected override workflow(verb: Verb): WorkflowJson {
		const names = columnNames();
		return this.workflowWith(verb, {
			dataMode: 'columns',
			columns: {
				mappingMode: 'defineBelow',
				value: Object.fromEntries(names.map((name) => [name, expression(name)])),
				matchingColumns: [KEY],
				schema: names.map((name) => ({
					id: name,
					displayName: name,
					required: false,
					defaultMatch: false,
					canBeUsedToMatch: name === KEY,
					display: true,
					type: 'string',
				})),
			},
		});
	}
}

/** The engine's own share: a node that hands the same items on, after as many expressions for each. */
export class EngineAlone extends BillingNode {
	override readonly name: string;

	constructor(
		engine: Engine,
		private readonly expressions: readonly string[] = [],
	) {
		super(engine);
		this.name = `engine alone, ${expressions.length} expressions`;
	}

	protected override workflow(): WorkflowJson {
		if (this.expressions.length === 0) {
			return chain(start, { name: NODE, type: 'n8n-nodes-base.noOp' });
		}
		const assignments = this.expressions.map((name) => ({ name, value: expression(name) }));
		const parameters = { assignments: { assignments }, includeOtherFields: true };
		return chain(start, { name: NODE, type: 'n8n-nodes-base.set', parameters });
	}
}

export const columnNames = (): string[] => Object.keys(newRecords(1)[0]);

const expression = (name: string) => `={{ $json.${name} }}`;
