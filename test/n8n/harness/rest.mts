import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import type { WorkflowJson } from '../../engine/harness/index.mjs';
import { Execution } from './execution.mjs';

export interface Owner {
	email: string;
	password: string;
}

export interface NewWorkflow extends WorkflowJson {
	/** Items that n8n takes in place of what a node would give, when run by hand. */
	pinData?: Record<string, Array<{ json: IDataObject }>>;
}

export interface SavedWorkflow {
	id: string;
	name: string;
	versionId: string;
}

const ENDED = new Set(['success', 'error', 'canceled', 'crashed']);
const ASLEEP = new Set(['waiting']);
const LOOK_AGAIN_MS = 100;

/** A login for one n8n that goes when that n8n goes. */
export function newOwner(): Owner {
	// n8n asks for a capital letter and a digit.
	return { email: 'owner@example.com', password: `Demo-${randomBytes(4).toString('hex')}-1` };
}

/** n8n as its editor calls it. */
export class Rest {
	private cookie = '';

	constructor(readonly url: string) {}

	/** Makes the account of the owner, and is signed in with it. */
	async setUpOwner({ email, password }: Owner): Promise<void> {
		const owner = { email, password, firstName: 'Billing', lastName: 'Owner' };
		await this.send('POST', '/owner/setup', owner);
	}

	async signIn({ email, password }: Owner): Promise<void> {
		await this.send('POST', '/login', { emailOrLdapLoginId: email, password });
	}

	/** What makes a browser signed in, too. */
	get signedInBy(): { name: string; value: string } {
		const [name, ...value] = this.cookie.split('=');
		return { name, value: value.join('=') };
	}

	async createCredential(
		type: string,
		name: string,
		data: ICredentialDataDecryptedObject,
	): Promise<string> {
		const { id } = await this.send<{ id: string }>('POST', '/credentials', { type, name, data });
		return id;
	}

	async createWorkflow(workflow: NewWorkflow): Promise<SavedWorkflow> {
		return await this.send('POST', '/workflows', {
			name: 'Workflow',
			settings: { executionOrder: 'v1' },
			...workflow,
			active: false,
		});
	}

	/** Makes a workflow answer its webhook or trigger. */
	async activate({ id, versionId }: SavedWorkflow): Promise<void> {
		await this.send('POST', `/workflows/${id}/activate`, { versionId });
	}

	/** Runs a workflow as the editor's button does. @returns the id of the execution, which has begun */
	async startRun(workflowId: string, trigger: string): Promise<string> {
		const { executionId } = await this.send<{ executionId: string }>(
			'POST',
			`/workflows/${workflowId}/run`,
			{ triggerToStartFrom: { name: trigger } },
		);
		return executionId;
	}

	async run(workflowId: string, trigger: string): Promise<Execution> {
		return await this.finished(await this.startRun(workflowId, trigger));
	}

	/** Waits for the end of an execution. */
	async finished(executionId: string, withinMs = 120_000): Promise<Execution> {
		return await this.reached(executionId, ENDED, withinMs);
	}

	/** Waits until an execution is in the database and nowhere else. */
	async asleep(executionId: string, withinMs = 30_000): Promise<Execution> {
		return await this.reached(executionId, ASLEEP, withinMs);
	}

	private async reached(
		executionId: string,
		wanted: ReadonlySet<string>,
		withinMs: number,
	): Promise<Execution> {
		const deadline = performance.now() + withinMs;
		for (;;) {
			const saved = await this.execution(executionId);
			if (wanted.has(saved.status)) return Execution.saved(saved);
			if (performance.now() > deadline || ENDED.has(saved.status)) {
				throw new Error(`Execution ${executionId} is ${saved.status} after ${withinMs} ms at most`);
			}
			await sleep(LOOK_AGAIN_MS);
		}
	}

	async execution(id: string): Promise<{ id: string; status: string; data: string }> {
		return await this.send('GET', `/executions/${id}`);
	}

	/** The ids of the executions of a workflow, the newest first. */
	async executionsOf(workflowId: string): Promise<string[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.send<{ results: Array<{ id: string }> }>(
			'GET',
			`/executions?filter=${filter}&limit=100`,
		);
		return results.map(({ id }) => id);
	}

	/** @throws Error with n8n's own words when it refuses */
	async send<T>(method: string, path: string, body?: object): Promise<T> {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: {
				'Content-Type': 'application/json',
				...(this.cookie && { Cookie: this.cookie }),
			},
			...(body && { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`n8n: ${method} ${path}: ${response.status} ${text}`);
		const [cookie] = response.headers.getSetCookie();
		if (cookie) this.cookie = cookie.split(';')[0];
		return (JSON.parse(text) as { data: T }).data;
	}
}
