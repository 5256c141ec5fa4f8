import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Engine, type RunResult } from '../harness/index.mjs';
import type { Sandbox } from '../../sandbox/index.mjs';
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
		],
	},
};

/** Sends one request with a credential, by n8n's own handling of it. */
const node = `
exports.Asking = class {
	description = {
		name: 'asking', displayName: 'Asking', description: 'Sends one request', group: ['transform'],
		version: 1, defaults: { name: 'Asking' }, inputs: ['main'], outputs: ['main'],
		credentials: [{ name: 'billingPlatformApi' }, { name: 'billingPlatformOAuth2Api' }],
		properties: ['credentialType', 'helper', 'method', 'address'].map(
			(name) => ({ displayName: name, name, type: 'string', default: '' }),
		),
	};
	async execute() {
		const [type, helper, method, url] = ['credentialType', 'helper', 'method', 'address'].map(
			(name) => this.getNodeParameter(name, 0),
		);
		const answer = await this.helpers[helper].call(this, type, { method, url, json: true });
		return [[{ json: answer }]];
	}
};`;

/** The credential types of the built package, used by a node that is not ours. */
export class AskingNode {
	private constructor(
		private readonly folder: string,
		private readonly baseUrl: string,
		readonly engine: Engine,
	) {}

	static async create({ billingPlatform }: Sandbox): Promise<AskingNode> {
		const folder = mkdtempSync(join(tmpdir(), 'asking-node-'));
		symlinkSync(resolve('dist'), join(folder, 'dist'), 'junction');
		writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
		writeFileSync(join(folder, 'Asking.node.js'), node);
		const { baseUrl, username, password, clientId, clientSecret } = billingPlatform;
		const credentials = {
			password: {
				type: 'billingPlatformApi',
				name: 'BillingPlatform',
				data: { baseUrl, username, password },
			},
			oauth: {
				type: 'billingPlatformOAuth2Api',
				name: 'BillingPlatform OAuth2',
				data: { baseUrl, clientId, clientSecret },
			},
		};
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
		const asking = {
			name: 'Ask',
			type: `${PACKAGE}.asking`,
			parameters,
			credentials: CREDENTIALS,
		};
		return await this.engine.run(chain(start, asking));
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}
