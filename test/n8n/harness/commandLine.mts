import { writeFileSync } from 'node:fs';

import type { Vendor } from '../../demo/vendors.mjs';
import type { WorkflowJson } from '../../engine/harness/index.mjs';
import { Execution } from './execution.mjs';
import type { N8nHome } from './n8nHome.mjs';

/** n8n used by its command line alone. */
export class CommandLine {
	constructor(private readonly home: N8nHome) {}

	/** Each gets the id that its {@link Vendor} has. */
	async importCredentials(vendors: readonly Vendor[]): Promise<void> {
		const credentials = vendors.map(({ id, name, credentialType, credential }) => ({
			id,
			name,
			type: credentialType,
			data: credential,
		}));
		await this.succeeds('import:credentials', `--input=${this.write(credentials)}`);
	}

	async importWorkflows(workflows: readonly WorkflowJson[]): Promise<void> {
		const started = workflows.map((workflow) => startedByHand(workflow));
		await this.succeeds('import:workflow', `--input=${this.write(started)}`);
	}

	async execute(id: string): Promise<Execution> {
		return Execution.printed(await this.succeeds('execute', `--id=${id}`, '--rawOutput'));
	}

	private async succeeds(...args: string[]): Promise<string> {
		const { code, stdout, stderr } = await this.home.cli(...args);
		if (code === 0) return stdout;
		throw new Error(`n8n ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
	}

	private write(content: object): string {
		const file = this.home.file('import.json');
		writeFileSync(file, JSON.stringify(content));
		return file;
	}
}

/** `n8n execute` starts at a manual trigger and at no other. */
function startedByHand(workflow: WorkflowJson): WorkflowJson {
	return {
		...workflow,
		nodes: workflow.nodes.map((node) =>
			node.type === 'n8n-nodes-base.scheduleTrigger'
				? { ...node, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} }
				: node,
		),
	};
}
