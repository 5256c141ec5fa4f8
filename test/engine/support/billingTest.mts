import type { IDataObject } from 'n8n-workflow';
import {
	type Books,
	type Sandbox,
	type SandboxOptions,
	startSandbox,
} from '../../sandbox/index.mjs';
import { Engine, type RunOptions, type RunResult, type WorkflowJson } from '../harness/index.mjs';
import { credentialsFor } from './credentials.mjs';
import { itemsOf } from './workflows.mjs';

const PACKAGE_DIR = process.cwd();

/** The built package in n8n's engine, with credentials that lead to a stand-in of its own. */
export class BillingTest {
	private constructor(
		readonly sandbox: Sandbox,
		readonly engine: Engine,
	) {}

	static async create(
		options: SandboxOptions & { hooks?: boolean; baseUrl?: string } = {},
	): Promise<BillingTest> {
		const sandbox = await startSandbox(options);
		const engine = await loadEngine(sandbox, options).catch(async (error: unknown) => {
			await sandbox.stop();
			throw error;
		});
		return new BillingTest(sandbox, engine);
	}

	get vendor(): Sandbox['billingPlatform'] {
		return this.sandbox.billingPlatform;
	}

	get cloud(): Sandbox['cloudBilling'] {
		return this.sandbox.cloudBilling;
	}

	books(): Books {
		return this.vendor.books();
	}

	/** Runs a workflow whose trigger gives these records. */
	async run(
		workflow: WorkflowJson,
		records: IDataObject[] = [{}],
		options: RunOptions = {},
	): Promise<RunResult> {
		return await this.engine.run(workflow, { input: itemsOf(records), ...options });
	}

	/** Everything that may never be seen outside: password, secret, and the session ids handed out. */
	secrets(): string[] {
		return [this.vendor.password, this.vendor.clientSecret];
	}

	async stop(): Promise<void> {
		await this.sandbox.stop();
	}
}

async function loadEngine(
	sandbox: Sandbox,
	options: { hooks?: boolean; baseUrl?: string },
): Promise<Engine> {
	return await Engine.load({
		packageDir: PACKAGE_DIR,
		hooks: options.hooks,
		credentials: credentialsFor(sandbox, options.baseUrl),
	});
}
