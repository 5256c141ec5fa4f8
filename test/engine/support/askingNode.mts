import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { INodeCredentials, INodeParameters } from 'n8n-workflow';
import { Engine, type RunResult } from '../harness/index.mjs';
import type { Sandbox } from '../../sandbox/index.mjs';
import { credentialsFor } from './credentials.mjs';
import { chain, CREDENTIALS, start } from './workflows.mjs';

/** As n8n's HTTP Request node does (the old helper), or as newer nodes do. */
export type Helper = 'httpRequestWithAuthentication' | 'requestWithAuthentication';
export type CredentialType = keyof typeof CREDENTIALS;

const PACKAGE = 'n8n-nodes-asking';

const manifest = {
	name: PACKAGE,
	version: '1.0.0',
	n8n: {
		n8nNodesApiVersion: 1,
		nodes: ['Asking.node.js'],
		credentials: [
			'dist/credentials/BillingPlatformApi.credentials.js',
			'dist/credentials/BillingPlatformOAuth2Api.credentials.js',
			'dist/credentials/CloudBillingApi.credentials.js',
		],
	},
};

/** Sends one request with a credential, by n8n's own handling of it. */
const node = `
exports.Asking = class {
	description = {
		name: 'asking', displayName: 'Asking', description: 'Sends one request', group: ['transform'],
		version: 1, defaults: { name: 'Asking' }, inputs: ['main'], outputs: ['main'],
		credentials: ['billingPlatformApi', 'billingPlatformOAuth2Api', 'cloudBillingApi'].map((name) => ({ name })),
		properties: ['credentialType', 'helper', 'method', 'address', 'body', 'action'].map(
			(name) => ({ displayName: name, name, type: 'string', default: '' }),
		),
	};
	async execute() {
		const [type, helper, method, url, body, action] = [
			'credentialType', 'helper', 'method', 'address', 'body', 'action',
		].map((name) => this.getNodeParameter(name, 0));
		const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: action };
		const request = body ? { method, url, body, headers } : { method, url, json: true };
		const answer = await this.helpers[helper].call(this, type, request);
		return [[{ json: body ? { answer } : answer }]];
	}
};`;

/** The credential types of the built package, used by a node that is not ours. */
export class AskingNode {
	private constructor(
		private readonly folder: string,
		private readonly baseUrl: string,
		readonly engine: Engine,
	) {}

	static async create(sandbox: Sandbox): Promise<AskingNode> {
		const folder = mkdtempSync(join(tmpdir(), 'asking-node-'));
		symlinkSync(resolve('dist'), join(folder, 'dist'), 'junction');
		writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
		writeFileSync(join(folder, 'Asking.node.js'), node);
		const { baseUrl } = sandbox.billingPlatform;
		const credentials = credentialsFor(sandbox);
		const engine = await Engine.load({ packageDir: folder, credentials });
		return new AskingNode(folder, baseUrl, engine);
	}

	/** Asks once for one account. */
	async ask(credentialType: CredentialType, helper: Helper): Promise<RunResult> {
		return await this.send(credentialType, helper, 'GET', '/rest/2.0/ACCOUNT/7');
	}

	async send(
		credentialType: CredentialType,
		helper: Helper,
		method: string,
		path: string,
	): Promise<RunResult> {
		const parameters = { credentialType, helper, method, address: this.baseUrl + path };
		return await this.run(parameters, CREDENTIALS);
	}

	/** Posts an envelope to CloudBilling as it is, with one of its credentials. */
	async post(
		helper: Helper,
		body: string,
		{ address, action, id }: { address: string; action: string; id: 'cloud' | 'cloudUser' },
	): Promise<RunResult> {
		const parameters = { helper, method: 'POST', address, body, action };
		const credentials = { cloudBillingApi: { id, name: id } };
		return await this.run({ ...parameters, credentialType: 'cloudBillingApi' }, credentials);
	}

	private async run(
		parameters: INodeParameters,
		credentials: INodeCredentials,
	): Promise<RunResult> {
		const asking = { name: 'Ask', type: `${PACKAGE}.asking`, parameters, credentials };
		return await this.engine.run(chain(start, asking));
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}
